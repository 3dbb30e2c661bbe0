"""The voice engines, one module or package each.

Each implements `voices.engine.Engine`. A neural model in Python is a subclass of
`natural.natural_engine.NaturalEngine`; another library that may crash is one of `child_engine.ChildEngine`.

What else names an engine: `voices.registry` (how it is loaded), `script.models.engines` (its rank),
`voices/models/catalogue.toml` (its voices, for `audiobrief voices`, and the files that pip does not bring), and the
extras in `pyproject.toml`. The schemas in `docs/` are made from the ranks, by `audiobrief schema`. Tests: a subclass of
`EngineContract` in `tests/voices/contract.py`, or of `NaturalContract` beside the tests of natural voices. Documents:
`docs/voices.md` and `docs/script-reference.md`.
"""

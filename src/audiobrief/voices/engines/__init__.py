"""The voice engines, one module or package each.

Each implements `voices.engine.Engine`. A neural model in Python is a subclass of
`natural.natural_engine.NaturalEngine`; another library that may crash is one of `child_engine.ChildEngine`.

All else that names an engine:

* in this package's neighbours: `voices.registry` (how it is loaded), `script.models.engines` (its rank, from which the
  schemas in `docs/` are made by `audiobrief schema`), and `voices/models/catalogue.toml` (its voices, for
  `audiobrief voices`, and the files of a model that pip does not bring);
* for its package: the extras and mypy's list of untyped libraries in `pyproject.toml`, `constraints.txt`, and the
  licences in `README.md`;
* a test: a subclass of `EngineContract` in `tests/voices/contract.py`, or of `NaturalContract` in
  `tests/voices/engines/natural/natural_contract.py`; no other test names the engines one by one;
* documents: `docs/voices.md`, `docs/script-reference.md`, `docs/glossary.md`.
"""

"""The voice engines, one module or package each.

Each implements `voices.engine.Engine`. An engine has an entry in `voices.registry`, its name and rank in
`script.models.engines`, and, where pip does not bring its model, an entry in `voices/models/catalogue.toml`. Its test
is a subclass of `EngineContract` in `tests/voices/contract.py`.
"""

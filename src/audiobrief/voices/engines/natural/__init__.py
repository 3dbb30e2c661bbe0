"""Natural voices: neural models that run on this machine, each in a child process.

Each is two modules: `NAME`, a subclass of `natural_engine.NaturalEngine`, and `NAME_model`, the only one that the child
process imports, whose `load()` returns a `child.Model`. `piper` and `piper_model` are the shortest example. The other
files that name an engine are in the docstring of `voices.engines`.
"""

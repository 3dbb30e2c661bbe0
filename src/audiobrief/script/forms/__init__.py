"""The keys of a script and of a house file: their types, defaults and descriptions."""

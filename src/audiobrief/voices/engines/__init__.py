"""The voice engines, one module or package each."""

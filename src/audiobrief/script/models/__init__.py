"""A script and a show as values."""

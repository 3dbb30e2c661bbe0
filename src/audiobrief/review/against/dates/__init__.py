"""Dates of a script and of its article."""

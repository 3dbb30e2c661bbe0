"""Entries that may be deleted at any time, because they can be made again: binary and JSON."""

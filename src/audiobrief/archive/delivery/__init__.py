"""Finished episodes leave the archive: they are published, and reported to those who wait for them."""

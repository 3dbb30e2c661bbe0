"""Separate the article's story from what stands around it."""

"""Shorten stories to a length: what refers to what, what matters most, and what fits."""

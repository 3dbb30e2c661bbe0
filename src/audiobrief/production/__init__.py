"""Compose the stages: render a script, say a text, watch files."""

"""Blocks and a timeline to the files of an episode."""

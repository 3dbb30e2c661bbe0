"""Turns: what one speaker says at a stretch, as text for a voice or as a recording."""

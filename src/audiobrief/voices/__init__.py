"""Speak utterances: engines, selection of voices, the clip store and voice models."""

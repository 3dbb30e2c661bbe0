"""Speak utterances: engines, casting, the pool, the clip store and voice models."""

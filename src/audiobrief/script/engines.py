"""The names of the voice engines that a script may ask for."""

from __future__ import annotations

__all__ = ["ENGINES"]

ENGINES = ("pyttsx3", "tone")

"""The engines by name."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

from audiobrief.speech.engine import Engine

__all__ = ["make_engine"]

DEFAULT_SECONDS = 10.0
"""What a sentence may take before its voice counts as hung; AUDIOBRIEF_VOICE_SECONDS sets another number."""


def _pyttsx3(scratch: Path | None) -> Engine:
    from audiobrief.speech.pyttsx3_engine import Pyttsx3Engine

    seconds = os.environ.get("AUDIOBRIEF_VOICE_SECONDS", "")
    return Pyttsx3Engine(scratch=scratch, time_limit=float(seconds) if seconds.isdecimal() else DEFAULT_SECONDS)


def _tone(_scratch: Path | None) -> Engine:
    from audiobrief.speech.tone import ToneEngine

    return ToneEngine()


ENGINES: dict[str, Callable[[Path | None], Engine]] = {"pyttsx3": _pyttsx3, "tone": _tone}


def make_engine(name: str, scratch: Path | None = None) -> Engine:
    """Make an engine.

    Args:
        name: one of `ENGINES`.
        scratch: a folder for what it writes on the way.
    """
    return ENGINES[name](scratch)

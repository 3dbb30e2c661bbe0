"""The registry of engines, by name."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from audiobrief.script.models.engines import ENGINES
from audiobrief.voices.engine import Engine

DEFAULT_SECONDS = 10.0
"""Seconds after which a voice counts as hung; AUDIOBRIEF_VOICE_SECONDS sets another number."""


def _seconds() -> float:
    named = os.environ.get("AUDIOBRIEF_VOICE_SECONDS", "")
    return float(named) if named.isdecimal() else DEFAULT_SECONDS


def _pyttsx3(scratch: Path | None) -> Engine:
    from audiobrief.voices.engines.pyttsx3_engine import Pyttsx3Engine

    return Pyttsx3Engine(scratch=scratch, time_limit=_seconds())


def _tone(_scratch: Path | None) -> Engine:
    from audiobrief.voices.engines.tone import ToneEngine

    return ToneEngine()


def _hibari(_scratch: Path | None) -> Engine:
    from audiobrief.voices.engines.natural.hibari import HibariEngine

    return HibariEngine(time_limit=3 * _seconds())


def _piper(_scratch: Path | None) -> Engine:
    from audiobrief.voices.engines.natural.piper import PiperEngine

    return PiperEngine(time_limit=6 * _seconds())


def _kokoro(_scratch: Path | None) -> Engine:
    from audiobrief.voices.engines.natural.kokoro import KokoroEngine

    # A sentence of 480 letters lasts half a minute, and is made at the pace at which it is spoken.
    return KokoroEngine(time_limit=18 * _seconds())


@dataclass(frozen=True, slots=True)
class Kind:
    """How an engine is created."""

    make: Callable[[Path | None], Engine]
    """Takes a folder for temporary files."""
    one_at_a_time: bool = False
    """True if it speaks one utterance at a time, and needs a pool."""


KINDS = {
    "hibari": Kind(_hibari),
    "kokoro": Kind(_kokoro),
    "piper": Kind(_piper),
    "pyttsx3": Kind(_pyttsx3, one_at_a_time=True),
    "tone": Kind(_tone),
}


def make_engine(name: str, scratch: Path | None = None) -> Engine:
    """Create an engine that several threads may use at once; it starts nothing before it is needed.

    Args:
        name: one of `script.models.engines.ENGINES`.
        scratch: a folder for temporary files.
    """
    kind = KINDS[name]
    if not kind.one_at_a_time:
        return kind.make(scratch)
    from audiobrief.voices.pool import EnginePool

    return EnginePool(lambda: kind.make(scratch))


class Engines(Mapping[str, Engine]):
    """All engines by name; each is created when it is first used."""

    def __init__(self, scratch: Path | None = None) -> None:
        """Set the folder for their temporary files."""
        self._scratch = scratch
        self._made: dict[str, Engine] = {}

    def __getitem__(self, name: str) -> Engine:
        if name not in self._made:
            if name not in KINDS:
                raise KeyError(name)
            self._made[name] = make_engine(name, self._scratch)
        return self._made[name]

    def __iter__(self) -> Iterator[str]:
        return iter(ENGINES)

    def __len__(self) -> int:
        return len(ENGINES)

    def close(self) -> None:
        """Close the engines that were created."""
        for engine in tuple(self._made.values()):
            engine.close()


@contextmanager
def open_engines(scratch: Path | None = None) -> Iterator[Engines]:
    """Return the engines, and close them at the end."""
    engines = Engines(scratch)
    try:
        yield engines
    finally:
        engines.close()

"""The registry of engines: one table, and the engines by name.

The names of the engines, and which comes first, are in `script.models.engines`, which imports nothing heavy. What an
engine has to do is in `voices.engine.Engine`; `voices/engines/` has one module or package for each.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path

from audiobrief.script.models.engines import ENGINES
from audiobrief.voices.engine import Engine

DEFAULT_SECONDS = 10.0
"""Seconds after which a voice counts as hung; AUDIOBRIEF_VOICE_SECONDS sets another number."""


@dataclass(frozen=True, slots=True)
class EngineEntry:
    """How an engine is created, what it needs from pip, and its voices that are preferred."""

    module: str
    """Its module in `voices.engines`, which is imported when the engine is first used."""
    class_name: str
    """The class, which takes a `time_limit` in seconds, and `scratch`, a folder for temporary files."""
    patience: int = 1
    """How many times as long as `DEFAULT_SECONDS` an utterance may take."""
    preferred: tuple[str, ...] = ()
    """The voices that come before its others where a script names none."""
    extra: str = ""
    """The extra of audiobrief that installs what it needs."""
    modules: tuple[str, ...] = ()
    """The modules that it needs."""
    has_english_dictionary: bool = False
    """True if it has a dictionary of English; an engine without one guesses every name."""


REGISTRY = {
    "hibari": EngineEntry(
        "natural.hibari",
        "HibariEngine",
        3,
        ("heart", "emma"),
        extra="natural",
        modules=("hibari", "anyascii"),
        has_english_dictionary=True,
    ),
    # A sentence of 480 letters lasts half a minute, and is made at the pace at which it is spoken.
    "kokoro": EngineEntry(
        "natural.kokoro",
        "KokoroEngine",
        18,
        ("af_heart", "am_michael", "bf_emma", "bm_george"),
        extra="kokoro",
        modules=("kokoro_onnx", "hibari", "anyascii"),
        has_english_dictionary=True,
    ),
    "piper": EngineEntry("natural.piper", "PiperEngine", 6, ("joe",), extra="piper", modules=("piper",)),
    "pyttsx3": EngineEntry("pyttsx3_engine", "Pyttsx3Engine", preferred=("gmw/en-gb-x-rp", "gmw/en-us")),
    "tone": EngineEntry("tone", "ToneEngine"),
}
"""The engines by name; `script.models.engines` ranks the names."""


def make_engine(name: str, scratch: Path | None = None) -> Engine:
    """Create an engine that several threads may use at once; it starts nothing before it is needed.

    Args:
        name: one of `script.models.engines.ENGINES`.
        scratch: a folder for temporary files.

    Raises:
        KeyError: there is no engine of that name.
    """
    entry = REGISTRY[name]
    seconds = os.environ.get("AUDIOBRIEF_VOICE_SECONDS", "")
    limit = entry.patience * (float(seconds) if seconds.isdecimal() else DEFAULT_SECONDS)
    engine_class = getattr(import_module(f"audiobrief.voices.engines.{entry.module}"), entry.class_name)
    engine: Engine = engine_class(time_limit=limit, scratch=scratch)
    return engine


class Engines(Mapping[str, Engine]):
    """All engines by name; each is created when it is first used."""

    def __init__(self, scratch: Path | None = None) -> None:
        """Set the folder for their temporary files."""
        self._scratch = scratch
        self._made: dict[str, Engine] = {}

    def __getitem__(self, name: str) -> Engine:
        if name not in self._made:
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

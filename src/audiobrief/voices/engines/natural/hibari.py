"""hibari: a small neural voice for English (hibari-tts, Apache-2.0); `heart` is in its package, others are fetched."""

from __future__ import annotations

import threading
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from audiobrief.script.models.voice import Voice
from audiobrief.voices.engine import VoiceInfo
from audiobrief.voices.engines.natural.english_dictionary import EnglishDictionary, english_dictionary
from audiobrief.voices.engines.natural.english_phonemes import english_phonemizer
from audiobrief.voices.engines.natural.natural_engine import NaturalEngine, package_folder
from audiobrief.voices.models.folders import engine_folder

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

_LONGEST = 400
"""Sounds that the model is given at a time (hibari.tts, MAX_PHONEMES)."""


class HibariEngine(NaturalEngine):
    """Speaks English with hibari."""

    name = "hibari"
    packages = ("hibari-tts",)

    def _installed_voices(self) -> Iterable[VoiceInfo]:
        """Return the voice of the package, and those that were fetched."""
        return (
            VoiceInfo("hibari", name, (known["language"].lower(),), f"{known['accent']} English, {known['gender']}")
            for name, known in _known_voices().items()
            if known.get("bundled") or (engine_folder("hibari") / known["file"]).is_file()
        )

    def _advice(self, name: str) -> str:
        if name.lower() in _known_voices():
            return f"audiobrief voices install {name.lower()}"
        return super()._advice(name)

    def identity(self, voice: Voice) -> str:
        """Return the digest of the voice's model."""
        digest: str = _known_voices()[self._voice(voice).name]["sha256"]
        return digest

    def dictionary(self, voice: Voice) -> EnglishDictionary:
        """Return the dictionary of the voice's accent."""
        return english_dictionary(british=_known_voices()[self._voice(voice).name]["british"])

    def _voice_question(self, voice: VoiceInfo) -> dict[str, Any]:
        known = _known_voices()[voice.name]
        path = None if known.get("bundled") else str(engine_folder("hibari") / known["file"])
        return {"voice": voice.name, "model": path, "british": known["british"]}


def _known_voices() -> dict[str, dict[str, Any]]:
    """Return hibari's own list of voices; empty where it is not installed."""
    package = package_folder("hibari")
    return {} if package is None else _listed(package / "assets" / "voices.json")


@cache
def _listed(file: Path) -> dict[str, dict[str, Any]]:
    import json

    known: dict[str, dict[str, Any]] = json.loads(file.read_text(encoding="utf-8"))
    return known


class _Model:
    """hibari in the child process."""

    def __init__(self) -> None:
        self._loading = threading.Lock()
        self._voice = cache(self._load_voice)

    def _load_voice(self, voice: str, model: str | None) -> Any:
        from hibari import Hibari

        return Hibari(voice=voice, model=model, g2p=False)

    def speak(self, question: dict[str, Any]) -> tuple[npt.NDArray[np.float32], int]:
        """Return the sound of a text; the noise in it follows from the seed."""
        with self._loading:
            voice = self._voice(question["voice"], question["model"])
        reader = english_phonemizer(british=question["british"])
        sounds = reader.phonemes(question["text"], question["pronunciations"], question["stresses"])
        parts = [
            voice.from_phonemes(part, speed=question["speed"], seed=question["seed"])
            for part in split_sounds(sounds, _LONGEST)
        ]
        import numpy as np

        return np.concatenate(parts) if parts else np.zeros(0, np.float32), voice.sample_rate

    def words(self, question: dict[str, Any]) -> list[tuple[str, str, bool]]:
        """Return how each word is said."""
        return english_phonemizer(british=question["british"]).words(question["text"])


def split_sounds(sounds: str, longest: int) -> list[str]:
    """Cut a row of sounds at the end of a clause, else at a space, into parts of at most `longest`."""
    parts = []
    while len(sounds) > longest:
        clause = max(sounds.rfind(f"{sign} ", longest // 3, longest) for sign in ",;:—")
        cut = clause + 1 if clause > 0 else sounds.rfind(" ", 1, longest)
        cut = cut if cut > 0 else longest
        parts.append(sounds[:cut].strip())
        sounds = sounds[cut:].strip()
    return [part for part in [*parts, sounds] if part]


def load() -> _Model:
    """Load the model for the child process."""
    return _Model()

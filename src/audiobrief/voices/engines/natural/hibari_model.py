"""hibari in the child process."""

from __future__ import annotations

import threading
from functools import cache
from typing import TYPE_CHECKING, Any

from audiobrief.voices.engines.natural.english_phonemes import english_phonemizer

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

_LONGEST = 400
"""Sounds that the model is given at a time (hibari.tts, MAX_PHONEMES)."""


class HibariModel:
    """hibari's model; several threads may call it at once."""

    def __init__(self) -> None:
        self._loading = threading.Lock()
        self._voice = cache(self._load_voice)

    def _load_voice(self, voice: str, model: str | None) -> Any:
        from hibari import Hibari

        return Hibari(voice=voice, model=model, g2p=False)

    def load_voice(self, question: dict[str, Any]) -> None:
        """Load the model, and at the same time the dictionaries of the voice's accent."""
        dictionaries = threading.Thread(target=english_phonemizer, kwargs={"british": question["british"]})
        dictionaries.start()
        with self._loading:
            self._voice(question["voice"], question["model"])
        dictionaries.join()

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


def load() -> HibariModel:
    """Return the model."""
    return HibariModel()

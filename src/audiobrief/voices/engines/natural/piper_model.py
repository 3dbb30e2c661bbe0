"""Piper in the child process."""

from __future__ import annotations

import json
import threading
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from audiobrief.language.codes import primary_language
from audiobrief.voices.engines.natural.child import UnsayableError, open_onnx_session
from audiobrief.voices.engines.phonemes import ipa_to_espeak_ipa, stress_before_vowels

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt


def piper_text(text: str, pronunciations: list[tuple[int, int, str]], language: str) -> str:
    """Write given sounds the way Piper takes them, `[[sounds]]`; brackets of the text's own become round ones.

    Raises:
        UnsayableError: a pronunciation holds a sign that is not known.
    """
    brackets = str.maketrans("[]", "()")
    written = ""
    at = 0
    for start, end, ipa in pronunciations:
        try:
            sounds = _sounds(ipa, language)
        except ValueError as error:
            raise UnsayableError(f"the sounds '{ipa}' cannot be said: {error}") from error
        written += f"{text[at:start].translate(brackets)}[[{sounds}]]"
        at = end
    return written + text[at:].translate(brackets)


def _sounds(ipa: str, language: str) -> str:
    if primary_language(language) == "en":
        return ipa_to_espeak_ipa(ipa, british=language.lower() == "en-gb")
    return stress_before_vowels(ipa).replace("g", "ɡ")


class PiperModel:
    """Piper's models; several threads may call it at once."""

    def __init__(self) -> None:
        self._loading = threading.Lock()
        self._voice = cache(self._load_voice)

    def _load_voice(self, model: str, config: str) -> Any:
        from piper import PiperVoice
        from piper.config import PiperConfig

        return PiperVoice(
            session=open_onnx_session(model),
            config=PiperConfig.from_dict(json.loads(Path(config).read_text(encoding="utf-8"))),
        )

    def load_voice(self, question: dict[str, Any]) -> None:
        """Load the voice's model."""
        with self._loading:
            self._voice(question["model"], question["config"])

    def speak(self, question: dict[str, Any]) -> tuple[npt.NDArray[np.float32], int]:
        """Return the sound of a text, without chance in it."""
        from piper import SynthesisConfig

        with self._loading:
            voice = self._voice(question["model"], question["config"])
        how = SynthesisConfig(
            length_scale=voice.config.length_scale / question["speed"],
            noise_scale=0.0,
            noise_w_scale=0.0,
            normalize_audio=False,
        )
        text = piper_text(question["text"], question["pronunciations"], voice.config.espeak_voice)
        parts = [chunk.audio_float_array for chunk in voice.synthesize(text, how)]
        if not parts:
            raise UnsayableError("there are no sounds for it")
        import numpy as np

        return np.concatenate(parts), voice.config.sample_rate

    def words(self, question: dict[str, Any]) -> list[tuple[str, str, bool]]:
        """Return how each word is said; espeak-ng's rules do not tell which words its dictionary has."""
        with self._loading:
            voice = self._voice(question["model"], question["config"])
        return [
            (word, "".join(sign for sentence in voice.phonemize(word) for sign in sentence), False)
            for word in question["text"].split()
        ]


def load() -> PiperModel:
    """Return the models."""
    return PiperModel()

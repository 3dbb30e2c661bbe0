"""Kokoro in the child process."""

from __future__ import annotations

import io
import tempfile
import threading
from functools import cache
from typing import TYPE_CHECKING, Any

from audiobrief.language.codes import primary_language
from audiobrief.voices.engines.natural.child import Speech, UnsayableError, open_onnx_session
from audiobrief.voices.engines.natural.english_phonemes import english_phonemizer
from audiobrief.voices.engines.word_timing import TextSounds, TimedPart, find_words, time_words

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

_DURATIONS = "/encoder/Clip_output_0"
"""The tensor in Kokoro's graph that has the frames of each sound."""
KOKORO_LANGUAGES = {
    "a": ("en-us", "American English"),
    "b": ("en-gb", "British English"),
    "e": ("es", "Spanish"),
    "f": ("fr-fr", "French"),
    "h": ("hi", "Hindi"),
    "i": ("it", "Italian"),
    "j": ("en-us", "English with a Japanese voice"),
    "p": ("pt-br", "Portuguese"),
    "z": ("en-us", "English with a Chinese voice"),
}
"""By the first letter of a voice's name. kokoro-onnx cannot read Japanese and Chinese, so these speak English."""


class KokoroModel:
    """Kokoro's model; several threads may call it at once."""

    def __init__(self) -> None:
        self._loading = threading.Lock()
        self._kokoro = cache(self._load_kokoro)
        self._style = cache(self._load_style)

    def _load_kokoro(self, model: str) -> Any:
        import numpy as np
        from kokoro_onnx import Kokoro

        content = io.BytesIO()
        np.savez(content, none=np.zeros(0, np.float32))
        with tempfile.NamedTemporaryFile(suffix=".npz") as voices:  # it wants a file; the styles are given one by one
            voices.write(content.getvalue())
            voices.flush()
            return Kokoro.from_session(open_onnx_session(model, _DURATIONS), voices.name)

    def _load_style(self, path: str) -> npt.NDArray[np.float32]:
        import numpy as np

        return np.fromfile(path, dtype="<f4").reshape(-1, 1, 256)

    def load_voice(self, question: dict[str, Any]) -> None:
        """Load the model, the voice's style, and the dictionaries of English."""
        with self._loading:
            self._kokoro(question["model"])
            self._style(question["style"])
        english_phonemizer(british=question["british"])

    def speak(self, question: dict[str, Any]) -> Speech:
        """Return the sound of a text."""
        with self._loading:
            kokoro = self._kokoro(question["model"])
            style = self._style(question["style"])
        text = self._sounds(kokoro, question)
        if not any(sign.isalpha() for sign in text.sounds):
            raise UnsayableError("there are no sounds for it")
        kokoro.sess.take_durations()
        sound, rate = kokoro.create(text.sounds, style, speed=question["speed"], is_phonemes=True, trim=False)
        parts = kokoro._split_phonemes(text.sounds)  # noqa: SLF001 - how `create` cuts it
        timed = list(map(TimedPart, parts, kokoro.sess.take_durations()))
        return Speech(sound, rate, time_words(text, timed, kokoro.tokenizer.vocab, len(sound)))

    def _sounds(self, kokoro: Any, question: dict[str, Any]) -> TextSounds:
        text, pronunciations = question["text"], question["pronunciations"]
        language = primary_language(question["language"])
        if language == "en":
            reader = english_phonemizer(british=question["british"])
            return reader.sounds(text, pronunciations, question["stresses"])
        sounds = " ".join(self._foreign_sounds(kokoro, text, pronunciations, language).split())
        return find_words(sounds, text, pronunciations, lambda word: self._foreign_sounds(kokoro, word, [], language))

    def _foreign_sounds(self, kokoro: Any, text: str, pronunciations: list[tuple[int, int, str]], language: str) -> str:
        spoken = next((tag for tag, _ in KOKORO_LANGUAGES.values() if primary_language(tag) == language), language)
        sounds = ""
        at = 0
        with self._loading:  # espeak-ng reads one text at a time
            for start, end, ipa in pronunciations:
                sounds += kokoro.tokenizer.phonemize(text[at:start], spoken) + f" {ipa.strip().strip('/[]')} "
                at = end
            return str(sounds + kokoro.tokenizer.phonemize(text[at:], spoken))

    def words(self, question: dict[str, Any]) -> list[tuple[str, str, bool]]:
        """Return how each word is said; only English has a dictionary here."""
        language = primary_language(question["language"])
        if language == "en":
            return english_phonemizer(british=question["british"]).words(question["text"])
        with self._loading:
            kokoro = self._kokoro(question["model"])
        return [(word, self._foreign_sounds(kokoro, word, [], language), False) for word in question["text"].split()]


def load() -> KokoroModel:
    """Return the model."""
    return KokoroModel()

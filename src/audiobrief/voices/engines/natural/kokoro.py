"""Kokoro-82M: 54 neural voices (Apache-2.0), run by kokoro-onnx (MIT); English is read by hibari's dictionaries."""

from __future__ import annotations

import io
import tempfile
import threading
from collections.abc import Iterable
from functools import cache
from typing import TYPE_CHECKING, Any

from audiobrief.language.codes import primary_language
from audiobrief.script.models.voice import Voice
from audiobrief.voices.engine import VoiceInfo
from audiobrief.voices.engines.natural.child import UnsayableError, open_onnx_session
from audiobrief.voices.engines.natural.english_dictionary import EnglishDictionary, english_dictionary
from audiobrief.voices.engines.natural.english_phonemes import english_phonemizer
from audiobrief.voices.engines.natural.natural_engine import NaturalEngine
from audiobrief.voices.models.folders import engine_folder
from audiobrief.voices.registry import REGISTRY

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

_MODEL = "kokoro.onnx"
_LANGUAGES = {
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


class KokoroEngine(NaturalEngine):
    """Speaks with the voices of Kokoro-82M."""

    name = "kokoro"
    packages = ("kokoro-onnx", "hibari-tts")

    def _installed_voices(self) -> Iterable[VoiceInfo]:
        """Return the voices whose files are installed, the American ones first."""
        folder = engine_folder("kokoro")
        if not (folder / _MODEL).is_file():
            return ()
        names = sorted(path.stem for path in (folder / "voices").glob("*.bin") if path.stem[:1] in _LANGUAGES)
        best = REGISTRY["kokoro"].preferred
        return (_described(name) for name in sorted(names, key=lambda name: (name[0], name not in best)))

    def identity(self, voice: Voice) -> str:
        """Return the size and the time of the model and of the voice, which change when others take their names."""
        folder = engine_folder("kokoro")
        paths = (folder / _MODEL, folder / "voices" / f"{self._voice(voice).name}.bin")
        return " ".join(f"{path.name} {path.stat().st_size} {path.stat().st_mtime_ns}" for path in paths)

    def dictionary(self, voice: Voice) -> EnglishDictionary | None:
        """Return the dictionary of the voice's accent; only English has one here."""
        found = self._voice(voice)
        if primary_language(voice.language) != "en":
            return None
        return english_dictionary(british=found.languages[0] == "en-gb")

    def _voice_question(self, voice: VoiceInfo) -> dict[str, Any]:
        folder = engine_folder("kokoro")
        return {
            "voice": voice.name,
            "model": str(folder / _MODEL),
            "style": str(folder / "voices" / f"{voice.name}.bin"),
            "british": voice.languages[0] == "en-gb",
        }

    def _advice(self, name: str) -> str:
        if not (engine_folder("kokoro") / _MODEL).is_file():
            return "audiobrief voices install kokoro"
        return super()._advice(name)


def _described(name: str) -> VoiceInfo:
    language, spoken = _LANGUAGES[name[0]]
    # Every voice says English, too; what stands first is its own.
    tags = (language,) if language.startswith("en") else (language, "en")
    return VoiceInfo("kokoro", name, tags, f"{spoken}, {'female' if name[1:2] == 'f' else 'male'}")


class _Model:
    """Kokoro in the child process."""

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
            return Kokoro.from_session(open_onnx_session(model), voices.name)

    def _load_style(self, path: str) -> npt.NDArray[np.float32]:
        import numpy as np

        return np.fromfile(path, dtype="<f4").reshape(-1, 1, 256)

    def speak(self, question: dict[str, Any]) -> tuple[npt.NDArray[np.float32], int]:
        """Return the sound of a text."""
        with self._loading:
            kokoro = self._kokoro(question["model"])
            style = self._style(question["style"])
        language = primary_language(question["language"])
        if language == "en":
            reader = english_phonemizer(british=question["british"])
            sounds = reader.phonemes(question["text"], question["pronunciations"], question["stresses"])
        else:
            sounds = self._foreign_sounds(kokoro, question["text"], question["pronunciations"], language)
        if not any(sign.isalpha() for sign in sounds):
            raise UnsayableError("there are no sounds for it")
        sound, rate = kokoro.create(sounds, style, speed=question["speed"], is_phonemes=True, trim=False)
        return sound, rate

    def _foreign_sounds(self, kokoro: Any, text: str, pronunciations: list[tuple[int, int, str]], language: str) -> str:
        spoken = next((tag for tag, _ in _LANGUAGES.values() if primary_language(tag) == language), language)
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


def load() -> _Model:
    """Load the model for the child process."""
    return _Model()

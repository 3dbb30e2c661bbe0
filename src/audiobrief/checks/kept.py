"""What a voice guesses in a script, kept for the next time: to start a voice takes longer than all other checks."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict
from pathlib import Path
from typing import Any

from audiobrief import __version__, files
from audiobrief.errors import OutputError, Position
from audiobrief.names import Name, names_in_plan
from audiobrief.preparation import Forecast
from audiobrief.script.model import Voice
from audiobrief.speech.registry import Engines, open_engines

__all__ = ["guessed_names"]

_MOST = 500
"""Answers that are kept; of more, those that were not asked for longest are deleted."""


def guessed_names(ahead: Forecast, kept: Path | None, *, all_voices: bool = False) -> tuple[Name, ...]:
    """Give the names that voices have to guess.

    Args:
        ahead: what the script would become.
        kept: the folder of earlier answers; None keeps none.
        all_voices: whether those that cannot tell a guess from a known word are asked, too.

    Raises:
        EngineError: an engine cannot tell how it would say them.
    """
    with open_engines() as engines:
        path = kept / f"{_key(ahead, engines, all_voices=all_voices)}.json" if kept else None
        if path is not None and (names := _read(path)) is not None:
            return names
        names = names_in_plan(ahead.script, ahead.plan, engines, by_dictionary=not all_voices)
        if path is not None:
            _write(path, names)
        return names


def _key(ahead: Forecast, engines: Engines, *, all_voices: bool) -> str:
    """Give the digest of all that decides the answer."""
    voices = {utterance.voice for utterance in ahead.plan.utterances()}
    decided = [
        __version__,
        str(all_voices),
        repr(sorted(f"{engines[voice.engine].version} {engines[voice.engine].identity(voice)}" for voice in voices)),
        repr(ahead.script.lexicon),
        # A plan's own comparison passes over places, and an answer has them.
        repr(ahead.plan),
    ]
    return hashlib.sha256("\0".join(decided).encode()).hexdigest()


def _read(path: Path) -> tuple[Name, ...] | None:
    try:
        content: list[dict[str, Any]] = json.loads(path.read_text(encoding="utf-8"))
        return tuple(
            Name(**{**each, "voice": Voice(**each["voice"]), "position": Position(**each["position"])})
            for each in content
        )
    except (OSError, ValueError, TypeError, KeyError):
        return None  # not kept, or damaged: asked anew


def _write(path: Path, names: tuple[Name, ...]) -> None:
    """Keep an answer; where that cannot be, it is asked for again."""
    try:
        with files.work_folder(path.parent) as work:
            files.write_bytes(work / path.name, json.dumps([asdict(name) for name in names]).encode())
            files.finish(work / path.name, path)
        for old in sorted(path.parent.glob("*.json"), key=lambda each: each.stat().st_mtime)[:-_MOST]:
            old.unlink(missing_ok=True)
    except (OutputError, OSError):
        return

"""What a voice guesses in a script, kept for the next time: to start a voice takes longer than all other checks."""

from __future__ import annotations

import json
import logging
from dataclasses import asdict
from pathlib import Path
from typing import Any

from audiobrief import __version__
from audiobrief.errors import EngineError, Position
from audiobrief.kept import answer_path, keep
from audiobrief.names import Name, names_in_plan
from audiobrief.preparation import Forecast
from audiobrief.script.model import Voice
from audiobrief.speech.registry import Engines, open_engines

__all__ = ["guessed_names"]

_LOG = logging.getLogger(__name__)


def guessed_names(ahead: Forecast, kept: Path | None, *, all_voices: bool = False) -> tuple[Name, ...]:
    """Give the names that voices have to guess.

    Args:
        ahead: what the script would become.
        kept: the folder of earlier answers; None keeps none.
        all_voices: whether those that cannot tell a guess from a known word are asked, too.

    Returns:
        None of them where an engine cannot tell, which is logged: the script is as good as it was.
    """
    with open_engines() as engines:
        path = answer_path(kept, *_decided(ahead, engines), all_voices) if kept else None
        if path is not None and (names := _read(path)) is not None:
            return names
        try:
            names = names_in_plan(ahead.script, ahead.plan, engines, by_dictionary=not all_voices)
        except EngineError as error:
            _LOG.warning("%s: names were not looked at: %s", ahead.script.path, error)
            return ()
        if path is not None:
            keep(path, json.dumps([asdict(name) for name in names]))
        return names


def _decided(ahead: Forecast, engines: Engines) -> tuple[object, ...]:
    """Give all that the answer follows from."""
    voices = {utterance.voice for utterance in ahead.plan.utterances()}
    known = sorted(f"{engines[voice.engine].version} {engines[voice.engine].identity(voice)}" for voice in voices)
    # A plan's own comparison passes over places, and an answer has them; its repr does not.
    return __version__, known, ahead.script.lexicon, ahead.plan


def _read(path: Path) -> tuple[Name, ...] | None:
    try:
        content: list[dict[str, Any]] = json.loads(path.read_text(encoding="utf-8"))
        return tuple(
            Name(**{**each, "voice": Voice(**each["voice"]), "position": Position(**each["position"])})
            for each in content
        )
    except (OSError, ValueError, TypeError, KeyError):
        return None  # not kept, or damaged: asked anew

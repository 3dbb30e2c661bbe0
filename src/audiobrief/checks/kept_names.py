"""What a voice guesses in a script, kept for the next time: to start a voice takes longer than all other checks."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path

from audiobrief.cache import read_record, record_path, write_record
from audiobrief.errors import EngineError, Position
from audiobrief.installation import files_below, installed
from audiobrief.names import Name, names_in_plan
from audiobrief.preparation import Forecast
from audiobrief.script.model import Voice
from audiobrief.speech.engine import Engine
from audiobrief.speech.models import models_folder

__all__ = ["guessed_names"]

_LOG = logging.getLogger(__name__)


def guessed_names(
    ahead: Forecast,
    kept: Path | None,
    engines: Mapping[str, Engine],
    *,
    all_voices: bool = False,
) -> tuple[Name, ...]:
    """Give the names that voices have to guess.

    Args:
        ahead: what the script would become.
        kept: the folder of earlier answers; None keeps none.
        engines: by name; none is asked where the answer is known.
        all_voices: whether those that cannot tell a guess from a known word are asked, too.

    Returns:
        None of them where an engine cannot tell, which is logged: the script is as good as it was.
    """
    path = None
    if kept is not None:
        path = record_path(kept, *map(repr, (*_decided(ahead), all_voices)))
        if (names := _read(path)) is not None:
            return names
    try:
        names = names_in_plan(ahead.script, ahead.plan, engines, by_dictionary=not all_voices)
    except EngineError as error:
        _LOG.warning("%s: names were not looked at: %s", ahead.script.path, error)
        return ()
    if path is not None:
        write_record(path, [asdict(name) for name in names])
    return names


def _decided(ahead: Forecast) -> tuple[object, ...]:
    """Give all that the answer follows from; no engine is asked, which would have to look for its packages."""
    # A plan's own comparison passes over places, and an answer has them; its repr does not.
    return installed(), files_below(models_folder()), ahead.script.lexicon, ahead.plan


def _read(path: Path) -> tuple[Name, ...] | None:
    content = read_record(path)
    if content is None:
        return None
    return tuple(
        Name(**{**each, "voice": Voice(**each["voice"]), "position": Position(**each["position"])}) for each in content
    )

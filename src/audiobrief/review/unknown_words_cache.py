"""What voices have to guess in a script, by their dictionaries, and kept: to start one takes longer than all checks."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import asdict
from functools import cache
from pathlib import Path
from typing import Any

from audiobrief.cache.fingerprint import file_states, installation_fingerprint
from audiobrief.cache.kinds import NAMES
from audiobrief.cache.records import RecordStore, record_key
from audiobrief.errors import EngineError, Position
from audiobrief.production.forecast import Forecast
from audiobrief.review.names import Name, Words, names_in_plan
from audiobrief.script.models.script import Voice
from audiobrief.voices.engine import Dictionary, Engine, SpokenWord
from audiobrief.voices.models.folders import models_folder

__all__ = ["expect_names", "guessed_names"]

_LOG = logging.getLogger(__name__)


def guessed_names(
    ahead: Forecast,
    kept: Path | None,
    engines: Mapping[str, Engine],
    *,
    all_voices: bool = False,
) -> tuple[Name, ...]:
    """Return the names that voices have to guess.

    Args:
        ahead: what the script would become.
        kept: the folder of earlier answers; None keeps none.
        engines: by name; none is asked where the answer is known.
        all_voices: whether those that cannot tell a guess from a known word are started and asked, too.

    Returns:
        None of them where an engine cannot tell, which is logged: the script is as good as it was.
    """
    if kept is None:
        return _asked(ahead, _words(engines), all_voices) or ()
    # No engine is asked for what it is, for it would have to look for its packages.
    surroundings = (repr(installation_fingerprint()), repr(file_states(models_folder())))
    # Their own comparison passes over places, and an answer has them; their repr does not.
    decides = (ahead.script.lexicon, ahead.script.segments, ahead.plan, all_voices)
    records, key = RecordStore(kept, NAMES), record_key(*surroundings, *map(repr, decides))
    if (known := _read(records.get(key))) is not None:
        return known
    names = _asked(ahead, _words(engines), all_voices)
    if names is not None:
        records.put(key, [asdict(name) for name in names])
    return names or ()


def expect_names(voice: Voice, engines: Mapping[str, Engine]) -> None:
    """Have the dictionary of a voice read beside what is done until names are looked for."""
    # A voice that is not there is told of elsewhere, with its place.
    if voice.engine in engines:
        with suppress(EngineError):
            engines[voice.engine].dictionary(voice)


def _words(engines: Mapping[str, Engine]) -> Words:
    """Have dictionaries tell what voices know; those that have none are asked themselves."""

    @cache
    def dictionary(voice: Voice) -> Dictionary | None:
        return engines[voice.engine].dictionary(voice)

    def words(text: str, voice: Voice) -> tuple[SpokenWord, ...]:
        known = dictionary(voice)
        return engines[voice.engine].words(text, voice) if known is None else known.words(text)

    return words


def _asked(ahead: Forecast, words: Words, all_voices: bool) -> tuple[Name, ...] | None:
    """Return the names; None where an engine cannot tell."""
    try:
        return names_in_plan(ahead.script, ahead.plan, words, by_dictionary=not all_voices)
    except EngineError as error:
        _LOG.warning("%s: names were not looked at: %s", ahead.script.path, error)
        return None


def _read(content: Any) -> tuple[Name, ...] | None:
    if content is None:
        return None
    return tuple(
        Name(**{**each, "voice": Voice(**each["voice"]), "position": Position(**each["position"])}) for each in content
    )

"""A cache of the words that voices have to guess: to start an engine takes longer than all checks of a script."""

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
from audiobrief.review.names import UnknownWord, WordLookup, find_in_plan
from audiobrief.script.models.voice import Voice
from audiobrief.voices.engine import Engine, SpokenWord
from audiobrief.voices.models.folders import models_folder

_LOG = logging.getLogger(__name__)


def cached_unknown_words(
    forecast: Forecast,
    folder: Path | None,
    engines: Mapping[str, Engine],
    *,
    all_voices: bool = False,
) -> tuple[UnknownWord, ...]:
    """Return the words that voices have to guess; none, with a warning in the log, if an engine cannot say them.

    Args:
        forecast: the episode that the script would become.
        folder: the cache, from which they come if the script has not changed; None for no cache.
        engines: the engines by name.
        all_voices: whether voices without a dictionary are asked, too; for these, their engines are started.
    """
    if folder is None:
        return _find(forecast, engines, all_voices=all_voices) or ()
    # The fingerprint of the installation stands for the engines' versions: to ask an engine for its version, its
    # packages would have to be searched.
    surroundings = (repr(installation_fingerprint()), repr(file_states(models_folder())))
    # repr, since these values leave positions out when they are compared.
    inputs = (forecast.script.lexicon, forecast.script.segments, forecast.plan, all_voices)
    records, key = RecordStore(folder, NAMES), record_key(*surroundings, *map(repr, inputs))
    if (record := records.get(key)) is not None:
        return tuple(map(_restore, record))
    words = _find(forecast, engines, all_voices=all_voices)
    if words is not None:
        records.put(key, [asdict(word) for word in words])
    return words or ()


def _restore(word: dict[str, Any]) -> UnknownWord:
    voice, position = Voice(**word["voice"]), Position(**word["position"])
    choices = tuple((description, sounds) for description, sounds in word["choices"])
    return UnknownWord(**{**word, "voice": voice, "position": position, "choices": choices})


def preload_dictionary(voice: Voice, engines: Mapping[str, Engine]) -> None:
    """Start to load the dictionary of a voice, so that it is ready when unknown words are searched."""
    # A voice that is not installed is reported elsewhere, with its position.
    if voice.engine in engines:
        with suppress(EngineError):
            engines[voice.engine].dictionary(voice)


def _find(forecast: Forecast, engines: Mapping[str, Engine], *, all_voices: bool) -> tuple[UnknownWord, ...] | None:
    """Return the words that voices have to guess; None if an engine cannot say them."""
    try:
        return find_in_plan(forecast.script, forecast.plan, _dictionary_lookup(engines), by_dictionary=not all_voices)
    except EngineError as error:
        _LOG.warning("%s: names were not checked: %s", forecast.script.path, error)
        return None


def _dictionary_lookup(engines: Mapping[str, Engine]) -> WordLookup:
    """Return a lookup in the voices' dictionaries, which asks the engine of a voice without a dictionary."""
    dictionary = cache(lambda voice: engines[voice.engine].dictionary(voice))

    def look_up(text: str, voice: Voice) -> tuple[SpokenWord, ...]:
        known = dictionary(voice)
        return engines[voice.engine].words(text, voice) if known is None else known.words(text)

    return look_up

"""Who speaks where a script leaves it open: the best voice that is installed for the language."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from audiobrief.errors import EngineMissingError
from audiobrief.language.codes import primary_language
from audiobrief.script.models.engines import BEST, RANKING
from audiobrief.script.models.script import Speaker, Voice
from audiobrief.voices.engine import Engine, VoiceInfo

__all__ = ["candidates", "cast", "stand_ins"]

_PREFERRED = {
    "hibari": ("heart", "emma"),
    "kokoro": ("af_heart", "am_michael", "bf_emma", "bm_george"),
    "piper": ("joe",),
    "pyttsx3": ("gmw/en-gb-x-rp", "gmw/en-us"),
}
"""Voices of an engine that come before its others."""


def candidates(engines: Mapping[str, Engine], language: str) -> Iterable[VoiceInfo]:
    """Give the installed voices for a language, the best first; an engine is asked when those before it are used up."""
    for name in RANKING:
        yield from sorted(_speaking(engines[name].voices(), language), key=lambda voice: _rank(voice, language))


def _speaking(voices: Iterable[VoiceInfo], language: str) -> list[VoiceInfo]:
    short = primary_language(language)
    return [voice for voice in voices if any(primary_language(tag) == short for tag in voice.languages)]


def _rank(voice: VoiceInfo, language: str) -> tuple[bool, bool, bool]:
    """Rank a voice within its engine: those that are preferred, its own language, its own region."""
    return (
        voice.name not in _PREFERRED[voice.engine],
        primary_language(voice.languages[0]) != primary_language(language),
        not f"{voice.languages[0]}-".startswith(f"{language.lower()}-"),
    )


def cast(speakers: Sequence[Speaker], engines: Mapping[str, Engine]) -> tuple[Speaker, ...]:
    """Choose a voice for every speaker whose script leaves it open.

    They choose in their order; none takes a voice that another one has while there are more.

    Returns:
        The speakers; one for whom nothing is installed is left as it is.
    """
    taken = {(speaker.voice.engine, speaker.voice.name) for speaker in speakers}
    chosen = []
    for speaker in speakers:
        by = speaker
        if speaker.voice.engine == BEST:
            found = _choice(candidates(engines, speaker.voice.language), speaker.voice.name, taken)
            if found is not None:
                voice = replace(speaker.voice, engine=found.engine, name=found.name)
                by = replace(speaker, voice=voice)
                taken.add((found.engine, found.name))
        chosen.append(by)
    return tuple(chosen)


def _choice(voices: Iterable[VoiceInfo], name: str | None, taken: set[tuple[str, str | None]]) -> VoiceInfo | None:
    """Take the voice of a name, or the first that is free; the first of all where none is."""
    first = None
    for voice in voices:
        if name is not None and name.casefold() in (voice.name.casefold(), voice.description.casefold()):
            return voice
        if name is None and (voice.engine, voice.name) not in taken:
            return voice
        first = first or voice
    return first if name is None else None


def stand_ins(
    voices: Iterable[Voice], speakers: Sequence[Speaker], engines: Mapping[str, Engine]
) -> dict[Voice, Voice]:
    """Find who says the stretches in other languages that their speaker's engine has no voice for.

    Args:
        voices: all that a plan asks for.
        speakers: the script's, cast.
        engines: by name.

    Returns:
        For each voice that its engine has not got the best one that is installed for its language.
    """
    own = {speaker.voice for speaker in speakers}
    found: dict[Voice, Voice] = {}
    for voice in dict.fromkeys(voices):
        if voice in own:
            continue
        try:
            engines[voice.engine].check(voice)
        except EngineMissingError:
            best = next(iter(candidates(engines, voice.language)), None)
            if best is not None:
                found[voice] = replace(voice, engine=best.engine, name=best.name)
    return found

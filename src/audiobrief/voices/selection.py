"""Selection of the best installed voice for each speaker whose script names none."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from audiobrief.errors import EngineMissingError
from audiobrief.language.codes import primary_language
from audiobrief.script.models.engines import BEST, RANKING
from audiobrief.script.models.voice import Speaker, Voice
from audiobrief.voices.engine import Engine, VoiceInfo
from audiobrief.voices.registry import REGISTRY


def candidates(engines: Mapping[str, Engine], language: str) -> Iterable[VoiceInfo]:
    """Yield the installed voices for a language, the best first; an engine is asked only when it is needed."""
    for name in RANKING:
        yield from sorted(_speaking(engines[name].voices(), language), key=lambda voice: _rank(voice, language))


def _speaking(voices: Iterable[VoiceInfo], language: str) -> list[VoiceInfo]:
    short = primary_language(language)
    return [voice for voice in voices if any(primary_language(tag) == short for tag in voice.languages)]


def _rank(voice: VoiceInfo, language: str) -> tuple[bool, bool, bool]:
    """Rank a voice within its engine: those that are preferred, its own language, its own region."""
    return (
        voice.name not in REGISTRY[voice.engine].preferred,
        primary_language(voice.languages[0]) != primary_language(language),
        not f"{voice.languages[0]}-".startswith(f"{language.lower()}-"),
    )


def choose_voices(speakers: Sequence[Speaker], engines: Mapping[str, Engine]) -> tuple[Speaker, ...]:
    """Choose a voice for every speaker whose script leaves it open.

    They choose in their order; a voice is used twice only if there are no others.

    Returns:
        The speakers; one for whom no voice is installed is unchanged.
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
    """Return the voice of a name; without a name, the first that is free, or else the first."""
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
    """Find voices for text in other languages for which the speaker's engine has none.

    Args:
        voices: those of a plan.
        speakers: the script's, cast.
        engines: by name.

    Returns:
        The best installed voice of the language for each voice that its engine lacks.
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

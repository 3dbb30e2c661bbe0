"""The speech of an episode, from its manifest: words a minute, pauses, chapters and speakers, and their loudness."""

from __future__ import annotations

import math
import statistics
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from audiobrief.audio.loudness import WINDOW, Energies, integrated_loudness
from audiobrief.episode.manifest import Manifest, ManifestChapter, ManifestSentence

LONG_PAUSE = 0.8
"""Seconds from which what is heard between two sentences is measured."""
_MOST_PAUSES = 12


@dataclass(frozen=True, slots=True)
class Part:
    """A chapter, a speaker, or another part of an episode."""

    title: str
    start: float
    """Seconds."""
    seconds: float
    """From its start to its end; of a speaker, those of its sentences."""
    words: int
    """As they are written."""
    words_a_minute: int
    """From the first word to the last; of a speaker, without the pauses between sentences. 0 where nothing is said."""
    loudness: float
    """LUFS, gated, with what is heard below; minus infinity where it is too short or silent."""


@dataclass(frozen=True, slots=True)
class Pause:
    """The time between two sentences."""

    start: float
    """Seconds."""
    seconds: float
    before: str
    """The sentence after it."""
    line: int
    """Of that sentence, in the script."""
    is_silent: bool
    """True if nothing is placed there for a second or more."""


@dataclass(frozen=True, slots=True)
class Pauses:
    """The pauses of an episode."""

    count: int
    median: float
    """Seconds; 0 without pauses."""
    total: float
    """Seconds."""
    longest: tuple[Pause, ...]
    """The longest, in order of time."""


def count_words(sentences: Iterable[ManifestSentence]) -> int:
    """Return the number of written words."""
    return sum(len(sentence.text.split()) for sentence in sentences)


def stretch_loudness(energies: Energies, stretches: Iterable[tuple[float, float]]) -> float:
    """Return the gated loudness of stretches in LUFS; windows that are only partly in one are left out."""
    # A tiny amount is added, since 0.3 / 0.1 is just below 3.
    runs = (energies[math.ceil(start / WINDOW - 1e-6) : math.floor(end / WINDOW + 1e-6)] for start, end in stretches)
    return integrated_loudness([run for run in runs if len(run)])


def chapter_parts(manifest: Manifest, energies: Energies) -> tuple[Part, ...]:
    """Return the chapters."""
    parts = []
    for chapter in manifest.chapters:
        inside = _sentences_in(chapter, manifest)
        spoken = inside[-1].end - inside[0].start if inside else 0.0
        words = count_words(inside)
        loudness = stretch_loudness(energies, [(chapter.start, chapter.end)])
        seconds = chapter.end - chapter.start
        parts.append(Part(chapter.title, chapter.start, seconds, words, _pace(words, spoken), loudness))
    return tuple(parts)


def episode_pace(manifest: Manifest) -> int:
    """Return the words a minute of an episode, from the first word to the last of each chapter; 0 if unknown."""
    chapters = manifest.chapters or ()
    groups = [_sentences_in(chapter, manifest) for chapter in chapters]
    groups = [group for group in groups if group] or ([[*manifest.sentences]] if manifest.sentences else [])
    words = sum(map(count_words, groups))
    return _pace(words, sum(group[-1].end - group[0].start for group in groups))


def speaker_parts(manifest: Manifest, energies: Energies) -> tuple[Part, ...]:
    """Return the speakers in the order in which they are heard; recordings of a speaker apart from the voice."""
    groups: dict[str, list[ManifestSentence]] = {}
    for sentence in manifest.sentences:
        name = f"{sentence.speaker} (recording)" if sentence.recorded else sentence.speaker
        groups.setdefault(name, []).append(sentence)
    parts = []
    for name, sentences in groups.items():
        stretches = [(each.start, each.end) for each in sentences]
        seconds = sum(end - start for start, end in stretches)
        words = count_words(sentences)
        loudness = stretch_loudness(energies, stretches)
        parts.append(Part(name, stretches[0][0], seconds, words, _pace(words, seconds), loudness))
    return tuple(parts)


def between_speech(manifest: Manifest, energies: Energies) -> Part | None:
    """Return what is heard while nobody speaks, such as music; None where the manifest names no sentences."""
    if not manifest.sentences:
        return None
    gaps = [gap for gap in _gaps(manifest.sentences, manifest.duration) if gap[1] - gap[0] >= LONG_PAUSE]
    seconds = sum(end - start for start, end in gaps)
    return Part("Nobody speaks", gaps[0][0] if gaps else 0.0, seconds, 0, 0, stretch_loudness(energies, gaps))


def find_pauses(manifest: Manifest) -> Pauses:
    """Return the pauses between sentences."""
    pauses = [
        Pause(
            one.end,
            other.start - one.end,
            other.text,
            other.line,
            any(silence.start < other.start and silence.end > one.end for silence in manifest.silences),
        )
        for one, other in pairwise(manifest.sentences)
        if other.start > one.end
    ]
    lengths = [pause.seconds for pause in pauses]
    longest = sorted(pauses, key=lambda pause: pause.seconds, reverse=True)[:_MOST_PAUSES]
    return Pauses(
        len(pauses),
        statistics.median(lengths) if lengths else 0.0,
        sum(lengths),
        tuple(sorted(longest, key=lambda pause: pause.start)),
    )


def _sentences_in(chapter: ManifestChapter, manifest: Manifest) -> list[ManifestSentence]:
    return [each for each in manifest.sentences if chapter.start <= each.start < chapter.end]


def _gaps(sentences: Sequence[ManifestSentence], duration: float) -> list[tuple[float, float]]:
    edges = [0.0, *(edge for each in sentences for edge in (each.start, each.end)), duration]
    return list(zip(edges[::2], edges[1::2], strict=True))


def _pace(words: int, seconds: float) -> int:
    return round(words * 60 / seconds) if seconds > 0 else 0

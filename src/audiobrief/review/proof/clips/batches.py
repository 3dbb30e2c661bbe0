"""Clips in batches, each of which the recogniser hears at once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from audiobrief.language.codes import primary_language
from audiobrief.reading.utterances import Utterance
from audiobrief.review.proof.pace import Excess
from audiobrief.review.proof.sound import RATE
from audiobrief.voices.engine import Clip
from audiobrief.voices.speaking import ClipSource, resample

GAP = 0.6
"""Seconds of silence between clips that are heard together."""
_LONGEST_WINDOW = 27.0
"""Seconds of clips that are heard together, with the silence after each; one clip may be longer."""
_OPEN_BATCHES = 6
"""Batches that are not full yet."""


@dataclass(frozen=True, slots=True)
class SpokenClip:
    """A clip that is to be heard."""

    utterance: Utterance
    clip: Clip
    is_foreign: bool
    """True if it is in another language than the script."""
    excess: Excess | None = None
    """How much longer it lasts than its text should, if that is much."""


def fill_batches(
    utterances: Iterable[Utterance], excesses: Mapping[Utterance, Excess], language: str, clips: ClipSource
) -> Iterator[list[SpokenClip]]:
    """Yield clips in batches that fill a window as far as they can: each is encoded at the same cost."""
    open_batches: list[list[SpokenClip]] = []
    lengths: list[float] = []
    for utterance in utterances:
        clip = resample(clips.clip(utterance), RATE)
        seconds = len(clip.samples) / RATE + GAP
        spoken = SpokenClip(utterance, clip, is_foreign(utterance, language), excesses.get(utterance))
        at = next((at for at, length in enumerate(lengths) if length + seconds <= _LONGEST_WINDOW), None)
        if at is None:
            if len(open_batches) == _OPEN_BATCHES:
                fullest = max(range(_OPEN_BATCHES), key=lengths.__getitem__)
                del lengths[fullest]
                yield open_batches.pop(fullest)
            open_batches.append([spoken])
            lengths.append(seconds)
        else:
            open_batches[at].append(spoken)
            lengths[at] += seconds
    yield from open_batches


def is_foreign(utterance: Utterance, language: str) -> bool:
    """Return whether an utterance is in another language than the script."""
    return primary_language(utterance.voice.language) != primary_language(language)

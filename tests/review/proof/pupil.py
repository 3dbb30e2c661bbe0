"""A listener that is taught what to hear for each clip."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from audiobrief.reading.utterances import Utterance
from audiobrief.review.proof.recogniser import HeardWord
from audiobrief.review.proof.sound import RATE, Excerpt
from audiobrief.voices.speaking import ClipSource

_SHORTEST_GAP = round(0.4 * RATE)
_ABOUT_AS_LONG = RATE // 100


@dataclass
class Pupil:
    """Hears a text for each clip, by the clip's length."""

    texts: dict[int, str] = field(default_factory=dict)
    heard: list[str] = field(default_factory=list)
    words: list[HeardWord] = field(default_factory=list)
    """With their times, for excerpts of a clip."""

    def teach(self, clips: ClipSource, utterance: Utterance, text: str) -> None:
        """Teach it what to hear for an utterance."""
        clip = clips.clip(utterance)
        self.texts[round(len(clip.samples) * RATE / clip.sample_rate)] = text

    def hear(self, excerpt: Excerpt, language: str) -> tuple[HeardWord, ...]:
        """Return the words of each stretch of sound, evenly over its time."""
        assert language == "en"
        if excerpt.start == 0:
            self.words = []
        words: list[HeardWord] = []
        loud = np.flatnonzero(excerpt.samples)
        for stretch in np.split(loud, np.flatnonzero(np.diff(loud) > _SHORTEST_GAP) + 1) if len(loud) else ():
            start, end = excerpt.start + stretch[0] / RATE, excerpt.start + stretch[-1] / RATE
            known = [
                text for other, text in self.texts.items() if abs(other - (stretch[-1] - stretch[0])) < _ABOUT_AS_LONG
            ]
            if not known or not 0 < stretch[0] <= stretch[-1] < len(excerpt.samples) - 1:
                # A part of a clip.
                words += [word for word in self.words if start <= (word.start + word.end) / 2 <= end]
                continue
            bounds = np.linspace(start, end, len(known[0].split()) + 1)
            clip = [HeardWord(*times) for times in zip(bounds, bounds[1:], known[0].split(), strict=False)]
            self.heard += [known[0]]
            self.words += clip
            words += clip
        return tuple(words)

    def likelihoods(
        self, excerpt: Excerpt, language: str, texts: Sequence[str], *, is_rough: bool = False
    ) -> tuple[float, ...]:
        """Prefer the first text: a tone repeats itself all the time."""
        assert len(excerpt.samples)
        assert language == "en"
        return tuple((-10.0 if is_rough else -20.0) * at for at in range(len(texts)))

    def word_likelihoods(self, excerpt: Excerpt, language: str, words: Sequence[str]) -> tuple[float, ...]:
        """Rate all words alike, so that none is likely twice."""
        assert len(excerpt.samples)
        assert language == "en"
        return (-20.0,) * len(words)

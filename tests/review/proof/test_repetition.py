"""Stretches of sound that are heard twice in a row."""

from __future__ import annotations

import numpy as np

from audiobrief.review.proof.repetition import Repetition, doubled_texts, find_repetition
from audiobrief.review.proof.sound import RATE, Excerpt


def noises(*seeds: int) -> Excerpt:
    """Return sounds of half a second each, one for each seed: noise whose spectrum changes ten times a second."""
    parts = []
    for seed in seeds:
        random = np.random.default_rng(seed)
        for _ in range(5):
            spectrum = np.fft.rfft(random.normal(size=RATE // 10)) * np.repeat(random.uniform(0, 1, 20), 41)[:801]
            parts.append(np.fft.irfft(spectrum))
    return Excerpt(0.0, np.round(np.concatenate(parts) * 8000).clip(-32768, 32767).astype(np.int16))


def test_a_sound_that_is_heard_twice_is_found() -> None:
    repetition = find_repetition(noises(1, 2, 2, 3))
    assert repetition is not None
    assert abs(repetition.start - 0.5) < 0.05
    assert abs(repetition.length - 0.5) < 0.05


def test_other_sounds_are_not_alike() -> None:
    assert find_repetition(noises(1, 2, 3, 4)) is None


def test_a_sound_that_is_too_short_has_no_repetition() -> None:
    assert find_repetition(Excerpt(0.0, np.zeros(100, np.int16))) is None
    assert find_repetition(Excerpt(0.0, np.zeros(0, np.int16))) is None


def test_words_near_a_repetition_may_have_been_said_twice() -> None:
    texts = dict(doubled_texts("one two three four five six", 3.0, Repetition(0.9, 0.6)))
    assert texts["three"] == "one two three three four five six"
    assert texts["three four"] == "one two three four three four five six"
    assert "six" not in texts


def test_words_that_the_text_has_twice_explain_a_repetition() -> None:
    texts = dict(doubled_texts("since twenty ten twenty twenty four", 3.0, Repetition(1.4, 0.6)))
    assert "twenty" not in texts
    assert "ten" in texts

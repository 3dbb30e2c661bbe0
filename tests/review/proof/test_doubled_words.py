"""Words that are said twice and heard once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import pytest

from audiobrief.review.proof.doubled_words import find_doubled_short_words, find_doubled_words
from audiobrief.review.proof.recogniser import HeardWord
from audiobrief.review.proof.sound import RATE, Excerpt
from review.proof.test_repetition import noises

SILENCE = Excerpt(0.0, np.zeros(5 * RATE, np.int16))


@dataclass
class Judge:
    """Rates texts as it is told; all others are unlikely."""

    likelihood: Mapping[str, float]
    asked: list[str] = field(default_factory=list)

    def hear(self, excerpt: Excerpt, language: str) -> tuple[HeardWord, ...]:
        raise AssertionError(excerpt, language)

    def likelihoods(
        self, excerpt: Excerpt, language: str, texts: Sequence[str], *, is_rough: bool = False
    ) -> tuple[float, ...]:
        assert (len(excerpt.samples) > 0, language) == (True, "en")
        self.asked += [] if is_rough else texts
        return tuple(self.likelihood.get(text, -50.0) for text in texts)

    def word_likelihoods(self, excerpt: Excerpt, language: str, words: Sequence[str]) -> tuple[float, ...]:
        """Rate each word that is added to the shortest text as the text with it alone, against that text."""
        assert (len(excerpt.samples) > 0, language) == (True, "en")
        self.asked.append(" ".join(words))
        once, rated = min(self.likelihood, key=len), []
        left = plain = once.split()
        for word in words:
            if left[:1] == [word]:
                left = left[1:]
                rated.append(0.0)
            else:
                at = len(plain) - len(left)
                rated.append(self.likelihood.get(" ".join([*plain[:at], word, *left]), -50.0) - self.likelihood[once])
        return tuple(rated)


TEXTS = ("It ended in a draw.", "He met the crew in May.")
TEXT = " ".join(TEXTS)


@pytest.mark.parametrize(
    ("doubled", "margin", "found"),
    [
        ("It ended in in a draw. He met the crew in May.", -2.8, (0, "in")),
        ("It ended in a draw. He met met the crew in May.", 2.0, (1, "met")),
        ("It ended in in a draw. He met the crew in May.", -3.2, None),
        # Longer words, articles and words before a sign are not tried.
        ("It ended ended in a draw. He met the crew in May.", 9.0, None),
        ("It ended in a draw. He met the the crew in May.", 9.0, None),
        ("It ended in a draw. He met the crew in May. May.", 9.0, None),
    ],
)
def test_short_words_are_tried_one_by_one(doubled: str, margin: float, found: tuple[int, str] | None) -> None:
    judge = Judge({TEXT: -20.0, doubled: -20.0 + margin})
    assert find_doubled_short_words(TEXTS, {0, 1}, SILENCE, judge, "en") == found


def test_words_that_the_text_has_twice_are_not_tried() -> None:
    judge = Judge({"It had had no effect.": -20.0})
    assert find_doubled_short_words(("It had had no effect.",), {0}, SILENCE, judge, "en") is None
    assert judge.asked == ["It had had no effect.", "It It had had no effect.", "It had had no no effect."]


def test_a_first_word_is_tried_that_is_also_the_last() -> None:
    judge = Judge({"so it is so": -20.0, "so so it is so": -20.0})
    assert find_doubled_short_words(("so it is so",), {0}, SILENCE, judge, "en") == (0, "so")


def test_other_texts_are_passed_over() -> None:
    first, second = "It ended in in a draw. He met the crew in May.", "It ended in a draw. He met met the crew in May."
    judge = Judge({TEXT: -20.0, first: -15.0, second: -18.0})
    assert find_doubled_short_words(TEXTS, {0, 1}, SILENCE, judge, "en") == (0, "in")
    assert find_doubled_short_words(TEXTS, {1}, SILENCE, judge, "en") == (1, "met")


def test_nothing_is_compared_where_all_texts_are_passed_over() -> None:
    judge = Judge({})
    assert find_doubled_short_words(TEXTS, (), SILENCE, judge, "en") is None
    assert judge.asked == []


def test_several_words_are_tried_in_one_text() -> None:
    judge = Judge({TEXT: -20.0, "It ended in a draw. He met met the crew in May.": -18.0})
    assert find_doubled_short_words(TEXTS, {0, 1}, SILENCE, judge, "en") == (1, "met")
    assert judge.asked == [
        TEXT,
        "It It ended in a draw. He He met the crew in in May.",
        "It ended in in a draw. He met met the crew in May.",
        TEXT,
        "It ended in a draw. He met met the crew in May.",
    ]


def test_more_sound_than_a_recogniser_hears_is_left() -> None:
    judge = Judge({})
    assert find_doubled_short_words(TEXTS, {0, 1}, Excerpt(0.0, np.zeros(29 * RATE, np.int16)), judge, "en") is None
    assert judge.asked == []


def test_longer_words_are_tried_where_two_stretches_sound_alike() -> None:
    text, doubled = "some more here", "some more more here"
    judge = Judge({text: -20.0, doubled: -22.0})
    assert [words for words, _ in find_doubled_words(text, noises(1, 2, 2, 3), judge, "en")] == ["more"]
    assert list(find_doubled_words(text, noises(1, 2, 3, 4), judge, "en")) == []
    assert list(find_doubled_words(text, noises(1, 2, 2, 3), Judge({text: -20.0, doubled: -26.0}), "en")) == []

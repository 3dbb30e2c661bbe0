"""Lining up two texts."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audiobrief.review.proof.comparison.align import Alignment, Difference, align, word_errors
from audiobrief.review.proof.comparison.phonemes import Pronunciations
from review.proof.listeners import LETTERS

TEXT = st.lists(st.sampled_from(["the", "army", "north", "Minsk", "of", "border", "says"]), max_size=25)


def differences(expected: str, heard: str, sounds: Pronunciations = LETTERS) -> list[tuple[str, str]]:
    ours, theirs = expected.split(), heard.split()
    return [
        (" ".join(ours[each.start : each.end]), " ".join(theirs[each.heard_start : each.heard_end]))
        for each in align(ours, theirs, sounds).differences
    ]


@pytest.mark.parametrize(
    ("expected", "heard", "found"),
    [
        ("the price was high", "the price was high", []),
        ("the price was high", "the price high", [("was", "")]),
        ("the price was high", "the price was very high", [("", "very")]),
        ("from the north it came", "from the south it came", [("north", "south")]),
        ("one two three", "", [("one two three", "")]),
        ("", "one two", [("", "one two")]),
        ("", "", []),
        # A little word in the midst of what is missing is the same by chance.
        (
            "we saw four armies at the border of every land today",
            "we saw the today",
            [("four armies at the border of every land", "the")],
        ),
    ],
)
def test_what_differs_is_found(expected: str, heard: str, found: list[tuple[str, str]]) -> None:
    assert differences(expected, heard) == found


def test_words_that_sound_alike_are_no_difference() -> None:
    sounds = Pronunciations({"nobody": "nəʊbɒdi", "no": "nəʊ", "body": "bɒdi", "grey": "ɡɹeɪ", "gray": "ɡɹeɪ"})
    assert differences("nobody wore grey there", "no body wore gray there", sounds) == []


def test_after_words_that_are_joined_otherwise_the_others_match_each_other() -> None:
    expected = ["he", "won", "6", "4", "3", "6", "and", "left", "us"]
    heard = ["he", "won", "643", "6", "and", "left", "us"]
    assert align(expected, heard, LETTERS) == Alignment((), {0: 0, 1: 1, 2: 2, 3: 2, 4: 2, 5: 3, 6: 4, 7: 5, 8: 6})


def test_two_swapped_words_are_two_differences() -> None:
    assert differences("they came from north and went to east", "they came from south and went to west") == [
        ("north", "south"),
        ("east", "west"),
    ]


@given(TEXT)
def test_a_text_does_not_differ_from_itself(text: list[str]) -> None:
    assert align(text, text, LETTERS) == Alignment((), {at: at for at in range(len(text))})


@given(TEXT, TEXT)
def test_what_is_left_is_the_same(expected: list[str], heard: list[str]) -> None:
    rest, heard_rest = [], []
    at, heard_at = 0, 0
    end = Difference(len(expected), len(expected), len(heard), len(heard))
    for each in (*align(expected, heard, LETTERS).differences, end):
        assert (each.missing, each.extra) != (0, 0) or each.start == len(expected)
        rest += expected[at : each.start]
        heard_rest += heard[heard_at : each.heard_start]
        at, heard_at = each.end, each.heard_end
    assert LETTERS.distance(rest, heard_rest) == 0.0


@given(TEXT, st.data())
def test_words_that_are_cut_out_are_missing(text: list[str], data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    found = align(text, text[:start] + text[end:], LETTERS).differences
    assert sum(each.missing - each.extra for each in found) == end - start
    assert word_errors(found) >= end - start


@given(TEXT, TEXT)
def test_matches_are_pairs_of_the_same_words(expected: list[str], heard: list[str]) -> None:
    found = align(expected, heard, LETTERS).matches
    assert all(expected[one] == heard[other] for one, other in found.items())
    assert list(found.values()) == sorted(set(found.values()))


def test_texts_that_have_nothing_in_common_are_one_difference() -> None:
    assert align(["a"] * 300, ["b"] * 300, LETTERS).differences == (Difference(0, 300, 0, 300),)

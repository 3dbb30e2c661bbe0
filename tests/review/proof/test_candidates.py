"""The script's words in a text that was heard, as the recogniser would write them."""

from __future__ import annotations

import pytest

from audiobrief.review.proof.candidates import candidate_texts
from audiobrief.review.proof.comparison.align import align
from review.proof.listeners import LETTERS, heard, script


def candidates(written: str, hearing: str) -> tuple[str, ...]:
    expected, text = script(written), heard(hearing)
    (difference,) = align(expected.words, text.words, LETTERS).differences
    return candidate_texts(difference, text, expected)


@pytest.mark.parametrize(
    ("written", "hearing", "texts"),
    [
        ("It came from the north today.", "It came from the south today.", ("It came from the north today.",)),
        # The signs are those that were heard.
        ("Make nobody “slower,” she said.", "Make nobody fast. She said", ("Make nobody slower. She said",)),
        ("He went, although ill.", "He went, “still ill”.", ("He went, “although ill”.",)),
        # So are capital letters, except those of names.
        ("Snow fell in May.", "Hail. Fell in May.", ("Snow. Fell in May.",)),
        ("On Monday Maria left.", "On Monday Peter left.", ("On Monday Maria left.",)),
        # Numbers are written in two ways, and '$78.36' is one word.
        ("It has six rooms.", "It has 5 rooms.", ("It has six rooms.", "It has 6 rooms.")),
        (
            "It cost $78.63 then.",
            "It cost $78.36 then.",
            ("It cost $78.63 then.", "It cost 78 dollars and 63 cents then."),
        ),
        # What is missing and what was added.
        ("It was not so.", "It was so.", ("It was not so.",)),
        ("It was so.", "It was not so.", ("It was so.",)),
    ],
)
def test_the_words_of_the_script_are_written_as_those_that_were_heard(
    written: str, hearing: str, texts: tuple[str, ...]
) -> None:
    assert candidates(written, hearing) == texts

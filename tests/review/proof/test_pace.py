"""The time that a text takes in a voice."""

from __future__ import annotations

import pytest

from audiobrief.review.proof.pace import Spoken, find_excesses
from audiobrief.script.models.voice import Voice

VOICE = Voice("hibari", "heart", "en-US")
USUAL = (
    ("That is all for today.", 1.11),
    ("The road is open again.", 1.05),
    ("More at ten.", 0.63),
    ("Italy beat Spain.", 1.03),
    ("The fine was sixty euros.", 1.48),
    ("She is fifty-seven years old.", 1.61),
    ("The treaty dates from nineteen twenty.", 1.77),
)
"""Texts, and the seconds that hibari's voice takes."""


@pytest.mark.parametrize(
    ("text", "seconds", "is_too_long"),
    [
        ("The bridge is safe in winter.", 1.42, False),
        ("They found the letter in a drawer.", 1.4, False),
        # "They found the letter, found the letter in a drawer."
        ("They found the letter in a drawer.", 2.31, True),
        # "Both men deny the charges. Ba ba da."
        ("Both men deny the charges.", 2.35, True),
    ],
)
@pytest.mark.parametrize("pace", [1.0, 1.3])
def test_a_clip_with_more_than_its_text_is_too_long(text: str, seconds: float, is_too_long: bool, pace: float) -> None:
    spoken: list[Spoken] = [(each, length * pace) for each, length in (*USUAL, (text, seconds))]
    expected = {(text, seconds * pace)} if is_too_long else set()
    found = find_excesses({VOICE: spoken}, "en")
    assert found.keys() == expected
    assert all(excess.is_certain and excess.seconds > 0.7 for excess in found.values())


def test_of_a_voice_with_few_clips_nothing_is_known() -> None:
    assert find_excesses({VOICE: [("More at ten.", 9.0), *USUAL[:4]]}, "en") == {}
    assert find_excesses({}, "en") == {}

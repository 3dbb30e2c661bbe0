"""Pictures: one sensible name for each."""

from __future__ import annotations

import pytest

from audiobrief.reading.normalise import find_readings, spoken_text


@pytest.mark.parametrize(
    ("picture", "name"),
    [
        ("🙂", "slightly smiling face"),
        ("👍", "thumbs up"),
        # A tone of skin, a variation and a repetition change nothing.
        ("👍🏿", "thumbs up"),
        ("❤️", "red heart"),
        ("😂😂😂", "face with tears of joy"),
        # Joined pictures are one.
        ("👩‍🚀", "astronaut"),
        ("👩🏽‍🔬", "scientist"),
        ("👨‍👩‍👧‍👦", "family"),
        ("🏃‍♀️", "runner"),
        ("🏳️‍🌈", "rainbow flag"),
        ("🐻‍❄️", "polar bear"),
        ("👁️‍🗨️", "eye"),
        # Flags.
        ("🇺🇦", "flag of Ukraine"),
        ("🇺🇸", "flag of the United States"),
        ("🏴󠁧󠁢󠁳󠁣󠁴󠁿", "flag of Scotland"),
        ("🇽🇽", "flag of X X"),
        # Keys.
        ("1️⃣", "one"),
        ("#️⃣", "hash"),
    ],
)
def test_a_picture_has_one_name(picture: str, name: str) -> None:
    assert spoken_text(picture, "en-GB") == name
    assert len(find_readings(f"a {picture} b", "en-GB")) == 1

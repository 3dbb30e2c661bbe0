"""Each format that a script may ask for can be written, and read again for publishing."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from audiobrief.episode import audio_file
from audiobrief.publish import pictures
from audiobrief.publish.preflight import facts
from audiobrief.script.models.formats import AUDIO_FORMATS, audio_format


@pytest.mark.parametrize("table", [audio_file._ENCODERS, pictures._READERS, facts._READERS])
def test_each_format_is_in_each_table(table: Mapping[str, object]) -> None:
    assert set(table) == set(AUDIO_FORMATS)


def test_a_format_is_known_by_the_ending() -> None:
    assert [audio_format(name) for name in ("a.mp3", "B.M4A", "m4a.mp3", "other.bin", "m")] == [
        "mp3", "m4a", "mp3", "mp3", "mp3",
    ]  # fmt: skip

"""Each format that a script may ask for can be written, and read again for publishing."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from audiobrief.episode import audio_file
from audiobrief.errors import PublishError
from audiobrief.publish import pictures
from audiobrief.publish.addresses import audio_format
from audiobrief.publish.preflight import facts
from audiobrief.script.models.formats import AUDIO_FORMATS


@pytest.mark.parametrize("table", [audio_file._ENCODERS, pictures._READERS, facts._READERS])
def test_each_format_is_in_each_table(table: Mapping[str, object]) -> None:
    assert set(table) == set(AUDIO_FORMATS)


def test_a_format_is_known_by_the_ending() -> None:
    assert [audio_format(name) for name in ("a.mp3", "B.M4A", "m4a.mp3")] == ["mp3", "m4a", "mp3"]


@pytest.mark.parametrize("name", ["other.bin", "m", "mp3."])
def test_a_name_with_another_ending_is_refused(name: str) -> None:
    with pytest.raises(PublishError, match=r"the name ends in neither \.mp3 nor \.m4a"):
        audio_format(name)

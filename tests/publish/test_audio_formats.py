"""Each format that a script may ask for can be written, and read again for publishing."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from audiobrief.episode.formats.encoders import ENCODERS
from audiobrief.errors import PublishError
from audiobrief.publish import pictures
from audiobrief.publish.addresses import audio_format
from audiobrief.publish.preflight import facts
from audiobrief.script.models.formats import AUDIO_FORMATS, FEED_FORMATS, main_first


def test_each_format_has_an_encoder() -> None:
    assert set(ENCODERS) == set(AUDIO_FORMATS)


@pytest.mark.parametrize("table", [pictures._READERS, facts._READERS])
def test_each_format_of_a_feed_can_be_read(table: Mapping[str, object]) -> None:
    assert set(table) == set(FEED_FORMATS)


def test_the_main_format_is_the_first_that_feeds_take() -> None:
    assert main_first(("opus", "m4a", "flac", "mp3")) == ("m4a", "mp3", "opus", "flac")
    assert main_first(("wav", "m4b")) == ("wav", "m4b")


def test_a_format_is_known_by_the_ending() -> None:
    assert [audio_format(name) for name in ("a.mp3", "B.M4A", "m4a.mp3")] == ["mp3", "m4a", "mp3"]


@pytest.mark.parametrize("name", ["other.bin", "m", "mp3.", "a.opus", "a.m4b"])
def test_a_name_with_another_ending_is_refused(name: str) -> None:
    with pytest.raises(PublishError, match="feeds carry MP3 and M4A files"):
        audio_format(name)

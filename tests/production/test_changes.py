"""Which sentences of an episode sound otherwise than before."""

from __future__ import annotations

import json
import logging
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audiobrief.episode.manifest import Manifest
from audiobrief.production.changes import Changes, Gap, Sentence, compare, earlier_manifest


def content(sounds: str, **more: str) -> dict[str, Any]:
    """Return the content of a manifest of sentences of a second each, one a line, which sound like the letters."""
    sentences = [
        {"start": at, "end": at + 1, "line": 10 + at, "text": letter, "speaker": "anna", "sound": letter, **more}
        for at, letter in enumerate(sounds)
    ]
    return {
        "title": "An episode",
        "slug": "x",
        "language": "en",
        "duration": float(len(sounds)),
        "audio": {"format": "mp3", "bitrate": 128_000, "channels": 2, "sample_rate": 44_100, "samples": 1},
        "sentences": sentences,
        "files": [{"role": "audio", "name": "x.mp3", "type": "audio/mpeg", "bytes": 1, "sha256": "0" * 64}],
    }


def manifest(sounds: str, **more: str) -> Manifest:
    return Manifest.model_validate(content(sounds, **more))


def changed(*places: int) -> tuple[Sentence, ...]:
    return tuple(Sentence(at, at + 1, 10 + at) for at in places)


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ("abc", "abc", Changes()),
        ("abc", "axc", Changes(changed(1))),
        ("abc", "abxyc", Changes(changed(2, 3))),
        ("abc", "ac", Changes((), (Gap(1, 11),))),
        ("abc", "ab", Changes((), (Gap(2, None),))),
        ("abc", "xac", Changes(changed(0), (Gap(2, 12),))),
        ("abcd", "xbcy", Changes(changed(0, 3))),
        ("", "ab", Changes(changed(0, 1))),
        ("ab", "", Changes((), (Gap(0.0, None),))),
        ("aaa", "aaaa", Changes(changed(3))),
        ("abcde", "deabc", Changes(changed(0, 1), (Gap(5, None),))),
    ],
)
def test_sentences_are_told_by_their_sound(before: str, after: str, expected: Changes) -> None:
    assert compare(manifest(before), manifest(after)) == expected


def test_what_is_written_otherwise_and_sounds_the_same_has_not_changed() -> None:
    assert not compare(manifest("ab", text="7"), manifest("ab", text="seven"))


def test_a_manifest_that_names_no_clips_is_compared_by_its_words() -> None:
    before, after = content("abc"), content("abc", sound="another")

    def changes() -> Changes:
        return compare(Manifest.model_validate(before), Manifest.model_validate(after))

    for sentence in before["sentences"]:
        del sentence["sound"]
    assert not changes()
    after["sentences"][1]["said"] = "something"
    assert changes() == Changes(changed(1))
    before["sentences"][2]["speaker"] = "ben"
    assert changes() == Changes(changed(1, 2))


@given(st.text("abc", max_size=12), st.text("abc", max_size=12))
def test_without_what_changed_the_sentences_are_among_those_before(before: str, after: str) -> None:
    changes = compare(manifest(before), manifest(after))
    places = {each.line - 10 for each in changes.sentences}
    left = iter(before)
    assert all(letter in left for at, letter in enumerate(after) if at not in places)
    assert bool(changes) is (before != after)
    assert (changes.first is None) is (before == after)


def test_there_is_no_earlier_manifest_where_no_file_is(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    assert earlier_manifest(tmp_path / "x.episode.json") is None
    assert not caplog.records


@pytest.mark.parametrize("text", ["", "{", "[]", "{}", '{"sentences": 3}', '{"sentences": [{}]}', "[" * 100_000])
def test_what_is_no_manifest_is_passed_over(text: str, tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    path = tmp_path / "x.episode.json"
    path.write_text(text)
    with caplog.at_level(logging.WARNING):
        assert earlier_manifest(path) is None
    assert caplog.messages == [f"{path} is no manifest of an earlier render, and is passed over"]


def test_an_earlier_manifest_is_read(tmp_path: Path) -> None:
    path = tmp_path / "x.episode.json"
    path.write_text(json.dumps(content("ab")))
    assert earlier_manifest(path) == manifest("ab")

"""Chapters fill an episode, and are the same in the manifest, in the tag and in their file."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest

from audiobrief.episode.manifest import ManifestChapter
from audiobrief.publish.preflight.facts import AudioFacts, TagChapter
from audiobrief.publish.preflight.rules.chapters import chapter_rules, document_rules, tag_rules
from publish.preflight.rules.lines import lines

AGAIN = "(render the script again)"
BOTH = "[Apple, Podcasting 2.0]"


def chapters(*said: tuple[float, float, str]) -> list[ManifestChapter]:
    return [ManifestChapter(start=start, end=end, title=title) for start, end, title in said]


GOOD = ((0.0, 10.0, "Headlines"), (10.0, 50.0, "The bridge"), (50.0, 60.0, "Credits"))
SOUND = AudioFacts(
    format="mp3",
    bitrate=128_000,
    constant=True,
    sample_rate=44_100,
    length=60.02,
    title="The bridge",
    chapters=tuple(TagChapter(*mark) for mark in GOOD),
    frames=("TIT2", "APIC", "CTOC", "CHAP", "CHAP", "CHAP"),
)


@pytest.mark.parametrize("said", [GOOD, ((0.0, 60.0, "All of it"),), (*GOOD[:2], (50.02, 60.09, "Credits"))])
def test_chapters_that_fill_an_episode_are_good(said: tuple[tuple[float, float, str], ...]) -> None:
    assert lines(chapter_rules(chapters(*said), 60.0)) == []


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ((), f"chapters: error: there is no chapter {AGAIN} {BOTH}"),
        (
            ((1.0, 10.0, "Headlines"), *GOOD[1:]),
            f"chapters.0.start: error: the first chapter starts at 1 s, not at 0 {AGAIN} [Apple]",
        ),
        (
            (GOOD[0], (10.0, 50.0, ""), GOOD[2]),
            "chapters.1.title: error: the chapter has no title (name it in the script) [Apple]",
        ),
        (
            (GOOD[0], (10.0, 49.0, "The bridge"), GOOD[2]),
            f"chapters.1.end: error: the chapter runs from 10 s to 49 s, and the next begins at 50 s {AGAIN} {BOTH}",
        ),
        (
            (*GOOD[:2], (50.0, 59.0, "Credits")),
            f"chapters.2.end: error: the last chapter ends at 59 s, and the episode at 60 s {AGAIN} {BOTH}",
        ),
        (
            ((0.0, 10.0, "Headlines"), (10.0, 60.0, "The bridge")),
            (
                "chapters: warning: there are 2 chapters, and Spotify shows none below 3 "
                "(start another with chapter:, or leave them out, and render again) [Spotify]"
            ),
        ),
    ],
)
def test_what_is_wrong_with_chapters_is_named(said: tuple[tuple[float, float, str], ...], expected: str) -> None:
    assert lines(chapter_rules(chapters(*said), 60.0)) == [expected]


@pytest.mark.parametrize(
    "sound",
    [
        SOUND,
        replace(SOUND, frames=("TIT2", "CTOC", "CHAP", "CHAP", "CHAP")),
        replace(SOUND, chapters=tuple(mark._replace(start=mark.start + 0.02) for mark in SOUND.chapters)),
        replace(SOUND, format="m4a", tables=0, chapters=tuple(mark._replace(end=None) for mark in SOUND.chapters)),
    ],
)
def test_a_tag_with_the_same_chapters_is_good(sound: AudioFacts) -> None:
    assert lines(tag_rules(sound, chapters(*GOOD))) == []


@pytest.mark.parametrize(
    ("sound", "expected"),
    [
        (
            replace(SOUND, tables=0),
            f"chapters: error: the tag has 0 tables of contents of the top level, and apps want 1 {AGAIN} [Apple]",
        ),
        (
            replace(SOUND, unlisted=2),
            f"chapters: error: the table of contents leads to 1 of 3 chapters {AGAIN} [Apple]",
        ),
        (
            replace(SOUND, chapters=SOUND.chapters[::-1]),
            f"chapters: error: the tag has its chapters out of order {AGAIN} [Podcasting 2.0]",
        ),
        (
            replace(SOUND, frames=("TIT2", "CTOC", "CHAP", "CHAP", "CHAP", "APIC")),
            f"cover: error: the picture stands behind the chapters, where some apps stop {AGAIN} [Podcasting 2.0]",
        ),
        (
            replace(SOUND, chapters=SOUND.chapters[:2]),
            f"chapters: error: the tag has 2 chapters, and the manifest 3 {AGAIN} {BOTH}",
        ),
        (
            replace(SOUND, chapters=(*SOUND.chapters[:2], TagChapter(50.0, 60.0, "Thanks"))),
            f"chapters.2: error: the tag has 'Thanks' at 50 s, and the manifest 'Credits' at 50 s {AGAIN} {BOTH}",
        ),
        (
            replace(SOUND, chapters=(*SOUND.chapters[:2], TagChapter(50.1, 60.0, "Credits"))),
            f"chapters.2: error: the tag has 'Credits' at 50.1 s, and the manifest 'Credits' at 50 s {AGAIN} {BOTH}",
        ),
    ],
)
def test_a_tag_that_says_something_else_is_refused(sound: AudioFacts, expected: str) -> None:
    assert lines(tag_rules(sound, chapters(*GOOD))) == [expected]


def document(version: str = "1.2.0", **entry: Any) -> str:
    entries: list[dict[str, Any]] = [{"startTime": start, "title": title} for start, _, title in GOOD]
    entries[1] |= entry
    return json.dumps({"version": version, "chapters": entries})


@pytest.mark.parametrize(
    "text", [document(), document(endTime=50), document(startTime=10, img="https://x.radio/a.png")]
)
def test_a_file_of_the_same_chapters_is_good(text: str) -> None:
    assert lines(document_rules(text, chapters(*GOOD))) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        *(
            (text, f": error: this is no file of JSON chapters {AGAIN} [Podcasting 2.0]")
            for text in ("", "[]", '{"version": "1.2.0"}', document(startTime="10"), document(title=None))
        ),
        (document("1.1.0"), f"version: error: it is '1.1.0', not '1.2.0' {AGAIN} [Podcasting 2.0]"),
        (
            document(startTime=11),
            (
                "chapters.1: error: the file has 'The bridge' at 11 s, and the manifest 'The bridge' at 10 s "
                f"{AGAIN} {BOTH}"
            ),
        ),
        (
            document(endTime=49),
            (
                "chapters.1: error: the file has 'The bridge' at 10 s until 49 s, and the manifest 'The bridge' at "
                "10 s "
                f"until 50 s {AGAIN} {BOTH}"
            ),
        ),
    ],
)
def test_a_file_that_says_something_else_is_refused(text: str, expected: str) -> None:
    assert lines(document_rules(text, chapters(*GOOD))) == [expected]

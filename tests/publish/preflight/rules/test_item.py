"""An episode has its text, its time, its length and its files."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from audiobrief.publish.preflight.rules.item import item_rules
from publish.preflight.rules.lines import MANIFEST, lines, manifest

NOW = datetime(2024, 5, 1, 12, tzinfo=UTC)
FILES = MANIFEST["files"]


def found(**said: Any) -> list[str]:
    return lines(item_rules(manifest(**said), NOW))


@pytest.mark.parametrize(
    "said",
    [
        {},
        {"date": None},
        {"date": "2024-05-02"},  # it is the second of May in Kiritimati
        {"date": "2024-05-01T12:00:00+00:00"},
        {"date": "2030-01-01", "publish_at": "2030-01-01T06:00:00Z"},
        {"soundbite": {"start": 45.0, "duration": 15.0, "title": "The news"}},
        {"title": "t" * 255, "summary": "ї" * 2000},
        {"files": [*FILES[:1], FILES[1] | {"role": "srt"}, FILES[2]]},
    ],
)
def test_a_good_episode_is_let_pass(said: dict[str, Any]) -> None:
    assert found(**said) == []


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        (
            {"title": ""},
            "title: error: there is no title (write title: in the script, and render again) [Apple, PSP-1]",
        ),
        (
            {"summary": " "},
            "summary: warning: the episode has no summary (write summary: in the script, and render again) [Apple]",
        ),
        ({"title": "t" * 256}, "title: error: it has 256 characters, and apps take 255 (shorten it) [PSP-1]"),
        (
            {"summary": "s" * 4001},
            "summary: error: it has 4001 bytes, and apps take 4000 (shorten it) [Apple, PSP-1]",
        ),
        (
            {"chapters": [{"start": 0, "end": 60, "title": "C" * 256}]},
            "chapters.0.title: error: it has 256 characters, and apps take 255 (shorten it) [PSP-1]",
        ),
        (
            {"persons": [{"name": "Ada", "role": "r" * 129}]},
            "persons.0.role: error: it has 129 characters, and apps take 128 (shorten it) [Podcasting 2.0]",
        ),
        (
            {"title": "Salt &amp; fish"},
            "title: error: '&amp;' is HTML, and titles are plain text (write it plainly) [Apple]",
        ),
        (
            {"title": "Episode 3: the bridge"},
            "title: warning: the number 'Episode 3' stands in it (put it in number: instead) [Apple]",
        ),
        (
            {"slug": "a bridge"},
            (
                "slug: error: 'a bridge' cannot stand in an address (use letters, digits, '-', '_' and '.', and render "
                "again) [PSP-1]"
            ),
        ),
        (
            {"number": 0},
            "number: warning: it is 0, and apps count from 1 (correct number:, and render again) [Apple]",
        ),
        (
            {"season": -1},
            "season: warning: it is -1, and apps count from 1 (correct season:, and render again) [Apple]",
        ),
        ({"duration": 0}, "duration: error: the duration is 0 s (render the script again) [Apple]"),
        ({"duration": 0.0}, "duration: error: the duration is 0 s (render the script again) [Apple]"),
        (
            {"date": "2024-05-03"},
            (
                "date: error: 2024-05-03 is in the future, and apps hide such episodes (correct date:, or hold the "
                "episode with publish_at:, and render again) [Apple]"
            ),
        ),
        (
            {"date": "2024-05-01T12:00:01+00:00"},
            (
                "date: error: 2024-05-01T12:00:01+00:00 is in the future, and apps hide such episodes (correct "
                "date:, or "
                "hold the episode with publish_at:, and render again) [Apple]"
            ),
        ),
        (
            {"soundbite": {"start": 50.0, "duration": 15.0, "title": "The news"}},
            (
                "soundbite: error: it ends at 65 s, and the episode at 60 s (correct soundbite: in the script, and "
                "render "
                "again) [Podcasting 2.0]"
            ),
        ),
        (
            {"soundbite": {"start": 50.0, "duration": 5.0, "title": "The news"}},
            "soundbite: warning: it lasts 5 s (15 to 120 s are usual) [Podcasting 2.0]",
        ),
        (
            {"source": {"url": "http://crier.radio/"}},
            (
                "source.url: warning: the link 'http://crier.radio/' is not secure (write https:// if the site has it) "
                "[audiobrief]"
            ),
        ),
        (
            {"files": [FILES[0], FILES[2]]},
            "files: warning: there is no transcript (render the script again) [Apple, PSP-1]",
        ),
        (
            {"files": FILES[:2]},
            "files: warning: there is no file of chapters (render the script again) [Podcasting 2.0]",
        ),
    ],
)
def test_what_is_wrong_is_named(said: dict[str, Any], expected: str) -> None:
    assert found(**said) == [expected]

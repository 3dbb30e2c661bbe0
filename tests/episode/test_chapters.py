"""JSON chapters of the podcast namespace."""

from __future__ import annotations

import json
from typing import Any

from audiobrief.episode.sidecars import chapters_json
from audiobrief.timeline.timeline import Chapter, Timeline
from episode.details_builder import chapters, timed


def read(timeline: Timeline) -> dict[str, Any]:
    content: dict[str, Any] = json.loads(chapters_json(timeline))
    return content


def test_it_is_version_1_2_0_with_times_in_seconds() -> None:
    assert read(timed(chapters("Headlines", "Київ"))) == {
        "version": "1.2.0",
        "chapters": [
            {"startTime": 0.0, "title": "Headlines", "endTime": 10.0},
            {"startTime": 10.0, "title": "Київ", "endTime": 20.0},
        ],
    }


def test_a_link_is_named_and_its_absence_is_not() -> None:
    linked, plain = (
        read(timed(chapters("A", url=url)))["chapters"][0] for url in ("https://example.org/?a=1&b=2", None)
    )
    assert linked["url"] == "https://example.org/?a=1&b=2"
    assert "url" not in plain


def test_times_are_whole_milliseconds_in_order_without_gaps() -> None:
    timeline = timed((Chapter(0, 44_101, "A"), Chapter(44_101, 100_000, "B")))
    first, second = read(timeline)["chapters"]
    assert (first["startTime"], first["endTime"], second["startTime"], second["endTime"]) == (0.0, 1.0, 1.0, 2.268)


def test_letters_are_written_as_they_are_and_the_file_ends_in_a_line_end() -> None:
    text = chapters_json(timed(chapters("Київ “now”")))
    assert "Київ “now”" in text
    assert text.endswith("}\n")

"""A script without some of its optional segments: which go together, and what becomes of their chapters."""

from __future__ import annotations

from pathlib import Path

import pytest

from audiobrief.script.loader import load_script
from audiobrief.script.markup.parser import plain_text
from audiobrief.script.models.optional_segments import describe_segments, omitted_segments, versions
from audiobrief.script.models.script import Script
from builders import tone_script


def script(folder: Path, *segments: str) -> Script:
    """Return a script of segments such as `narration: B, chapter: Two, optional`."""
    written = ""
    for segment in segments:
        keys = segment.removesuffix(", optional").split(", ")
        keys += ["optional: true"] if segment.endswith(", optional") else []
        written += f"  - {keys[0]}.\n" + "".join(f"    {key}\n" for key in keys[1:])
    return load_script(tone_script(folder, written))


def said(version: Script) -> str:
    """Return the text of each segment."""
    return " ".join(
        plain_text(paragraph) for segment in version.segments for turn in segment.turns for paragraph in turn.paragraphs
    )


def chapters(version: Script) -> list[str | None]:
    return [segment.chapter for segment in version.segments]


def test_the_last_optional_segment_goes_first(tmp_path: Path) -> None:
    whole = script(tmp_path, "intro: A", "narration: B, optional", "narration: C, optional", "outro: D")
    assert [said(version) for version in versions(whole)] == ["A. B. C. D.", "A. B. D.", "A. D."]
    assert [[segment.position.line for segment in omitted_segments(whole, version)] for version in range(3)] == [
        [],
        [10],
        [8, 10],
    ]


def test_a_transition_goes_with_the_narration_that_it_leads_to(tmp_path: Path) -> None:
    whole = script(
        tmp_path,
        "intro: A",
        "transition: B, optional",
        "narration: C, optional",
        "transition: D, optional",
        "transition: E, optional",
        "narration: F, optional",
        "outro: G",
    )
    assert [said(version) for version in versions(whole)] == ["A. B. C. D. E. F. G.", "A. B. C. G.", "A. G."]
    assert [segment.kind for segment in omitted_segments(whole, 1)] == ["transition", "transition", "narration"]
    assert len(omitted_segments(whole, 2)) == 5
    assert describe_segments(omitted_segments(whole, 1)) == "the segments of lines 12, 14 and 16"


@pytest.mark.parametrize(
    ("segments", "expected"),
    [
        (("narration: A", "transition: B, optional", "narration: C"), ["A. B. C.", "A. C."]),
        (("narration: A", "transition: B", "narration: C, optional"), ["A. B. C.", "A. B."]),
        (("intro: A", "intro: B, optional", "narration: C, optional"), ["A. B. C.", "A. B.", "A."]),
        (("narration: A", "transition: B, optional", "outro: C, optional"), ["A. B. C.", "A. B.", "A."]),
    ],
)
def test_other_segments_go_one_by_one(segments: tuple[str, ...], expected: list[str], tmp_path: Path) -> None:
    assert [said(version) for version in versions(script(tmp_path, *segments))] == expected


@pytest.mark.parametrize(
    ("segments", "expected"),
    [
        (("narration: A, optional",), ["A."]),
        (("narration: A, optional", "narration: B, optional"), ["A. B.", "A."]),
        (("transition: A, optional", "narration: B, optional"), ["A. B."]),
    ],
)
def test_a_segment_always_stays(segments: tuple[str, ...], expected: list[str], tmp_path: Path) -> None:
    assert [said(version) for version in versions(script(tmp_path, *segments))] == expected


def test_a_chapter_goes_with_all_that_it_tells(tmp_path: Path) -> None:
    whole = script(tmp_path, "intro: A, chapter: One", "narration: B, chapter: Two, optional", "outro: C")
    assert chapters(versions(whole)[1]) == ["One", None]


def test_a_chapter_starts_with_the_first_of_its_segments_that_stays(tmp_path: Path) -> None:
    whole = script(
        tmp_path,
        "intro: A, chapter: One",
        "transition: B, chapter: Two, url: https://example.org/two, optional",
        "narration: C",
        "narration: D, chapter: Three, optional",
        "narration: E",
    )
    without_three, without_two = versions(whole)[1:]
    assert chapters(without_three) == ["One", "Two", None, "Three"]
    assert chapters(without_two) == ["One", "Two", "Three"]
    assert without_two.segments[1].url == "https://example.org/two"


def test_a_chapter_without_a_narration_stays_as_long_as_any_of_it_does(tmp_path: Path) -> None:
    whole = script(tmp_path, "narration: A", "transition: B, chapter: Goodbye, optional", "outro: C")
    assert chapters(versions(whole)[1]) == [None, "Goodbye"]


def test_what_a_chapter_has_beside_its_title_stays_with_the_beginning(tmp_path: Path) -> None:
    whole = script(tmp_path, "narration: A, url: https://example.org/one, optional", "narration: B")
    assert [(segment.chapter, segment.url) for segment in versions(whole)[1].segments] == [
        (None, "https://example.org/one")
    ]

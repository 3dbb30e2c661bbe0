"""Chapters: without gaps, and the same in the manifest, in the tag and in the file of chapters."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Any

from audiobrief.findings import Finding
from audiobrief.publish.preflight.facts import SoundFacts
from audiobrief.publish.preflight.requirements import Spec, error, quoted, warning
from audiobrief.publish.rendered import ChapterSaid

__all__ = ["chapter_rules", "document_rules", "tag_rules"]

_SAME = 0.03
"""Seconds by which two readers' times may differ."""
_LENGTH_TOLERANCE = 0.1
"""Seconds by which the last chapter's end may differ from the episode's."""
_AGAIN = "render the script again"
_FEWEST = 3
"""Timestamps from which Spotify makes chapters of them; one chapter alone is an episode without."""
_HIDDEN = range(2, _FEWEST)


def chapter_rules(chapters: Sequence[ChapterSaid], duration: float) -> Iterator[Finding]:
    """See that chapters fill an episode, each with a title.

    Args:
        chapters: those of the manifest.
        duration: seconds that the episode lasts.
    """
    if not chapters:
        yield error("chapters", "there is no chapter", _AGAIN, Spec.APPLE, Spec.PODCASTING)
        return
    if len(chapters) in _HIDDEN:
        yield warning(
            "chapters",
            f"there are {len(chapters)} chapters, and Spotify shows none below {_FEWEST}",
            "start another with chapter:, or leave them out, and render again",
            Spec.SPOTIFY,
        )
    if abs(chapters[0].start) > _SAME:
        yield error(
            "chapters.0.start",
            f"the first chapter starts at {chapters[0].start:g} s, not at 0",
            _AGAIN,
            Spec.APPLE,
        )
    ends = [*(chapter.start for chapter in chapters[1:]), duration]
    for number, (chapter, end) in enumerate(zip(chapters, ends, strict=True)):
        if not chapter.title:
            yield error(f"chapters.{number}.title", "the chapter has no title", "name it in the script", Spec.APPLE)
        tolerance = _LENGTH_TOLERANCE if number == len(chapters) - 1 else _SAME
        # Said so that what is no number (NaN) is found, too.
        if not (chapter.end > chapter.start and abs(chapter.end - end) <= tolerance):
            yield error(
                f"chapters.{number}.end",
                f"the chapter runs from {chapter.start:g} s to {chapter.end:g} s, and the next begins at {end:g} s"
                if number < len(chapters) - 1
                else f"the last chapter ends at {chapter.end:g} s, and the episode at {end:g} s",
                _AGAIN,
                Spec.APPLE,
                Spec.PODCASTING,
            )


def tag_rules(sound: SoundFacts, chapters: Sequence[ChapterSaid]) -> Iterator[Finding]:
    """See that an audio file's tag has the manifest's chapters, where apps find them."""
    if sound.format == "mp3" and sound.tables != 1:
        yield error(
            "chapters",
            f"the tag has {sound.tables} tables of contents of the top level, and apps want 1",
            _AGAIN,
            Spec.APPLE,
        )
    if sound.unlisted:
        yield error(
            "chapters",
            f"the table of contents leads to {len(sound.marks) - sound.unlisted} of {len(sound.marks)} chapters",
            _AGAIN,
            Spec.APPLE,
        )
    there = [(mark.start, mark.end, mark.title) for mark in sound.marks]
    if any(after[0] < before[0] for before, after in pairwise(there)):
        yield error("chapters", "the tag has its chapters out of order", _AGAIN, Spec.PODCASTING)
    first = next((kind for kind in sound.frames if kind in {"APIC", "CHAP"}), None)
    if first == "CHAP" and "APIC" in sound.frames:
        yield error("cover", "the picture stands behind the chapters, where some apps stop", _AGAIN, Spec.PODCASTING)
    yield from _same("chapters", "the tag", sorted(there, key=lambda mark: mark[0]), chapters)


def document_rules(text: str, chapters: Sequence[ChapterSaid]) -> Iterator[Finding]:
    """See that a file is one of JSON chapters 1.2.0, and has the manifest's chapters.

    Args:
        text: its content.
        chapters: those of the manifest.
    """
    try:
        content = json.loads(text)
        version, entries = content["version"], content["chapters"]
        there = [_entry(entry) for entry in entries]
    except (KeyError, TypeError, ValueError):
        yield error("", "this is no file of JSON chapters", _AGAIN, Spec.PODCASTING)
        return
    if version != "1.2.0":
        yield error("version", f"it is {quoted(str(version))}, not '1.2.0'", _AGAIN, Spec.PODCASTING)
    yield from _same("chapters", "the file", there, chapters)


def _entry(entry: Any) -> tuple[float, float | None, str]:
    start, end, title = entry["startTime"], entry.get("endTime"), entry["title"]
    if isinstance(start, bool) or not isinstance(title, str):
        raise TypeError
    return start + 0.0, None if end is None else end + 0.0, title


def _same(
    where: str,
    holder: str,
    there: Sequence[tuple[float, float | None, str]],
    chapters: Sequence[ChapterSaid],
) -> Iterator[Finding]:
    if len(there) != len(chapters):
        what = f"{holder} has {len(there)} chapters, and the manifest {len(chapters)}"
        yield error(where, what, _AGAIN, Spec.APPLE, Spec.PODCASTING)
        return
    for number, ((start, end, title), chapter) in enumerate(zip(there, chapters, strict=True)):
        ends = ("", "")
        if end is not None and abs(end - chapter.end) > _SAME:
            ends = f" until {end:g} s", f" until {chapter.end:g} s"
        if ends[0] or not abs(start - chapter.start) <= _SAME or title.strip() != chapter.title:
            yield error(
                f"{where}.{number}",
                f"{holder} has {quoted(title)} at {start:g} s{ends[0]}, and the manifest {quoted(chapter.title)} "
                f"at {chapter.start:g} s{ends[1]}",
                _AGAIN,
                Spec.APPLE,
                Spec.PODCASTING,
            )

"""Chapters: they leave no gaps, and are the same in the manifest, in the tag and in the chapters' file."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Any

from audiobrief.episode.manifest import ManifestChapter
from audiobrief.findings import Finding
from audiobrief.publish.preflight.facts import AudioFacts
from audiobrief.publish.preflight.requirements import Spec, error, quoted, warning

_SAME = 0.03
"""Seconds by which two readers' times may differ."""
_LENGTH_TOLERANCE = 0.1
"""Seconds by which the last chapter's end may differ from the episode's."""
_AGAIN = "render the script again"
_FEWEST = 3
"""Timestamps from which Spotify makes chapters of them; one chapter alone is an episode without."""
_HIDDEN = range(2, _FEWEST)


def chapter_rules(chapters: Sequence[ManifestChapter], duration: float) -> Iterator[Finding]:
    """Check that chapters fill an episode, and that each has a title.

    Args:
        chapters: those of the manifest.
        duration: that of the episode, in seconds.
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


def tag_rules(audio: AudioFacts, chapters: Sequence[ManifestChapter]) -> Iterator[Finding]:
    """Check that an audio file's tag has the manifest's chapters, where apps find them."""
    if audio.format == "mp3" and audio.tables != 1:
        yield error(
            "chapters",
            f"the tag has {audio.tables} tables of contents of the top level, and apps want 1",
            _AGAIN,
            Spec.APPLE,
        )
    if audio.unlisted:
        yield error(
            "chapters",
            f"the table of contents leads to {len(audio.chapters) - audio.unlisted} of {len(audio.chapters)} chapters",
            _AGAIN,
            Spec.APPLE,
        )
    tag_chapters = [(chapter.start, chapter.end, chapter.title) for chapter in audio.chapters]
    if any(after[0] < before[0] for before, after in pairwise(tag_chapters)):
        yield error("chapters", "the tag has its chapters out of order", _AGAIN, Spec.PODCASTING)
    first = next((kind for kind in audio.frames if kind in {"APIC", "CHAP"}), None)
    if first == "CHAP" and "APIC" in audio.frames:
        yield error("cover", "the picture stands behind the chapters, where some apps stop", _AGAIN, Spec.PODCASTING)
    yield from _same("chapters", "the tag", sorted(tag_chapters, key=lambda chapter: chapter[0]), chapters)


def document_rules(text: str, chapters: Sequence[ManifestChapter]) -> Iterator[Finding]:
    """Check that a file is one of JSON chapters 1.2.0, and has the manifest's chapters.

    Args:
        text: its content.
        chapters: those of the manifest.
    """
    try:
        content = json.loads(text)
        version, entries = content["version"], content["chapters"]
        file_chapters = [_entry(entry) for entry in entries]
    except (KeyError, TypeError, ValueError):
        yield error("", "this is no file of JSON chapters", _AGAIN, Spec.PODCASTING)
        return
    if version != "1.2.0":
        yield error("version", f"it is {quoted(str(version))}, not '1.2.0'", _AGAIN, Spec.PODCASTING)
    yield from _same("chapters", "the file", file_chapters, chapters)


def _entry(entry: Any) -> tuple[float, float | None, str]:
    start, end, title = entry["startTime"], entry.get("endTime"), entry["title"]
    if isinstance(start, bool) or not isinstance(title, str):
        raise TypeError
    return start + 0.0, None if end is None else end + 0.0, title


def _same(
    where: str,
    holder: str,
    found: Sequence[tuple[float, float | None, str]],
    chapters: Sequence[ManifestChapter],
) -> Iterator[Finding]:
    if len(found) != len(chapters):
        what = f"{holder} has {len(found)} chapters, and the manifest {len(chapters)}"
        yield error(where, what, _AGAIN, Spec.APPLE, Spec.PODCASTING)
        return
    for number, ((start, end, title), chapter) in enumerate(zip(found, chapters, strict=True)):
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

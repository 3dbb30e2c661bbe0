"""Chapters: they leave no gaps, and are the same in the manifest, in the tag and in the chapters' file."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Any

from audiobrief.episode.manifest import ManifestChapter
from audiobrief.findings import Finding
from audiobrief.publish.preflight.facts import AudioFacts, TagChapter
from audiobrief.publish.preflight.requirements import RENDER_AGAIN, Spec, error, quoted, warning
from audiobrief.storage.confined_values import parse_json

_SAME = 0.03
"""Seconds by which two readers' times may differ."""
_LENGTH_TOLERANCE = 0.1
"""Seconds by which the last chapter's end may differ from the episode's."""
_FEWEST = 3
"""Timestamps from which Spotify makes chapters of them; one chapter alone is an episode without."""
_HIDDEN = range(2, _FEWEST)


def chapter_rules(chapters: Sequence[ManifestChapter], duration: float) -> Iterator[Finding]:
    """Check that the manifest's chapters fill an episode of a duration in seconds, and that each has a title."""
    if not chapters:
        yield error("chapters", "there is no chapter", RENDER_AGAIN, Spec.APPLE, Spec.PODCASTING)
        return
    if len(chapters) in _HIDDEN:
        what = f"there are {len(chapters)} chapters, and Spotify shows none below {_FEWEST}"
        advice = "start another with chapter:, or leave them out, and render again"
        yield warning("chapters", what, advice, Spec.SPOTIFY)
    if abs(chapters[0].start) > _SAME:
        what = f"the first chapter starts at {chapters[0].start:g} s, not at 0"
        yield error("chapters.0.start", what, RENDER_AGAIN, Spec.APPLE)
    ends = [*(chapter.start for chapter in chapters[1:]), duration]
    for number, (chapter, end) in enumerate(zip(chapters, ends, strict=True)):
        if not chapter.title:
            yield error(f"chapters.{number}.title", "the chapter has no title", "name it in the script", Spec.APPLE)
        is_last = number == len(chapters) - 1
        tolerance = _LENGTH_TOLERANCE if is_last else _SAME
        # Said so that what is no number (NaN) is found, too.
        if not (chapter.end > chapter.start and abs(chapter.end - end) <= tolerance):
            what = f"the chapter runs from {chapter.start:g} s to {chapter.end:g} s, and the next begins at {end:g} s"
            if is_last:
                what = f"the last chapter ends at {chapter.end:g} s, and the episode at {end:g} s"
            yield error(f"chapters.{number}.end", what, RENDER_AGAIN, Spec.APPLE, Spec.PODCASTING)


def tag_rules(audio: AudioFacts, chapters: Sequence[ManifestChapter]) -> Iterator[Finding]:
    """Check that an audio file's tag has the manifest's chapters, where apps find them."""
    if audio.format == "mp3" and audio.tables != 1:
        what = f"the tag has {audio.tables} tables of contents of the top level, and apps want 1"
        yield error("chapters", what, RENDER_AGAIN, Spec.APPLE)
    count = len(audio.chapters)
    if audio.unlisted:
        what = f"the table of contents leads to {count - audio.unlisted} of {count} chapters"
        yield error("chapters", what, RENDER_AGAIN, Spec.APPLE)
    if any(after.start < before.start for before, after in pairwise(audio.chapters)):
        yield error("chapters", "the tag has its chapters out of order", RENDER_AGAIN, Spec.PODCASTING)
    first = next((kind for kind in audio.frames if kind in {"APIC", "CHAP"}), None)
    if first == "CHAP" and "APIC" in audio.frames:
        what = "the picture stands behind the chapters, where some apps stop"
        yield error("cover", what, RENDER_AGAIN, Spec.PODCASTING)
    yield from _difference_rules("the tag", sorted(audio.chapters, key=lambda chapter: chapter.start), chapters)


def document_rules(text: str, chapters: Sequence[ManifestChapter]) -> Iterator[Finding]:
    """Check that the text of a file is JSON chapters 1.2.0, and has the manifest's chapters."""
    try:
        content = parse_json(text.encode())
        version, entries = content["version"], content["chapters"]
        file_chapters = [_entry(entry) for entry in entries]
    except (KeyError, TypeError, ValueError):
        yield error("", "this is no file of JSON chapters", RENDER_AGAIN, Spec.PODCASTING)
        return
    if version != "1.2.0":
        yield error("version", f"it is {quoted(str(version))}, not '1.2.0'", RENDER_AGAIN, Spec.PODCASTING)
    yield from _difference_rules("the file", file_chapters, chapters)


def _entry(entry: Any) -> TagChapter:
    start, end, title = entry["startTime"], entry.get("endTime"), entry["title"]
    if isinstance(start, bool) or not isinstance(title, str):
        raise TypeError
    return TagChapter(start + 0.0, None if end is None else end + 0.0, title)


def _difference_rules(
    holder: str, found: Sequence[TagChapter], chapters: Sequence[ManifestChapter]
) -> Iterator[Finding]:
    if len(found) != len(chapters):
        what = f"{holder} has {len(found)} chapters, and the manifest {len(chapters)}"
        yield error("chapters", what, RENDER_AGAIN, Spec.APPLE, Spec.PODCASTING)
        return
    for number, ((start, end, title), chapter) in enumerate(zip(found, chapters, strict=True)):
        ends = ("", "")
        if end is not None and abs(end - chapter.end) > _SAME:
            ends = f" until {end:g} s", f" until {chapter.end:g} s"
        if ends[0] or not abs(start - chapter.start) <= _SAME or title.strip() != chapter.title:
            what = (
                f"{holder} has {quoted(title)} at {start:g} s{ends[0]}, and the manifest {quoted(chapter.title)} "
                f"at {chapter.start:g} s{ends[1]}"
            )
            yield error(f"chapters.{number}", what, RENDER_AGAIN, Spec.APPLE, Spec.PODCASTING)

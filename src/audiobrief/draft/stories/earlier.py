"""Read the stories of earlier episodes from their manifests."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from audiobrief.draft.stories.events import Fingerprint, fingerprint
from audiobrief.episode.manifest import Manifest, ManifestSentence, read_manifest
from audiobrief.errors import EpisodeError
from audiobrief.language.calendar import month_names

_MANIFESTS = "**/*.episode.json"
_DAYS = 7
"""Days before an episode in which a story counts as reported."""


@dataclass(frozen=True, slots=True)
class EarlierStory:
    """A story of an earlier episode."""

    day: date
    """The episode's."""
    title: str
    url: str | None
    origin: str
    """The manifest's path."""
    prints: Fingerprint

    @property
    def written_day(self) -> str:
        """The episode's day for the editor: `26 November`."""
        return f"{self.day.day} {month_names('en')[self.day.month - 1].capitalize()}"


def read_earlier_stories(
    folder: Path, day: date | None, script: str, report: Callable[[EpisodeError], None]
) -> tuple[EarlierStory, ...]:
    """Read the stories of the episodes in a folder and the folders in it.

    Args:
        folder: where the manifests lie.
        day: the new episode's; stories of the week before it are read, and all if it is None.
        script: the file name of the new episode's script, which may have been rendered before.
        report: called with the error of a manifest that cannot be read.
    """
    stories: list[EarlierStory] = []
    for path in sorted(folder.glob(_MANIFESTS)):
        try:
            manifest = read_manifest(path)
        except EpisodeError as error:
            report(error)
            continue
        if manifest.script != script:
            stories += _stories(manifest, path, day)
    return tuple(stories)


def _stories(manifest: Manifest, path: Path, day: date | None) -> Iterator[EarlierStory]:
    """Yield the stories of an episode: its chapters with a source, or all of it."""
    published = date.fromisoformat(manifest.date[: len("2023-02-17")]) if manifest.date else None
    if published is None or (day is not None and not day - timedelta(days=_DAYS) <= published <= day):
        return
    chapters = [chapter for chapter in manifest.chapters if chapter.source is not None]
    if not chapters:
        prints = fingerprint(_text(manifest.title, manifest.sentences), manifest.language)
        yield EarlierStory(published, manifest.title, manifest.source.url, str(path), prints)
    for chapter in chapters:
        inside = [each for each in manifest.sentences if chapter.start <= each.start < chapter.end]
        prints = fingerprint(_text(chapter.title, inside), manifest.language)
        yield EarlierStory(published, chapter.title, chapter.url, str(path), prints)


def _text(title: str, sentences: Iterable[ManifestSentence]) -> str:
    """Return a title and sentences as a text with a paragraph a line."""
    parts = [title]
    for sentence in sentences:
        if sentence.new_paragraph or len(parts) == 1:
            parts.append(sentence.text)
        else:
            parts[-1] += f" {sentence.text}"
    return "\n".join(parts)

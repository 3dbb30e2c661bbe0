"""Before an episode is out: all that directories and apps would refuse, with its place and what to do about it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from audiobrief.errors import AudiobriefError, PublishError
from audiobrief.findings import Finding, Level
from audiobrief.publish.preflight.facts import Manifest, SoundFacts, Standing
from audiobrief.publish.preflight.file_facts import (
    content_of,
    file_facts,
    manifest_of,
    picture_facts,
    sound_facts,
    text_of_file,
)
from audiobrief.publish.preflight.requirements import error, warning
from audiobrief.publish.preflight.rules.artwork import chapter_picture_rules, cover_rules
from audiobrief.publish.preflight.rules.channel import channel_rules
from audiobrief.publish.preflight.rules.chapters import chapter_rules, document_rules, tag_rules
from audiobrief.publish.preflight.rules.days import day_rules
from audiobrief.publish.preflight.rules.disclosure import disclosure_rules
from audiobrief.publish.preflight.rules.item import item_rules
from audiobrief.publish.preflight.rules.sound import file_rules, loudness_rules, sound_rules
from audiobrief.publish.preflight.rules.standing import place_rules, standing_rules
from audiobrief.publish.preflight.rules.texts import sign_rules
from audiobrief.publish.preflight.rules.transcript import subrip_rules, transcript_rules
from audiobrief.publish.preflight.site_facts import Memory
from audiobrief.publish.rendered import FileSaid, manifest_place
from audiobrief.publish.site.channel import ChannelSource
from audiobrief.publish.site.place import Place

__all__ = ["Inspected", "Report", "preflight"]

_LATEST_ZONE = timedelta(hours=12)
"""How much later than in UTC a day ends somewhere."""
_NEWS = timedelta(days=7)
"""How long a script of a day is news."""
_TRANSCRIPTS = {"vtt": transcript_rules, "srt": subrip_rules}
Failure = Callable[[Path | str, AudiobriefError], None]
"""Told of an episode that could not be read."""


@dataclass(frozen=True, slots=True)
class Inspected:
    """What was found of an episode."""

    episode: Path
    """As it was named."""
    findings: tuple[Finding, ...]

    @property
    def fit(self) -> bool:
        """Whether it can go out."""
        return _are_fit(self.findings)


@dataclass(frozen=True, slots=True)
class Report:
    """What was found."""

    show: tuple[Finding, ...]
    """Of the podcast, which concerns all of its episodes."""
    episodes: tuple[Inspected, ...]

    @property
    def findings(self) -> tuple[Finding, ...]:
        """All of them."""
        return (*self.show, *(finding for each in self.episodes for finding in each.findings))

    @property
    def all_fit(self) -> bool:
        """Whether all of it can go out."""
        return _are_fit(self.findings)

    @property
    def show_fit(self) -> bool:
        """Whether the podcast can go out."""
        return _are_fit(self.show)

    @property
    def fit(self) -> tuple[Path, ...]:
        """The episodes that can go out."""
        return tuple(each.episode for each in self.episodes if each.fit and self.show_fit)


@dataclass(frozen=True, slots=True)
class _Read:
    """An episode whose manifest was read."""

    episode: Path
    content: dict[str, Any]
    said: Manifest

    @property
    def place(self) -> Path:
        """The manifest."""
        return manifest_place(self.episode)

    @property
    def audio(self) -> Path:
        """The audio file."""
        return self.place.with_name(next(file.name for file in self.said.files if file.role == "audio"))


def preflight(
    episodes: Sequence[Path],
    failed: Failure,
    *,
    place: Place | None = None,
    show: ChannelSource | None = None,
    correcting: bool = False,
    now: datetime | None = None,
) -> Report:
    """Find what keeps episodes from going out; nothing is written.

    Args:
        episodes: audio files or manifests.
        failed: told of those that could not be read; the others still are.
        place: the site that they are to go to; without it, what stands there is not known.
        show: what the podcast is made of; without it, the newest episode says it.
        correcting: whether what was put right is said.
        now: the time.

    Raises:
        PublishError: what the site holds cannot be used.
        PlaceError: the place cannot be reached.
    """
    now = now or datetime.now(UTC)
    read = []
    for episode in episodes:
        try:
            content = content_of(episode)
            read.append(_Read(episode, content, manifest_of(content)))
        except PublishError as fault:
            failed(episode, fault)
    memory = Memory(place)
    inspected = []
    given: dict[str, Path] = {}
    for each in read:
        standing = memory.standing(each.said.slug)
        # Without a place, it is not known whether there is something to correct.
        to_correct = correcting and place is not None
        findings = [*_episode_findings(each, standing, correcting=to_correct, now=now)]
        other = given.setdefault(each.said.slug, each.place)
        if other.resolve() != each.place.resolve():
            what = f"{other} is '{each.said.slug}', too, and one would take the other's place"
            findings += _in_file([error("slug", what, "give each a slug: of its own")], str(each.place))
        inspected.append(Inspected(each.episode, tuple(findings)))
        if each.said.number is not None:
            memory.given.setdefault((each.said.season, each.said.number), each.said.slug)
    # The podcast is what the newest of those episodes says that go out.
    fit = [each for each, found in zip(read, inspected, strict=True) if found.fit]
    newest = max(fit or read, key=lambda each: _key(each.said, now), default=None)
    if show is not None:
        of_the_show = _in_file(_show_findings(show, memory), show.place)
    elif newest is not None:
        of_the_show = _in_file(_said_findings(newest.said, memory), str(newest.place), "show")
    else:
        of_the_show = iter(())
    return Report(tuple(of_the_show), tuple(inspected))


def _key(said: Manifest, now: datetime) -> tuple[datetime, int, str]:
    return said.dated or now, said.number or 0, said.slug


def _in_file(findings: Iterable[Finding], file: str, parent_key: str = "") -> Iterator[Finding]:
    return (finding.in_file(file, parent_key) for finding in findings)


def _are_fit(findings: Iterable[Finding]) -> bool:
    return all(finding.level is not Level.ERROR for finding in findings)


def _show_findings(source: ChannelSource, memory: Memory) -> Iterator[Finding]:
    """See what is wrong with a podcast as the house file has it."""
    yield from channel_rules(source.said, source.language)
    yield from place_rules(memory.channel, memory.feed_guid, source.said.address)
    if source.cover is not None or not _has_cover(memory):
        yield from cover_rules(picture_facts(source.cover) if source.cover else None)


def _said_findings(said: Manifest, memory: Memory) -> Iterator[Finding]:
    """See what is wrong with a podcast as an episode's manifest has it; its picture is the audio file's."""
    yield from channel_rules(said.show, said.language)
    yield from place_rules(memory.channel, memory.feed_guid, said.show.address)
    if said.cover != "show" and not _has_cover(memory):
        yield from cover_rules(None)


def _has_cover(memory: Memory) -> bool:
    return memory.channel is not None and memory.channel.cover is not None


def _episode_findings(read: _Read, standing: Standing, *, correcting: bool, now: datetime) -> Iterator[Finding]:
    said, name = read.said, str(read.place)
    yield from _in_file(sign_rules({key: value for key, value in read.content.items() if key != "files"}), name)
    yield from _in_file(item_rules(said, now), name)
    yield from _in_file(loudness_rules(said.loudness), name)
    yield from _in_file(chapter_rules(said.chapters, said.duration), name)
    yield from _in_file(
        disclosure_rules(
            [sentence.text for sentence in said.sentences], said.language, said.disclosure, has_voices=bool(said.voices)
        ),
        name,
    )
    yield from _in_file(standing_rules(said, standing, correcting=correcting), name)
    written, out, late = _days(said, standing, now)
    lines: list[tuple[str | int, str]] = [(sentence.line, sentence.text) for sentence in said.sentences]
    yield from _in_file(day_rules(lines, said.language, written, out, late), said.script or name)
    texts: list[tuple[str | int, str]] = [("title", said.title), ("summary", said.summary or "")]
    texts += [(f"chapters.{number}.title", chapter.title) for number, chapter in enumerate(said.chapters)]
    yield from _in_file(day_rules(texts, said.language, written, out, late), name)
    for file in said.files:
        yield from _file_findings(read, file)


def _days(said: Manifest, standing: Standing, now: datetime) -> tuple[date | None, date, date | None]:
    """Give the day of which a script speaks, that of which the feed says that it came out, and that of going out late.

    A day is that of its own time zone. What is older than a week is of an archive, and not late.
    """
    out = standing.record.item if standing.record is not None else None
    texts = (said.date, said.publish_at)
    written, later = (date.fromisoformat(text[:10]) if text else None for text in texts)
    if written is None and later is not None:
        return later, later, None
    late = None
    if written is not None and later is None and out is None:
        # The day on which it is latest anywhere; where it is still yesterday, it is not late yet.
        today = (now - _LATEST_ZONE).date()
        late = today if timedelta() < today - written <= _NEWS else None
    return written, later or written or (out.published if out is not None else now).date(), late


def _file_findings(read: _Read, file: FileSaid) -> Iterator[Finding]:
    path = read.place.parent / file.name
    facts = file_facts(read.place.parent, file)
    yield from _in_file(file_rules(facts), str(path))
    if facts.problem is not None:
        return
    if file.role == "audio":
        yield from _in_file(_audio_findings(read.said, path), str(path))
    elif file.role in _TRANSCRIPTS:
        text = text_of_file(path)
        if text is None:
            yield from _in_file(_not_utf8(), str(path))
        else:
            yield from _in_file(_TRANSCRIPTS[file.role](text, read.said.duration), str(path))
    elif file.role == "chapters":
        text = text_of_file(path)
        yield from _in_file(document_rules(text, read.said.chapters) if text is not None else _not_utf8(), str(path))


def _not_utf8() -> Iterator[Finding]:
    yield error("", "the text is not UTF-8", "render the script again")


def _audio_findings(said: Manifest, path: Path) -> Iterator[Finding]:
    try:
        sound = sound_facts(path)
    except PublishError:
        yield error("", "this is no audio file that can be read", "render the script again")
        return
    yield from sound_rules(sound, said.title, said.duration)
    yield from tag_rules(sound, said.chapters)
    yield from _picture_findings(sound, said.cover)


def _picture_findings(sound: SoundFacts, named: str | None) -> Iterator[Finding]:
    if sound.cover is None:
        level = warning if named is None else error
        yield level("cover", "the audio file has no picture", "name one in cover:, and render again")
    else:
        yield from cover_rules(sound.cover)
    for number, picture in enumerate(sound.pictures, 1):
        if picture is not None:
            yield from chapter_picture_rules(number, picture)

"""Check episodes before they are published: find what directories and apps would refuse, and say how to fix it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import chain
from pathlib import Path

from audiobrief.episode.manifest import Manifest, ManifestFile, ManifestShow
from audiobrief.errors import PublishError
from audiobrief.findings import Finding, Level
from audiobrief.publish.preflight.facts import audio_facts, picture_facts, read_text
from audiobrief.publish.preflight.requirements import RENDER_AGAIN, error, warning
from audiobrief.publish.preflight.rules.artwork import chapter_picture_rules, cover_rules, missing_cover_rules
from audiobrief.publish.preflight.rules.audio import audio_rules, file_rules, format_rules, is_for_feeds, loudness_rules
from audiobrief.publish.preflight.rules.channel import channel_rules
from audiobrief.publish.preflight.rules.chapters import chapter_rules, document_rules, tag_rules
from audiobrief.publish.preflight.rules.days import day_rules, episode_days
from audiobrief.publish.preflight.rules.disclosure import disclosure_rules, recording_rules
from audiobrief.publish.preflight.rules.identity import (
    episode_identity_rules,
    moved_feed_rules,
    podcast_identity_rules,
)
from audiobrief.publish.preflight.rules.item import item_rules
from audiobrief.publish.preflight.rules.texts import character_rules
from audiobrief.publish.preflight.rules.transcript import json_rules, subrip_rules, transcript_rules
from audiobrief.publish.preflight.site_facts import PublishedEpisode, SiteFacts
from audiobrief.publish.rendered import RenderedEpisode
from audiobrief.publish.site.channel import ChannelSource
from audiobrief.publish.site.site import Site

_TRANSCRIPTS = {"vtt": transcript_rules, "srt": subrip_rules, "transcript": json_rules}


@dataclass(frozen=True, slots=True)
class EpisodeReport:
    """The findings of an episode."""

    episode: RenderedEpisode
    findings: tuple[Finding, ...]

    @property
    def is_publishable(self) -> bool:
        """True if it can be published."""
        return not _has_errors(self.findings)


@dataclass(frozen=True, slots=True)
class Report:
    """The findings of a podcast and its episodes."""

    show: tuple[Finding, ...]
    """Those of the podcast, which concern all of its episodes."""
    episodes: tuple[EpisodeReport, ...]

    @property
    def findings(self) -> tuple[Finding, ...]:
        """All findings."""
        return (*self.show, *(finding for episode in self.episodes for finding in episode.findings))

    @property
    def is_publishable(self) -> bool:
        """True if the podcast and all episodes can be published."""
        return not _has_errors(self.findings)

    @property
    def is_show_publishable(self) -> bool:
        """True if the podcast can be published."""
        return not _has_errors(self.show)

    @property
    def publishable_episodes(self) -> tuple[RenderedEpisode, ...]:
        """The episodes that can be published."""
        return tuple(report.episode for report in self.episodes if report.is_publishable and self.is_show_publishable)


def preflight(
    episodes: Sequence[RenderedEpisode],
    *,
    site: Site | None = None,
    show: ChannelSource | None = None,
    correcting: bool = False,
    now: datetime | None = None,
) -> Report:
    """Check episodes against the rules of directories and apps; nothing is written.

    Args:
        episodes: the episodes.
        site: the site in which they are to be published; without it, its episodes and its channel are not known.
        show: the values of the podcast; without it, those of the newest episode.
        correcting: whether the episodes are published as corrections.
        now: the time.

    Raises:
        PublishError: a file of the site's records is damaged.
        PlaceError: the place of the site cannot be reached.
    """
    now = now or datetime.now(UTC)
    facts = SiteFacts(site)
    reports = []
    paths: dict[str, Path] = {}
    for episode in episodes:
        manifest = episode.manifest
        # Without a site, it is not known whether there is something to correct.
        to_correct = correcting and site is not None
        findings = [*_episode_findings(episode, facts.episode(manifest.slug), correcting=to_correct, now=now)]
        other = paths.setdefault(manifest.slug, episode.manifest_path)
        if other.resolve() != episode.manifest_path.resolve():
            what = f"{other} is '{manifest.slug}', too, and one would take the other's place"
            findings += _in_file([error("slug", what, "give each a slug: of its own")], str(episode.manifest_path))
        reports.append(EpisodeReport(episode, tuple(findings)))
        if manifest.number is not None:
            facts.numbers.setdefault((manifest.season, manifest.number), manifest.slug)
    publishable = [report.episode for report in reports if report.is_publishable]
    # The values of the podcast are those of the newest episode that can be published.
    newest_first = sorted(publishable or episodes, key=lambda episode: episode.sort_key(now), reverse=True)
    return Report(tuple(_podcast_findings(show, newest_first, facts)), tuple(reports))


def _has_errors(findings: Iterable[Finding]) -> bool:
    return any(finding.level is Level.ERROR for finding in findings)


def _in_file(findings: Iterable[Finding], file: str, parent_key: str = "") -> Iterator[Finding]:
    return (finding.in_file(file, parent_key) for finding in findings)


def _podcast_findings(
    source: ChannelSource | None, newest_first: Sequence[RenderedEpisode], facts: SiteFacts
) -> Iterator[Finding]:
    """Check a podcast as its house file describes it, else as the newest episode's manifest does, and its feed."""
    if facts.feed_error is not None:
        yield from _in_file([error("", facts.feed_error.what, facts.feed_error.advice)], facts.feed_error.feed)
    if source is not None:
        yield from _in_file(_show_findings(source.show, source.language, facts), source.path)
        if source.cover is not None or not facts.has_cover:
            cover = picture_facts(source.cover) if source.cover is not None else None
            yield from _in_file(cover_rules(cover), source.path)
    elif newest_first:
        manifest, path = newest_first[0].manifest, str(newest_first[0].manifest_path)
        yield from _in_file(_show_findings(manifest.show, manifest.language, facts), path, "show")
        if not facts.has_cover and not any(episode.manifest.cover == "show" for episode in newest_first):
            yield from _in_file(missing_cover_rules(has_own=manifest.cover == "episode"), path, "show")


def _show_findings(show: ManifestShow, language: str, facts: SiteFacts) -> Iterator[Finding]:
    yield from channel_rules(show, show.language or language, facts.kept_groups(show))
    yield from podcast_identity_rules(facts.channel, facts.feed_guid, show.address)
    yield from moved_feed_rules(facts.new_feed_url, show.address)


def _episode_findings(
    episode: RenderedEpisode, published: PublishedEpisode, *, correcting: bool, now: datetime
) -> Iterator[Finding]:
    manifest, path = episode.manifest, str(episode.manifest_path)
    texts = [sentence.text for sentence in manifest.sentences if not sentence.recorded]
    people = tuple(dict.fromkeys(recording.speaker for recording in manifest.recordings))
    findings = chain(
        character_rules(episode.written_manifest.model_dump(exclude={"files"})),
        item_rules(manifest, now),
        format_rules(manifest),
        loudness_rules(manifest.loudness),
        chapter_rules(manifest.chapters, manifest.duration),
        disclosure_rules(texts, manifest.language, manifest.disclosure, has_voices=bool(manifest.voices)),
        recording_rules(texts, manifest.language, people),
        episode_identity_rules(manifest, published, correcting=correcting),
    )
    yield from _in_file(findings, path)
    days = episode_days(manifest, published.record.item if published.record is not None else None, now)
    # What was recorded cannot be said otherwise.
    spoken = [sentence for sentence in manifest.sentences if not sentence.recorded]
    lines: list[tuple[str | int, str]] = [(sentence.line, sentence.text) for sentence in spoken]
    yield from _in_file(day_rules(lines, manifest.language, days), manifest.script or path)
    keys: list[tuple[str | int, str]] = [("title", manifest.title), ("summary", manifest.summary or "")]
    keys += [(f"chapters.{number}.title", chapter.title) for number, chapter in enumerate(manifest.chapters)]
    yield from _in_file(day_rules(keys, manifest.language, days), path)
    for file in manifest.published_files:
        yield from _in_file(_file_findings(episode, file), str(episode.file_path(file)))


def _file_findings(episode: RenderedEpisode, file: ManifestFile) -> Iterator[Finding]:
    manifest, path, state = episode.manifest, episode.file_path(file), episode.file_state(file)
    yield from file_rules(state)
    if state.problem is not None:
        return
    if file.role == "audio" and not is_for_feeds(file):
        return
    if file.role == "audio":
        yield from _audio_findings(manifest, path)
    elif (text := read_text(path)) is None:
        yield error("", "the text is not UTF-8", RENDER_AGAIN)
    elif file.role == "chapters":
        yield from document_rules(text, manifest.chapters)
    else:
        yield from _TRANSCRIPTS[file.role](text, manifest.duration)


def _audio_findings(manifest: Manifest, path: Path) -> Iterator[Finding]:
    try:
        audio = audio_facts(path)
    except PublishError:
        yield error("", "this is no audio file that can be read", RENDER_AGAIN)
        return
    yield from audio_rules(audio, manifest.title, manifest.duration)
    yield from tag_rules(audio, manifest.chapters)
    if audio.cover is None:
        level = warning if manifest.cover is None else error
        yield level("cover", "the audio file has no picture", "name one in cover:, and render again")
    else:
        yield from cover_rules(audio.cover)
    for number, picture in enumerate(audio.pictures, 1):
        if picture is not None:
            yield from chapter_picture_rules(number, picture)

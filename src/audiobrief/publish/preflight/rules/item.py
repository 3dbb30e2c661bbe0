"""The item of an episode: its texts, slug, duration, date, soundbite and links."""

from __future__ import annotations

import math
from collections.abc import Iterator
from datetime import datetime, timedelta

from audiobrief.episode.manifest import Manifest
from audiobrief.findings import Finding
from audiobrief.publish.preflight.requirements import RENDER_AGAIN, Spec, error, quoted, warning
from audiobrief.publish.preflight.rules.addresses import link_rules, person_rules
from audiobrief.publish.preflight.rules.texts import length_rules, markup_rules, title_rules
from audiobrief.storage.confined_values import SLUG

_EARLIEST_ZONE = timedelta(hours=14)
"""How much sooner than in UTC a day begins somewhere."""
_SHORTEST_BITE, _LONGEST_BITE = 15, 120
"""Seconds of a soundbite (podcast namespace)."""


def item_rules(manifest: Manifest, now: datetime) -> Iterator[Finding]:
    """Find what directories and apps would refuse in an episode."""
    if not manifest.title:
        advice = "write title: in the script, and render again"
        yield error("title", "there is no title", advice, Spec.APPLE, Spec.PSP1)
    if not manifest.summary:
        advice = "write summary: in the script, and render again"
        yield warning("summary", "the episode has no summary", advice, Spec.APPLE)
    chapters = {f"chapters.{number}.title": chapter.title for number, chapter in enumerate(manifest.chapters)}
    yield from length_rules(manifest.model_dump(exclude={"show", "sentences", "files"}), "item")
    yield from markup_rules({"title": manifest.title, **chapters})
    yield from title_rules(manifest.title, manifest.show.title)
    if not SLUG.fullmatch(manifest.slug):
        what = f"{quoted(manifest.slug)} cannot stand in an address"
        yield error("slug", what, "use letters, digits, '-', '_' and '.', and render again", Spec.PSP1)
    if not (math.isfinite(manifest.duration) and manifest.duration > 0):
        yield error("duration", f"the duration is {manifest.duration:g} s", RENDER_AGAIN, Spec.APPLE)
    for key, number in (("number", manifest.number), ("season", manifest.season)):
        if number is not None and number < 1:
            what = f"it is {number}, and apps count from 1"
            yield warning(key, what, f"correct {key}:, and render again", Spec.APPLE)
    roles = {file.role for file in manifest.files}
    if not roles & {"vtt", "srt"}:
        yield warning("files", "there is no transcript", RENDER_AGAIN, Spec.APPLE, Spec.PSP1)
    if "chapters" not in roles:
        yield warning("files", "there is no file of chapters", RENDER_AGAIN, Spec.PODCASTING)
    yield from _date_rules(manifest, now)
    yield from _soundbite_rules(manifest)
    yield from link_rules("source.url", manifest.source.url)
    for number, chapter in enumerate(manifest.chapters):
        yield from link_rules(f"chapters.{number}.url", chapter.url)
    yield from person_rules(manifest.persons)


def _date_rules(manifest: Manifest, now: datetime) -> Iterator[Finding]:
    if manifest.not_before is not None or manifest.publication_time is None or manifest.date is None:
        return
    is_day = len(manifest.date) == len("2023-02-17")
    if manifest.publication_time > now + (_EARLIEST_ZONE if is_day else timedelta()):
        what = f"{manifest.date} is in the future, and apps hide such episodes"
        yield error("date", what, "correct date:, or hold the episode with publish_at:, and render again", Spec.APPLE)


def _soundbite_rules(manifest: Manifest) -> Iterator[Finding]:
    bite = manifest.soundbite
    if bite is None:
        return
    end = bite.start + bite.duration
    if end > manifest.duration + 0.001:
        what = f"it ends at {end:g} s, and the episode at {manifest.duration:g} s"
        yield error("soundbite", what, "correct soundbite: in the script, and render again", Spec.PODCASTING)
    elif not _SHORTEST_BITE <= bite.duration <= _LONGEST_BITE:
        advice = f"{_SHORTEST_BITE} to {_LONGEST_BITE} s are usual"
        yield warning("soundbite", f"it lasts {bite.duration:g} s", advice, Spec.PODCASTING)

"""The episode: its time, its length, its text, and the stretch that stands for it."""

from __future__ import annotations

import math
import re
from collections.abc import Collection, Iterator
from datetime import datetime, timedelta

from audiobrief.findings import Finding
from audiobrief.publish.preflight.facts import Manifest
from audiobrief.publish.preflight.requirements import Spec, error, quoted, warning
from audiobrief.publish.preflight.rules.addresses import link_rules, picture_rules
from audiobrief.publish.preflight.rules.texts import length_rules, markup_rules, title_rules

__all__ = ["item_rules"]

_SLUG = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,99}", re.ASCII)
_EARLIEST_ZONE = timedelta(hours=14)
"""How much sooner than in UTC a day begins somewhere."""
_SHORTEST_BITE, _LONGEST_BITE = 15, 120
"""Seconds of a soundbite (podcast namespace)."""


def item_rules(said: Manifest, now: datetime) -> Iterator[Finding]:
    """See what directories and apps refuse of an episode."""
    if not said.title:
        yield error(
            "title",
            "there is no title",
            "write title: in the script, and render again",
            Spec.APPLE,
            Spec.PSP1,
        )
    if not said.summary:
        yield warning(
            "summary", "the episode has no summary", "write summary: in the script, and render again", Spec.APPLE
        )
    chapters = {f"chapters.{number}.title": chapter.title for number, chapter in enumerate(said.chapters)}
    yield from length_rules(said.model_dump(exclude={"show", "sentences", "files"}), "item")
    yield from markup_rules({"title": said.title, **chapters})
    yield from title_rules(said.title, said.show.title)
    if not _SLUG.fullmatch(said.slug):
        yield error(
            "slug",
            f"{quoted(said.slug)} cannot stand in an address",
            "use letters, digits, '-', '_' and '.', and render again",
            Spec.PSP1,
        )
    if not (math.isfinite(said.duration) and said.duration > 0):
        yield error("duration", "the episode lasts no time", "render the script again", Spec.APPLE)
    for key, number in (("number", said.number), ("season", said.season)):
        if number is not None and number < 1:
            yield warning(
                key, f"it is {number}, and apps count from 1", f"correct {key}:, and render again", Spec.APPLE
            )
    yield from _role_rules({file.role for file in said.files})
    yield from _date_rules(said, now)
    yield from _soundbite_rules(said)
    yield from _link_rules(said)


def _role_rules(roles: Collection[str]) -> Iterator[Finding]:
    if "vtt" not in roles and "srt" not in roles:
        yield warning("files", "there is no transcript", "render the script again", Spec.APPLE, Spec.PSP1)
    if "chapters" not in roles:
        yield warning("files", "there is no file of chapters", "render the script again", Spec.PODCASTING)


def _date_rules(said: Manifest, now: datetime) -> Iterator[Finding]:
    if said.not_before is not None or said.dated is None or said.date is None:
        return
    is_day = len(said.date) == len("2023-02-17")
    if said.dated > now + (_EARLIEST_ZONE if is_day else timedelta()):
        yield error(
            "date",
            f"{said.date} is not yet, and apps hide what is of the future",
            "correct date:, or hold the episode with publish_at:, and render again",
            Spec.APPLE,
        )


def _soundbite_rules(said: Manifest) -> Iterator[Finding]:
    bite = said.soundbite
    if bite is None:
        return
    if bite.start + bite.duration > said.duration + 0.001:
        yield error(
            "soundbite",
            f"it ends at {bite.start + bite.duration:g} s, and the episode at {said.duration:g} s",
            "correct soundbite: in the script, and render again",
            Spec.PODCASTING,
        )
    elif not _SHORTEST_BITE <= bite.duration <= _LONGEST_BITE:
        yield warning(
            "soundbite",
            f"it lasts {bite.duration:g} s",
            f"{_SHORTEST_BITE} to {_LONGEST_BITE} s are usual",
            Spec.PODCASTING,
        )


def _link_rules(said: Manifest) -> Iterator[Finding]:
    yield from link_rules("source.url", said.source.url)
    for number, chapter in enumerate(said.chapters):
        yield from link_rules(f"chapters.{number}.url", chapter.url)
    for number, person in enumerate(said.persons):
        yield from link_rules(f"persons.{number}.link", person.link)
        yield from picture_rules(f"persons.{number}.image", person.image)

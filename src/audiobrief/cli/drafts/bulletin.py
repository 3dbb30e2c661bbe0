"""Draft a bulletin for `audiobrief draft`: collect articles, find what was reported, and print what cannot be read."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

import click

from audiobrief.cli.drafts.article import fit_stories, teaser_warning
from audiobrief.cli.drafts.options import DraftOptions, WantedLength, load
from audiobrief.cli.drafts.place import ScriptPlace
from audiobrief.cli.help import counted
from audiobrief.cli.messages import echo, say_error
from audiobrief.draft.drafting import Draft, OmittedList
from audiobrief.draft.shortening.shorten import ShortStory
from audiobrief.draft.stories.bulletin import Edition, Item, compose_bulletin
from audiobrief.draft.stories.collecting import Wanted, blocks_of, collect
from audiobrief.draft.stories.earlier import EarlierStory, read_earlier_stories
from audiobrief.errors import ArticleError

_OUT = Path("out")
_AGE = re.compile(r"(?P<number>\d{1,5})(?P<unit>[mhd])")
_UNITS = {"m": "minutes", "h": "hours", "d": "days"}


def draft_bulletin(articles: tuple[str, ...], asked: DraftOptions, place: ScriptPlace) -> int:
    """Draft a bulletin, and return the exit status: 1 if an article cannot be read, or little of a page is in it.

    Raises:
        ArticleError: nothing is left to draft.
    """
    since = _since(asked.since, asked.day) if asked.since else None
    earlier = _earlier_stories(asked, place.script.name)
    wanted = Wanted(
        articles, asked.feed, since, asked.most, place.house, asked.language, earlier, new_only=asked.new_only
    )
    found = collect(wanted, load)
    for error in found.errors:
        say_error(str(error))
    for report in found.reports:
        if report.story.teaser_sign is not None:
            say_error(teaser_warning(report.origin, report.story.teaser_sign))
    chosen = found.select(wanted)
    if not chosen.items:
        raise _nothing_left(found.errors, len(chosen.reported))
    edition = Edition(
        place.house, asked.templates, found.language(wanted), _day(asked.day, chosen.items), tuple(found.not_drafted)
    )
    draft = _of_length(chosen.items, edition, asked.length, place) if asked.length else None
    draft = draft or _compose(chosen.items, edition, place)
    reported = map(_reported, chosen.reported)
    draft = replace(draft, omitted_stories=(*draft.omitted_stories, *reported))
    place.write(draft, counted(len(found.reports), "article"))
    if not asked.quiet:
        echo(place.line(draft), fg="green", err=True)
    short = [] if asked.force else [report for report in found.reports if report.story.shortfall is not None]
    for report in short:
        say_error(f"{report.origin}: {report.story.shortfall}")
    return 1 if found.errors or short else 0


def _compose(items: Sequence[Item], edition: Edition, place: ScriptPlace) -> Draft:
    """Compose a bulletin in which a chapter has the picture that lies beside its article."""
    draft = compose_bulletin(items, edition)
    pictures = [place.picture_beside(item.report.path) for item in items]
    chapters = zip(draft.chapters, pictures, strict=True)
    return replace(draft, chapters=tuple(replace(chapter, image=image) for chapter, image in chapters))


def _of_length(items: Sequence[Item], edition: Edition, length: WantedLength, place: ScriptPlace) -> Draft:
    """Return the draft of as many stories, from the first on, as a duration has room for."""
    for count in range(len(items), 0, -1):
        some = items[:count]
        dropped = tuple(_dropped(item) for item in items[count:])

        def compose(parts: Sequence[ShortStory], some: Sequence[Item] = some) -> Draft:
            shortened = [item.shortened(part.story, part.for_length) for item, part in zip(some, parts, strict=True)]
            return replace(_compose(shortened, edition, place), target=length.text)

        found = fit_stories([item.report.story for item in some], length.seconds, compose, place)
        if found is not None:
            return replace(found, omitted_stories=dropped)
    raise AssertionError("one story is never too many")


def _since(text: str, day: date | None) -> datetime:
    """Return the time that lies as long ago as a text says, from now on, or from the end of a day that is over."""
    match = _AGE.fullmatch(text.strip().lower())
    if match is None:
        raise click.UsageError(f"--since is a time such as 24h, 90m or 3d, and '{text:.40}' is not")
    now = datetime.now(UTC)
    if day is not None:
        now = min(now, datetime.combine(day, time(), UTC) + timedelta(days=1))
    return now - timedelta(**{_UNITS[match["unit"]]: int(match["number"])})


def _earlier_stories(asked: DraftOptions, script: str) -> tuple[EarlierStory, ...]:
    folders = asked.reported or ((_OUT,) if _OUT.is_dir() else ())
    return tuple(
        story
        for folder in folders
        for story in read_earlier_stories(folder, asked.day, script, lambda error: say_error(str(error)))
    )


def _nothing_left(errors: Sequence[ArticleError], reported: int) -> ArticleError:
    if errors:
        status = "none of the articles can be read (see above)"
        return type(errors[0])(status)
    if reported:
        return ArticleError("earlier episodes have all of these stories (leave --new-only out, or name other articles)")
    return ArticleError("the feeds have no article that is wanted (name another feed, or a longer time with --since)")


def _day(day: date | None, items: Sequence[Item]) -> date | None:
    """Return the episode's day: the stated one, or that of the newest article."""
    days = (report.story.metadata.published for item in items for report in (item.report, *item.others))
    return day or max((each for each in days if each), default=None)


def _dropped(item: Item) -> OmittedList:
    blocks = [block for report in (item.report, *item.others) for block in blocks_of(report, "for length")]
    return OmittedList(f"A story that is left out for length: {item.report.name}", tuple(blocks))


def _reported(item: Item) -> OmittedList:
    assert item.earlier is not None
    reason = f"reported on {item.earlier.written_day}"
    blocks = [block for report in (item.report, *item.others) for block in blocks_of(report, reason)]
    return OmittedList(f"Left out, {reason} ({item.earlier.origin}): {item.report.name}", tuple(blocks))

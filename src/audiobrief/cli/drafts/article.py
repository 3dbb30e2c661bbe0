"""Draft one article, and fit drafts to a length."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from audiobrief.cli.drafts.options import load
from audiobrief.cli.inputs import is_address
from audiobrief.cli.messages import echo, say_error
from audiobrief.draft.drafting import Draft, compose_draft, draft_document
from audiobrief.draft.readers.article_file import call_with_document
from audiobrief.draft.shortening.shorten import Shortened, ShortStory, shorten
from audiobrief.draft.stories.story import read_story_document
from audiobrief.errors import ArticleError
from audiobrief.units import seconds_to_clock

if TYPE_CHECKING:
    from audiobrief.cli.drafts.options import DraftOptions, WantedLength
    from audiobrief.cli.drafts.place import ScriptPlace
    from audiobrief.draft.stories.story import Story


_SURE = 0.06
"""The share of a length by which an estimate may miss it, so that every voice can be fitted to it."""


def draft_article(article: str, asked: DraftOptions, place: ScriptPlace) -> int:
    """Draft one article, write its script, and return the exit status: 1 if little of a page is in it.

    Raises:
        ArticleError: it cannot be read.
    """
    try:
        document = load(article)
        if asked.length:
            story = call_with_document(read_story_document, document, place.house, asked.language)
            draft = _of_length(story, asked.length, asked, place)
        else:
            draft = call_with_document(
                draft_document, document, place.house, asked.templates, asked.language, asked.day
            )
    except ArticleError as error:
        raise error.placed(article) from error
    if draft.teaser_sign is not None:
        say_error(teaser_warning(article, draft.teaser_sign))
    place.write(draft, article if is_address(article) else Path(article).name)
    if not asked.quiet:
        echo(place.line(draft), fg="green", err=True)
    if draft.shortfall is None or asked.force:
        return 0
    say_error(f"{article}: {draft.shortfall}")
    return 1


def teaser_warning(article: str, sign: str) -> str:
    """Return the line about an article of which only the beginning seems to be there."""
    advice = "open it where you can read all of it, save the page, and draft the file"
    return f"{article}: warning: perhaps this is only the beginning of the article: {sign} ({advice})"


def _of_length(story: Story, length: WantedLength, asked: DraftOptions, place: ScriptPlace) -> Draft:
    def compose(parts: Sequence[ShortStory]) -> Draft:
        draft = compose_draft(parts[0].story, place.house, asked.templates, asked.day)
        return replace(draft, for_length=parts[0].for_length, target=length.text)

    found = fit_stories([story], length.seconds, compose, place)
    assert found is not None  # one story is never too many
    return found


def fit_stories(
    stories: Sequence[Story], wanted: float, compose: Callable[[Sequence[ShortStory]], Draft], place: ScriptPlace
) -> Draft | None:
    """Return the draft of stories for a duration in seconds; None if there are too many stories for it.

    Where too little is said for the duration, the draft has no target, and a line says so.
    """
    found: Shortened | None = shorten(stories, wanted, compose, place.measure)
    if found is None:
        return None
    if found.measured.can_reach and abs(found.measured.seconds - wanted) <= _SURE * wanted:
        return found.draft
    lasts, asked = seconds_to_clock(found.measured.seconds), seconds_to_clock(wanted)
    advice = "name more articles" if found.measured.seconds < wanted else "ask for a longer --length"
    say_error(
        f"{place.script}: it would last about {lasts}, and {asked} cannot be reached: no target is set ({advice})"
    )
    return replace(found.draft, target=None)

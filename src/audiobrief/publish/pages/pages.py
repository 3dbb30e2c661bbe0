"""The pages of a podcast's site: one for each episode, and the list of episodes, which has pages of its own.

They are static and whole: they ask nobody else for anything, and can be read without JavaScript. Whatever a text says,
it stays a text: all is escaped, addresses are http or https, and the pages forbid every script but theirs.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from audiobrief.publish.models import Channel, Item
from audiobrief.publish.pages.addresses import app_addresses, relative_address, web_address, whole_address
from audiobrief.publish.pages.asset_files import asset_files, asset_path
from audiobrief.publish.pages.structured_data import episode_data, script_text, series_data
from audiobrief.publish.pages.templating import render
from audiobrief.publish.pages.values import (
    Link,
    all_persons,
    chapters,
    date_text,
    files,
    participants,
    sections,
    time_text,
)
from audiobrief.publish.pages.wording import direction, texts_for
from audiobrief.units import seconds_to_clock

if TYPE_CHECKING:
    from markupsafe import Markup

__all__ = ["POLICY", "episode_page", "page_files", "show_page", "show_pages"]

POLICY = (
    "default-src 'none'; media-src 'self'; img-src 'self' data:; style-src 'self'; script-src 'self'; "
    "base-uri 'none'; form-action 'none'"
)
"""What a page may fetch and run (Content Security Policy)."""

EPISODES_A_PAGE = 30
_LONGEST_DESCRIPTION = 300


@dataclass(frozen=True, slots=True)
class Page:
    """What stands in a page's head, and what all its parts use."""

    root: str
    """The way to the site's root: `./` or `../../`."""
    language: str
    """BCP 47."""
    direction: str
    """ltr or rtl."""
    texts_language: str
    """The language of the words that are not the newsroom's; they may not be there in the page's own."""
    title: str
    description: str
    """On one line."""
    address: str | None
    """Whole."""
    picture: str | None
    """The cover's whole address."""
    cover: str | None
    """The cover's address from this page."""
    feed: str
    """From this page."""
    feed_address: str | None
    """Whole."""
    apps: tuple[Link, ...]
    """Addresses by which apps subscribe."""
    style: str
    """From this page."""
    player: str
    """From this page."""
    structured: Markup
    """JSON-LD."""

    @property
    def policy(self) -> str:
        """What the page may fetch and run: the structured data is no script, and named by its digest all the same."""
        digest = base64.b64encode(hashlib.sha256(self.structured.encode()).digest()).decode()
        return POLICY.replace("script-src 'self'", f"script-src 'self' 'sha256-{digest}'")

    @property
    def locale(self) -> str | None:
        """The language as Open Graph writes it: `en_GB`."""
        parts = self.language.split("-")
        return f"{parts[0]}_{parts[1]}" if len(parts) == 2 and len(parts[1]) == 2 else None


@dataclass(frozen=True, slots=True)
class Entry:
    """An episode in the list."""

    item: Item
    address: str
    date: str
    clock: str
    """Its length, as in 4:10."""


def episode_page(channel: Channel, item: Item, templates: Path | None = None) -> str:
    """Make an episode's page, for `episodes/SLUG/index.html`.

    Args:
        channel: the show.
        item: the episode.
        templates: the folder of the newsroom's own templates, if it has any.

    Raises:
        TemplateError: one of them cannot be used.
    """
    root = "../../"
    address = whole_address(channel.address, f"episodes/{item.slug}/")
    cover = item.cover or channel.cover
    page = _page(
        channel,
        root,
        item.language,
        templates,
        title=f"{item.title} · {channel.title}",
        description=item.summary,
        address=address,
        cover=cover,
        structured=script_text(episode_data(channel, item, address)),
    )
    _, texts = texts_for(item.language)
    values = {
        "page": page,
        "t": texts,
        "channel": channel,
        "item": item,
        "home": relative_address(root, ""),
        "date": date_text(item.published, item.language),
        "audio": relative_address(root, item.enclosure.path),
        "audio_address": whole_address(channel.address, item.enclosure.path),
        "subtitles": next(
            (relative_address(root, file.path) for file in item.transcripts if file.path.endswith(".vtt")), None
        ),
        "duration": seconds_to_clock(item.duration),
        "minutes": max(1, round(item.duration / 60)),
        "chapters": chapters(item, root),
        "sections": sections(item),
        "files": files(item, root),
        "people": participants(all_persons(channel, item), texts),
        "source": web_address(item.source_url),
        "corrections": [(date_text(made.made, item.language), made) for made in item.corrections],
        **_of_channel(channel),
    }
    return render("episode.html.j2", values, templates)


def show_page(channel: Channel, items: Sequence[Item], templates: Path | None = None) -> str:
    """Make the first page of the list of episodes, for `index.html`; `show_pages` makes all of them."""
    return next(_list_pages(channel, items, templates))[1]


def show_pages(channel: Channel, items: Sequence[Item], templates: Path | None = None) -> Mapping[str, str]:
    """Make the list of episodes, the newest first: `index.html`, `page/2/index.html` and so on, by path.

    Args:
        channel: the show.
        items: its episodes, in any order.
        templates: the folder of the newsroom's own templates, if it has any.

    Raises:
        TemplateError: one of them cannot be used.
    """
    return dict(_list_pages(channel, items, templates))


def page_files(templates: Path | None = None) -> Mapping[str, bytes]:
    """Return the files that pages use, by path; a name changes with its content.

    Args:
        templates: the folder of the newsroom's own templates; it may have a style and a player, too.

    Raises:
        TemplateError: one of them cannot be read.
    """
    return asset_files(templates)


def _list_pages(channel: Channel, items: Sequence[Item], templates: Path | None) -> Iterator[tuple[str, str]]:
    newest_first = sorted(items, key=lambda item: (item.published, item.number or 0, item.guid), reverse=True)
    count = max(1, -(-len(newest_first) // EPISODES_A_PAGE))
    _, texts = texts_for(channel.language)
    for number in range(1, count + 1):
        place = "" if number == 1 else f"page/{number}/"
        root = "./" if number == 1 else "../../"
        title = channel.title if number == 1 else f"{channel.title} · {texts['page'].format(number=number)}"
        page = _page(
            channel,
            root,
            channel.language,
            templates,
            title=title,
            description=channel.description,
            address=whole_address(channel.address, place),
            cover=channel.cover,
            structured=script_text(series_data(channel)),
        )
        shown = newest_first[(number - 1) * EPISODES_A_PAGE : number * EPISODES_A_PAGE]
        values = {
            "page": page,
            "t": texts,
            "channel": channel,
            "entries": [
                Entry(
                    item,
                    relative_address(root, f"episodes/{item.slug}/"),
                    date_text(item.published, channel.language),
                    seconds_to_clock(item.duration),
                )
                for item in shown
            ],
            "number": number,
            "count": count,
            "numbers": [(other, _list_address(root, other)) for other in _shown_numbers(number, count)],
            "newer": _list_address(root, number - 1) if number > 1 else None,
            "older": _list_address(root, number + 1) if number < count else None,
            "people": participants(channel.persons, texts),
            **_of_channel(channel),
        }
        yield f"{place}index.html", render("show.html.j2", values, templates)


def _shown_numbers(number: int, count: int) -> list[int]:
    """Return the pages that a page leads to: the first, the last, and those around it."""
    return sorted({1, count, *range(max(1, number - 1), min(count, number + 1) + 1)})


def _list_address(root: str, number: int) -> str:
    return relative_address(root, "" if number == 1 else f"page/{number}/")


def _of_channel(channel: Channel) -> dict[str, Any]:
    return {
        "website": web_address(channel.link) if channel.link != channel.address else None,
        "funding": [Link(way.text, web_address(way.url)) for way in channel.funding],
        "time_text": time_text,
    }


def _page(
    channel: Channel,
    root: str,
    language: str,
    templates: Path | None,
    *,
    title: str,
    description: str,
    address: str | None,
    cover: str | None,
    structured: Markup,
) -> Page:
    feed = whole_address(channel.address, "feed.xml")
    one_line = " ".join(description.split())
    return Page(
        root=root,
        language=language,
        direction=direction(language),
        texts_language=texts_for(language)[0],
        title=title,
        description=one_line if len(one_line) <= _LONGEST_DESCRIPTION else f"{one_line[:_LONGEST_DESCRIPTION]}…",
        address=address,
        picture=whole_address(channel.address, cover) if cover else None,
        cover=relative_address(root, cover) if cover else None,
        feed=relative_address(root, "feed.xml"),
        feed_address=feed,
        apps=tuple(Link(name, app) for name, app in app_addresses(feed)),
        style=relative_address(root, asset_path("style.css", templates)),
        player=relative_address(root, asset_path("player.js", templates)),
        structured=structured,
    )

"""Render the pages of a podcast's site: one for each episode, and the list of episodes.

The pages are static files. They load nothing from other servers, and can be read without JavaScript. All texts are
escaped, addresses are http or https, and a policy in each page forbids all scripts but the site's own.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from audiobrief.publish.addresses import FEED
from audiobrief.publish.models import Channel, Item
from audiobrief.publish.pages.addresses import absolute_address, app_addresses, relative_address, web_address
from audiobrief.publish.pages.structured_data import episode_data, script_text, series_data
from audiobrief.publish.pages.templating import asset_path, render
from audiobrief.publish.pages.values import (
    Link,
    all_persons,
    chapters,
    date_text,
    direction,
    files,
    participants,
    sections,
    texts_for,
    time_text,
)
from audiobrief.units import seconds_to_clock

if TYPE_CHECKING:
    from markupsafe import Markup

POLICY = (
    "default-src 'none'; media-src 'self'; img-src 'self' data:; style-src 'self'; script-src 'self'; "
    "base-uri 'none'; form-action 'none'"
)
"""The Content Security Policy of a page: what it may load and run."""
_EPISODES_PER_PAGE = 30
_LONGEST_DESCRIPTION = 300
"""Characters of a description in a page's head."""


@dataclass(frozen=True, slots=True)
class Page:
    """The values that all pages have: for the head, and for the parts that every page shows."""

    root: str
    """The path to the site's root: `./` or `../../`."""
    language: str
    """BCP 47."""
    direction: str
    """ltr or rtl."""
    texts_language: str
    """The language of the page's own texts, which may not exist in the language of the page."""
    title: str
    description: str
    """On one line."""
    address: str | None
    """Absolute."""
    picture: str | None
    """The absolute address of the cover."""
    cover: str | None
    """The relative address of the cover."""
    feed: str
    """Relative."""
    feed_address: str | None
    """Absolute."""
    apps: tuple[Link, ...]
    """Addresses that make apps subscribe."""
    style: str
    """Relative."""
    player: str
    """Relative."""
    structured: Markup
    """JSON-LD."""

    @property
    def policy(self) -> str:
        """The Content Security Policy; the structured data is inline, so its digest is in the policy."""
        digest = base64.b64encode(hashlib.sha256(self.structured.encode()).digest()).decode()
        return POLICY.replace("script-src 'self'", f"script-src 'self' 'sha256-{digest}'")

    @property
    def locale(self) -> str | None:
        """The language in the notation of Open Graph: `en_GB`."""
        parts = self.language.split("-")
        return f"{parts[0]}_{parts[1]}" if len(parts) == 2 and len(parts[1]) == 2 else None


@dataclass(frozen=True, slots=True)
class ListedEpisode:
    """An episode in the list of episodes."""

    item: Item
    address: str
    """Relative."""
    date: str
    clock: str
    """The duration, such as 4:10."""


@dataclass(frozen=True, slots=True)
class _Head:
    """The values of a page's head that differ between pages."""

    root: str
    language: str
    title: str
    description: str
    address: str | None
    cover: str | None
    """The path of the picture, relative to the site."""
    structured_data: dict[str, Any]


def episode_page(channel: Channel, item: Item, templates: Path | None = None) -> str:
    """Return the page of an episode, `episodes/SLUG/index.html`.

    Args:
        channel: the show.
        item: the episode.
        templates: the newsroom's folder of templates, if there is one.

    Raises:
        TemplateError: a template cannot be rendered.
    """
    root = "../../"
    address = absolute_address(channel.address, f"episodes/{item.slug}/")
    head = _Head(
        root=root,
        language=item.language,
        title=f"{item.title} · {channel.title}",
        description=item.summary,
        address=address,
        cover=item.cover or channel.cover,
        structured_data=episode_data(channel, item, address),
    )
    _, texts = texts_for(item.language)
    subtitles = [relative_address(root, file.path) for file in item.transcripts if file.path.endswith(".vtt")]
    values = {
        "page": _page(channel, head, templates),
        "t": texts,
        "channel": channel,
        "item": item,
        "home": relative_address(root, ""),
        "date": date_text(item.published, item.language),
        "audio": relative_address(root, item.enclosure.path),
        "audio_address": absolute_address(channel.address, item.enclosure.path),
        "subtitles": subtitles[0] if subtitles else None,
        "duration": seconds_to_clock(item.duration),
        "minutes": max(1, round(item.duration / 60)),
        "chapters": chapters(item, root),
        "sections": sections(item),
        "files": files(item, root),
        "people": participants(all_persons(channel, item), texts),
        "source": web_address(item.source_url),
        "corrections": [(date_text(correction.made, item.language), correction) for correction in item.corrections],
        **_channel_values(channel),
    }
    return render("episode.html.j2", values, templates)


def show_pages(channel: Channel, items: Sequence[Item], templates: Path | None = None) -> Mapping[str, str]:
    """Return the pages of the list of episodes by path: `index.html`, `page/2/index.html` and so on.

    Args:
        channel: the show.
        items: its episodes, in any order; the pages list the newest first.
        templates: the newsroom's folder of templates, if there is one.

    Raises:
        TemplateError: a template cannot be rendered.
    """
    newest_first = sorted(items, key=lambda item: (item.published, item.number or 0, item.guid), reverse=True)
    count = max(1, -(-len(newest_first) // _EPISODES_PER_PAGE))
    pages = {}
    for number in range(1, count + 1):
        folder = "" if number == 1 else f"page/{number}/"
        listed = newest_first[(number - 1) * _EPISODES_PER_PAGE : number * _EPISODES_PER_PAGE]
        values = _list_values(channel, listed, number, count)
        head = _list_head(channel, number, folder)
        pages[f"{folder}index.html"] = render(
            "show.html.j2", {"page": _page(channel, head, templates), **values}, templates
        )
    return pages


def _list_head(channel: Channel, number: int, folder: str) -> _Head:
    _, texts = texts_for(channel.language)
    return _Head(
        root=_list_root(number),
        language=channel.language,
        title=channel.title if number == 1 else f"{channel.title} · {texts['page'].format(number=number)}",
        description=channel.description,
        address=absolute_address(channel.address, folder),
        cover=channel.cover,
        structured_data=series_data(channel),
    )


def _list_values(channel: Channel, items: Sequence[Item], number: int, count: int) -> dict[str, Any]:
    """Return the template's variables for one page of the list.

    Args:
        channel: the show.
        items: the episodes on this page.
        number: the page's, from 1.
        count: of all pages.
    """
    root = _list_root(number)
    _, texts = texts_for(channel.language)
    return {
        "t": texts,
        "channel": channel,
        "entries": [
            ListedEpisode(
                item,
                relative_address(root, f"episodes/{item.slug}/"),
                date_text(item.published, channel.language),
                seconds_to_clock(item.duration),
            )
            for item in items
        ],
        "number": number,
        "count": count,
        "numbers": [(other, _list_address(root, other)) for other in _linked_numbers(number, count)],
        "newer": _list_address(root, number - 1) if number > 1 else None,
        "older": _list_address(root, number + 1) if number < count else None,
        "people": participants(channel.persons, texts),
        **_channel_values(channel),
    }


def _list_root(number: int) -> str:
    return "./" if number == 1 else "../../"


def _linked_numbers(number: int, count: int) -> list[int]:
    """Return the pages that a page of the list links to: the first, the last, itself and its neighbours."""
    return sorted({1, count, *range(max(1, number - 1), min(count, number + 1) + 1)})


def _list_address(root: str, number: int) -> str:
    return relative_address(root, "" if number == 1 else f"page/{number}/")


def _channel_values(channel: Channel) -> dict[str, Any]:
    return {
        "website": web_address(channel.link) if channel.link != channel.address else None,
        "funding": [Link(funding.text, web_address(funding.url)) for funding in channel.funding],
        "time_text": time_text,
    }


def _page(channel: Channel, head: _Head, templates: Path | None) -> Page:
    feed = absolute_address(channel.address, FEED)
    description = " ".join(head.description.split())
    if len(description) > _LONGEST_DESCRIPTION:
        description = f"{description[:_LONGEST_DESCRIPTION]}…"
    return Page(
        root=head.root,
        language=head.language,
        direction=direction(head.language),
        texts_language=texts_for(head.language)[0],
        title=head.title,
        description=description,
        address=head.address,
        picture=absolute_address(channel.address, head.cover) if head.cover else None,
        cover=relative_address(head.root, head.cover) if head.cover else None,
        feed=relative_address(head.root, FEED),
        feed_address=feed,
        apps=tuple(Link(name, app) for name, app in app_addresses(feed)),
        style=relative_address(head.root, asset_path("style.css", templates)),
        player=relative_address(head.root, asset_path("player.js", templates)),
        structured=script_text(head.structured_data),
    )

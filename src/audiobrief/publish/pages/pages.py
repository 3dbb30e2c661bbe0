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

from audiobrief.episode.web_addresses import web_address
from audiobrief.language.direction import text_direction
from audiobrief.publish.addresses import FEED, absolute_address, app_addresses, relative_address
from audiobrief.publish.models import Channel, Item
from audiobrief.publish.pages.structured_data import episode_data, script_text, series_data
from audiobrief.publish.pages.templating import asset_path, render
from audiobrief.publish.pages.values import (
    Values,
    chapters,
    date_text,
    files,
    participants,
    sections,
    texts_for,
    time_text,
    words_text,
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
class _Head:
    """The values of a page's head that differ between pages."""

    root: str
    """The path to the site's root: `./` or `../../`."""
    language: str
    """BCP 47."""
    title: str
    description: str
    address: str | None
    """Absolute."""
    cover: str | None
    """The path of the picture, relative to the site."""
    structured_data: dict[str, Any]


def episode_page(channel: Channel, item: Item, templates: Path | None = None) -> str:
    """Return the page of an episode, `episodes/SLUG/index.html`; `templates` is the newsroom's folder of templates.

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
        **_common_values(channel, head, templates),
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
        "people": participants(item.persons or channel.persons, texts),
        "source": web_address(item.source_url),
        "corrections": [(date_text(correction.made, item.language), correction) for correction in item.corrections],
    }
    return render("episode.html.j2", values, templates)


def show_pages(channel: Channel, items: Sequence[Item], templates: Path | None = None) -> Mapping[str, str]:
    """Return the pages of the list of episodes by path: `index.html`, `page/2/index.html` and so on.

    The episodes may be in any order; the newest come first. `templates` is the newsroom's folder of templates.

    Raises:
        TemplateError: a template cannot be rendered.
    """
    newest_first = sorted(items, key=lambda item: (item.published, item.number or 0, item.guid), reverse=True)
    count = max(1, -(-len(newest_first) // _EPISODES_PER_PAGE))
    pages = {}
    for number in range(1, count + 1):
        listed = newest_first[(number - 1) * _EPISODES_PER_PAGE : number * _EPISODES_PER_PAGE]
        head = _list_head(channel, number)
        values = {**_common_values(channel, head, templates), **_list_values(channel, head.root, listed, number, count)}
        pages[f"{_list_folder(number)}index.html"] = render("show.html.j2", values, templates)
    return pages


def _list_head(channel: Channel, number: int) -> _Head:
    _, texts = texts_for(channel.language)
    return _Head(
        root="./" if number == 1 else "../../",
        language=channel.language,
        title=channel.title if number == 1 else f"{channel.title} · {texts['page'].format(number=number)}",
        description=channel.description,
        address=absolute_address(channel.address, _list_folder(number)),
        cover=channel.cover,
        structured_data=series_data(channel),
    )


def _list_values(channel: Channel, root: str, items: Sequence[Item], number: int, count: int) -> Values:
    """Return the variables of page `number` of `count` of the list: its episodes, and the addresses of other pages."""

    def address(other: int) -> str:
        return relative_address(root, _list_folder(other))

    entries = [
        {
            "item": item,
            "address": relative_address(root, f"episodes/{item.slug}/"),
            "direction": text_direction(item.language),
            "date": date_text(item.published, channel.language),
            "clock": seconds_to_clock(item.duration),
        }
        for item in items
    ]
    # The first page, the last, this one and its neighbours.
    linked = {1, count, *range(max(1, number - 1), min(count, number + 1) + 1)}
    return {
        "entries": entries,
        "number": number,
        "count": count,
        "numbers": [(other, address(other)) for other in sorted(linked)],
        "newer": address(number - 1) if number > 1 else None,
        "older": address(number + 1) if number < count else None,
        "people": participants(channel.persons, texts_for(channel.language)[1]),
    }


def _list_folder(number: int) -> str:
    return "" if number == 1 else f"page/{number}/"


def _common_values(channel: Channel, head: _Head, templates: Path | None) -> Values:
    """Return the variables of all pages; `page` has the values of the head, with relative and absolute addresses."""
    feed = absolute_address(channel.address, FEED)
    structured = script_text(head.structured_data)
    description = " ".join(head.description.split())
    if len(description) > _LONGEST_DESCRIPTION:
        description = f"{description[:_LONGEST_DESCRIPTION]}…"
    texts_language, texts = texts_for(head.language)
    page = {
        "root": head.root,
        "language": head.language,
        "direction": text_direction(head.language),
        "locale": _open_graph_locale(head.language),
        "texts_language": texts_language,
        "policy": _policy(structured),
        "title": head.title,
        "description": description,
        "address": head.address,
        "picture": absolute_address(channel.address, head.cover) if head.cover else None,
        "cover": relative_address(head.root, head.cover) if head.cover else None,
        "feed": relative_address(head.root, FEED),
        "feed_address": feed,
        "apps": [{"text": name, "address": address} for name, address in app_addresses(feed)],
        "style": relative_address(head.root, asset_path("style.css", templates)),
        "player": relative_address(head.root, asset_path("player.js", templates)),
        "structured": structured,
    }
    return {
        "page": page,
        "t": texts,
        "channel": channel,
        "website": web_address(channel.link) if channel.link != channel.address else None,
        "funding": [{"text": funding.text, "address": web_address(funding.url)} for funding in channel.funding],
        "time_text": time_text,
        "words_text": words_text,
    }


def _policy(structured: Markup) -> str:
    """Return the policy of a page; the structured data is inline, so its digest is in the policy."""
    digest = base64.b64encode(hashlib.sha256(structured.encode()).digest()).decode()
    return POLICY.replace("script-src 'self'", f"script-src 'self' 'sha256-{digest}'")


def _open_graph_locale(language: str) -> str | None:
    """Return a language in the notation of Open Graph: `en_GB`."""
    parts = language.split("-")
    return f"{parts[0]}_{parts[1]}" if len(parts) == 2 and len(parts[1]) == 2 else None

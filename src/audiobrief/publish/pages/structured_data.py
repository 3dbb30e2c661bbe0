"""The data for search engines in pages: schema.org's PodcastEpisode and PodcastSeries, as JSON-LD."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from audiobrief.episode.web_addresses import web_address
from audiobrief.publish.addresses import absolute_address
from audiobrief.publish.models import Channel, Item
from audiobrief.publish.pages.templating import clean

if TYPE_CHECKING:
    from markupsafe import Markup

_CONTEXT = "https://schema.org"


def series_data(channel: Channel) -> dict[str, Any]:
    """Return the description of a podcast."""
    return _without_empty(
        {
            "@context": _CONTEXT,
            "@type": "PodcastSeries",
            "name": channel.title,
            "url": web_address(channel.address),
            "webFeed": absolute_address(channel.address, "feed.xml"),
            "description": channel.description,
            "inLanguage": channel.language,
            "image": absolute_address(channel.address, channel.cover) if channel.cover else None,
            "author": {"@type": "Organization", "name": channel.author} if channel.author else None,
            "copyrightNotice": channel.copyright,
        }
    )


def episode_data(channel: Channel, item: Item, page: str | None) -> dict[str, Any]:
    """Return the description of an episode, whose page has the absolute address `page`."""
    cover = item.cover or channel.cover
    season = {"@type": "PodcastSeason", "seasonNumber": item.season} if item.season is not None else None
    return _without_empty(
        {
            "@context": _CONTEXT,
            "@type": "PodcastEpisode",
            "name": item.title,
            "url": page,
            "identifier": item.guid,
            "datePublished": item.published.isoformat(),
            "description": item.summary,
            "inLanguage": item.language,
            "duration": _iso_duration(item.duration),
            "episodeNumber": item.number,
            "image": absolute_address(channel.address, cover) if cover else None,
            "associatedMedia": _audio_data(channel, item),
            "hasPart": _chapter_data(item, page),
            "partOfSeason": season,
            "partOfSeries": {key: value for key, value in series_data(channel).items() if key != "@context"},
            "isBasedOn": _source_data(item),
            "correction": [
                {"@type": "CorrectionComment", "text": correction.text, "datePublished": correction.made.isoformat()}
                for correction in item.corrections
            ],
            "creditText": item.disclosure,
        }
    )


def _audio_data(channel: Channel, item: Item) -> dict[str, Any]:
    return _without_empty(
        {
            "@type": "AudioObject",
            "contentUrl": absolute_address(channel.address, item.enclosure.path),
            "encodingFormat": item.enclosure.type,
            "contentSize": str(item.enclosure.bytes),
            "duration": _iso_duration(item.duration),
        }
    )


def _chapter_data(item: Item, page: str | None) -> list[dict[str, Any]]:
    return [
        _without_empty(
            {
                "@type": "Clip",
                "name": chapter.title,
                "startOffset": round(chapter.start, 3),
                "endOffset": round(chapter.end, 3),
                "url": f"{page}#t={int(chapter.start)}" if page else None,
            }
        )
        for chapter in item.chapters
    ]


def _source_data(item: Item) -> dict[str, Any] | None:
    publisher = {"@type": "Organization", "name": item.source_publisher} if item.source_publisher else None
    source = _without_empty({"name": item.source_title, "url": web_address(item.source_url), "publisher": publisher})
    return {"@type": "CreativeWork", **source} if source else None


def script_text(data: dict[str, Any]) -> Markup:
    """Return data as the content of a script element: nothing in it ends the element or starts a comment."""
    from markupsafe import Markup

    text = clean(json.dumps(data, ensure_ascii=True))
    for character in "<>&'":
        text = text.replace(character, f"\\u{ord(character):04x}")
    return Markup(text)  # noqa: S704 - the characters of markup are escaped above


def _iso_duration(seconds: float) -> str:
    minutes, rest = divmod(round(seconds), 60)
    return f"PT{minutes}M{rest}S"


def _without_empty(data: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in data.items() if value not in (None, "", [], {})}

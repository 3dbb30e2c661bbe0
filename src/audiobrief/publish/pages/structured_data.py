"""What pages say to search engines: schema.org's PodcastEpisode and PodcastSeries, as JSON-LD."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from audiobrief.publish.models import Channel, Item
from audiobrief.publish.pages.addresses import web_address, whole_address
from audiobrief.publish.pages.templating import clean

if TYPE_CHECKING:
    from markupsafe import Markup

__all__ = ["episode_data", "script_text", "series_data"]

_CONTEXT = "https://schema.org"


def series_data(channel: Channel) -> dict[str, Any]:
    """Describe the show."""
    return _filled(
        {
            "@context": _CONTEXT,
            "@type": "PodcastSeries",
            "name": channel.title,
            "url": web_address(channel.address),
            "webFeed": whole_address(channel.address, "feed.xml"),
            "description": channel.description,
            "inLanguage": channel.language,
            "image": whole_address(channel.address, channel.cover) if channel.cover else None,
            "author": {"@type": "Organization", "name": channel.author} if channel.author else None,
            "copyrightNotice": channel.copyright,
        }
    )


def episode_data(channel: Channel, item: Item, page: str | None) -> dict[str, Any]:
    """Describe an episode.

    Args:
        channel: its show.
        item: the episode.
        page: the whole address of its page.
    """
    cover = item.cover or channel.cover
    season = {"@type": "PodcastSeason", "seasonNumber": item.season} if item.season is not None else None
    source = _filled(
        {
            "@type": "CreativeWork",
            "name": item.source_title,
            "url": web_address(item.source_url),
            "publisher": {"@type": "Organization", "name": item.source_publisher} if item.source_publisher else None,
        }
    )
    return _filled(
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
            "image": whole_address(channel.address, cover) if cover else None,
            "associatedMedia": _filled(
                {
                    "@type": "AudioObject",
                    "contentUrl": whole_address(channel.address, item.enclosure.path),
                    "encodingFormat": item.enclosure.type,
                    "contentSize": str(item.enclosure.bytes),
                    "duration": _iso_duration(item.duration),
                }
            ),
            "hasPart": [
                _filled(
                    {
                        "@type": "Clip",
                        "name": mark.title,
                        "startOffset": round(mark.start, 3),
                        "endOffset": round(mark.end, 3),
                        "url": f"{page}#t={int(mark.start)}" if page else None,
                    }
                )
                for mark in item.chapters
            ],
            "partOfSeason": season,
            "partOfSeries": {key: value for key, value in series_data(channel).items() if key != "@context"},
            "isBasedOn": source if len(source) > 1 else None,
            "correction": [
                {"@type": "CorrectionComment", "text": correction.text, "datePublished": correction.made.isoformat()}
                for correction in item.corrections
            ],
            "creditText": item.disclosure,
        }
    )


def script_text(data: dict[str, Any]) -> Markup:
    """Write data so that it can stand in a script element: nothing in it can end the element or start a comment."""
    from markupsafe import Markup

    text = clean(json.dumps(data, ensure_ascii=True))
    for sign in "<>&'":
        text = text.replace(sign, f"\\u{ord(sign):04x}")
    return Markup(text)  # noqa: S704 - what could be markup has just been written otherwise


def _iso_duration(seconds: float) -> str:
    minutes, rest = divmod(round(seconds), 60)
    return f"PT{minutes}M{rest}S"


def _filled(data: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in data.items() if value not in (None, "", [], {})}

"""Build the channel of a feed from the show that a house file or a manifest describes."""

from __future__ import annotations

from dataclasses import dataclass

from audiobrief.episode.manifest import ManifestShow
from audiobrief.episode.pictures import picture_ending
from audiobrief.episode.web_addresses import web_address
from audiobrief.errors import PublishError
from audiobrief.publish.addresses import ARTWORK, FEED, site_address
from audiobrief.publish.feed.elements import channel_guid
from audiobrief.publish.feed.kept import KeptValues, kept_groups, unset_groups
from audiobrief.publish.feed.parser import ParsedFeed
from audiobrief.publish.models import Channel
from audiobrief.publish.site.place import Upload, content_upload


@dataclass(frozen=True, slots=True)
class ChannelSource:
    """The values from which a channel is built."""

    path: str
    """The house file or the manifest, for messages."""
    show: ManifestShow
    language: str
    """BCP 47; for a show whose house file and feed name no language."""
    cover: bytes | None
    """The show's picture; None where it is not known."""


def build_channel(
    source: ChannelSource, previous: Channel | None, feed: ParsedFeed | None
) -> tuple[Channel, Upload | None]:
    """Return the channel, and its cover as a file of the site.

    Args:
        source: the values from which it is built.
        previous: the channel as the site has it; its id and, where there is no other, its cover are kept.
        feed: the feed as the site has it; what the house file does not set is as the feed says.

    Raises:
        PublishError: there is no title or no address.
    """
    show = source.show
    if not show.title or not show.address:
        missing = "title" if not show.title else "address"
        example = "title: The Briefing" if not show.title else "address: https://briefing.example/"
        raise PublishError(
            f"{source.path}: the show has no {missing} (add '{example}' to the house file, and render again or "
            "name it with --show)"
        )
    cover = None
    if source.cover is not None:
        cover = content_upload(ARTWORK, "cover", source.cover, picture_ending(source.cover))
    cover_path = cover.path if cover else (previous.cover if previous else None)
    address = web_address(f"{show.address.rstrip('/')}/")
    if address is None:
        raise PublishError(f"{source.path}: '{show.address}' is no web address (correct address: in the house file)")
    unset = unset_groups(show, cover_path)
    kept = KeptValues(feed, kept_groups(unset, previous, feed))
    channel = Channel(
        title=show.title,
        address=address,
        description=show.description or kept.text("description") or show.title,
        language=show.language or kept.language or _kept_language(previous) or source.language,
        author=show.author or kept.text("itunes:author") or show.title,
        owner=show.owner,
        category=show.category,
        explicit=kept.is_explicit if show.explicit is None else show.explicit,
        link=web_address(show.link or kept.text("link")) or address,
        cover=cover_path,
        copyright=show.copyright,
        funding=show.funding,
        persons=show.persons,
        type=show.type or "episodic",
        locked=show.locked is not False,
        guid=(previous.guid if previous else feed.channel_text("podcast:guid") if feed else None)
        or channel_guid(site_address(address, FEED)),
        unset=unset,
    )
    return channel, cover


def _kept_language(previous: Channel | None) -> str | None:
    """Return the language of the channel before, where that had it from an episode."""
    return previous.language if previous is not None and "language" in previous.unset else None

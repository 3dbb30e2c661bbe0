"""Build the channel of a feed from the show that a house file or a manifest describes."""

from __future__ import annotations

from dataclasses import dataclass

from audiobrief.episode.manifest import ManifestShow
from audiobrief.errors import PublishError
from audiobrief.publish.addresses import ARTWORK, FEED, site_address
from audiobrief.publish.feed.elements import channel_guid
from audiobrief.publish.models import Channel
from audiobrief.publish.pictures import picture_ending
from audiobrief.publish.site.place import Upload, content_upload


@dataclass(frozen=True, slots=True)
class ChannelSource:
    """The values from which a channel is built."""

    path: str
    """The house file or the manifest, for messages."""
    show: ManifestShow
    language: str
    """BCP 47."""
    cover: bytes | None
    """The show's picture; None where it is not known."""


def build_channel(source: ChannelSource, previous: Channel | None, guid: str | None) -> tuple[Channel, Upload | None]:
    """Return the channel, and its cover as a file of the site.

    Args:
        source: the values from which it is built.
        previous: the channel as the site has it; its id and, where there is no other, its cover are kept.
        guid: the id of the feed, where another program began it.

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
    address = f"{show.address.rstrip('/')}/"
    channel = Channel(
        title=show.title,
        address=address,
        description=show.description or show.title,
        language=source.language,
        author=show.author or show.title,
        owner=show.owner,
        category=show.category,
        explicit=show.explicit,
        link=show.link or address,
        cover=cover.path if cover else (previous.cover if previous else None),
        copyright=show.copyright,
        funding=show.funding,
        persons=show.persons,
        guid=(previous.guid if previous else guid) or channel_guid(site_address(address, FEED)),
    )
    return channel, cover

"""What the house file says of the show becomes the channel."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from pydantic import TypeAdapter

from audiobrief.errors import PublishError
from audiobrief.publish.addresses import ARTWORK, FEED, path_with_digest, site_address
from audiobrief.publish.feed.elements import channel_guid
from audiobrief.publish.models import Channel, Funding, Owner, Person
from audiobrief.publish.pictures import Picture
from audiobrief.publish.rendered import ShowSaid
from audiobrief.publish.site.place import Upload

__all__ = ["ChannelSource", "channel_of"]

_FUNDING = TypeAdapter(tuple[Funding, ...])
_PERSONS = TypeAdapter(tuple[Person, ...])


@dataclass(frozen=True, slots=True)
class ChannelSource:
    """What a channel is made of."""

    place: str
    """The file that says it, for messages."""
    said: ShowSaid
    """What it says."""
    language: str
    """BCP 47."""
    cover: Picture | None
    """The show's picture; None where it is not known."""


def channel_of(source: ChannelSource, previous: Channel | None, guid: str | None) -> tuple[Channel, Upload | None]:
    """Make the channel.

    Args:
        source: what it is made of.
        previous: the channel as the site has it, which lends its id and its cover.
        guid: the id that the feed has, if somebody else began it.

    Returns:
        The channel, and its cover.

    Raises:
        PublishError: there is no title or no address.
    """
    said = source.said
    if not said.title or not said.address:
        missing = "title" if not said.title else "address"
        example = "title: The Briefing" if not said.title else "address: https://briefing.example/"
        raise PublishError(
            f"{source.place}: the show has no {missing} (add '{example}' to the house file, and render again or "
            "name it with --show)"
        )
    cover = None
    if source.cover is not None:
        digest = hashlib.sha256(source.cover.data).hexdigest()
        path = path_with_digest(ARTWORK, "cover", digest, source.cover.ending)
        cover = Upload(path, source.cover.data, named_by_content=True)
    address = f"{said.address.rstrip('/')}/"
    channel = Channel(
        title=said.title,
        address=address,
        description=said.description or said.title,
        language=source.language,
        author=said.author or said.title,
        owner=Owner(said.owner.name, said.owner.email) if said.owner else None,
        category=said.category,
        explicit=said.explicit,
        link=said.link or address,
        cover=cover.path if cover else (previous.cover if previous else None),
        copyright=said.copyright,
        funding=_FUNDING.validate_python([each.model_dump() for each in said.funding]),
        persons=_PERSONS.validate_python([each.model_dump() for each in said.persons]),
        guid=(previous.guid if previous else guid) or channel_guid(site_address(address, FEED)),
    )
    return channel, cover

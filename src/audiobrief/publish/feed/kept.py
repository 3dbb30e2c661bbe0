"""The elements of a feed's channel that stay as the feed has them, since the house file does not set them."""

from __future__ import annotations

from dataclasses import dataclass

from audiobrief.episode.manifest import ManifestShow
from audiobrief.language.codes import LANGUAGE_TAG
from audiobrief.publish.feed.parser import ParsedFeed
from audiobrief.publish.models import Channel


def unset_groups(show: ManifestShow, cover: str | None) -> tuple[str, ...]:
    """Return the groups of a channel's elements, by name, that a house file does not set; `cover` is a path."""
    values: dict[str, object] = {
        "description": show.description,
        "link": show.link,
        "language": show.language,
        "copyright": show.copyright,
        "itunes:author": show.author,
        "itunes:owner": show.owner,
        "itunes:category": show.category,
        "itunes:explicit": show.explicit,
        "itunes:image": cover,
        "image": cover,
        "itunes:type": show.type,
        "podcast:locked": show.locked,
        "podcast:medium": None,  # no key says it
        "podcast:funding": show.funding,
        "podcast:person": show.persons,
    }
    return tuple(group for group, value in values.items() if value in (None, "", ()))


def kept_groups(unset: tuple[str, ...], previous: Channel | None, feed: ParsedFeed | None) -> tuple[str, ...]:
    """Return the groups that a feed keeps: the house file does not set them, and did not when the feed was written.

    A text that was only put there because another was missing, such as the title for the author, follows the other.

    Args:
        unset: the groups that the house file does not set.
        previous: the channel that was written last; None where another tool began the feed.
        feed: the feed.
    """
    if feed is None:
        return ()
    if previous is None:
        return unset
    stand_ins = {"description": previous.title, "itunes:author": previous.title, "link": previous.address}
    return tuple(
        group
        for group in unset
        if group in previous.unset and not (group in stand_ins and feed.channel_text(group) == stand_ins[group])
    )


@dataclass(frozen=True, slots=True)
class KeptValues:
    """The values of the elements that a feed keeps."""

    feed: ParsedFeed | None
    groups: tuple[str, ...]

    def text(self, group: str) -> str | None:
        """Return the text of an element; None if it is not kept, or there is none."""
        return self.feed.channel_text(group) if self.feed is not None and group in self.groups else None

    @property
    def language(self) -> str | None:
        """The language, if it is a BCP 47 tag."""
        written = self.text("language")
        return written if written is not None and LANGUAGE_TAG.fullmatch(written) else None

    @property
    def is_explicit(self) -> bool:
        """Return whether the feed says that it is explicit; `yes` and `explicit` are older spellings."""
        return (self.text("itunes:explicit") or "").lower() in {"true", "yes", "explicit"}

"""The channel: the values that directories need to list a podcast."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from functools import cache

from audiobrief.episode.manifest import ManifestShow
from audiobrief.findings import Finding
from audiobrief.language.codes import primary_language
from audiobrief.publish.feed.elements import channel_description
from audiobrief.publish.preflight.requirements import DIRECTORIES, Spec, error, quoted, warning
from audiobrief.publish.preflight.rules.addresses import link_rules, person_rules, site_rules
from audiobrief.publish.preflight.rules.texts import length_rules, markup_rules
from audiobrief.script.models.show import CATEGORIES

_EMAIL = re.compile(r"[^\s@<>\",;]+@[^\s@<>\",;]+\.[^\s@<>\",;.]+")


def channel_rules(show: ManifestShow, language: str, in_feed: Collection[str] = ()) -> Iterator[Finding]:
    """Find what directories would refuse in a podcast.

    Args:
        show: the podcast as its house file describes it.
        language: its BCP 47 tag.
        in_feed: the groups of elements, by name, that the feed has already, and keeps.
    """
    yield from _needed_rules(show, in_feed)
    description = channel_description(show.description or "")
    yield from length_rules({**show.model_dump(), "description": description}, "channel")
    yield from markup_rules({"title": show.title, "author": show.author})
    if show.address:
        yield from site_rules(show.address)
    if show.category:
        yield from _category_rules(show.category)
    if primary_language(language) not in _languages():
        what = f"'{language}' is no language of ISO 639"
        yield error("language", what, "write it as en or en-GB", Spec.APPLE, Spec.PSP1)
    yield from link_rules("link", show.link)
    for number, way in enumerate(show.funding):
        yield from link_rules(f"funding.{number}.url", way.url)
    yield from person_rules(show.persons)


def _needed_rules(show: ManifestShow, in_feed: Collection[str]) -> Iterator[Finding]:
    if not show.title:
        yield error("title", "the show has no title", "write title: in the house file", *DIRECTORIES)
    if not show.address:
        yield error("address", "the show's site has no address", "write address: in the house file", Spec.PSP1)
    if not show.description and "description" not in in_feed:
        yield error("description", "the show has no description", "write description: in the house file", *DIRECTORIES)
    if not show.category and "itunes:category" not in in_feed:
        advice = "write category: in the house file, such as News > Daily News"
        yield error("category", "the show has no category", advice, Spec.APPLE, Spec.PSP1)
    if not show.author and "itunes:author" not in in_feed:
        yield warning("author", "the show has no author", "write author: in the house file", Spec.APPLE)
    if show.owner is None:
        if "itunes:owner" not in in_feed:
            what = "there is no e-mail address by which the feed can be claimed"
            yield error("owner", what, "write owner: with name: and email: in the house file", Spec.SPOTIFY)
    elif not _EMAIL.fullmatch(show.owner.email):
        yield error("owner.email", f"{quoted(show.owner.email)} is no e-mail address", "write it whole", Spec.SPOTIFY)


def _category_rules(category: tuple[str, ...]) -> Iterator[Finding]:
    first, *rest = category
    if first not in CATEGORIES or len(rest) > 1 or not set(rest) <= set(CATEGORIES[first]):
        what = f"{quoted(' > '.join(category))} is no category of Apple Podcasts"
        yield error("category", what, "choose one, such as News > Daily News", Spec.APPLE)


@cache
def _languages() -> frozenset[str]:
    """Return the codes of ISO 639 for which there are names in English (CLDR)."""
    from babel import Locale

    return frozenset(Locale("en").languages) - {"mul", "root", "und", "zxx"}

"""Feeds that other tools began are continued, and nothing is lost that the house file does not set.

The feeds in `feeds/` are written as those tools write theirs, by their public documentation.
"""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import feedparser
import podcastparser
import pytest
from lxml import etree

from audiobrief.episode.manifest import ManifestFunding, ManifestShow
from audiobrief.publish.feed.merging import CHANNEL_GROUPS
from audiobrief.publish.feed.namespaces import NAMESPACES, canonical_namespace, qualified
from audiobrief.publish.feed.parser import parse_feed
from audiobrief.publish.feed.writer import ChangedItem, FeedChanges, write_feed
from audiobrief.publish.models import Channel
from audiobrief.publish.site.channel import ChannelSource, build_channel
from audiobrief.publish.site.site import sort_key
from interference import tree_of
from publish.feed.test_writer import EPISODE as WRITTEN_EPISODE
from publish.sets import rendered_set
from publish.test_publishing import put, take_down

EPISODE = replace(WRITTEN_EPISODE, published=datetime(2024, 5, 1, 6, tzinfo=UTC))
FEEDS = {path.stem: path for path in sorted((Path(__file__).parent / "feeds").glob("*.xml"))}
SILENT = ManifestShow(
    title="The Show", address="https://the-show.radio/", description="One story a day.", category=("News", "Daily News")
)
"""A show of which the house file says only what directories need."""
# What a tool's channel says of which the house file says nothing: type, locked, funding, copyright, language, explicit.
VALUES = {
    "anchor": ("serial", "yes", [], "Mole Talk", "es", "false"),
    "buzzsprout": ("episodic", "yes", ["Support the show"], "© 2024 Ferry Lines", "en-us", "false"),
    "castopod": ("serial", "yes", ["Faire un don"], "CC BY-SA", "fr", "true"),
    "castos": ("episodic", "no", [], "© 2024", "nl", "clean"),
    "libsyn": ("episodic", "yes", [], "Copyright 2024 Harbour Notes", "en", "false"),
    "podgen": ("episodic", "yes", [], "2024 Buoy", "nb", "no"),
    "podlove": ("episodic", "yes", ["Spenden"], "Jo Beispiel", "de-DE", "false"),
    "powerpress": ("serial", "no", ["Give & take part"], "© 2024 River Post", "en-US", "false"),
    "squarespace": ("episodic", "yes", [], "All rights reserved", "en-GB", "no"),
}
# The categories after the house file's News > Daily News is put among them.
CATEGORIES = {
    "anchor": [["News", "Daily News"]],
    "buzzsprout": [["News", "Daily News"], ["Society & Culture", "Places & Travel"]],
    "castopod": [["News", "Daily News"], ["Arts"]],
    "castos": [["News", "Daily News", "Politics"], ["Government"]],
    "libsyn": [["News", "Daily News"], ["News", "Business News"]],
    "podgen": [["News", "Daily News"]],
    "podlove": [["News", "Daily News"], ["News"]],
    "powerpress": [["News", "Daily News"], ["Science", "Nature"]],
    "squarespace": [["News", "Daily News"], ["Leisure", "Hobbies"]],
}


def written(feed: bytes | None, folder: Path, previous: Channel | None = None, **show: Any) -> tuple[Channel, bytes]:
    """Write an episode of our own into a feed; return the channel, and the new feed."""
    path = folder / "feed.xml"
    path.write_bytes(feed or b"")
    old = parse_feed(path, "feed.xml") if feed else None
    source = ChannelSource("show.yaml", SILENT.model_copy(update=show), "en-GB", None)
    channel, _ = build_channel(source, previous, old)
    target, keys = io.BytesIO(), {EPISODE.guid: sort_key(EPISODE)}
    changes = FeedChanges({EPISODE.guid: ChangedItem(sort_key(EPISODE), lambda: EPISODE)}, (), keys, previous)
    write_feed(target, old, channel, changes)
    return channel, target.getvalue()


def channel_of(feed: bytes) -> etree._Element:
    channel = etree.fromstring(feed).find("channel")
    assert channel is not None
    return channel


def texts(channel: etree._Element, name: str) -> list[str]:
    return [(element.text or "").strip() for element in channel.findall(name, NAMESPACES)]


def categories(channel: etree._Element) -> list[list[str]]:
    """Return each category with its subcategories."""
    name = qualified("itunes:category")
    return [[str(each.get("text")) for each in category.iter(name)] for category in channel.findall(name)]


def by_guid(feed: bytes) -> dict[str, dict[str, Any]]:
    """Return what podcastparser finds of each episode."""
    keys = ("title", "link", "published", "enclosures", "description", "total_time", "chapters")
    episodes = podcastparser.parse("https://x.example/feed.xml", io.BytesIO(feed))["episodes"]
    return {episode["guid"]: {key: episode.get(key) for key in keys} for episode in episodes}


def others(channel: etree._Element) -> list[object]:
    """Return the elements and comments that audiobrief does not write: names, attributes and texts."""
    ours = {qualified(name) for name in CHANNEL_GROUPS} - {qualified("atom:link"), qualified("podcast:txt")} | {"item"}
    found: list[object] = []
    for child in channel:
        tag = child.tag
        if isinstance(tag, str) and tag.startswith("{"):
            name = etree.QName(tag)
            tag = f"{{{canonical_namespace(str(name.namespace))}}}{name.localname}"
        if tag not in ours and child.get("rel") != "self" and child.get("purpose") != "ai-content":
            found.append((str(tag), sorted(child.attrib.items()), " ".join(str(child.xpath("string()")).split())))
    return found


@pytest.mark.parametrize("tool", FEEDS)
class TestContinued:
    def test_what_the_house_file_does_not_set_is_kept(self, tmp_path: Path, tool: str) -> None:
        channel = channel_of(written(FEEDS[tool].read_bytes(), tmp_path)[1])
        names = ("itunes:type", "podcast:locked", "podcast:funding", "copyright", "language", "itunes:explicit")
        expected = [value if isinstance(value, list) else [value] for value in VALUES[tool]]
        assert [texts(channel, name) for name in names] == expected

    def test_further_categories_are_kept(self, tmp_path: Path, tool: str) -> None:
        assert categories(channel_of(written(FEEDS[tool].read_bytes(), tmp_path)[1])) == CATEGORIES[tool]

    def test_the_house_file_wins(self, tmp_path: Path, tool: str) -> None:
        funding = (ManifestFunding(url="https://pay.example/", text="Pay"),)
        said: dict[str, Any] = {
            "type": "serial",
            "locked": False,
            "copyright": "Ours",
            "language": "uk",
            "explicit": True,
        }
        channel = channel_of(written(FEEDS[tool].read_bytes(), tmp_path, funding=funding, **said)[1])
        names = ("itunes:type", "podcast:locked", "copyright", "language", "itunes:explicit", "podcast:funding")
        assert [texts(channel, name) for name in names] == [["serial"], ["no"], ["Ours"], ["uk"], ["true"], ["Pay"]]

    def test_what_others_wrote_stays(self, tmp_path: Path, tool: str) -> None:
        before = FEEDS[tool].read_bytes()
        _, after = written(before, tmp_path)
        kept = others(channel_of(after))
        assert [element for element in others(channel_of(before)) if element not in kept] == []
        (tmp_path / "before.xml").write_bytes(before)
        old = parse_feed(tmp_path / "before.xml", tool)
        theirs = [old.path.read_bytes()[item.start : item.end] for item in old.items]
        assert [item for item in theirs if item not in after] == []

    def test_readers_find_all_episodes_in_order(self, tmp_path: Path, tool: str) -> None:
        before = FEEDS[tool].read_bytes()
        _, after = written(before, tmp_path)
        was, now = feedparser.parse(before), feedparser.parse(after)
        assert not now.bozo
        keys = ("title", "link", "enclosures", "published_parsed", "summary", "itunes_duration")
        theirs = [{key: entry.get(key) for key in keys} for entry in was.entries]
        assert [{key: entry.get(key) for key in keys} for entry in now.entries[1:]] == theirs
        assert now.entries[0].title == EPISODE.title
        old, new = (by_guid(feed) for feed in (before, after))
        assert new.pop(EPISODE.guid)["title"] == EPISODE.title
        assert new == old

    def test_no_time_of_another_tool_stays_behind(self, tmp_path: Path, tool: str) -> None:
        channel = channel_of(written(FEEDS[tool].read_bytes(), tmp_path)[1])
        assert [texts(channel, name) for name in ("lastBuildDate", "pubDate")] == [[], []]

    def test_the_same_again_changes_no_byte(self, tmp_path: Path, tool: str) -> None:
        channel, feed = written(FEEDS[tool].read_bytes(), tmp_path)
        assert written(feed, tmp_path, channel) == (channel, feed)


FORMS: dict[str, Callable[[str], str]] = {
    "CRLF": lambda feed: feed.replace("\n", "\r\n"),
    "a byte order mark": lambda feed: f"\ufeff{feed}",
    "references to characters": lambda feed: feed.replace("Tides<", "Tides &#x1F600;<"),
    "no line breaks": lambda feed: re.sub(">[ \t\n]+<", "><", feed),
    "a stylesheet and comments": lambda feed: feed.replace(
        "<rss ", '<?xml-stylesheet type="text/xsl" href="/x.xsl"?><!-- before --><rss '
    ).replace("<item>", "<!-- item --><item>"),
    "more of the podcast namespace": lambda feed: feed.replace(
        "<item>",
        '<podcast:podroll><podcast:remoteItem feedGuid="a"/></podcast:podroll><podcast:liveItem status="live"><title>L'
        '</title></podcast:liveItem><item><podcast:alternateEnclosure type="audio/opus"/>',
        1,
    ),
    "oldest first": lambda feed: re.sub(r"(<item>.*?</item>)(\s*)(<item>.*?</item>)", r"\3\2\1", feed, flags=re.DOTALL),
}


@pytest.mark.parametrize("form", FORMS)
def test_a_feed_in_another_form_is_continued(tmp_path: Path, form: str) -> None:
    before = FORMS[form](FEEDS["libsyn"].read_text("utf-8")).encode()
    assert before != FEEDS["libsyn"].read_bytes()
    channel, after = written(before, tmp_path)
    assert written(after, tmp_path, channel) == (channel, after)
    assert [element for element in others(channel_of(before)) if element not in others(channel_of(after))] == []
    old, new = by_guid(before), by_guid(after)
    assert new.pop(EPISODE.guid)
    assert list(new.items()) == list(old.items())
    for piece in re.findall(rb"<!-- \w+ -->|<\?xml-stylesheet.*?\?>|&#x1F600;|<podcast:alternateEnclosure", before):
        assert before.count(piece) == after.count(piece)


@pytest.mark.parametrize("tool", ["powerpress", "squarespace"])
def test_a_site_continues_them(tmp_path: Path, tool: str) -> None:
    site = tmp_path / "site"
    site.mkdir()
    (site / "feed.xml").write_bytes(FEEDS[tool].read_bytes())
    put(site, rendered_set(tmp_path / "out"))
    before = tree_of(site)
    put(site, rendered_set(tmp_path / "out"))
    assert tree_of(site) == before
    take_down(site, "episode")
    titles = [entry.title for entry in feedparser.parse((site / "feed.xml").read_bytes()).entries]
    assert titles == [entry.title for entry in feedparser.parse(FEEDS[tool].read_bytes()).entries]


class TestLater:
    """What the house file begins and ceases to say in a feed that is continued."""

    def test_what_it_no_longer_says_is_taken_out(self, tmp_path: Path) -> None:
        funding = (ManifestFunding(url="https://pay.example/", text="Pay"),)
        first, feed = written(None, tmp_path, copyright="Ours", funding=funding, locked=False, type="serial")
        assert [texts(channel_of(feed), name) for name in ("copyright", "podcast:funding")] == [["Ours"], ["Pay"]]
        _, feed = written(feed, tmp_path, first)
        assert [texts(channel_of(feed), name) for name in ("copyright", "podcast:funding")] == [[], []]
        assert [texts(channel_of(feed), name) for name in ("podcast:locked", "itunes:type")] == [["yes"], ["episodic"]]

    def test_what_somebody_writes_into_our_feed_is_kept(self, tmp_path: Path) -> None:
        first, feed = written(None, tmp_path)
        edited = feed.replace(b">yes</podcast:locked>", b">no</podcast:locked>")
        edited = edited.replace(b"<generator>", b"<copyright>Theirs</copyright><generator>")
        _, feed = written(edited, tmp_path, first)
        assert [texts(channel_of(feed), name) for name in ("podcast:locked", "copyright")] == [["no"], ["Theirs"]]

    def test_another_category_takes_the_place_of_ours(self, tmp_path: Path) -> None:
        channel, feed = written(None, tmp_path)
        feed = feed.replace(b"<itunes:explicit>", b'<itunes:category text="Arts"/><itunes:explicit>', 1)
        for category in (("Sports",), ("Sports", "Golf"), ("Sports",)):
            channel, feed = written(feed, tmp_path, channel, category=category)
            assert categories(channel_of(feed)) == [[*category], ["Arts"]]

    def test_what_stands_for_a_missing_text_follows_it(self, tmp_path: Path) -> None:
        first, feed = written(None, tmp_path, description=None)
        said: dict[str, Any] = {"title": "Anew", "address": "https://anew.example/", "description": None}
        channel = channel_of(written(feed, tmp_path, first, **said)[1])
        names = ("title", "itunes:author", "description", "link")
        assert [texts(channel, name)[0] for name in names] == ["Anew", "Anew", "Anew", "https://anew.example/"]

    def test_the_language_of_an_episode_is_not_that_of_the_podcast(self, tmp_path: Path) -> None:
        out, site = tmp_path / "out", tmp_path / "site"
        put(site, rendered_set(out))
        put(site, rendered_set(out, "special", number=2, title="Special", date="2024-05-02", language="he"))
        assert texts(channel_of((site / "feed.xml").read_bytes()), "language") == ["en-GB"]
        assert '<html lang="en-GB" dir="ltr">' in (site / "index.html").read_text("utf-8")
        take_down(site, "special")
        assert texts(channel_of((site / "feed.xml").read_bytes()), "language") == ["en-GB"]

    def test_without_a_language_of_the_house_that_of_the_first_episode_stays(self, tmp_path: Path) -> None:
        out, site, show = tmp_path / "out", tmp_path / "site", {"language": None}
        put(site, rendered_set(out, language="uk", show=show))
        put(site, rendered_set(out, "special", number=2, date="2024-05-02", language="he", show=show))
        assert texts(channel_of((site / "feed.xml").read_bytes()), "language") == ["uk"]

"""The feed is well-formed whatever a text says, and keeps to the rules of those who read it."""

from __future__ import annotations

import html
import io
import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import feedparser
import podcastparser
import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from audiobrief.episode.manifest import ManifestOwner, ManifestSoundbite
from audiobrief.publish.feed.elements import channel_description, channel_guid
from audiobrief.publish.feed.namespaces import NAMESPACES
from audiobrief.publish.feed.parser import ParsedFeed, parse_feed
from audiobrief.publish.feed.writer import ChangedItem, FeedChanges, write_feed
from audiobrief.publish.models import Channel, Item
from audiobrief.publish.site.site import sort_key
from publish.pages.page_builder import CHANNEL, ITEM

# The children that RSS 2.0, Apple and PSP-1 allow once only.
ONCE_IN_CHANNEL = (
    "title", "description", "link", "language", "copyright", "generator", "image", "itunes:author", "itunes:owner",
    "itunes:explicit", "itunes:image", "itunes:type", "podcast:guid", "podcast:locked", "podcast:medium", "atom:link",
)  # fmt: skip
ONCE_IN_ITEM = (
    "title", "description", "link", "guid", "pubDate", "enclosure", "content:encoded", "itunes:duration",
    "itunes:episode", "itunes:season", "itunes:episodeType", "itunes:explicit", "itunes:image", "podcast:chapters",
    "psc:chapters",
)  # fmt: skip

WHOLE = replace(
    CHANNEL,
    owner=ManifestOwner(name="The Desk", email="desk@briefing.example.org"),
    category=("News", "Daily News"),
    cover="artwork/cover-1.jpg",
    link="https://example.org/?a=1&b=2",
)
EPISODE = replace(ITEM, soundbite=ManifestSoundbite(start=1.5, duration=20.0, title="A bite"), persons=WHOLE.persons)

fragments = st.sampled_from(
    ["]]>", "<![CDATA[", "-->", "&amp;", "</item>", "<!--", "\u05e9\u05dc\u05d5\u05dd", "\u202e", "&#8;", "🎙", '"', "'"]
)
letters = st.characters(exclude_categories=["Cc", "Cs", "Cn", "Co"])
written = st.lists(fragments | letters, min_size=1, max_size=30).map(lambda parts: "".join(parts).strip()).filter(bool)


def feed_of(channel: Channel, *items: Item, old: ParsedFeed | None = None, removed: tuple[str, ...] = ()) -> bytes:
    target = io.BytesIO()
    changed = {item.guid: ChangedItem(sort_key(item), lambda item=item: item) for item in items}  # type: ignore[misc]
    keys = {item.guid: sort_key(item) for item in items}
    write_feed(target, old, channel, FeedChanges(changed, removed, keys))
    return target.getvalue()


def parsed(folder: str | Path, content: bytes) -> ParsedFeed:
    path = Path(folder) / "feed.xml"
    path.write_bytes(content)
    return parse_feed(path, "feed.xml")


def shown(html_text: str | None) -> str:
    """Return what readers show of a plain paragraph of HTML."""
    return html.unescape(re.sub("<(br|/p)>|<p>", "", html_text or ""))


def found(element: etree._Element, path: str) -> list[etree._Element]:
    return element.findall(path, NAMESPACES)


@given(title=written, summary=written, chapter=written, speaker=written)
def test_any_text_comes_back_as_it_was(title: str, summary: str, chapter: str, speaker: str) -> None:
    channel = replace(WHOLE, title=title, description=summary, author=speaker)
    marks = tuple(replace(mark, title=chapter) for mark in EPISODE.chapters)
    feed = feed_of(channel, replace(EPISODE, title=title, summary=summary, chapters=marks, source_title=chapter))
    root = etree.fromstring(feed)
    assert [each.text for each in found(root, ".//title")] == [title, title, title]
    assert found(root, "channel/item/itunes:title")[0].text == title
    description = shown(found(root, "channel/item/description")[0].text)
    assert description.startswith(summary)
    assert f" {chapter}\n" in description
    assert [mark.get("title") for mark in found(root, ".//psc:chapter")] == [chapter] * len(marks)
    notes = found(root, ".//content:encoded")[0].text or ""
    assert html.unescape(notes.split("</p>")[0].removeprefix("<p>")) == summary
    assert not feedparser.parse(feed).bozo


@given(title=written)
def test_what_is_written_again_is_the_same(title: str) -> None:
    first = feed_of(WHOLE, replace(EPISODE, title=title))
    with TemporaryDirectory() as folder:
        old = parsed(folder, first)
        assert feed_of(WHOLE, old=old) == first
        assert feed_of(WHOLE, replace(EPISODE, title=title), old=old) == first


@given(st.lists(st.integers(0, 30), unique=True, min_size=1, max_size=12), st.data())
@pytest.mark.slow
def test_the_order_of_publishing_does_not_show(days: list[int], data: st.DataObject) -> None:
    items = [
        replace(EPISODE, guid=f"g{day}", slug=f"s{day}", published=EPISODE.published + timedelta(days=day))
        for day in days
    ]
    at_once = feed_of(WHOLE, *items)
    with TemporaryDirectory() as folder:
        feed = feed_of(WHOLE)
        keys = {item.guid: sort_key(item) for item in items}
        for item in data.draw(st.permutations(items)):
            target = io.BytesIO()
            changed = {item.guid: ChangedItem(sort_key(item), lambda item=item: item)}  # type: ignore[misc]
            write_feed(target, parsed(folder, feed), WHOLE, FeedChanges(changed, (), keys))
            feed = target.getvalue()
    assert feed == at_once


def test_an_element_stands_on_a_line_of_its_own() -> None:
    feed = feed_of(WHOLE, EPISODE).decode()
    assert feed.startswith('<?xml version="1.0" encoding="UTF-8"?>\n<rss ')
    starts = [line for line in feed.split("\n") if line.startswith("      <")]
    assert len(starts) > 20
    assert all(line.count("</") <= 1 for line in starts)
    assert "xmlns:" not in feed.split("\n", 2)[2]


def test_what_may_stand_once_stands_once() -> None:
    root = etree.fromstring(feed_of(WHOLE, EPISODE))
    for name in ONCE_IN_CHANNEL:
        assert len(found(root, f"channel/{name}")) == 1, name
    for name in ONCE_IN_ITEM:
        assert len(found(root, f"channel/item/{name}")) == 1, name


def test_what_the_w3c_validator_looks_at() -> None:
    root = etree.fromstring(feed_of(WHOLE, EPISODE))
    assert root.get("version") == "2.0"
    item = found(root, "channel/item")[0]
    date = parsedate_to_datetime(item.findtext("pubDate") or "")
    assert date == EPISODE.published
    enclosure = item.find("enclosure")
    assert enclosure is not None
    assert {str(key): value for key, value in enclosure.attrib.items()} == {
        "url": "https://briefing.example.org/podcast/media/the-bridge.mp3", "length": "640000", "type": "audio/mpeg",
    }  # fmt: skip
    guid = item.find("guid")
    assert guid is not None
    assert guid.get("isPermaLink") == "false"
    own = found(root, "channel/atom:link")[0]
    assert (own.get("rel"), own.get("type")) == ("self", "application/rss+xml")
    assert own.get("href") == "https://briefing.example.org/podcast/feed.xml"
    for path in ("link", "image/url", "image/link", "item/link"):
        assert re.fullmatch(r"https://[^\s<>]+", root.findtext(f"channel/{path}") or ""), path
    assert root.findtext("channel/image/title") == root.findtext("channel/title")
    assert (item.findtext("itunes:duration", namespaces=NAMESPACES) or "").isdigit()


# Of the podcast namespace's schema (docs/schema/podcast.xsd in its repository): attributes that an element needs and
# may have, and the most characters of its text.
SCHEMA: dict[str, tuple[set[str], set[str], int | None]] = {
    "transcript": ({"url", "type"}, {"language", "rel"}, 0),
    "chapters": ({"url", "type"}, set(), 0),
    "locked": (set(), {"owner"}, 3),
    "funding": ({"url"}, set(), 128),
    "soundbite": ({"startTime", "duration"}, set(), 128),
    "person": (set(), {"role", "group", "img", "href"}, 128),
    "txt": (set(), {"purpose"}, 4000),
    "guid": (set(), set(), None),
    "medium": (set(), set(), None),
}


def test_elements_of_the_podcast_namespace_keep_to_its_schema() -> None:
    root = etree.fromstring(feed_of(WHOLE, EPISODE))
    of_it = [each for each in root.iter() if str(each.tag).startswith(f"{{{NAMESPACES['podcast']}}}")]
    assert {etree.QName(each).localname for each in of_it} == set(SCHEMA)
    for element in of_it:
        needed, allowed, longest = SCHEMA[etree.QName(element).localname]
        assert needed <= set(map(str, element.attrib)) <= needed | allowed, element.tag
        assert longest is None or len(element.text or "") <= longest
    assert re.fullmatch(r"\d+\.\d+", str(found(root, ".//podcast:soundbite")[0].get("startTime")))


def test_no_text_has_spaces_at_its_edges() -> None:
    root = etree.fromstring(feed_of(WHOLE, EPISODE))
    for element in root.iter():
        if not len(element) and element.text:
            assert element.text == element.text.strip(), element.tag


@pytest.mark.parametrize(
    ("address", "guid"),
    [
        ("https://podnews.net/rss", "9b024349-ccf0-5f69-a609-6b82873eab3c"),
        ("https://mp3s.nashownotes.com/pc20rss.xml", "917393e3-1b1e-5cef-ace4-edaa54e1f810"),
        ("podnews.net/rss/", "9b024349-ccf0-5f69-a609-6b82873eab3c"),
    ],
)
def test_the_id_of_a_podcast_is_that_of_the_namespace(address: str, guid: str) -> None:
    assert channel_guid(address) == guid


def test_a_description_that_would_be_too_long_loses_its_last_chapters() -> None:
    mark = EPISODE.chapters[0]
    marks = tuple(replace(mark, start=float(at * 60), title=f"Chapter {at} " + "x" * 60) for at in range(300))
    feed = feed_of(WHOLE, replace(EPISODE, chapters=marks, summary="Ü" * 500))
    item = etree.fromstring(feed).find("channel/item")
    assert item is not None
    description = item.findtext("description") or ""
    assert 3500 < len(description.encode()) <= 4000
    assert "00:00 Chapter 0" in description
    assert EPISODE.disclosure in description
    assert len(found(item, "psc:chapters/psc:chapter")) == 300


def test_a_summary_that_would_be_too_long_is_cut() -> None:
    feed = feed_of(WHOLE, replace(EPISODE, chapters=(), summary="Ü" * 5000))
    description = etree.fromstring(feed).findtext("channel/item/description") or ""
    assert len(description.encode()) <= 4000
    assert description.endswith("Ü…</p>")


class TestDescriptions:
    """Readers take descriptions for HTML, and show the words as they were written."""

    SUMMARY = 'Use the <Name> tag & 3 < 5. AT&T &copy; it\'s "so"\nand &lt;'

    def feed(self, summary: str) -> bytes:
        chapters = tuple(replace(mark, title="A & c") for mark in EPISODE.chapters)
        return feed_of(replace(WHOLE, description=summary), replace(EPISODE, summary=summary, chapters=chapters))

    def test_feedparser_shows_the_words(self) -> None:
        feed = feedparser.parse(self.feed(self.SUMMARY))
        for text in (feed.feed.subtitle, feed.entries[0].summary, feed.entries[0].content[0].value):
            words = html.unescape(re.sub("<[^>]*>", " ", text))
            assert " ".join(words.split()).startswith(" ".join(self.SUMMARY.split()))
        assert feed.entries[0].summary.count("<br />") == 3

    def test_podcastparser_shows_the_words(self) -> None:
        summary = self.SUMMARY.replace("&copy;", "").replace("&lt;", "")  # it drops entities of entities
        (episode,) = podcastparser.parse("https://x.example/", io.BytesIO(self.feed(summary)))["episodes"]
        assert episode["description"].startswith('Use the <Name> tag & 3 < 5. AT&T  it\'s "so"\n\nand')
        assert "00:12 A & c" in episode["description"]

    @pytest.mark.parametrize("text", ["One story a day.", "AT&T & you", 'It\'s "so" > that'])
    def test_plain_words_of_a_podcast_stay_plain(self, text: str) -> None:
        assert channel_description(text) == text
        feed = feedparser.parse(feed_of(replace(WHOLE, description=text)))
        assert html.unescape(feed.feed.subtitle) == text

    def test_a_cut_never_divides_an_entity(self) -> None:
        for length in range(3980, 4000):
            summary = "x" * length + "&" * 9
            feed = feed_of(WHOLE, replace(EPISODE, chapters=(), summary=summary[-3990:]))
            description = etree.fromstring(feed).findtext("channel/item/description") or ""
            assert len(description.encode()) <= 4000
            assert re.fullmatch("<p>x+(&amp;)*…</p>", description), description[-40:]


@pytest.mark.parametrize(
    ("moment", "expected"),
    [
        ("2024-05-03T20:30:00-04:00", "Fri, 03 May 2024 20:30:00 -0400"),
        ("2024-05-03T20:30:00+05:45", "Fri, 03 May 2024 20:30:00 +0545"),
        ("2024-05-03T20:30:00Z", "Fri, 03 May 2024 20:30:00 GMT"),
        ("2024-05-03T20:30:00+00:00:30", "Fri, 03 May 2024 20:29:30 GMT"),
        ("2024-03-31T02:30:00+01:00", "Sun, 31 Mar 2024 02:30:00 +0100"),
    ],
)
def test_a_date_keeps_its_zone(moment: str, expected: str) -> None:
    written_at = datetime.fromisoformat(moment)
    root = etree.fromstring(feed_of(WHOLE, replace(EPISODE, published=written_at)))
    assert root.findtext("channel/item/pubDate") == expected
    assert parsedate_to_datetime(expected) == written_at


def test_an_hour_is_written_in_timestamps_from_an_hour_on() -> None:
    mark = EPISODE.chapters[0]
    marks = (mark, replace(mark, start=59.9, title="B"), replace(mark, start=3725.0, title="C"))
    description = etree.fromstring(feed_of(WHOLE, replace(EPISODE, chapters=marks))).findtext(
        "channel/item/description"
    )
    assert description is not None
    assert "<p>00:00 Headlines<br>\n00:59 B<br>\n1:02:05 C</p>\n" in description


class TestTakingApart:
    def test_items_lie_where_they_are_said_to(self, tmp_path: Path) -> None:
        items: list[Any] = [
            '<item><guid>a</guid><title>&lt;/item&gt;<![CDATA[</item>]]></title></item>', "<item />",
            '<!-- c --><item\n><guid a="b"> b </guid><pubDate>Wed, 01 May 2024 10:00:00 +0200</pubDate></item >',
        ]  # fmt: skip
        feed = (
            f"\ufeff<rss><channel><!-- d -->{items[0]}\n ü {items[1]}<x/>{items[2]}<!-- e --></channel></rss><!-- f -->"
        )
        parts = parsed(tmp_path, feed.encode())
        content = feed.encode()
        assert [content[each.start : each.end].decode() for each in parts.items] == items
        assert [each.guid for each in parts.items] == ["a", "", "b"]
        assert parts.items[2].published == datetime(2024, 5, 1, 8, tzinfo=UTC)
        assert parts.items[1].published is None
        assert parts.frame.decode() == ("\ufeff<rss><channel><!-- d -->\n ü <x/><!-- e --></channel></rss><!-- f -->")

    def test_what_is_not_an_item_of_the_channel_is_not_taken_for_one(self, tmp_path: Path) -> None:
        feed = b'<rss><channel><x><item><guid>a</guid></item></x><item xmlns="u"/></channel></rss>'
        assert parsed(tmp_path, feed).items == ()

    def test_what_is_removed_is_gone_and_the_rest_is_not_touched(self, tmp_path: Path) -> None:
        items = [replace(EPISODE, guid=f"g{n}", slug=f"s{n}") for n in range(3)]
        old = parsed(tmp_path, feed_of(WHOLE, *items))
        assert feed_of(WHOLE, old=old, removed=("g1",)) == feed_of(WHOLE, items[0], items[2])

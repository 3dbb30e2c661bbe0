"""Feeds that other tools began are read whatever their spelling of namespaces and dates."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from audiobrief.errors import PublishError
from audiobrief.publish.feed.namespaces import NAMESPACES, canonical_namespace
from audiobrief.publish.feed.parser import ParsedFeed, parse_feed, parse_tree
from builders import wrong_rows

SPELLINGS = {
    "podcast": (
        "https://podcastindex.org/namespace/1.0",
        "https://podcastindex.org/namespace/1.0/",
        "http://podcastindex.org/namespace/1.0",
        "https://www.podcastindex.org/namespace/1.0",
        "https://github.com/Podcastindex-org/podcast-namespace/blob/main/docs/1.0.md",
        "https://github.com/podcastindex-org/podcast-namespace/blob/main/docs/1.0.md",
    ),
    "itunes": (
        "http://www.itunes.com/dtds/podcast-1.0.dtd",
        "https://www.itunes.com/dtds/podcast-1.0.dtd",
        "http://www.itunes.com/DTDs/Podcast-1.0.dtd",
        "http://itunes.com/dtds/podcast-1.0.dtd/",
        " http://www.itunes.com/dtds/podcast-1.0.dtd",
    ),
    "psc": (
        "http://podlove.org/simple-chapters",
        "https://podlove.org/simple-chapters/",
        "http://podlove.de/simple-chapters",
    ),
    "atom": ("http://www.w3.org/2005/Atom", "https://www.w3.org/2005/Atom", "http://www.w3.org/2005/atom/"),
    "content": ("http://purl.org/rss/1.0/modules/content/", "http://purl.org/rss/1.0/modules/content"),
}


def parsed(folder: Path, content: str | bytes) -> ParsedFeed:
    path = folder / "feed.xml"
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return parse_feed(path, "feed.xml")


def feed_with(items: str, declarations: str = "") -> str:
    return f'<?xml version="1.0"?>\n<rss version="2.0"{declarations}><channel><title>T</title>{items}</channel></rss>\n'


class TestNamespaces:
    def test_spellings_of_a_namespace_are_one(self) -> None:
        rows = [((uri,), NAMESPACES[prefix]) for prefix, uris in SPELLINGS.items() for uri in uris]
        assert wrong_rows(canonical_namespace, rows) == []

    @pytest.mark.parametrize(
        "other",
        ["https://x.example/ns", "http://www.google.com/schemas/play-podcasts/1.0", "http://purl.org/dc/elements/1.1/"],
    )
    def test_others_stay_as_they_are(self, other: str) -> None:
        assert canonical_namespace(other) == other

    def test_only_declarations_are_changed(self, tmp_path: Path) -> None:
        old, new = SPELLINGS["podcast"][4], NAMESPACES["podcast"]
        declared = f"\n  xmlns:pod = '{old}' a='xmlns:pod=\"{old}\" >' xmlns:x=\"https://x.example/?a&amp;b\""
        item = f'<item xmlns:p="{old}"><guid>a</guid><description><![CDATA[<a xmlns:p="{old}">]]></description></item>'
        text = feed_with(f"<pod:guid>g</pod:guid>{item}<!-- ü -->", declared)
        feed = parsed(tmp_path, text)
        expected = text.replace(f"xmlns:pod = '{old}'", f"xmlns:pod = '{new}'")
        expected = expected.replace(f'<item xmlns:p="{old}">', f'<item xmlns:p="{new}">')
        assert feed.path.read_bytes().decode() == expected
        assert feed.channel_text("podcast:guid") == "g"
        assert [each.guid for each in feed.items] == ["a"]

    def test_a_usual_feed_is_not_copied(self, tmp_path: Path) -> None:
        feed = parsed(tmp_path, feed_with("", f' xmlns:itunes="{NAMESPACES["itunes"]}"'))
        assert feed.path == tmp_path / "feed.xml"
        assert [path.name for path in tmp_path.iterdir()] == ["feed.xml"]

    def test_a_prefix_for_something_else_is_refused(self, tmp_path: Path) -> None:
        with pytest.raises(PublishError, match=r"the prefix 'itunes' stands for 'https://x\.example/', not for"):
            parsed(tmp_path, feed_with("", ' xmlns:itunes="https://x.example/"'))

    def test_namespaces_may_be_declared_in_the_channel(self, tmp_path: Path) -> None:
        text = '<rss><channel xmlns:itunes="https://www.itunes.com/dtds/podcast-1.0.dtd"><itunes:author>A</itunes:author></channel></rss>'
        tree = parse_tree(parsed(tmp_path, text).frame, "feed.xml")
        assert tree.findtext("channel/itunes:author", namespaces=NAMESPACES) == "A"


class TestDates:
    def test_dates_are_read_as_programs_write_them(self, tmp_path: Path) -> None:
        dates = {
            "<pubDate>Wed, 01 May 2024 10:00:00 +0200</pubDate>": datetime(2024, 5, 1, 8, tzinfo=UTC),
            "<pubDate>1 May 2024 10:00 EST</pubDate>": datetime(2024, 5, 1, 15, tzinfo=UTC),
            "<pubDate>Wed, 01 May 24 10:00:00 Z</pubDate>": datetime(2024, 5, 1, 10, tzinfo=UTC),
            "<pubDate>2024-05-01T10:00:00+02:00</pubDate>": datetime(2024, 5, 1, 8, tzinfo=UTC),
            "<pubDate> 2024-05-01 10:00:00 +0200 </pubDate>": datetime(2024, 5, 1, 8, tzinfo=UTC),
            "<pubDate>2024-05-01T10:00:00.5Z</pubDate>": datetime(2024, 5, 1, 10, 0, 0, 500000, tzinfo=UTC),
            "<pubDate>2024-05-01</pubDate>": datetime(2024, 5, 1, tzinfo=UTC),
            "<dc:date>2024-05-01T10:00:00Z</dc:date>": datetime(2024, 5, 1, 10, tzinfo=UTC),
            "<pubDate>soon</pubDate><dc:date>2024-05-01</dc:date>": datetime(2024, 5, 1, tzinfo=UTC),
            "<pubDate>Mon, 01 Jan 0001 00:00:00 GMT</pubDate>": None,
            "<pubDate>Fri, 31 Dec 9999 23:59:59 GMT</pubDate>": datetime(9999, 12, 31, 23, 59, 59, tzinfo=UTC),
            "<pubDate>Fri, 31 Dec 9999 23:59:59 -0500</pubDate>": None,
            "<pubDate>Mon, 01 Jan -001 00:00:00 GMT</pubDate>": None,
            "<pubDate>Thu, 30 Feb 2024 10:00:00 GMT</pubDate>": None,
            "<pubDate>Mi, 01 Mai 2024</pubDate>": None,
            "<pubDate>1714557600</pubDate>": None,
            "<pubDate/>": None,
            "": None,
        }
        items = "".join(f"<item>{date}</item>" for date in dates)
        feed = parsed(tmp_path, feed_with(items, ' xmlns:dc="http://purl.org/dc/elements/1.1/"'))
        read = dict(zip(dates, (item.published for item in feed.items), strict=True))
        assert {text: moment for text, moment in read.items() if moment != dates[text]} == {}


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("<rss/>", "it has no channel"),
        ("<rss><channel/><channel/></rss>", "it has 2 channels"),
        ('<feed xmlns="http://www.w3.org/2005/Atom"/>', "its root is <http://www.w3.org/2005/Atom feed>, not <rss>"),
        ("<rss><channel><itunes:author/></channel></rss>", "line 1: this is not well-formed XML"),
    ],
)
def test_what_cannot_be_continued_is_refused(tmp_path: Path, content: str, message: str) -> None:
    with pytest.raises(PublishError) as caught:
        parsed(tmp_path, content)
    assert str(caught.value) == f"feed.xml: {message} (fix it, or move it away to start a new feed)"

"""RSS and Atom feeds: entries with whole articles, and entries whose pages are fetched."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from audiobrief.draft.readers.article_file import Document
from audiobrief.draft.readers.feed import FeedEntry, entry_document, parse_feed, read_entry, read_feed
from audiobrief.errors import ArticleError

WHOLE = " ".join(f"<p>This is sentence number {number} of the whole article in the feed.</p>" for number in range(8))
RSS = f"""<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/">
<channel><title>The Echo &amp; Post</title><link>https://news.example/</link><language>en-GB</language>
<item><title>A &lt;b&gt;bridge&lt;/b&gt; opens</title><link>https://news.example/bridge</link>
<dc:creator>Ann Lee</dc:creator><pubDate>Sun, 29 Nov 2026 10:00:00 +0100</pubDate>
<description>Only the beginning.</description><content:encoded><![CDATA[{WHOLE}]]></content:encoded></item>
<item><title>A bridge closes</title><link>https://news.example/closed</link>
<description>Only the beginning.</description></item>
</channel></rss>"""
ATOM = """<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom"><title>The Echo</title>
<entry><title>Tides</title><link href="/tides"/><updated>2026-11-28T23:30:00Z</updated><summary>Short.</summary></entry>
</feed>"""
LAUGHS = "".join(f'<!ENTITY l{number} "{f"&l{number - 1};" * 10}">' for number in range(1, 12))
BOMB = (
    f'<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY l0 "ha">{LAUGHS}]>'
    '<rss version="2.0"><channel><title>&l11;</title><item><title>&l11;</title></item></channel></rss>'
)
FILE = (
    '<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY f SYSTEM "file:///etc/passwd">]>'
    '<rss version="2.0"><channel><title>&f;</title><item><title>&f;</title></item></channel></rss>'
)


def entries(text: str, url: str | None = None) -> tuple[FeedEntry, ...]:
    found = parse_feed(Document(text.encode(), "feed.xml", None, url))
    assert found is not None
    return found


def test_an_rss_entry_says_what_the_article_is() -> None:
    first, second = entries(RSS)
    assert (first.metadata.title, first.metadata.author) == ("A bridge opens", "Ann Lee")
    assert (first.metadata.publisher, first.metadata.language) == ("The Echo & Post", "en-GB")
    assert first.metadata.url == "https://news.example/bridge"
    assert (first.published, first.metadata.published) == (datetime(2026, 11, 29, 9, tzinfo=UTC), date(2026, 11, 29))
    assert (second.published, second.content) == (None, None)


def test_the_whole_text_of_an_entry_is_read_without_its_page() -> None:
    first, _ = entries(RSS)
    article = read_entry(entry_document(first), first)
    assert [block.text for block in article.blocks if block.reason is None] == [
        f"This is sentence number {number} of the whole article in the feed." for number in range(8)
    ]
    assert (article.metadata.title, article.metadata.author) == ("A bridge opens", "Ann Lee")


def test_a_page_says_more_than_its_entry() -> None:
    _, second = entries(RSS)
    text = "<p>The bridge was closed for good, they say.</p>"
    page = f"<html lang=en><title>Closed for good</title><h1>Closed for good</h1>{text}"
    article = read_entry(Document(page.encode(), "page", "html", "https://news.example/closed?a=1"), second)
    assert (article.metadata.title, article.metadata.publisher) == ("Closed for good", "The Echo & Post")
    assert article.metadata.url == "https://news.example/closed"


def test_an_atom_entry_with_a_relative_link() -> None:
    (entry,) = entries(ATOM, "https://news.example/feeds/all.xml")
    assert (entry.metadata.url, entry.published) == (
        "https://news.example/tides",
        datetime(2026, 11, 28, 23, 30, tzinfo=UTC),
    )


@pytest.mark.parametrize("text", ["", "no feed", "<html><body>A page</body></html>", "<rss", "\0\1\2"])
def test_what_is_no_feed_is_refused_in_one_line(text: str) -> None:
    with pytest.raises(
        ArticleError, match=r"^feed.xml: this is no RSS or Atom feed \(name the address or file of one\)$"
    ):
        read_feed(Document(text.encode(), "feed.xml", None))


@pytest.mark.parametrize("text", [BOMB, FILE])
def test_entities_are_not_expanded(text: str) -> None:
    found = read_feed(Document(text.encode(), "feed.xml", None))
    titles = [entry.metadata.title or "" for entry in found]
    assert all(len(title) < 100 and "root:" not in title for title in titles)

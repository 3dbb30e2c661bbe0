"""What is taken from feeds: the newest entries, up to a number of stories and to an age."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

from audiobrief.draft.readers.article_file import Document
from audiobrief.draft.stories.collecting import Collection, Wanted, collect
from audiobrief.errors import AddressError

TEXTS = {
    "ferry": "The Maid of Ostrey left Port Wyre on Monday. It had never been so full, said the captain.",
    "bridge": "Edna Firth opened a bridge at Tarn on Monday. It is made of wood, and nobody knows for how long.",
    "coins": "Gold coins were stolen at Wexley in the night. They were found by a farmer long ago, in a field.",
}


def feed(*entries: tuple[str, str]) -> bytes:
    """Build a feed of entries, each a title and the hour at which it was published."""
    items = "".join(
        f"<item><title>{name}</title><link>https://news.example/{name}</link>"
        f"<pubDate>Sun, 29 Nov 2026 {hour}:00:00 GMT</pubDate></item>"
        for name, hour in entries
    )
    return f'<?xml version="1.0"?><rss version="2.0"><channel><title>The Echo</title>{items}</channel></rss>'.encode()


def loader(feeds: dict[str, bytes], asked: list[str]) -> Callable[..., Document]:
    def load(name: str, *, is_feed: bool = False) -> Document:
        if is_feed:
            return Document(feeds[name], name, None)
        asked.append(name)
        last = name.rsplit("/", 1)[-1]
        if last not in TEXTS:
            raise AddressError(f"{name}: HTTP status 404 (check the address)")
        return Document(f"A {last} in the news\n\n{TEXTS[last]}".encode(), name, "text", name)

    return load


def collected(wanted: Wanted, **feeds: bytes) -> tuple[Collection, list[str]]:
    asked: list[str] = []
    found = collect(wanted, loader(feeds, asked))
    return found, [name.rsplit("/", 1)[-1] for name in asked]


def test_the_newest_of_all_feeds_are_taken_first() -> None:
    wanted = Wanted((), ("a", "b"), most=2)
    found, asked = collected(wanted, a=feed(("ferry", "07"), ("bridge", "09")), b=feed(("coins", "08")))
    assert asked == ["bridge", "coins"]
    assert found.not_drafted == ["beyond --most 2: ferry (https://news.example/ferry)"]


def test_articles_that_are_named_come_first_and_are_not_taken_twice() -> None:
    wanted = Wanted(("https://news.example/coins",), ("a",), most=2)
    found, asked = collected(wanted, a=feed(("coins", "09"), ("ferry", "08"), ("bridge", "07")))
    assert asked == ["coins", "ferry"]
    assert found.not_drafted[0] == "the same address as another article: coins (https://news.example/coins)"


def test_what_is_too_old_is_not_taken() -> None:
    wanted = Wanted((), ("a",), since=datetime(2026, 11, 29, 8, tzinfo=UTC))
    found, asked = collected(wanted, a=feed(("ferry", "07"), ("bridge", "09")))
    assert asked == ["bridge"]
    assert found.not_drafted == ["older than 2026-11-29 08:00: ferry (https://news.example/ferry)"]


def test_the_publisher_is_that_of_the_feed() -> None:
    found, _ = collected(Wanted((), ("a",)), a=feed(("ferry", "07")))
    assert found.reports[0].story.metadata.publisher == "The Echo"


def test_a_site_that_is_down_is_not_asked_for_ever() -> None:
    entries = [(f"gone{number}", "07") for number in range(30)]
    found, asked = collected(Wanted((), ("a",)), a=feed(*entries))
    assert (len(asked), len(found.errors)) == (10, 10)
    assert found.not_drafted[-1].startswith("not tried after 10 articles that cannot be read: gone29")

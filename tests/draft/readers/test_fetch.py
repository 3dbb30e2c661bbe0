"""An article is fetched over https from the public network only, and from nowhere that a page or a server leads to."""

from __future__ import annotations

import gzip
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field

import pytest

from audiobrief.draft.model import Article
from audiobrief.draft.readers.article_file import read_document
from audiobrief.draft.readers.fetch import Answer, Network, Target, fetch_document, is_public
from audiobrief.errors import AddressError, ArticleError

PUBLIC = "93.184.215.14"
PAGE = b"<html lang=en><title>A page</title><h1>Why is it so?</h1><p>Because it has always been so, they say here.</p>"


@dataclass(frozen=True, slots=True)
class Given:
    """What a server answers."""

    status: int = 200
    headers: Mapping[str, str] = field(default_factory=lambda: {"Content-Type": "text/html; charset=utf-8"})
    body: tuple[bytes, ...] = (PAGE,)


class Web:
    """A network of names and answers that remembers what it was asked."""

    def __init__(self, answers: Mapping[str, Given], names: Mapping[str, tuple[str, ...]] | None = None) -> None:
        self.answers = answers
        self.names = names or {}
        self.requests: list[Target] = []

    def look_up(self, host: str) -> tuple[str, ...]:
        return self.names.get(host, (PUBLIC,))

    @contextmanager
    def ask(self, target: Target) -> Iterator[Answer]:
        self.requests.append(target)
        given = self.answers[target.address]
        yield Answer(given.status, given.headers, iter(given.body))

    @property
    def network(self) -> Network:
        return Network(self.look_up, self.ask)


def redirect(to: str) -> Given:
    return Given(302, {"Location": to})


def fetch_article(address: str, network: Network) -> Article:
    return read_document(fetch_document(address, network))


def test_a_page_is_fetched_and_read() -> None:
    web = Web({"https://news.example/a?b=c": Given()})
    article = fetch_article("https://news.example/a?b=c", web.network)
    assert (article.metadata.title, article.metadata.url) == ("Why is it so?", "https://news.example/a?b=c")
    assert web.requests == [Target("https://news.example/a?b=c", "news.example", PUBLIC, "/a?b=c")]


@pytest.mark.parametrize(
    "address",
    [
        "http://news.example/",
        "file:///etc/passwd",
        "ftp://news.example/",
        "https://",
        "https://user:word@news.example/",
        "https://news.example:8443/",
        "https://news.example:port/",
        "https://[::1/",
    ],
)
def test_other_addresses_are_refused_before_anything_is_asked(address: str) -> None:
    web = Web({})
    with pytest.raises(ArticleError, match=r"\(.+\)$"):
        fetch_article(address, web.network)
    assert web.requests == []


@pytest.mark.parametrize(
    "ip",
    [
        "127.0.0.1", "127.8.8.8", "0.0.0.0", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1",
        "192.0.2.1", "224.0.0.1", "240.0.0.1", "255.255.255.255", "::1", "::", "fe80::1", "fe80::1%eth0", "fc00::1",
        "fec0::1", "ff02::1", "::ffff:127.0.0.1", "::ffff:10.0.0.1", "64:ff9b::7f00:1", "2002:7f00:1::",
        "2001:0:7f00:1::", "::7f00:1", "2001:db8::1", "no address",
    ],
)  # fmt: skip
def test_an_address_that_is_not_public_is_refused(ip: str) -> None:
    assert not is_public(ip)
    web = Web({}, {"news.example": (PUBLIC, ip)})
    with pytest.raises(AddressError, match="not in the public network"):
        fetch_article("https://news.example/", web.network)
    assert web.requests == []


@pytest.mark.parametrize("ip", [PUBLIC, "2606:4700::6810:84e5", "::ffff:93.184.215.14"])
def test_a_public_address_is_taken(ip: str) -> None:
    assert is_public(ip)


@pytest.mark.parametrize(
    "to", ["http://news.example/", "file:///etc/passwd", "https://inside.example/", "//inside.example/x"]
)
def test_each_redirection_is_checked_like_the_first_address(to: str) -> None:
    web = Web({"https://news.example/": redirect(to)}, {"inside.example": ("192.168.0.1",)})
    with pytest.raises(ArticleError):
        fetch_article("https://news.example/", web.network)
    assert [target.host for target in web.requests] == ["news.example"]


def test_a_redirection_in_the_public_network_is_followed() -> None:
    web = Web({"https://news.example/": redirect("/b"), "https://news.example/b": Given()})
    assert fetch_article("https://news.example/", web.network).metadata.url == "https://news.example/b"


def test_redirections_end() -> None:
    web = Web({"https://news.example/": redirect("/")})
    with pytest.raises(AddressError, match="without end"):
        fetch_article("https://news.example/", web.network)


def test_a_name_is_looked_up_once_for_each_question_and_the_checked_address_is_asked() -> None:
    answers = iter([(PUBLIC,), ("127.0.0.1",)])
    web = Web({"https://news.example/": Given()})
    fetch_article("https://news.example/", Network(lambda _: next(answers), web.ask))
    assert [target.ip for target in web.requests] == [PUBLIC]


def test_a_name_that_is_not_known_is_said() -> None:
    def look_up(_host: str) -> tuple[str, ...]:
        raise OSError("no such name")

    with pytest.raises(AddressError, match="cannot be looked up"):
        fetch_article("https://news.example/", Network(look_up, Web({}).ask))


def test_a_packed_page_is_unpacked_though_it_was_not_asked_for() -> None:
    headers = {"Content-Type": "text/html", "Content-Encoding": "gzip"}
    web = Web({"https://news.example/": Given(200, headers, (gzip.compress(PAGE),))})
    assert fetch_article("https://news.example/", web.network).metadata.title == "Why is it so?"


@pytest.mark.parametrize(
    ("answer", "what"),
    [
        (Given(404), "HTTP status 404"),
        (Given(200, {"Content-Type": "image/png"}), "this is image/png, not an article"),
        (Given(200, {"Content-Type": "text/html"}, (b"a" * 1_000_000,) * 6), "larger than 5 MB"),
        (
            Given(200, {"Content-Type": "text/html", "Content-Encoding": "gzip"}, (gzip.compress(b"a" * 50_000_000),)),
            "larger than 5 MB",
        ),
        (
            Given(200, {"Content-Type": "text/html", "Content-Encoding": "gzip"}, (b"no gzip",)),
            "content is damaged",
        ),
        (Given(200, {"Content-Type": "text/html", "Content-Encoding": "br"}), "was not requested"),
    ],
)
def test_what_is_no_article_is_refused(answer: Given, what: str) -> None:
    with pytest.raises(ArticleError, match=what):
        fetch_article("https://news.example/", Web({"https://news.example/": answer}).network)

"""A podcast has what directories need to list it."""

from __future__ import annotations

from typing import Any

import pytest

from audiobrief.episode.manifest import ManifestShow
from audiobrief.publish.preflight.rules.channel import channel_rules
from publish.preflight.rules.lines import SHOW, lines

EVERYBODY = "[Apple, Spotify, PSP-1]"


def found(language: str = "en-GB", **said: Any) -> list[str]:
    return lines(channel_rules(ManifestShow.model_validate(SHOW | said), language))


@pytest.mark.parametrize("language", ["en", "en-GB", "uk", "pt-BR", "yue", "EN-us"])
def test_a_good_podcast_is_let_pass(language: str) -> None:
    assert found(language) == []


@pytest.mark.parametrize(
    ("key", "expected"),
    [
        ("title", f"title: error: the show has no title (write title: in the house file) {EVERYBODY}"),
        ("address", "address: error: the show's site has no address (write address: in the house file) [PSP-1]"),
        (
            "description",
            f"description: error: the show has no description (write description: in the house file) {EVERYBODY}",
        ),
        (
            "category",
            (
                "category: error: the show has no category (write category: in the house file, such as News > Daily "
                "News) "
                "[Apple, PSP-1]"
            ),
        ),
        ("author", "author: warning: the show has no author (write author: in the house file) [Apple]"),
        (
            "owner",
            (
                "owner: error: there is no e-mail address by which the feed can be claimed (write owner: with name: "
                "and "
                "email: in the house file) [Spotify]"
            ),
        ),
    ],
)
def test_a_missing_key_is_named(key: str, expected: str) -> None:
    said: dict[str, Any] = {key: () if key == "category" else None}
    assert found(**said) == [expected]


def test_what_the_feed_keeps_need_not_be_in_the_house_file() -> None:
    silent = ManifestShow.model_validate(SHOW | {"description": None, "author": None, "owner": None, "category": ()})
    kept = ("description", "itunes:author", "itunes:owner", "itunes:category")
    assert lines(channel_rules(silent, "en", kept)) == []
    for group in kept:
        (line,) = lines(channel_rules(silent, "en", set(kept) - {group}))
        assert line.startswith(group.removeprefix("itunes:"))


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        (
            {"owner": {"name": "The Desk", "email": "desk@radio"}},
            "owner.email: error: 'desk@radio' is no e-mail address (write it whole) [Spotify]",
        ),
        (
            {"category": ["News", "Knitting"]},
            (
                "category: error: 'News > Knitting' is no category of Apple Podcasts "
                "(choose one, such as News > Daily News) [Apple]"
            ),
        ),
        ({"title": "T" * 256}, "title: error: it has 256 characters, and apps take 255 (shorten it) [PSP-1]"),
        (
            {"description": "ї" * 2001},
            "description: error: it has 4002 bytes, and apps take 4000 (shorten it) [Apple, PSP-1]",
        ),
        (
            {"title": "The <b>Show</b>"},
            "title: error: '<b>' is HTML, and titles are plain text (write it plainly) [Apple]",
        ),
        (
            {"address": "http://the-show.radio/"},
            (
                "address: error: 'http://the-show.radio/' is not secure (serve the site by https, and write https://) "
                "[Apple]"
            ),
        ),
        (
            {"link": "http://the-show.radio/"},
            (
                "link: warning: the link 'http://the-show.radio/' is not secure (write https:// if the site has it) "
                "[audiobrief]"
            ),
        ),
        (
            {"funding": [{"url": "pay", "text": "Pay"}]},
            "funding.0.url: error: 'pay' is no web address (write it whole, such as https://example.org/) [PSP-1]",
        ),
        (
            {"funding": [{"url": "https://pay.radio/", "text": "P" * 129}]},
            "funding.0.text: error: it has 129 characters, and apps take 128 (shorten it) [Podcasting 2.0]",
        ),
        (
            {"persons": [{"name": "Ada", "image": "http://people.radio/ada.jpg"}]},
            (
                "persons.0.image: error: apps do not fetch 'http://people.radio/ada.jpg' (give it an https address) "
                "[Apple]"
            ),
        ),
    ],
)
def test_what_is_wrong_is_named(said: dict[str, Any], expected: str) -> None:
    assert found(**said) == [expected]


@pytest.mark.parametrize("language", ["english", "xx", "und", ""])
def test_what_is_no_language_is_refused(language: str) -> None:
    assert found(language) == [
        f"language: error: '{language}' is no language of ISO 639 (write it as en or en-GB) [Apple, PSP-1]"
    ]


def test_texts_as_long_as_they_may_be_are_good() -> None:
    assert found(title="T" * 255, description="ї" * 2000, author="A" * 255) == []

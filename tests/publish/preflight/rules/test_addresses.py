"""The site has to be reached by everybody, pictures by https, and links are whole."""

from __future__ import annotations

import pytest

from audiobrief.publish.preflight.rules.addresses import link_rules, picture_rules, site_rules
from publish.preflight.rules.lines import lines


@pytest.mark.parametrize(
    "address", ["https://the-show.radio/", "HTTPS://the-show.radio:8443/a/", "https://8.8.8.8/", "https://testing.org/"]
)
def test_a_site_that_everybody_reaches_is_good(address: str) -> None:
    assert lines(site_rules(address)) == []


@pytest.mark.parametrize(
    "host", ["briefing.example", "EXAMPLE.com", "studio.local.", "localhost", "192.168.1.7", "::1"]
)
def test_a_site_that_nobody_else_reaches_is_for_trials(host: str) -> None:
    address = f"http://[{host}]/" if ":" in host else f"http://{host}/"
    assert lines(site_rules(address)) == [
        (
            f"address: warning: nobody else can reach '{host.lower()}' (for a trial that is good; write the site's own "
            "address before the feed is handed in) [Apple, Spotify]"
        )
    ]


def test_a_site_without_tls_is_refused() -> None:
    assert lines(site_rules("http://the-show.radio/")) == [
        "address: error: 'http://the-show.radio/' is not secure (serve the site by https, and write https://) [Apple]"
    ]


@pytest.mark.parametrize("address", ["the-show.radio", "ftp://the-show.radio/", "https://", "https://[::1/"])
def test_what_is_no_web_address_is_refused(address: str) -> None:
    assert lines(site_rules(address)) == [
        f"address: error: '{address}' is no web address (write it as https://briefing.example/) [PSP-1]"
    ]


@pytest.mark.parametrize("url", [None, "https://people.radio/ada.jpg"])
def test_a_picture_that_apps_fetch_is_good(url: str | None) -> None:
    assert lines(picture_rules("persons.0.image", url)) == []


def test_a_picture_without_tls_is_refused() -> None:
    assert lines(picture_rules("persons.0.image", "http://people.radio/ada.jpg")) == [
        "persons.0.image: error: apps do not fetch 'http://people.radio/ada.jpg' (give it an https address) [Apple]"
    ]


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        (None, []),
        ("https://crier.radio/", []),
        (
            "http://crier.radio/",
            [
                (
                    "source.url: warning: the link 'http://crier.radio/' is not secure (write https:// if the site "
                    "has it) "
                    "[audiobrief]"
                )
            ],
        ),
        (
            "crier.radio",
            [
                (
                    "source.url: error: 'crier.radio' is no web address (write it whole, such as https://example.org/) "
                    "[PSP-1]"
                )
            ],
        ),
        (
            "javascript:alert(1)",
            [
                (
                    "source.url: error: 'javascript:alert(1)' is no web address "
                    "(write it whole, such as https://example.org/) [PSP-1]"
                )
            ],
        ),
    ],
)
def test_links(url: str | None, expected: list[str]) -> None:
    assert lines(link_rules("source.url", url)) == expected

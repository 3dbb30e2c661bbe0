"""Addresses are URIs wherever programs read them: in feeds, pages, tags and JSON."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from audiobrief.episode.formats.id3 import id3_tag
from audiobrief.episode.manifest import ManifestFunding, ManifestPerson
from audiobrief.episode.sidecars import chapters_json
from audiobrief.episode.web_addresses import web_address
from audiobrief.publish.models import ItemChapter
from audiobrief.publish.pages.pages import episode_page, show_pages
from audiobrief.script.models.segment import Source
from audiobrief.script.models.show import Show
from builders import wrong_rows
from episode.details_builder import chapters, episode, timed
from publish.feed.test_writer import feed_of
from publish.pages.page_builder import CHANNEL, ITEM

WRITTEN = "https://hafenmüller.example/straße?für=1#größe"
URI = "https://xn--hafenmller-feb.example/stra%C3%9Fe?f%C3%BCr=1#gr%C3%B6%C3%9Fe"


def test_an_address_becomes_a_uri() -> None:
    rows: list[tuple[tuple[str | None], str | None]] = [
        ((WRITTEN,), URI),
        ((URI,), URI),
        ((" https://example.org/ä?q=ü#ß ",), "https://example.org/%C3%A4?q=%C3%BC#%C3%9F"),
        (("http://example.org/100%",), "http://example.org/100%25"),
        (("https://example.org/%C3%A4",), "https://example.org/%C3%A4"),
        (("https://example.org/a[1]|{b}\\c^`#a#b",), "https://example.org/a%5B1%5D%7C%7Bb%7D%5Cc%5E%60#a%23b"),
        (("https://example.org/a&b/?a=1&b=2",), "https://example.org/a&b/?a=1&b=2"),
        (("HTTPS://EXAMPLE.org",), "HTTPS://EXAMPLE.org"),
        (("https://me@Straße.example:8443/",), "https://me@xn--strae-oqa.example:8443/"),
        (("https://例え。テスト/",), "https://xn--r8jz45g.xn--zckzah/"),
        (("https://[::1]:8000/ä",), "https://[::1]:8000/%C3%A4"),
        (("https://under_score.example/",), "https://under_score.example/"),
        (("https://example.org/a b",), None),
        (('https://example.org/"',), None),
        (("https://",), None),
        (("https://[::1",), None),
        (("https://example.org:99999/",), None),
        (("https://evil.example\\@example.org/",), None),
        (("https://ex%61mple.org/",), None),
        (("https://ü..example/",), None),
        (("https://\u0301x.example/",), None),
        (("ftp://example.org/",), None),
        (("javascript:ran()",), None),
        ((" JaVaScRiPt:ran()",), None),
        (("data:text/html,x",), None),
        (("//evil.example",), None),
        (("java\nscript:x",), None),
        (("",), None),
        ((None,), None),
    ]
    assert wrong_rows(web_address, rows) == []


@given(st.text(max_size=40), st.text(max_size=40))
def test_whatever_is_written_a_uri_is_ascii_and_stays(host: str, rest: str) -> None:
    address = web_address(f"https://{host}/{rest}")
    assert address is None or (address.isascii() and web_address(address) == address)


class TestEverywhere:
    def test_in_the_feed(self) -> None:
        persons = (ManifestPerson(name="A", link=WRITTEN, image=WRITTEN),)
        channel = replace(CHANNEL, link=URI, funding=(ManifestFunding(url=WRITTEN, text="Pay"),), persons=persons)
        marks = (ItemChapter(0, 5, "A", WRITTEN), ItemChapter(5, 9, "B"))
        feed = feed_of(channel, replace(ITEM, chapters=marks, source_url=WRITTEN, persons=persons))
        root = etree.fromstring(feed)
        values = [str(value) for element in root.iter() for value in (*element.attrib.values(), element.text or "")]
        assert sum(value == URI for value in values) == 8
        assert not [value for value in values if "hafenmüller" in value]
        assert f'<a href="{URI}">' in (root.findtext("channel/item/{*}encoded") or "")

    @pytest.mark.parametrize("page", ["episode", "show"])
    def test_in_pages(self, page: str) -> None:
        persons = (ManifestPerson(name="A", link=WRITTEN),)
        channel = replace(CHANNEL, funding=(ManifestFunding(url=WRITTEN, text="Pay"),), persons=persons, link=WRITTEN)
        item = replace(ITEM, source_url=WRITTEN, persons=persons)
        text = episode_page(channel, item) if page == "episode" else show_pages(channel, [item])["index.html"]
        assert text.count(f'href="{URI}"') >= 3
        assert "hafenmüller" not in text

    def test_in_chapters_and_tags(self) -> None:
        details = episode(timed(chapters("A", url=WRITTEN)), source=Source(url=WRITTEN), show=Show(link=WRITTEN))
        assert json.loads(chapters_json(details.timeline))["chapters"][0]["url"] == URI
        assert id3_tag(details).count(URI.encode()) == 3

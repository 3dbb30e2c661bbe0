"""A show and its episodes, as values to make pages of."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

from audiobrief.episode.manifest import ManifestFunding, ManifestPerson, ManifestSentence
from audiobrief.publish.models import Channel, Correction, Enclosure, Item, ItemChapter
from audiobrief.publish.pages.pages import episode_page, show_pages
from audiobrief.publish.pages.templating import page_files

ADDRESS = "https://briefing.example.org/podcast/"

CHANNEL = Channel(
    title="The Briefing",
    address=ADDRESS,
    description="One story a day.",
    language="en-GB",
    author="The Briefing desk",
    owner=None,
    category=("News",),
    explicit=False,
    link="https://example.org/",
    cover="media/cover-1.jpg",
    copyright="© 2023 The Briefing desk",
    funding=(ManifestFunding(url="https://example.org/support", text="Support us"),),
    persons=(ManifestPerson(name="Ada Byron", role="host", link="https://example.org/ada"),),
    guid="9b024349-ccf0-5f69-a609-6b82873eab3c",
)


def sentence(start: float, end: float, text: str, speaker: str, *, new_paragraph: bool = False) -> ManifestSentence:
    return ManifestSentence(start=start, end=end, text=text, speaker=speaker, new_paragraph=new_paragraph)


ITEM = Item(
    guid="first",
    slug="the-bridge",
    title="The bridge",
    published=datetime(2023, 2, 17, 18, 0, tzinfo=UTC),
    summary="It is open again.",
    language="en-GB",
    duration=40.0,
    enclosure=Enclosure("media/the-bridge.mp3", 640_000, "audio/mpeg"),
    disclosure="Spoken by synthetic voices.",
    number=7,
    season=2,
    transcripts=(
        Enclosure("media/the-bridge.vtt", 100, "text/vtt"),
        Enclosure("media/the-bridge.srt", 100, "application/x-subrip"),
    ),
    chapters_file=Enclosure("media/the-bridge.chapters.json", 100, "application/json+chapters"),
    chapters=(
        ItemChapter(0.0, 12.5, "Headlines"),
        ItemChapter(12.5, 30.0, "A week of ice", "https://example.org/ice"),
        ItemChapter(30.0, 40.0, "Credits"),
    ),
    sentences=(
        sentence(1.0, 4.0, "The bridge is open.", "Presenter", new_paragraph=True),
        sentence(4.2, 9.0, "It had been closed for a week.", "Presenter"),
        sentence(13.0, 20.0, "The ice had moved a pillar.", "Presenter", new_paragraph=True),
        sentence(20.5, 28.0, "It holds.", "Quotation"),
        sentence(31.0, 38.0, "Thank you.", "Presenter", new_paragraph=True),
    ),
    source_title="Bridge open again",
    source_publisher="The Paper",
    source_url="https://example.org/bridge",
    corrections=(Correction(datetime(2023, 2, 18, tzinfo=UTC), "The bridge was closed for six days."),),
)


def many(count: int) -> list[Item]:
    """Return so many episodes, one a day, the newest first."""
    return [
        replace(
            ITEM, guid=f"g{at}", slug=f"e{at}", title=f"Episode {at}", published=ITEM.published - timedelta(days=at)
        )
        for at in range(count)
    ]


def show_page(channel: Channel, items: Sequence[Item], templates: Path | None = None) -> str:
    """Return the first page of the list of episodes."""
    return show_pages(channel, items, templates)["index.html"]


def write_site(folder: Path, channel: Channel = CHANNEL, items: tuple[Item, ...] = (ITEM,)) -> Path:
    """Write a site's pages, and a feed that has all that a server looks for in it."""
    pages = {**page_files(), **{path: text.encode() for path, text in show_pages(channel, items).items()}}
    pages |= {f"episodes/{item.slug}/index.html": episode_page(channel, item).encode() for item in items}
    entries = "".join(
        f'<item><guid isPermaLink="false">{channel.address}{item.guid}</guid>'
        f'<enclosure url="{channel.address}{item.enclosure.path}" length="1" type="audio/mpeg"/></item>'
        for item in items
    )
    pages["feed.xml"] = (
        '<?xml version="1.0" encoding="UTF-8"?>\n<rss version="2.0" xmlns:atom="http://www.w3.org/2005/Atom"><channel>'
        f'<atom:link rel="self" type="application/rss+xml" href="{channel.address}feed.xml"/>{entries}</channel></rss>'
    ).encode()
    for path, content in pages.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(content)
    return folder


class Reading(HTMLParser):
    """What a page has in it: elements with their attributes, and its text without that of scripts."""

    def __init__(self, page: str) -> None:
        super().__init__(convert_charrefs=True)
        self.elements: list[tuple[str, dict[str, str]]] = []
        self.texts: list[str] = []
        self.scripts: list[str] = []
        self._in_script = False
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, {name: value or "" for name, value in attrs}))
        self._in_script = tag == "script"
        if self._in_script:
            self.scripts.append("")

    def handle_endtag(self, tag: str) -> None:
        if tag == "script":
            self._in_script = False

    def handle_data(self, data: str) -> None:
        if self._in_script:
            self.scripts[-1] += data
        else:
            self.texts.append(data)

    @property
    def text(self) -> str:
        """All text, with single spaces."""
        return " ".join("".join(self.texts).split())

    def all(self, tag: str, **attributes: str) -> list[dict[str, str]]:
        """Return the attributes of every element of a name that has these."""
        return [found for name, found in self.elements if name == tag and attributes.items() <= found.items()]

    @property
    def addresses(self) -> list[tuple[str, str, str]]:
        """Every address: element, attribute, value."""
        names = {"href", "src", "action", "data-image", "data-cover", "poster", "srcset", "formaction"}
        return [(tag, name, value) for tag, found in self.elements for name, value in found.items() if name in names]


def changed(**changes: Any) -> Item:
    """Return the episode with other values."""
    return replace(ITEM, **changes)

"""Every program that reads feeds reads the same episodes, and gets the files that were rendered."""

from __future__ import annotations

import calendar
import io
import json
import subprocess
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import feedparser
import podcastparser
import pytest

from audiobrief.episode.manifest import manifest_path
from audiobrief.publish.feed.elements import channel_guid
from builders import audiobrief
from judges.episodes import Episodes
from judges.readers import HERE
from publish.serving.served import serving
from publish.sets import cover, rendered_set

pytestmark = pytest.mark.judge

TITLES = ('Salt & 1 < 2 ]]> "quoted" \U0001f399', "\u0645\u0631\u062d\u0628\u0627 & more")
"""Beside the sample's."""
SHOW = """\
title: Tones & 1 < 2
description: Tones, & more.
address: https://briefing.audiobrief.radio/podcast/
category: News
language: en-GB
owner: {name: Tones, email: tones@briefing.example}
author: Tones
cover: cover.png
"""


@dataclass(frozen=True, slots=True)
class Read:
    """An episode as a program reads it."""

    title: str
    guid: str
    published: float
    """Seconds since 1970."""
    enclosure: str
    length: int
    chapters: tuple[tuple[float, str], ...] | None
    """None where the program reads none in feeds."""
    transcripts: tuple[str, ...] | None
    """None where the program reads none."""


@dataclass(frozen=True, slots=True)
class Site:
    """A site that is being served."""

    folder: Path
    address: str
    """Ends in a slash."""
    manifests: tuple[dict[str, Any], ...]
    """Of its episodes, in the order of the feed."""
    rendered: set[bytes]
    """The files that were published, and others that were rendered beside them."""

    def get(self, path: str) -> bytes:
        with urllib.request.urlopen(path if "://" in path else self.address + path, timeout=30) as answer:
            content: bytes = answer.read()
        return content


@pytest.fixture(scope="module")
def site(episodes: Episodes, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    folder = tmp_path_factory.mktemp("site")
    sets = tmp_path_factory.mktemp("sets")
    (sets / "tones.yaml").write_text(SHOW, encoding="utf-8")
    (sets / "cover.png").write_bytes(cover())
    made = [
        rendered_set(sets, f"e{at}", title=title, number=at, sound=bytes(at)) for at, title in enumerate(TITLES, 11)
    ]
    audio = [episodes.get("sample").audio, *made]
    run = audiobrief("publish", *audio, "--show", "tones.yaml", "--to", folder, "-q", cwd=sets)
    assert run.status == 0, run.err
    judged = [json.loads(manifest_path(each).read_text("utf-8")) for each in audio]
    rendered = {path.read_bytes() for each in audio for path in each.parent.iterdir() if path.is_file()}
    with serving(folder) as served:
        feed = feedparser.parse((folder / "feed.xml").read_bytes())
        by_title = {manifest["title"]: manifest for manifest in judged}
        manifests = tuple(by_title[entry.title] for entry in feed.entries)
        assert len(manifests) == len(audio)
        yield Site(folder, f"{served.address}/", manifests, rendered)


def by_feedparser(content: bytes) -> list[Read]:
    return [
        Read(
            entry.title,
            entry.id,
            calendar.timegm(entry.published_parsed),
            entry.enclosures[0].href,
            int(entry.enclosures[0].length),
            None,
            None,
        )
        for entry in feedparser.parse(content).entries
    ]


def by_podcastparser(content: bytes) -> list[Read]:
    # podcastparser 0.6.11 knows the podcast namespace by the address of its document, and not yet by its name.
    known = content.replace(
        b"https://podcastindex.org/namespace/1.0",
        b"https://github.com/podcastindex-org/podcast-namespace/blob/main/docs/1.0.md",
    )
    feed = podcastparser.parse("https://briefing.audiobrief.radio/podcast/feed.xml", io.BytesIO(known))
    return [
        Read(
            each["title"],
            each["guid"],
            each["published"],
            each["enclosures"][0]["url"],
            each["enclosures"][0]["file_size"],
            tuple((mark["start"], mark["title"]) for mark in each["chapters"]),
            (each["transcript_url"],),
        )
        for each in feed["episodes"]
    ]


def by_partytime(content: bytes) -> list[Read]:
    done = subprocess.run(["node", HERE / "read_feed.mjs"], input=content, capture_output=True, timeout=60, check=True)
    return [
        Read(
            each["title"],
            each["guid"],
            datetime.fromisoformat(each["pubDate"]).timestamp(),
            each["enclosure"]["url"],
            each["enclosure"]["length"],
            None,
            tuple(file["url"] for file in each["podcastTranscripts"]),
        )
        for each in json.loads(done.stdout.decode())["items"]
    ]


READERS: dict[str, Callable[[bytes], list[Read]]] = {
    "feedparser": by_feedparser,
    "podcastparser": by_podcastparser,
    "podcast-partytime": by_partytime,
}


@pytest.mark.parametrize("reader", READERS)
def test_readers_agree_with_the_manifests_and_with_each_other(site: Site, reader: str) -> None:
    content = site.get("feed.xml")
    read = READERS[reader](content)
    assert [each.title for each in read] == [manifest["title"] for manifest in site.manifests]
    assert [each.length for each in read] == [manifest["files"][0]["bytes"] for manifest in site.manifests]
    others = by_feedparser(content)
    assert [(each.guid, each.published, each.enclosure) for each in read] == [
        (each.guid, each.published, each.enclosure) for each in others
    ]
    for each, manifest in zip(read, site.manifests, strict=True):
        if each.chapters is not None:
            assert [title for _, title in each.chapters] == [chapter["title"] for chapter in manifest["chapters"]]
            starts = [int(chapter["start"]) for chapter in manifest["chapters"]]
            assert [start for start, _ in each.chapters] == pytest.approx(starts, abs=1)
        for url in each.transcripts or ():
            sums = {record["bytes"] for record in manifest["files"] if record["role"] in {"vtt", "srt", "transcript"}}
            assert len(site.get(url)) in sums


def test_what_is_served_is_what_was_rendered(site: Site) -> None:
    for each in by_partytime(site.get("feed.xml")):
        assert site.get(each.enclosure) in site.rendered
        assert all(site.get(url) in site.rendered for url in each.transcripts or ())


def test_partytime_knows_what_the_podcast_namespace_adds(site: Site) -> None:
    content = site.get("feed.xml")
    done = subprocess.run(["node", HERE / "read_feed.mjs"], input=content, capture_output=True, timeout=60, check=True)
    feed = json.loads(done.stdout.decode())
    assert feed["guid"] == channel_guid("https://briefing.audiobrief.radio/podcast/feed.xml")
    assert (feed["locked"], feed["medium"], feed["itunesCategory"]) == (True, "podcast", ["News"])
    assert feed["title"] == "Tones & 1 < 2"
    for item, manifest in zip(feed["items"], site.manifests, strict=True):
        chapters = json.loads(site.get(item["podcastChapters"]["url"]))
        assert [mark["title"] for mark in chapters["chapters"]] == [mark["title"] for mark in manifest["chapters"]]
        for mark in chapters["chapters"]:
            assert "img" not in mark or site.get(mark["img"]).startswith(b"\x89PNG")

"""Mutated scripts, lexicons, manifests, records, feeds and DOCX files: each is read, or refused with an error of ours.

`AUDIOBRIEF_TRIES=500 pytest -m slow tests/test_mutated_inputs.py` makes half a million tries.
"""

from __future__ import annotations

import io
import os
import shutil
import signal
import sys
import warnings
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from functools import cache, partial
from pathlib import Path
from types import FrameType
from typing import Any

import pytest
from click.testing import CliRunner
from hypothesis import HealthCheck, given, seed, settings
from hypothesis import strategies as st

from audiobrief.cli.main import audiobrief
from audiobrief.draft.drafting import make_draft
from audiobrief.draft.readers.article_file import read_content
from audiobrief.errors import AudiobriefError
from audiobrief.publish.feed.parser import parse_feed
from audiobrief.publish.feed.writer import ChangedItem, FeedChanges, write_feed
from audiobrief.publish.models import Channel
from audiobrief.publish.rendered import read_rendered
from audiobrief.publish.site import records
from audiobrief.publish.site.site import sort_key
from audiobrief.script.editing.lexicon_file import with_entries
from audiobrief.script.loader import load_house, load_script
from audiobrief.script.models.lexicon import Entry
from builders import TONE_VOICES
from draft.article_files import docx
from mutations import EDITS, Edit, mutate_bytes, mutate_json, mutate_xml, mutate_yaml, mutate_zip
from publish.pages.page_builder import CHANNEL, ITEM
from publish.sets import HOUSE, cover, rendered_set

TRIES = int(os.environ.get("AUDIOBRIEF_TRIES", "5"))
"""A thousandth of the tries of all subjects."""
PARTS = 4
"""Of each subject, which run side by side."""
SECONDS = 10.0
"""The longest that a try may take, by the clock."""
SCRIPT = f"""\
version: 1
title: "The bridge: open"
show: show.yaml
slug: bridge
date: 2024-05-01
number: 1
summary: >-
  What was mended.
source: {{title: Bridge reopens, publisher: The Crier, url: "https://crier.example/bridge"}}
persons: [{{name: Bo Jones, role: guest}}]
soundbite: {{start: 0ms, duration: 15s, title: The news}}
lexicon: {{Minsk: {{say: mensk}}, Bo: {{ipa: "bəʊ"}}}}
{TONE_VOICES}quotes: high
pauses: {{sentence: 300ms}}
target: "0:20"
segments:
  - intro: |
      Good evening. [1s] It is 12 May.

      (Minsk)[ipa:"mɪnsk"] said: (It holds.)[voice:"high"]
    chapter: Headlines
  - narration:
      - {{low: The bridge is open.}}
      - {{high: "It was closed for 3 km & a week."}}
    chapter: The bridge
    url: https://crier.example/bridge
    pause: 500ms
  - transition: Next.
    optional: true
  - outro: The voices that you heard are synthetic.
"""
LEXICON = 'Minsk: {say: mensk}\n"Bo Jones": {ipa: "bəʊ"}\nNATO: {say: nay toe}\nWHO: {say: W H O}\n'


class TooSlowError(Exception):
    """A try took too long."""


@contextmanager
def time_limit() -> Iterator[None]:
    def end(_number: int, _frame: FrameType | None) -> None:
        raise TooSlowError

    before = signal.signal(signal.SIGALRM, end)
    signal.setitimer(signal.ITIMER_REAL, SECONDS)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


def put(path: Path, content: bytes) -> Path:
    path.write_bytes(content)
    return path


def read_script(content: bytes, folder: Path) -> None:
    load_script(put(folder / "episode.yaml", content))


def read_house(content: bytes, folder: Path) -> None:
    load_house(put(folder / "show.yaml", content))


def read_lexicon(content: bytes, folder: Path) -> None:
    path = put(folder / "words.yaml", content)
    with suppress(AudiobriefError):
        with_entries(path, "words.yaml", (Entry(word="Grodno", ipa="ˈɡrɔdnə"),))
    load_script(folder / "lexicon.yaml")


def read_manifest(content: bytes, folder: Path) -> None:
    episode = read_rendered(put(folder / "out" / "episode.episode.json", content))
    _ = episode.manifest.content(), episode.sort_key(datetime(2024, 1, 1, tzinfo=UTC)), episode.manifest.not_before
    episode.check()


def read_record(kind: type[Any], content: bytes, _folder: Path) -> None:
    records.record_bytes(records.read_as(kind, content, "record"))


def read_feed(content: bytes, folder: Path) -> None:
    old = parse_feed(put(folder / "feed.xml", content), "feed.xml")
    old.channel_text("podcast:guid")
    changed = {ITEM.guid: ChangedItem(sort_key(ITEM), lambda: ITEM)}
    write_feed(io.BytesIO(), old, CHANNEL, FeedChanges(changed, (), {ITEM.guid: sort_key(ITEM)}))


def read_docx(content: bytes, _folder: Path) -> None:
    make_draft(read_content(content, "article.docx", "docx"))


def run(*arguments: str | Path) -> None:
    done = CliRunner().invoke(audiobrief, [*map(str, arguments), "-q"], standalone_mode=False)
    if done.exception is not None and not isinstance(done.exception, SystemExit):
        raise done.exception


def check(content: bytes, folder: Path) -> None:
    run("check", put(folder / "episode.yaml", content))


def preflight(content: bytes, folder: Path) -> None:
    run("preflight", put(folder / "out" / "episode.episode.json", content), "--to", folder / "site")


def unpublish(path: str, content: bytes, folder: Path) -> None:
    put(folder / "site" / path, content)
    try:
        run("unpublish", "episode", "--to", folder / "site", "--dry-run")
    finally:
        shutil.copy(folder / "as-published" / path, folder / "site" / path)


RECORD, INDEX, FEED = "state/items/episode.0001.json", "state/index.json", "feed.xml"
Change = Callable[[bytes, Sequence[Edit]], bytes]
Reader = Callable[[bytes, Path], None]
# Of a thousand tries; the readers of JSON take the least time, and commands the most.
SUBJECTS: Mapping[str, tuple[int, Change, Reader]] = {
    "script": (170, mutate_yaml, read_script),
    "house file": (70, mutate_yaml, read_house),
    "lexicon": (100, mutate_yaml, read_lexicon),
    "manifest": (170, mutate_json, read_manifest),
    "record": (100, mutate_json, partial(read_record, records.Record)),
    "channel": (50, mutate_json, partial(read_record, Channel)),
    "index": (50, mutate_json, partial(read_record, records.Index)),
    "feed": (150, mutate_xml, read_feed),
    "docx": (100, mutate_zip, read_docx),
    "check": (10, mutate_yaml, check),
    "preflight": (10, mutate_json, preflight),
    "unpublish: record": (7, mutate_json, partial(unpublish, RECORD)),
    "unpublish: index": (7, mutate_json, partial(unpublish, INDEX)),
    "unpublish: feed": (6, mutate_xml, partial(unpublish, FEED)),
}


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a folder with all that the subjects read."""
    monkeypatch.setenv("AUDIOBRIEF_CACHE", str(tmp_path / "cache"))
    audio = rendered_set(tmp_path / "out", summary="What was mended: <b>&c.", publish_at="2024-05-02T08:00:00+02:00")
    run("publish", audio, "--to", tmp_path / "site")
    shutil.copytree(tmp_path / "site", tmp_path / "as-published")
    (tmp_path / "show.yaml").write_text(HOUSE)
    (tmp_path / "cover.png").write_bytes(cover())
    script = f"version: 1\ntitle: T\nlexicon: words.yaml\n{TONE_VOICES}segments:\n  - intro: Minsk.\n"
    (tmp_path / "lexicon.yaml").write_text(script)
    return tmp_path


def seeds(subject: str, folder: Path) -> bytes:
    """Return the content that is mutated."""
    site = folder / "as-published"
    match subject.removeprefix("unpublish: "):
        case "script" | "check":
            return SCRIPT.encode()
        case "house file":
            return HOUSE.encode()
        case "lexicon":
            return LEXICON.encode()
        case "manifest" | "preflight":
            return (folder / "out" / "episode.episode.json").read_bytes()
        case "record":
            return (site / RECORD).read_bytes()
        case "channel":
            return (site / "state/channel.json").read_bytes()
        case "index":
            return (site / INDEX).read_bytes()
        case "feed":
            return (site / FEED).read_bytes()
        case _:
            return whole_docx()


@cache
def whole_docx() -> bytes:
    return docx()


@pytest.mark.slow
@pytest.mark.parametrize("part", range(PARTS))
@pytest.mark.parametrize("subject", SUBJECTS)
def test_what_is_mutated_is_read_or_refused(subject: str, part: int, folder: Path) -> None:
    tries, change, read = SUBJECTS[subject]
    whole = seeds(subject, folder)
    count = {"tries": 0, "read": 0}
    read(whole, folder)

    @seed(part)
    @settings(
        max_examples=max(1, TRIES * tries // PARTS), deadline=None, database=None, derandomize=False,
        suppress_health_check=list(HealthCheck), report_multiple_bugs=False,
    )  # fmt: skip
    @given(EDITS, st.booleans())
    def try_once(edits: Sequence[Edit], is_tree: bool) -> None:
        content = (change if is_tree else mutate_bytes)(whole, edits)
        count["tries"] += 1
        with suppress(AudiobriefError), warnings.catch_warnings(), time_limit():
            warnings.simplefilter("ignore")
            read(content, folder)
            count["read"] += 1

    try_once()
    sys.stdout.write(f"FIGURE\t{subject}\t{count['tries']} tries\t{count['read']} read, the others refused\n")

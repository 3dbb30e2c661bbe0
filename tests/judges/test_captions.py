"""Captions of episodes of different kinds: no rule is broken, and all readers find the same cues."""

from __future__ import annotations

import html
import json
import re
import shutil
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import pairwise
from pathlib import Path
from typing import Any

import jsonschema
import pysrt
import pytest
import webvtt

from audiobrief.episode.caption_units import SHORTEST
from audiobrief.episode.captions import FASTEST, LONGEST
from audiobrief.episode.line_breaks import LONGEST_LINE, MOST_LINES, width
from builders import ROOT, audiobrief, sine, write_wave
from judges.readers import HERE, ran

pytestmark = pytest.mark.judge

ARTICLES = ("news-bridge", "interview", "science", "sport", "list", "live-blog", "french-news", "german-news",
            "spanish-news", "ukrainian-news")  # fmt: skip
SIGNS = r"""
version: 1
title: Signs
language: en-GB
voices: {one: {label: One & "Only"}, two: {label: <b>}}
segments:
  - narration: |
      Press <Enter> and type x<y --> z. Use {\\an8}here, \<i>there\</i> & everywhere; R&D costs &lt; 5. No. Yes. Never!
  - narration:
      - two: Здравствуйте, 日本語 and naïve.
      - one: It is said again and again, at https://example.org/a/very/long/address/that/no/line/can/hold, by all.
  - clip:
      file: mayor.wav
      speaker: Ada "the Mayor" Byrne
      text: We have waited long enough. We will build it, whatever it takes, and whatever anybody may say about it. Now!
"""
TRANSCRIPT = {
    "type": "object",
    "required": ["version", "segments"],
    "additionalProperties": False,
    "properties": {
        "version": {"const": "1.0.0"},
        "segments": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["speaker", "startTime", "endTime", "body"],
                "additionalProperties": False,
                "properties": {
                    "speaker": {"type": "string", "minLength": 1},
                    "startTime": {"type": "number", "minimum": 0},
                    "endTime": {"type": "number", "minimum": 0},
                    "body": {"type": "string", "minLength": 1},
                },
            },
        },
    },
}
"""What the podcast namespace says of JSON (transcripts.md); it has no schema of its own."""


@dataclass(frozen=True, slots=True)
class Cue:
    """A cue as a reader finds it; times are milliseconds."""

    start: int
    end: int
    text: str
    """Its lines."""
    speaker: str = ""
    word_times: tuple[int, ...] = ()

    @property
    def seconds(self) -> float:
        """How long it is shown."""
        return (self.end - self.start) / 1000

    @property
    def words(self) -> list[str]:
        """Its words."""
        return self.text.split()


@dataclass(frozen=True, slots=True)
class Captioned:
    """An episode without times of words in its WebVTT file, and with them."""

    plain: Path
    timed: Path


@pytest.fixture(scope="module")
def captioned(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, Captioned]:
    folder = tmp_path_factory.mktemp("captions")
    for name in ("scripts", "audio_assets"):
        shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("*.py", "__*"))
    for name in ARTICLES:
        article = ROOT / "tests" / "draft" / "articles" / f"{name}.txt"
        assert audiobrief("draft", article, "-o", f"scripts/{name}.yaml", "-q", cwd=folder).status == 0
    (folder / "scripts" / "signs.yaml").write_text(SIGNS, encoding="utf-8")
    write_wave(folder / "scripts" / "mayor.wav", sine(8.0))
    scripts = sorted((folder / "scripts").glob("*[!w].yaml"))
    for name, options in (("plain", ()), ("timed", ("--word-times",))):
        run = audiobrief("render", *scripts, "-q", *options, cwd=folder)
        assert run.status == 0, run.err
        (folder / "out").rename(folder / name)
    return {
        script.stem: Captioned(*(folder / name / f"{script.stem}.vtt" for name in ("plain", "timed")))
        for script in scripts
    }


def by_webvtt_py(path: Path) -> list[Cue]:
    return [
        Cue(
            cue.start_time.in_milliseconds(),
            cue.end_time.in_milliseconds(),
            html.unescape(cue.text),
            html.unescape(cue.voice or ""),
            tuple(map(milliseconds, re.findall(r"<(\d[\d:.]+)>", cue.raw_text))),
        )
        for cue in webvtt.read(str(path)).captions
    ]


def milliseconds(timecode: str) -> int:
    """Convert a timecode."""
    hours, minutes, seconds = timecode.split(":")
    return round((int(hours) * 3600 + int(minutes) * 60 + float(seconds)) * 1000)


def by_browser(cues: list[list[Any]]) -> list[Cue]:
    return [
        Cue(round(start * 1000), round(end * 1000), text, speaker, tuple(round(time * 1000) for time in times))
        for start, end, speaker, text, times in cues
    ]


def by_pysrt(path: Path) -> list[Cue]:
    return [Cue(cue.start.ordinal, cue.end.ordinal, cue.text) for cue in pysrt.open(path, encoding="utf-8")]


def test_all_readers_find_the_same_cues(captioned: Mapping[str, Captioned]) -> None:
    paths = [path for episode in captioned.values() for path in (episode.plain, episode.timed)]
    found = json.loads(ran("node", HERE / "read_captions.mjs", *paths).stdout)
    for path in paths:
        cues = by_webvtt_py(path)
        assert found[str(path)]["parser"]["errors"] == []
        assert by_browser(found[str(path)]["parser"]["cues"]) == cues
        seen = by_browser(found[str(path)]["chromium"])
        assert [replace(cue, word_times=()) for cue in seen] == [replace(cue, word_times=()) for cue in cues]
        # Chromium writes them in other numbers, which may lose a millisecond.
        assert all(one.word_times == pytest.approx(two.word_times, abs=1) for one, two in zip(seen, cues, strict=True))
    assert sum(len(by_webvtt_py(episode.plain)) for episode in captioned.values()) > 300


def test_subrip_has_the_same_cues_with_the_names_where_the_speaker_changes(captioned: Mapping[str, Captioned]) -> None:
    for episode in captioned.values():
        cues, speaker = by_webvtt_py(episode.plain), ""
        several = len({cue.speaker for cue in cues}) > 1
        for cue, other in zip(cues, by_pysrt(episode.plain.with_suffix(".srt")), strict=True):
            assert (other.start, other.end) == (cue.start, cue.end)
            text = other.text.replace("\u200b", "").replace("→", "-->").split()
            assert text == [*(f"{cue.speaker}:".split() if several and cue.speaker != speaker else ()), *cue.words]
            speaker = cue.speaker


def test_times_of_words_are_all_that_is_added(captioned: Mapping[str, Captioned]) -> None:
    found = words = 0
    for episode in captioned.values():
        plain, timed = by_webvtt_py(episode.plain), by_webvtt_py(episode.timed)
        assert [replace(cue, word_times=()) for cue in timed] == plain
        for cue in timed:
            assert cue.word_times == tuple(sorted(set(cue.word_times)))
            assert all(cue.start < time < cue.end for time in cue.word_times)
        found += sum(len(cue.word_times) for cue in timed)
        words += sum(len(cue.words) - 1 for cue in timed)
    # Words that are timed as one have one time, and recordings have none.
    assert found >= 0.9 * words


def test_no_rule_is_broken_unless_a_word_does(captioned: Mapping[str, Captioned]) -> None:
    broken, count = [], 0
    for name, episode in captioned.items():
        cues = by_webvtt_py(episode.plain)
        count += len(cues)
        for before, cue, after in zip([None, *cues], cues, [*cues[1:], None], strict=False):
            broken += [(name, rule, cue) for rule in broken_rules(cue, before, after)]
    assert broken == []
    assert count > 300


def broken_rules(cue: Cue, before: Cue | None, after: Cue | None) -> Iterator[str]:
    """Yield the rules that a cue breaks, given the cues beside it."""
    lines = cue.text.split("\n")
    alone = {each.speaker for each in (before, after) if each} - {cue.speaker} == set()
    if len(lines) > MOST_LINES:
        yield "two lines"
    if max(map(width, lines)) > LONGEST_LINE:
        yield "42 columns"
    if cue.seconds > LONGEST and len(cue.words) > 1:
        yield "7 seconds"
    if cue.seconds < SHORTEST:
        yield "1 second"
    if len(cue.words) == 1 and len(cue.text) <= 12 and alone:
        yield "a word by itself"
    if len(lines) > 1 and any(len(line.split()) == 1 and width(line) <= 12 for line in lines):
        yield "a word by itself on a line"
    # What is said faster than it can be read is shown from the end of the cue before to the start of the cue after.
    has_room = not (before and after and before.end == cue.start and cue.end == after.start)
    if len(cue.text) > FASTEST * (cue.seconds + 0.05) and has_room:
        yield "20 characters a second"


def test_the_json_transcript_is_as_the_namespace_has_it(captioned: Mapping[str, Captioned]) -> None:
    for episode in captioned.values():
        content = json.loads(episode.plain.with_suffix(".transcript.json").read_text(encoding="utf-8"))
        jsonschema.validate(content, TRANSCRIPT)
        assert all(one["startTime"] <= two["startTime"] for one, two in pairwise(content["segments"]))
        # Captions cut a word that is wider than a line.
        said = "".join(segment["body"] for segment in content["segments"]).replace(" ", "")
        assert said == "".join(word for cue in by_webvtt_py(episode.plain) for word in cue.words)

"""The texts beside the audio file: WebVTT and SubRip transcripts, and JSON chapters.

A transcript is the text of the script with the times of its speech. A sentence is cut into cues of at most two lines of
65 characters (what Apple Podcasts takes); within it time is shared out by the length of the text.
"""

from __future__ import annotations

import json
import textwrap
from collections.abc import Mapping
from dataclasses import dataclass

from audiobrief.episode.web_addresses import web_address
from audiobrief.timeline.timeline import SpokenSentence, Timeline
from audiobrief.units import samples_to_seconds, seconds_to_timecode

LONGEST_LINE = 65
_LINES = 2


@dataclass(frozen=True, slots=True)
class TranscriptCue:
    """A cue: text with its start and end."""

    start: float
    """Seconds, whole milliseconds."""
    end: float
    """Seconds, whole milliseconds, later than the start."""
    lines: tuple[str, ...]
    """One or two."""
    speaker: str
    """The name to show."""


def transcript_cues(timeline: Timeline, labels: Mapping[str, str]) -> tuple[TranscriptCue, ...]:
    """Cut an episode's sentences into cues, given the name to show for each speaker."""
    return tuple(
        cue
        for sentence in timeline.sentences
        for cue in _sentence_cues(sentence, labels[sentence.speaker], timeline.sample_rate)
    )


def _sentence_cues(sentence: SpokenSentence, label: str, sample_rate: int) -> list[TranscriptCue]:
    lines = textwrap.wrap(sentence.text, LONGEST_LINE, break_on_hyphens=False) or [sentence.text]
    pairs = [tuple(lines[at : at + _LINES]) for at in range(0, len(lines), _LINES)]
    total = sum(len(line) for line in lines)
    cues = []
    done = 0
    for pair in pairs:
        start = sentence.start + (sentence.end - sentence.start) * done // total
        done += sum(len(line) for line in pair)
        end = sentence.start + (sentence.end - sentence.start) * done // total
        first, last = samples_to_seconds(start, sample_rate), samples_to_seconds(end, sample_rate)
        cues.append(TranscriptCue(first, max(last, round(first + 0.001, 3)), pair, label))
    return cues


def vtt(cues: tuple[TranscriptCue, ...]) -> str:
    """Write WebVTT (W3C) with a voice for each cue."""
    # An empty line follows the signature (4.1): the feed and the page state the language.
    blocks = ["WEBVTT"]
    for number, cue in enumerate(cues, 1):
        speaker = _escaped(cue.speaker).replace("\n", " ")
        text = "\n".join(_escaped(line) for line in cue.lines)
        blocks.append(
            f"{number}\n{seconds_to_timecode(cue.start)} --> {seconds_to_timecode(cue.end)}\n<v {speaker}>{text}</v>"
        )
    return "\n\n".join(blocks) + "\n"


def srt(cues: tuple[TranscriptCue, ...]) -> str:
    """Write SubRip; a name stands before the text where the speaker changes, if there are several."""
    several = len({cue.speaker for cue in cues}) > 1
    blocks = []
    before = None
    for number, cue in enumerate(cues, 1):
        lines = cue.lines
        if several and cue.speaker != before:
            lines = tuple(
                textwrap.wrap(
                    f"{cue.speaker}: {' '.join(cue.lines)}",
                    LONGEST_LINE + len(cue.speaker) + 2,
                    break_on_hyphens=False,
                )
            )
        before = cue.speaker
        times = f"{seconds_to_timecode(cue.start, fraction=',')} --> {seconds_to_timecode(cue.end, fraction=',')}"
        blocks.append(f"{number}\n{times}\n" + "\n".join(line.replace("-->", "→") for line in lines))
    return "\n\n".join(blocks) + "\n"


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def chapters_json(timeline: Timeline) -> str:
    """Return the chapters as `application/json+chapters`, version 1.2.0 of the podcast namespace."""
    chapters = []
    for chapter in timeline.chapters:
        entry = {"startTime": samples_to_seconds(chapter.start, timeline.sample_rate), "title": chapter.title}
        if address := web_address(chapter.url):
            entry["url"] = address
        entry["endTime"] = samples_to_seconds(chapter.end, timeline.sample_rate)
        chapters.append(entry)
    return json.dumps({"version": "1.2.0", "chapters": chapters}, ensure_ascii=False, indent=2) + "\n"

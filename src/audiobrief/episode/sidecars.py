"""The texts beside the audio file: transcripts in WebVTT, SubRip and JSON, and JSON chapters."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Mapping
from functools import partial

from audiobrief.episode.captions import TranscriptCue
from audiobrief.episode.web_addresses import web_address
from audiobrief.timeline.timeline import TimedWord, Timeline
from audiobrief.units import samples_to_seconds, seconds_to_timecode

_ZERO_WIDTH_SPACE = "\u200b"
_escape = partial(html.escape, quote=False)


def vtt(cues: tuple[TranscriptCue, ...], *, word_times: bool = False) -> str:
    """Write WebVTT (W3C) with a voice for each cue.

    Args:
        cues: in order of time.
        word_times: whether words have the times at which they are heard, where the voice reports them.
    """
    # An empty line follows the signature (4.1): the feed and the page state the language.
    blocks = ["WEBVTT"]
    for number, cue in enumerate(cues, 1):
        speaker = _escape(cue.speaker).replace("\n", " ")
        text = _with_word_times(cue) if word_times and cue.word_times else "\n".join(map(_escape, cue.lines))
        blocks.append(
            f"{number}\n{seconds_to_timecode(cue.start)} --> {seconds_to_timecode(cue.end)}\n<v {speaker}>{text}</v>"
        )
    return "\n\n".join(blocks) + "\n"


def _with_word_times(cue: TranscriptCue) -> str:
    """Return the text of a cue with a timestamp tag (WebVTT 1, 4.2.2) before each word but those that are heard first.

    A tag has to be later than the cue's start and than the tags before it, and earlier than the cue's end.
    """
    lines, latest = [], cue.start
    for line, times in zip(cue.lines, cue.word_times, strict=True):
        words = []
        for word, time in zip(line.split(" "), times, strict=True):
            if time is not None and latest < time < cue.end:
                words.append(f"<{seconds_to_timecode(time)}>{_escape(word)}")
                latest = time
            else:
                words.append(_escape(word))
        lines.append(" ".join(words))
    return "\n".join(lines)


def srt(cues: tuple[TranscriptCue, ...]) -> str:
    """Write SubRip; a name stands before the text where the speaker changes, if there are several."""
    blocks = []
    for number, cue in enumerate(cues, 1):
        times = f"{seconds_to_timecode(cue.start, fraction=',')} --> {seconds_to_timecode(cue.end, fraction=',')}"
        blocks.append(f"{number}\n{times}\n" + "\n".join(map(_srt_text, cue.named_lines or cue.lines)))
    return "\n\n".join(blocks) + "\n"


def _srt_text(line: str) -> str:
    """Return a line in which players find no tag and no override of ASS; SubRip has no escapes."""
    return re.sub(r"([<{])(?=\S)", f"\\1{_ZERO_WIDTH_SPACE}", line.replace("-->", "→"))


def transcript_json(timeline: Timeline, labels: Mapping[str, str]) -> str:
    """Return the transcript as JSON, version 1.0.0 of the podcast namespace, given the name to show for each speaker.

    Each word is a segment; a sentence is one where its voice does not report its words.
    """
    segments = []
    for sentence in timeline.sentences:
        for word in sentence.words or (TimedWord(sentence.start, sentence.end, sentence.text),):
            speaker = next((part.speaker for part in sentence.parts if word.start < part.end), sentence.speaker)
            segment = {
                "speaker": labels[speaker],
                "startTime": samples_to_seconds(word.start, timeline.sample_rate),
                "endTime": samples_to_seconds(word.end, timeline.sample_rate),
                "body": word.text,
            }
            segments.append(json.dumps(segment, ensure_ascii=False))
    # A word a line: what changes between two versions can be seen.
    lines = ",".join(f"\n    {segment}" for segment in segments)
    return f'{{\n  "version": "1.0.0",\n  "segments": [{lines}\n  ]\n}}\n'


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

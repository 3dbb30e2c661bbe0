"""Transcripts of recordings: WebVTT (W3C) and SubRip files, read into cues of plain text."""

from __future__ import annotations

import html
import io
import re
from dataclasses import dataclass
from pathlib import Path

from audiobrief.errors import SoundError
from audiobrief.script.models.texts import unspeakable_character
from audiobrief.storage.regular_files import read_regular_file

_LARGEST = 2_000_000
"""Bytes."""
_SIGNATURE = "WEBVTT"
UNCONFIRMED = "NOTE Not confirmed."
"""How the note of a WebVTT file starts whose words a speech recogniser wrote."""
_OVERRIDE = re.compile(r"\{\\[^}]*\}")
"""A style of ASS, which SubRip files have borrowed."""
_ADVICE = "name a WebVTT (.vtt) or SubRip (.srt) file"


@dataclass(frozen=True, slots=True)
class TimedText:
    """A cue of a transcript."""

    start: int
    """Milliseconds from the start of the recording."""
    end: int
    """Milliseconds, later than the start."""
    text: str
    """In one line, without tags."""


@dataclass(frozen=True, slots=True)
class Transcript:
    """The words of a recording."""

    cues: tuple[TimedText, ...]
    """Those that have words, in order of time."""
    is_confirmed: bool
    """False if a note says that a speech recogniser wrote them."""


def read_transcript(path: Path) -> Transcript:
    """Read a WebVTT or SubRip file.

    Raises:
        SoundError: it cannot be read, is too large, or is no transcript.
    """
    try:
        text = read_regular_file(path, _LARGEST).decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise SoundError(f"'{path.name}' is not UTF-8 text", "save it as UTF-8") from error
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise SoundError(f"'{path.name}' cannot be read: {reason}", _ADVICE) from error
    if (character := unspeakable_character(text.replace("\r", "\n"))) is not None:
        raise SoundError(f"'{path.name}': the character {character} can be neither spoken nor shown", "delete it")
    # It takes 50 ms to import, and few scripts need it.
    from webvtt import from_buffer
    from webvtt.errors import MalformedCaptionError, MalformedFileError

    is_vtt = text.startswith(_SIGNATURE)
    try:
        captions = from_buffer(io.StringIO(text), format="vtt" if is_vtt else "srt")
    except (MalformedCaptionError, MalformedFileError) as error:
        raise SoundError(f"'{path.name}' is no transcript with times", _ADVICE) from error
    cues = (
        TimedText(
            caption.start_time.in_milliseconds(),
            caption.end_time.in_milliseconds(),
            _plain(html.unescape(caption.text) if is_vtt else caption.text),
        )
        for caption in captions.captions
    )
    in_order = sorted((cue for cue in cues if cue.text and cue.start < cue.end), key=lambda cue: cue.start)
    return Transcript(tuple(in_order), f"\n{UNCONFIRMED}" not in text.replace("\r", "\n"))


def _plain(text: str) -> str:
    return " ".join(_OVERRIDE.sub("", text).split())

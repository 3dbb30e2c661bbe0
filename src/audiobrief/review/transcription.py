"""Transcripts of recordings as a speech recogniser hears them, to be confirmed by an editor."""

from __future__ import annotations

import html
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import numpy as np

from audiobrief.audio.decode import decode_sound
from audiobrief.episode.line_breaks import MOST_COLUMNS
from audiobrief.errors import SoundError
from audiobrief.review.proof.recogniser import HeardWord, Recogniser
from audiobrief.review.proof.sound import RATE, Excerpt, levels, windows
from audiobrief.script.turns.transcripts import UNCONFIRMED, TimedText
from audiobrief.units import seconds_to_clock, seconds_to_timecode

LONGEST_RECORDING = 3600
"""Seconds."""
_LONGEST_CUE = 6.0
"""Seconds."""
_PAUSE = 0.8
"""Seconds of silence after which a cue starts."""
_SENTENCE_ENDS = (".", "!", "?", "…", ".”", "?”", "!”", '."', '?"', '!"')


def transcribe(
    path: Path,
    recogniser: Recogniser,
    language: str,
    progress: Callable[[str, int, int], None] = lambda _stage, _done, _total: None,
) -> tuple[TimedText, ...]:
    """Return the cues of a recording, in order of time.

    Args:
        path: a sound file of at most an hour.
        recogniser: hears it.
        language: BCP 47 tag of what is said.
        progress: called as it goes on.

    Raises:
        SoundError: the file is no sound, or too long.
        RecogniserError: the recogniser failed.
    """
    sound = _decode(path)
    bounds = windows(levels(sound))
    words: list[HeardWord] = []
    for number, (start, end) in enumerate(bounds):
        progress("listening", number, len(bounds))
        words += recogniser.hear(sound.part(start, end), language)
    progress("listening", len(bounds), len(bounds))
    return tuple(_cue(group) for group in _groups(words))


def _decode(path: Path) -> Excerpt:
    samples = decode_sound(path, RATE, 1, LONGEST_RECORDING + 1)
    if len(samples) > LONGEST_RECORDING * RATE:
        raise SoundError(f"'{path.name}' is longer than {seconds_to_clock(LONGEST_RECORDING)}", "cut it")
    loudest = max(float(np.abs(samples).max(initial=0)), 1e-9)
    # The quiet places are found by their level, and recordings are of any level.
    return Excerpt(0.0, np.rint(samples[:, 0] * (32767 / loudest)).astype(np.int16))


def _groups(words: Iterable[HeardWord]) -> Iterator[list[HeardWord]]:
    """Yield the words of each cue: a sentence, or the part of one that fits."""
    group: list[HeardWord] = []
    for word in words:
        if group and _ends_before(word, group):
            yield group
            group = []
        group.append(word)
    if group:
        yield group


def _ends_before(word: HeardWord, group: list[HeardWord]) -> bool:
    length = sum(len(each.text) + 1 for each in group) + len(word.text)
    return (
        group[-1].text.endswith(_SENTENCE_ENDS)
        or word.start - group[-1].end > _PAUSE
        or word.end - group[0].start > _LONGEST_CUE
        or length > MOST_COLUMNS
    )


def _cue(words: list[HeardWord]) -> TimedText:
    start = round(words[0].start * 1000)
    return TimedText(start, max(start + 1, round(words[-1].end * 1000)), " ".join(word.text for word in words))


def transcript_text(cues: Iterable[TimedText]) -> str:
    """Return the text of a WebVTT file, with a note that nobody has confirmed it."""
    blocks = ["WEBVTT", f"{UNCONFIRMED} A speech recogniser wrote this. Correct the words, then delete this note."]
    for cue in cues:
        times = " --> ".join(seconds_to_timecode(time / 1000) for time in (cue.start, cue.end))
        blocks.append(f"{times}\n{html.escape(cue.text, quote=False)}")
    return "\n\n".join(blocks) + "\n"

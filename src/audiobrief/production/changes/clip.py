"""Changes of a finished episode -> a clip in which they are heard, with some of the programme around each.

The clip is cut from the finished file, decoded, and encoded again: so it is what listeners hear, and its cuts can be
faded, which frames that are cut out as they are cannot.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import numpy as np

from audiobrief.audio import encode
from audiobrief.audio.assemble import Block
from audiobrief.production.changes.compare import Changes
from audiobrief.script.models.script import Output
from audiobrief.storage import files
from audiobrief.storage.work_folder import work_folder
from audiobrief.units import milliseconds_to_samples
from audiobrief.voices.engine import Samples

__all__ = ["AROUND", "BETWEEN", "stretches", "write_clip"]

AROUND = 2.0
"""Seconds of the programme before and after a change."""
BETWEEN = 500
"""Milliseconds of silence between two stretches."""
_FADE = 10
"""Milliseconds over which a stretch comes and goes, so that a cut is not heard as a click."""

Stretch = tuple[int, int]
"""First sample, and the one after the last."""


def stretches(changes: Changes, sample_rate: int, length: int) -> tuple[Stretch, ...]:
    """Return what is to be heard of an episode; stretches that touch are one.

    Args:
        changes: what sounds otherwise.
        sample_rate: Hz.
        length: samples of the episode.
    """
    places = [(each.start, each.end) for each in changes.sentences] + [(each.at, each.at) for each in changes.gaps]
    joined: list[Stretch] = []
    for start, end in sorted(places):
        first = max(0, round((start - AROUND) * sample_rate))
        last = min(length, round((end + AROUND) * sample_rate))
        if joined and first <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(last, joined[-1][1]))
        else:
            joined.append((first, last))
    return tuple(joined)


def write_clip(audio: Path, output: Output, wanted: Sequence[Stretch], clip: Path) -> None:
    """Write stretches of a finished episode as an MP3 file, which is whole once it has its name.

    Args:
        audio: the episode.
        output: its form.
        wanted: at least one, in order, not touching.
        clip: the file to write.

    Raises:
        OutputError: it could not be written, or the episode does not decode.
    """
    files.check_names([clip])
    start = wanted[0][0]
    with work_folder(clip.parent, "--changed") as work:
        blocks = encode.decode_from(audio, output, start, wanted[-1][1] - start)
        encode.encode_pcm(cut(blocks, [(first - start, last - start) for first, last in wanted], output), work / "pcm")
        encode.encode_mp3(output, work / "pcm", work / "clip.mp3")
        files.finish(work / "clip.mp3", clip, "--changed")


def cut(blocks: Iterable[Block], wanted: Sequence[Stretch], output: Output) -> Iterator[Samples]:
    """Return stretches of a sound, faded at both ends, with silence between them, as 16 bit.

    Args:
        blocks: the sound.
        wanted: in order, not touching.
        output: its form.
    """
    silence = np.zeros((milliseconds_to_samples(BETWEEN, output.sample_rate), output.channels), dtype=np.int16)
    makeup = np.float32(32767 * encode.mp3_makeup(output.bitrate))
    at = 0
    for block in blocks:
        for number, (first, last) in enumerate(wanted):
            start, end = max(first, at), min(last, at + len(block))
            if start >= end:
                continue
            if number and start == first:
                yield silence
            heard = block[start - at : end - at] * _gain(start, end, first, last, output.sample_rate)
            samples: Samples = np.round(heard * makeup).clip(-32768, 32767).astype(np.int16)
            yield samples
        at += len(block)


def _gain(start: int, end: int, first: int, last: int, sample_rate: int) -> Block:
    """Return the factor for each sample from `start` to before `end` of a stretch from `first` to before `last`."""
    fade = milliseconds_to_samples(_FADE, sample_rate)
    place = np.arange(start, end)
    gain: Block = np.minimum(np.minimum(place - first, last - 1 - place) / fade, 1).astype(np.float32)[:, np.newaxis]
    return gain

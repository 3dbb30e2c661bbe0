"""Stems of an episode: its voices, recorded clips, music and room tone, each in a WAV file, and files of labels.

The samples are floats of 32 bit. Those of the mix are whole multiples of 2^-23, and so are those of each stem, so that
their sum is the mix to the last bit, up to 6 dB above full scale.
"""

from __future__ import annotations

from collections.abc import Container, Iterable
from pathlib import Path

import numpy as np

from audiobrief.audio.recipe import CLIPS, MUSIC, ROOM_TONE, VOICES, stem_selectors
from audiobrief.audio.sounds import to_block
from audiobrief.episode.details import Details
from audiobrief.episode.formats.wave import WaveForm, marker_chunks, write_wave
from audiobrief.mp3.programme import Programme
from audiobrief.storage import files
from audiobrief.timeline.timeline import Stretch

_CHAPTERS, _SENTENCES = "chapters.txt", "sentences.txt"
STEM_NAMES = (*(f"{name}.wav" for name in (VOICES, CLIPS, MUSIC, ROOM_TONE)), _CHAPTERS, _SENTENCES)
"""The names of all files that a folder of stems may have."""


def write_stems(details: Details, programme: Programme, recorded: Container[str], work: Path) -> dict[str, Path]:
    """Write the stems of an episode into a work folder; those in which nothing is heard are left out.

    Args:
        details: the episode.
        programme: its sound.
        recorded: the keys of the clips that are recordings.
        work: the folder for unfinished files.

    Returns:
        The unfinished files, by their final names.

    Raises:
        OutputError: one could not be written.
    """
    script, timeline = details.script, details.timeline
    is_heard = {
        VOICES: any(speech.utterance.recording is None for speech in timeline.speech),
        CLIPS: any(speech.utterance.recording is not None for speech in timeline.speech),
        MUSIC: bool(timeline.cues or timeline.beds),
        ROOM_TONE: script.room_tone is not None,
    }
    form = WaveForm(timeline.sample_rate, script.output.channels, 32)
    paths: dict[str, Path] = {}
    for name, select in stem_selectors(recorded).items():
        if is_heard[name]:
            path = paths[f"{name}.wav"] = work / f"stem-{name}.wav"
            blocks = (to_block(part) for part in programme.parts(select))
            pieces = (np.ascontiguousarray(block, dtype="<f4").tobytes() for block in blocks)
            write_wave(path, form, pieces, timeline.length, marker_chunks(timeline))
    labels = {
        _CHAPTERS: label_track(((part, part.title) for part in timeline.chapters), timeline.sample_rate),
        _SENTENCES: label_track(((part, part.text) for part in timeline.sentences), timeline.sample_rate),
    }
    for name, text in labels.items():
        paths[name] = work / f"stem-{name}"
        files.write_bytes(paths[name], text.encode())
    return paths


def label_track(labels: Iterable[tuple[Stretch, str]], sample_rate: int) -> str:
    """Return a label track as Audacity imports it: start and end in seconds, and a text, on a line each."""
    lines = (
        f"{part.start / sample_rate:.6f}\t{part.end / sample_rate:.6f}\t{' '.join(text.split())}\n"
        for part, text in labels
    )
    return "".join(lines)

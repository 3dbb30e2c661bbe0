"""What is heard where chunks meet, compared with one pass of the encoder over the same samples.

An MP3 decoder gives frame k from the samples around k * 1152 - 1105; what is lost is looked at frame by frame.
"""

from __future__ import annotations

import logging
import random
import shutil
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest

from audiobrief.audio.encode import decode, mp3_makeup
from audiobrief.audio.loudness import Block
from audiobrief.mp3.frames import ENCODER_DELAY
from audiobrief.mp3.lame import encode
from audiobrief.production.session import Settings
from audiobrief.timeline.timeline import FRAME
from builders import ROOT, write_script
from judges.readers import ran
from programmes import Made, render

pytestmark = pytest.mark.judge

WORDS = ("president", "border", "army", "treaty", "minister", "village", "winter", "report", "market", "river")
MUSIC = "sounds: {bed: bed.wav, theme: theme.wav}\ntransition: {sound: theme}\n"
QUIETEST = 1e-6
"""Mean square of a frame below which it is silence."""

Decibels = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Losses:
    """Signal-to-noise ratios in dB where chunks meet and where other sentences start, of three frames each."""

    seams: Decibels
    starts: Decibels


def ten_minutes(folder: Path, music: bool, output: str) -> Path:
    """Write a script of 110 sentences, with music under all of them or none."""
    choose = random.Random(5)  # a repeatable text
    sentences = [" ".join(choose.choices(WORDS, k=choose.randint(6, 16))).capitalize() + "." for _ in range(110)]
    bed = "    bed: bed\n" if music else ""
    parts = [" ".join(sentences[at : at + 10]) for at in range(0, 110, 10)]
    segments = "".join(f"  - narration: {part}\n{bed}    pause: 3s\n" for part in parts)
    for name in ("bed.wav", "theme.wav"):
        shutil.copy(ROOT / "audio_assets" / name, folder)
    head = f"output: {{{output}}}\nlanguage: en-GB\nvoices: {{a: {{engine: pyttsx3}}}}\n"
    return write_script(folder, f"{head}{MUSIC if music else ''}segments:\n{segments}")


def frame_places(made: Made) -> tuple[list[int], list[int]]:
    """Return the frames around seams, and around the starts of the other sentences."""
    seams = {chunk.start for chunk in made.chunks[1:]}
    starts = {speech.start for speech in made.programme._recipes._timeline.speech} - seams - {0}
    one, other = ([start // FRAME + at for start in sorted(places) for at in (-2, -1, 0)] for places in (seams, starts))
    return one, other


def ratios(sound: Block, given: Block, places: list[int]) -> Decibels:
    """Return the signal-to-noise ratio of frames; NaN for those that are silent."""
    off = FRAME - ENCODER_DELAY
    count = (min(len(sound), len(given)) - off) // FRAME
    signal, lost = (
        np.square(each[off : off + count * FRAME].reshape(count, -1), dtype=np.float64).mean(axis=1)
        for each in (given, sound - given)
    )
    chosen = [place for place in places if place < count]
    heard = np.where(signal[chosen] > QUIETEST, signal[chosen], np.nan)
    return np.asarray(10 * np.log10(heard / np.maximum(lost[chosen], 1e-15)))


def losses(sound: Block, given: Block, made: Made) -> Losses:
    seams, starts = frame_places(made)
    return Losses(ratios(sound, given, seams), ratios(sound, given, starts))


@pytest.mark.parametrize(
    ("music", "output"),
    [
        (False, "bitrate: 128k"),
        (False, "sample_rate: 48000, bitrate: 64k"),
        (False, "bitrate: 256k"),
        (True, "bitrate: 128k"),
    ],
)
def test_a_seam_loses_no_more_than_one_pass(music: bool, output: str, tmp_path: Path) -> None:
    made = render(ten_minutes(tmp_path, music, output), tmp_path / "e.mp3", Settings(store=tmp_path / "clips"))
    assert len(made.chunks) > 50
    ran("ffmpeg", "-v", "error", "-xerror", "-err_detect", "explode", "-i", made.episode.audio, "-f", "null", "-")
    said = ran("mp3val", made.episode.audio).stdout.decode()
    assert "WARNING" not in said
    assert "ERROR" not in said
    given = made.sound().astype(np.float32) / np.float32(32768)
    own = np.concatenate(list(decode(made.episode.audio, made.output)))
    assert own.shape == given.shape
    ours = losses(own, given, made)
    louder = np.round(given * (32768 * mp3_makeup(made.output.bitrate))).clip(-32768, 32767).astype("<i2")
    stream = encode(louder, made.output.sample_rate, made.output.bitrate, None)
    (tmp_path / "once.mp3").write_bytes(stream)
    sound = np.concatenate(list(decode(tmp_path / "once.mp3", made.output)))
    # Nothing in this stream tells a decoder what to leave out at its ends.
    once = losses(sound[ENCODER_DELAY : ENCODER_DELAY + len(given)], given, made)
    at_seams, at_starts = ours.seams - once.seams, ours.starts - once.starts
    figures = [np.nanmedian(at_seams), np.nanmedian(at_starts), np.nanmin(ours.seams), np.nanmin(once.seams)]
    logging.getLogger(__name__).info("%d chunks: %s", len(made.chunks), [f"{figure:.2f} dB" for figure in figures])
    # What one pass does better without chunks, it does as much where there is no seam.
    assert figures[0] >= min(0.0, figures[1]) - 0.5
    assert figures[2] >= figures[3] - 2.0

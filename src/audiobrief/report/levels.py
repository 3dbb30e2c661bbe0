"""The levels of voices, recorded clips and music, from the stems that `render --stems` writes."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from audiobrief.audio.decode import decode_blocks
from audiobrief.audio.loudness import Energies, LoudnessMeter, integrated_loudness
from audiobrief.audio.recipe import CLIPS, MUSIC, ROOM_TONE, VOICES
from audiobrief.episode.file_set import stems_folder
from audiobrief.errors import AudiobriefError
from audiobrief.report.sound import sliding_loudness

_NAMES = {VOICES: "Voices", CLIPS: "Recorded clips", MUSIC: "Music", ROOM_TONE: "Room tone"}
_HEARD = -50.0
"""LUFS of a window from which it counts as heard."""
_MUSIC_HEARD = -70.0
"""LUFS of a window from which music under speech counts as heard."""
_LARGEST_SPREAD = 1.0
"""dB by which the sum of the stems may differ from the episode, after one gain (median); the limiter takes some."""
_LONGER = 2
"""Windows by which an episode may be longer than its stems."""


@dataclass(frozen=True, slots=True)
class Stem:
    """The level of a part of the mix, as it is in the episode."""

    name: str
    loudness: float
    """LUFS, gated; minus infinity for silence."""


@dataclass(frozen=True, slots=True)
class Levels:
    """The levels of the parts of the mix."""

    stems: tuple[Stem, ...] = ()
    """Empty where they are not known."""
    bed_distance: float | None = None
    """LU by which music lies below the speech while both are heard; None if they never are, or it is not known."""
    reason: str = ""
    """Why they are not known."""


def read_levels(audio: Path, energies: Energies, may_read: Callable[[Path], bool]) -> Levels:
    """Measure the stems beside an episode, if they are those of this very sound.

    Args:
        audio: the audio file.
        energies: of its windows of 100 ms.
        may_read: returns whether a stem may be read.
    """
    folder = stems_folder(audio)
    paths = {name: folder / f"{name}.wav" for name in _NAMES}
    paths = {name: path for name, path in paths.items() if may_read(path) and path.is_file()}
    if not paths:
        return Levels(reason="an audio file does not tell them apart")
    try:
        measured = {name: _energies(path) for name, path in paths.items()}
    except (AudiobriefError, OSError):
        return Levels(reason=f"the stems in {folder.name} cannot be read")
    length = min(map(len, measured.values()))
    gain = _mastering_gain([each[:length] for each in measured.values()], energies)
    if gain is None:
        return Levels(reason=f"the stems in {folder.name} are of another render")
    stems = tuple(Stem(_NAMES[name], integrated_loudness([each]) + gain) for name, each in measured.items())
    speech = sum((measured[name][:length] for name in (VOICES, CLIPS) if name in measured), np.zeros(length))
    return Levels(stems, _bed_distance(speech, measured[MUSIC][:length]) if MUSIC in measured else None)


def _energies(path: Path) -> Energies:
    sample_rate, _, blocks = decode_blocks(path)
    meter = LoudnessMeter(sample_rate, with_peak=False)
    for block in blocks:
        meter.add(block)
    return meter.energies


def _mastering_gain(stems: list[Energies], energies: Energies) -> float | None:
    """Return the gain in dB that makes the episode of the sum of its stems; None if they are not its stems."""
    total = sum(stems, np.zeros(len(stems[0])))
    if not 0 <= len(energies) - len(total) <= _LONGER:
        return None
    mix, episode = sliding_loudness(total, 1), sliding_loudness(energies[: len(total)], 1)
    heard = (mix > _HEARD) & (episode > _HEARD)
    if not heard.any():
        return None
    differences = episode[heard] - mix[heard]
    gain = float(np.median(differences))
    return gain if float(np.median(np.abs(differences - gain))) <= _LARGEST_SPREAD else None


def _bed_distance(speech: Energies, music: Energies) -> float | None:
    both = (sliding_loudness(speech, 1) > _HEARD) & (sliding_loudness(music, 1) > _MUSIC_HEARD)
    if not both.any():
        return None
    return 10 * math.log10(float(speech[both].mean()) / float(music[both].mean()))

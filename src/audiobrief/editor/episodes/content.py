"""A rendered episode as a page shows it: chapters, sentences with their words, the waveform, and the music in it."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np

from audiobrief.audio.decode import decode_sound
from audiobrief.cache.kinds import SOUNDS
from audiobrief.episode.manifest import Manifest
from audiobrief.production.forecast import forecast
from audiobrief.script.models.script import Script
from audiobrief.timeline.fitting import Fit
from audiobrief.timeline.timeline import Timeline

_RATE = 2_000
"""Hz; most of the energy of speech lies below 1 kHz, and an hour takes 29 MB."""
_BARS = 1_000
"""Peaks of a waveform."""


def episode_content(name: str, manifest: Manifest, changed: int, *, is_current: bool) -> dict[str, Any]:
    """Return an episode as JSON; times are seconds.

    Args:
        name: the audio file's path from the show's folder.
        manifest: the episode's.
        changed: when the audio file was changed, in nanoseconds.
        is_current: whether it was rendered from the script as it is now.
    """
    return {
        "name": name,
        "seconds": manifest.duration,
        "current": is_current,
        "changed": str(changed),
        "loudness": manifest.loudness.integrated_lufs if manifest.loudness is not None else None,
        "chapters": [{"title": chapter.title, "start": chapter.start} for chapter in manifest.chapters],
        "sentences": [
            {
                "start": sentence.start,
                "end": sentence.end,
                "line": sentence.line,
                "text": sentence.text,
                "speaker": sentence.speaker,
                "words": [[word.start, word.end, word.text] for word in sentence.words or ()],
            }
            for sentence in manifest.sentences
        ],
    }


def waveform(audio: Path, manifest: Manifest, script: Script | None) -> dict[str, Any]:
    """Return the shape of an episode as JSON: peaks from 0 to 100, and where music and recordings are heard.

    Args:
        audio: the audio file.
        manifest: the episode's.
        script: the one that was rendered; None to leave out music.

    Raises:
        SoundError: the file cannot be decoded.
        ScriptError: a sound or a voice of the script cannot be used.
    """
    state = audio.stat()
    recordings = [
        {"kind": "recording", "name": recording.speaker, "start": recording.start, "end": recording.end}
        for recording in manifest.recordings
    ]
    return {
        "peaks": _peaks(audio, state.st_mtime_ns, state.st_size, manifest.duration),
        "parts": [*(_music(manifest, script) if script is not None else ()), *recordings],
    }


@lru_cache(maxsize=8)
def _peaks(audio: Path, _changed: int, _size: int, seconds: float) -> list[int]:
    """Return the peaks of a file, until it is changed."""
    samples = np.abs(decode_sound(audio, _RATE, 1, seconds + 1)[:, 0])
    edges = np.linspace(0, len(samples), min(_BARS, len(samples)) + 1).astype(int)
    peaks = np.maximum.reduceat(samples, edges[:-1])
    return [round(float(peak) * 100) for peak in peaks / max(float(peaks.max()), 0.01)]


def _music(manifest: Manifest, script: Script) -> list[dict[str, Any]]:
    """Return beds and other sounds where they are heard, in seconds.

    A manifest does not name them. Their places are those of the script's forecast, whose sentences are moved to where
    they are in the episode.
    """
    expected = forecast(script, SOUNDS.folder)
    fitted = expected.fitted
    timeline = fitted.timeline if isinstance(fitted, Fit) else expected.timeline
    if len(timeline.sentences) != len(manifest.sentences):
        return []
    at = [0.0, *_edges(timeline), float(timeline.length)]
    heard = [0.0, *(time for each in manifest.sentences for time in (each.start, each.end)), manifest.duration]
    sounds = [("bed", bed) for bed in timeline.beds] + [("sound", cue) for cue in timeline.cues]
    return [
        {
            "kind": kind,
            "name": sound.sound,
            "start": round(float(np.interp(sound.start, at, heard)), 2),
            "end": round(float(np.interp(sound.end, at, heard)), 2),
        }
        for kind, sound in sounds
    ]


def _edges(timeline: Timeline) -> list[float]:
    return [float(edge) for sentence in timeline.sentences for edge in (sentence.start, sentence.end)]

"""Words, pauses and parts, from what a manifest says."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest

from audiobrief.episode.manifest import Manifest
from audiobrief.report.speech import (
    between_speech,
    chapter_parts,
    episode_pace,
    find_pauses,
    speaker_parts,
    stretch_loudness,
)

QUIET, LOUD = (10 ** ((level + 0.691) / 10) for level in (-30, -20))
"""Energies of windows of -30 and -20 LUFS."""


def manifest(**said: Any) -> Manifest:
    """Return a manifest of 10 s with two chapters and three sentences."""
    content = {
        "title": "One",
        "slug": "one",
        "language": "en",
        "duration": 10.0,
        "audio": {"format": "mp3", "bitrate": 128_000, "channels": 2, "sample_rate": 44_100, "samples": 441_000},
        "chapters": [{"start": 0, "end": 5, "title": "A"}, {"start": 5, "end": 10, "title": "B"}],
        "sentences": [
            {"start": 1, "end": 2, "text": "One two.", "speaker": "Ada", "line": 4},
            {"start": 2.5, "end": 4, "text": "Three four five.", "speaker": "Bo", "line": 5},
            {"start": 6, "end": 9, "text": "Six.", "speaker": "Ada", "line": 9, "recorded": True},
        ],
        "silences": [{"start": 4, "end": 6}],
        "files": [{"role": "audio", "name": "one.mp3", "type": "audio/mpeg", "bytes": 1, "sha256": "0" * 64}],
    }
    return Manifest.model_validate(content | said)


ENERGIES = np.concatenate((np.full(50, LOUD), np.full(50, QUIET)))


def test_chapters_have_their_words_and_loudness() -> None:
    first, second = chapter_parts(manifest(), ENERGIES)
    assert (first.title, first.seconds, first.words, first.words_a_minute) == ("A", 5, 5, 100)
    assert (second.words, second.words_a_minute) == (1, 20)
    assert first.loudness == pytest.approx(-20)
    assert second.loudness == pytest.approx(-30)


def test_recordings_are_apart_from_the_voice() -> None:
    parts = speaker_parts(manifest(), ENERGIES)
    assert [(part.title, part.seconds, part.words_a_minute) for part in parts] == [
        ("Ada", 1, 120),
        ("Bo", 1.5, 120),
        ("Ada (recording)", 3, 20),
    ]
    assert [round(part.loudness, 3) for part in parts] == [-20, -20, -30]


def test_pauses() -> None:
    pauses = find_pauses(manifest())
    assert (pauses.count, pauses.total, pauses.median) == (2, 2.5, 1.25)
    assert [(pause.start, pause.seconds, pause.line, pause.is_silent) for pause in pauses.longest] == [
        (2, 0.5, 5, False),
        (4, 2, 9, True),
    ]


def test_between_sentences() -> None:
    between = between_speech(manifest(), ENERGIES)
    assert between is not None
    assert between.seconds == 4


def test_the_pace_leaves_out_what_is_between_chapters() -> None:
    assert episode_pace(manifest()) == 60
    assert episode_pace(manifest(chapters=[])) == 45


def test_an_older_manifest_names_no_sentences() -> None:
    older = manifest(sentences=[], silences=[], chapters=[])
    assert (chapter_parts(older, ENERGIES), speaker_parts(older, ENERGIES), between_speech(older, ENERGIES)) == (
        (),
        (),
        None,
    )
    assert (episode_pace(older), find_pauses(older).count) == (0, 0)


def test_a_stretch_without_a_whole_window_has_no_loudness() -> None:
    assert stretch_loudness(ENERGIES, [(0.05, 0.15)]) == -math.inf
    assert stretch_loudness(ENERGIES, [(0.3, 1.0)]) == pytest.approx(-20)
    assert stretch_loudness(ENERGIES, [(20, 30)]) == -math.inf

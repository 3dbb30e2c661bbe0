"""Levels, silences and windows."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from audiobrief.errors import EpisodeError
from audiobrief.review.proof.sound import (
    LONGEST_WINDOW,
    RATE,
    Excerpt,
    decode_speech,
    levels,
    quietest,
    silences,
    windows,
)
from builders import sine, write_wave


def sound(*parts: tuple[float, float]) -> Excerpt:
    """Make a sound of parts: seconds, and the level of a sine's peak in dB."""
    samples = np.concatenate([sine(seconds, level=level, sample_rate=RATE)[:, 0] for seconds, level in parts])
    return Excerpt(0.0, np.round(samples * 32767).astype(np.int16))


def test_the_level_of_a_sine_is_three_decibels_under_its_peak() -> None:
    assert levels(sound((1, -20))) == pytest.approx(np.full(100, -23.01), abs=0.1)


def test_silences_are_those_that_last_long_enough() -> None:
    measured = levels(sound((1, -20), (2.5, -60), (1, -20), (1.5, -60), (1, -20), (3, -90)))
    assert silences(measured, 2.0) == ((1.0, 3.5), (7.0, 10.0))


def test_soft_music_is_no_silence() -> None:
    assert silences(levels(sound((1, -20), (3, -40))), 2.0) == ()


def test_windows_are_cut_in_quiet_places() -> None:
    measured = levels(sound((20, -20), (1, -50), (20, -20), (1, -50), (10, -20)))
    (first, second) = (end for _, end in windows(measured)[:-1])
    assert 20 < first < 21
    assert 41 < second < 42


@given(st.lists(st.tuples(st.floats(0.3, 20), st.floats(-60, -10)), min_size=1, max_size=12))
def test_windows_cover_all_and_none_is_too_long(parts: list[tuple[float, float]]) -> None:
    measured = np.concatenate([np.full(round(seconds * 100), level, np.float32) for seconds, level in parts])
    cut = windows(measured)
    assert (cut[0][0], cut[-1][1]) == (0.0, len(measured) / 100)
    assert all(before[1] == after[0] for before, after in pairwise(cut))
    assert all(0 < end - start <= LONGEST_WINDOW + 1e-6 for start, end in cut)


def test_where_there_is_no_choice_the_middle_is_quietest() -> None:
    assert quietest(levels(sound((1, -20))), 0.4, 0.5) == pytest.approx(0.45)


def test_an_excerpt_keeps_its_time() -> None:
    whole = sound((4, -20))
    part = whole.part(1.0, 3.0)
    assert (part.start, part.end, len(part.samples)) == (1.0, 3.0, 2 * RATE)
    inner = part.part(0.0, 2.0)
    assert (inner.start, inner.end) == (1.0, 2.0)
    assert len(whole.part(3.0, 2.0).samples) == 0


def test_a_file_is_decoded_to_one_channel(tmp_path: Path) -> None:
    path = write_wave(tmp_path / "x.wav", sine(1.0, channels=2))
    decoded = decode_speech(path)
    assert decoded.end == pytest.approx(1.0, abs=0.01)
    assert levels(decoded)[10:90] == pytest.approx(np.full(80, -23.01), abs=0.3)


def test_what_comes_after_the_longest_is_not_decoded(tmp_path: Path) -> None:
    path = write_wave(tmp_path / "x.wav", sine(3.0))
    assert decode_speech(path, longest=1.0).end == 1.0


def test_what_is_no_sound_is_said(tmp_path: Path) -> None:
    path = tmp_path / "x.mp3"
    path.write_text("no sound")
    with pytest.raises(EpisodeError, match=r"x\.mp3 does not decode: .* \(render the script again\)"):
        decode_speech(path)

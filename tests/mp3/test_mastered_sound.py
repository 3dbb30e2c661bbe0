"""Mastered samples in files: the same whether their chunks were encoded or stored, and mixed once."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from audiobrief.audio.loudness import Loudness, LoudnessMeter
from audiobrief.audio.master import Setting
from mp3.test_mix_file import RATE, SETTING, counted, made
from programmes import encode, mastered_samples


@pytest.mark.parametrize("room_tone", [None, -60.0])
@pytest.mark.parametrize("channels", [1, 2])
def test_stored_chunks_have_the_same_samples(channels: int, room_tone: float | None, tmp_path: Path) -> None:
    for name in ("first", "again"):
        (tmp_path / name).mkdir()
        programme = made(channels, room_tone)
        mastered = programme.mastered_sound(tmp_path / name, hold=True)
        measured, _ = encode(programme, SETTING, tmp_path / "mp3")
        assert bool(measured.encoded_chunks) == (name == "first")
        samples = np.fromfile(mastered.path(SETTING), dtype="<i2").reshape(-1, channels)
        assert np.array_equal(samples, mastered_samples(made(channels, room_tone), SETTING))


def test_each_chunk_is_mixed_once(tmp_path: Path) -> None:
    programme = made()
    recipes = counted(programme)
    mastered = programme.mastered_sound(tmp_path, hold=True)
    encode(programme, SETTING, tmp_path / "mp3")
    for _ in range(2):
        mastered.path(SETTING)
    assert len(recipes) == len(programme._chunks)


def test_another_setting_has_another_file(tmp_path: Path) -> None:
    mastered = made().mastered_sound(tmp_path, hold=False)
    louder = mastered.path(Setting(4.0, -1.6))
    assert np.array_equal(
        np.fromfile(mastered.path(SETTING), dtype="<i2").reshape(-1, 2), mastered_samples(made(), SETTING)
    )
    assert louder != mastered.path(SETTING)
    assert mastered.path(Setting(4.0, -1.6)) == louder


def test_its_loudness_is_that_of_the_first_file(tmp_path: Path) -> None:
    mastered = made().mastered_sound(tmp_path, hold=False)
    measured = mastered.loudness(SETTING)
    assert measured.true_peak_dbtp <= SETTING.ceiling + 0.01
    meter = LoudnessMeter(RATE)
    meter.add((mastered_samples(made(), SETTING) / 32768).astype(np.float32))
    assert measured.integrated_lufs == pytest.approx(meter.result().integrated_lufs, abs=1e-3)
    mastered.set_loudness(SETTING, Loudness(-16.04, -1.2))
    assert mastered.loudness(SETTING) == Loudness(-16.04, -1.6)

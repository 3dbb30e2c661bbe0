"""Curves and axes."""

from __future__ import annotations

import io
import math

import numpy as np
import pytest
from PIL import Image

from audiobrief.report.charts import HEIGHT, WIDTH, Scale, curve_path, time_marks
from audiobrief.report.spectrogram import spectrogram_png

SCALE = Scale(-40, 0)


@pytest.mark.parametrize("seconds", [0.5, 4, 61, 238, 1800, 3599, 20_000, 90_000])
def test_times_are_round_and_few(seconds: float) -> None:
    marks = time_marks(seconds)
    assert 1 <= len(marks) <= 6
    assert all(0 <= mark.at < 100 for mark in marks)


def test_the_times_of_four_minutes() -> None:
    assert [mark.text for mark in time_marks(240)] == ["0:00", "1:00", "2:00", "3:00"]


def test_a_curve_is_broken_where_there_is_silence() -> None:
    values = np.array([-20.0, -math.inf, -40.0, 0.0])
    path = curve_path(values, 0, 1, 4, SCALE)
    assert path == f"M0.0 {HEIGHT / 2:.1f}M{WIDTH / 2:.1f} {HEIGHT:.1f}L{WIDTH * 3 / 4:.1f} 0.0"
    assert curve_path(np.zeros(0), 0, 1, 4, SCALE) == ""


def test_a_long_curve_keeps_its_highest_values() -> None:
    values = np.full(100_000, -30.0)
    values[77_777] = -1.0
    path = curve_path(values, 0, 1, 100_000, SCALE)
    assert path.count("L") < 1200
    assert f" {HEIGHT / 40:.1f}" in path


def test_the_spectrogram_is_a_picture() -> None:
    levels = np.zeros((160, 30), np.uint8)
    levels[0] = 255
    picture = Image.open(io.BytesIO(spectrogram_png(levels))).convert("RGB")
    assert picture.size == (30, 160)
    assert picture.getpixel((0, 159)) == (252, 255, 164)
    assert picture.getpixel((0, 0)) == (0, 0, 4)
    assert Image.open(io.BytesIO(spectrogram_png(np.zeros((160, 0), np.uint8)))).size == (1, 1)

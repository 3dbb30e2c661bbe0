"""Two programs measure what the finished file says of itself."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from judges.episodes import LOUD, M4A, Episodes
from judges.readers import DUAL_MONO, LOUDNESS_METERS, by_loudgain, ran

pytestmark = pytest.mark.judge

TARGET, TOLERANCE, HIGHEST_PEAK = -16.0, 0.5, -1.0
"""LUFS, LU, dBTP."""


@pytest.mark.parametrize("meter", LOUDNESS_METERS)
@pytest.mark.parametrize("name", [*LOUD, *M4A])
def test_the_file_is_as_loud_as_asked(episodes: Episodes, name: str, meter: str) -> None:
    episode = episodes.get(name)
    read = LOUDNESS_METERS[meter](episode.audio)
    assert read.lufs == pytest.approx(TARGET, abs=TOLERANCE)
    assert read.peak <= HIGHEST_PEAK
    stated = episode.manifest["loudness"]
    assert stated["integrated_lufs"] == pytest.approx(read.lufs, abs=0.2)
    assert stated["true_peak_dbtp"] == pytest.approx(read.peak, abs=0.3)
    assert stated["convention"] == ("dual mono" if episode.manifest["audio"]["channels"] == 1 else "stereo")


@pytest.mark.parametrize("name", ["sample, mono", "5 s, mono"])
def test_loudgain_takes_a_channel_for_one_speaker(episodes: Episodes, tmp_path: Path, name: str) -> None:
    """The same channel from two speakers is read as it is reckoned here from one, and 3.01 LU louder than from one."""
    audio, both = episodes.get(name).audio, tmp_path / "both.wav"
    ran("ffmpeg", "-v", "error", "-i", audio, "-map", "0:a:0", "-af", "pan=stereo|c0=c0|c1=c0", both)
    assert by_loudgain(both).lufs == pytest.approx(by_loudgain(audio).lufs, abs=0.02)
    said = re.search(rb"\t(-[0-9.]+) LUFS", ran("loudgain", "-q", "-O", audio).stdout)
    assert said
    assert float(said[1]) == pytest.approx(by_loudgain(audio).lufs - DUAL_MONO, abs=0.02)
    assert pytest.approx(3.01, abs=0.01) == DUAL_MONO

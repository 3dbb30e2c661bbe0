"""The report of the sample: ffmpeg measures the same, it opens from the disk, and validators find nothing."""

from __future__ import annotations

import json
import re
import shutil
from itertools import product
from pathlib import Path

import pytest

from audiobrief.report.sound import measure_sound
from builders import audiobrief
from judges.episodes import Episodes
from judges.readers import HERE, ran
from report.test_sound import assert_as_ffmpeg

pytestmark = [
    pytest.mark.judge,
    pytest.mark.skipif(
        shutil.which("chromium") is None or shutil.which("java") is None,
        reason="Chromium or Java is not installed (CONTRIBUTING says how)",
    ),
]
LARGEST = 2_000_000
"""Bytes."""


@pytest.fixture(params=["sample", "sample, mono", "quiet"])
def audio(episodes: Episodes, request: pytest.FixtureRequest) -> Path:
    return episodes.get(request.param).audio


def report_of(audio: Path, folder: Path) -> Path:
    page = folder / "report.html"
    run = audiobrief("report", audio, "-o", page, "-q", cwd=folder)
    assert (run.status, run.err) == (0, "")
    return page


def test_ffmpeg_measures_the_same(audio: Path, tmp_path: Path) -> None:
    assert_as_ffmpeg(audio, measure_sound(audio, 240))
    text = ran("ffmpeg", "-nostats", "-i", audio, "-af", "ebur128=peak=true:dualmono=true", "-f", "null", "-").stderr
    summary = text.decode().rpartition("Summary:")[2]
    run = audiobrief("report", audio, "-o", tmp_path / "report.html", "--json", "-q", cwd=tmp_path)
    found = json.loads(run.out)
    for key, name in (("integrated_lufs", "I"), ("loudness_range_lu", "LRA"), ("true_peak_dbtp", "Peak")):
        theirs = re.search(rf"{name}: +(-?[0-9.]+)", summary)
        assert theirs
        # ffmpeg rounds to a tenth here.
        assert found[key] == pytest.approx(float(theirs[1]), abs=0.1), key


def test_validators_find_nothing(audio: Path, tmp_path: Path) -> None:
    page = report_of(audio, tmp_path)
    assert page.stat().st_size < LARGEST
    assert json.loads(ran("node", HERE / "read_pages.mjs", page).stdout)["found"] == []
    jar = HERE / "node_modules" / "vnu-jar" / "build" / "dist" / "vnu.jar"
    # vnu takes no `data:` for a source of pictures; Chromium does, as the next test shows.
    mistaken = ".*blocked by “img-src” directive.*"
    done = ran("java", "-jar", jar, "--Werror", "--filterpattern", mistaken, page)
    assert (done.stdout, done.stderr) == (b"", b"")


@pytest.mark.parametrize(("width", "scheme"), list(product((390, 768, 1440), ("light", "dark"))))
def test_it_opens_from_the_disk(episodes: Episodes, tmp_path: Path, width: int, scheme: str) -> None:
    page = report_of(episodes.get("sample").audio, tmp_path)
    seen = json.loads(ran("node", HERE / "read_report.mjs", page, str(width), scheme).stdout)
    assert (seen["said"], seen["elsewhere"], seen["found"]) == ([], [], [])
    assert seen["wider"] <= 0
    assert seen["drawn"] > 1000
    assert seen["pages"] <= 6

"""Clips whose words do not fit what is heard."""

from __future__ import annotations

from pathlib import Path

import pytest

from audiobrief.production.forecast import forecast
from audiobrief.review.checks.clips import check_clips
from audiobrief.script.loader import load_script
from builders import sine, tone_script, write_wave

CUES = ((1.0, 3.0, "We start today."), (3.2, 6.0, "It takes a year."), (9.0, 10.0, "Nobody knows."))


def findings(folder: Path, clip: str, cues: tuple[tuple[float, float, str], ...] = CUES) -> list[str]:
    """Return the messages about a clip of a recording of 10 s."""
    write_wave(folder / "mayor.wav", sine(10, sample_rate=8000), 8000)
    blocks = [f"00:{start:06.3f} --> 00:{end:06.3f}\n{text}\n" for start, end, text in cues]
    (folder / "mayor.vtt").write_text("\n".join(["WEBVTT\n", *blocks]), encoding="utf-8")
    script = tone_script(folder, f"  - clip: {{file: mayor.wav, speaker: Ada, {clip}}}\n")
    return [f"{finding.message} ({finding.advice})" for finding in check_clips(forecast(load_script(script)))]


GOOD = [
    "from: 0:00.5, to: 0:07, transcript: mayor.vtt",
    "from: 0:01.4, to: 0:05.6, transcript: mayor.vtt",
    "to: 0:03, text: We start today.",
    "to: 0:04, text: Yes.",
]


@pytest.mark.parametrize("clip", GOOD)
def test_words_that_fit(clip: str, tmp_path: Path) -> None:
    assert findings(tmp_path, clip) == []


BAD = [
    (
        "from: 0:01.8, to: 0:06, transcript: mayor.vtt",
        "“We start today.” is only partly heard: the clip cuts off 0.8 s of it (move from:, or correct the transcript)",
    ),
    (
        "from: 0:01, to: 0:05, transcript: mayor.vtt",
        "“It takes a year.” is only partly heard: the clip cuts off 1.0 s of it (move to:, or correct the transcript)",
    ),
    (
        "from: 0:01, to: 0:08.5, transcript: mayor.vtt",
        "the transcript has no words from 0:06.0 to 0:08.5 of the recording (complete it, or move from: and to:)",
    ),
    (
        "to: 0:01, text: One two three four five six.",
        "6 words in a clip of 1.0 s: nobody speaks so fast (leave out what is not heard)",
    ),
    ("to: 0:08, text: We start today.", "only 3 words in a clip of 8.0 s (write all that is heard)"),
]


@pytest.mark.parametrize(("clip", "message"), BAD)
def test_words_that_do_not_fit(clip: str, message: str, tmp_path: Path) -> None:
    assert findings(tmp_path, clip) == [message]

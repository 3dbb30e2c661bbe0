"""Every natural engine speaks the whole sample, and the same bytes come out again."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from audiobrief.production.render import render_episode
from audiobrief.production.session import Settings
from audiobrief.script.loader import load_script
from builders import SAMPLE

MODULES = {"hibari": "hibari", "piper": "piper", "kokoro": "kokoro_onnx"}


@pytest.mark.parametrize(
    "name",
    [
        pytest.param("hibari", marks=pytest.mark.slow),
        pytest.param("piper", marks=pytest.mark.slow),
        pytest.param("kokoro", marks=pytest.mark.models),
    ],
)
def test_the_sample_is_spoken_by_each_engine_and_the_same_again(name: str, tmp_path: Path) -> None:
    pytest.importorskip(MODULES[name], reason=f"{name} is not installed")
    script = load_script(SAMPLE)
    speakers = tuple(
        replace(speaker, voice=replace(speaker.voice, engine=name, name=None)) for speaker in script.speakers
    )
    script = script.model_copy(update={"speakers": speakers})
    once, again = (render_episode(script, tmp_path / f"{jobs}" / "sample.mp3", Settings(jobs=jobs)) for jobs in (2, 1))
    assert {voice.engine for voice in once.manifest.voices} == {name}
    assert 180 < once.manifest.duration < 300
    assert once.manifest.content()["loudness"]["integrated_lufs"] == pytest.approx(-16, abs=0.5)
    assert once.manifest.content()["loudness"]["true_peak_dbtp"] <= -1
    assert once.audio.read_bytes() == again.audio.read_bytes()
    assert once.manifest_path.read_bytes() == again.manifest_path.read_bytes()

"""Chunks through one run of the encoder: each as if it were alone."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from audiobrief.mp3 import lame
from audiobrief.mp3.chunks import POST_ROLL, ChunkSource, encode_chunks, pre_roll
from audiobrief.mp3.lame import lame_version
from audiobrief.script.models.script import Output
from audiobrief.timeline.timeline import FRAME
from audiobrief.units import Samples

COUNT = 40
PRE_ROLL = pre_roll(128_000)


def noise(seed: int, channels: int, frames: int) -> Samples:
    chance = np.random.default_rng(seed)
    return chance.normal(0, 3000, (frames * FRAME, channels)).clip(-32768, 32767).astype("<i2")


def sources(channels: int) -> list[ChunkSource]:
    return [
        ChunkSource(noise(1, channels, COUNT + POST_ROLL), 0, COUNT),
        ChunkSource(noise(2, channels, PRE_ROLL + COUNT + POST_ROLL), PRE_ROLL, COUNT),
        ChunkSource(noise(3, channels, PRE_ROLL + 1), PRE_ROLL, None),
    ]


@pytest.fixture(params=["in this process", "in ffmpeg"], autouse=True)
def encoder(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    if request.param == "in ffmpeg":
        monkeypatch.setattr(lame, "lame_version", lambda: None)
    else:
        assert lame_version() is not None


@pytest.mark.parametrize(
    "output",
    [
        Output(format=("mp3",), bitrate=128_000, channels=2),
        Output(format=("mp3",), bitrate=64_000, channels=2, sample_rate=48_000),
        Output(channels=1),
    ],
)
@pytest.mark.parametrize("channels", [1, 2])
class TestEncodeChunks:
    def test_a_chunk_comes_out_the_same_whatever_is_encoded_with_it(
        self, output: Output, channels: int, tmp_path: Path
    ) -> None:
        if channels > output.channels:
            pytest.skip("a programme of one channel has no chunk of two")
        together = encode_chunks(sources(channels), output, tmp_path)
        for source, one in zip(sources(channels), together, strict=True):
            (alone,) = encode_chunks([source], output, tmp_path)
            assert one.frames == alone.frames
            for part in ("before", "decoded", "after"):
                assert np.array_equal(getattr(one, part), getattr(alone, part)), part

    def test_a_chunk_has_its_frames_and_the_last_one_all_that_is_left(
        self, output: Output, channels: int, tmp_path: Path
    ) -> None:
        if channels > output.channels:
            pytest.skip("a programme of one channel has no chunk of two")
        first, middle, last = encode_chunks(sources(channels), output, tmp_path)
        assert (len(first.frames), len(middle.frames)) == (COUNT, COUNT)
        assert len(last.frames) >= 2  # the one frame of sound, and what the encoder holds back
        assert [len(each.decoded) for each in (first, middle)] == [COUNT * FRAME] * 2
        assert len(first.before) == 0
        assert len(middle.before) > 0
        assert len(last.after) == 0


@pytest.mark.parametrize(("bitrate", "frames"), [(64_000, 25), (112_000, 25), (128_000, 5), (320_000, 5)])
def test_low_bit_rates_are_encoded_from_further_back(bitrate: int, frames: int) -> None:
    assert pre_roll(bitrate) == frames

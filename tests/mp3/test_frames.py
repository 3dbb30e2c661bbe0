"""Frames of MP3: told apart, made wide, and described."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from fastcrc import crc16

from audiobrief.audio.encode import decode
from audiobrief.audio.loudness import Block
from audiobrief.mp3.frames import info_frame, mono_bitrate, mono_to_joint_stereo, split_frames
from audiobrief.script.models.script import Output
from audiobrief.units import Samples
from single_pass import encode_mp3_clip

RATES = (44_100, 48_000)


def speech_like(seconds: float, rate: int, channels: int) -> Samples:
    """Return noise in bursts and tones that start at once, so that windows are switched."""
    chance = np.random.default_rng(4)
    count = round(seconds * rate)
    at = np.arange(count) / rate
    bursts = (np.sin(at * 31) > 0.7) * chance.normal(0, 6000, count) + (at % 0.5 < 0.2) * 9000 * np.sin(at * 2764)
    return np.repeat(bursts.clip(-32768, 32767).astype("<i2")[:, np.newaxis], channels, axis=1)


def frames_of(folder: Path, output: Output, seconds: float = 4.0) -> tuple[bytes, list[bytes]]:
    """Return the Info frame and the others, as one pass makes them."""
    path = folder / "x.mp3"
    encode_mp3_clip(speech_like(seconds, output.sample_rate, output.channels), output, path, reservoir=False)
    info, *frames = split_frames(path.read_bytes())
    return info, frames


def sound_info(folder: Path, frames: list[bytes], output: Output) -> Block:
    path = folder / "joined.mp3"
    path.write_bytes(b"".join(frames))
    return np.concatenate(list(decode(path, output)))


class TestSplit:
    @pytest.mark.parametrize("rate", RATES)
    @pytest.mark.parametrize("bitrate", [64_000, 128_000, 320_000])
    @pytest.mark.parametrize("channels", [1, 2])
    def test_frames_together_are_the_file(self, tmp_path: Path, rate: int, bitrate: int, channels: int) -> None:
        info, frames = frames_of(
            tmp_path, Output(format=("mp3",), bitrate=bitrate, channels=channels, sample_rate=rate)
        )
        assert info + b"".join(frames) == (tmp_path / "x.mp3").read_bytes()
        assert len(frames) == -(-(4 * rate + 1105) // 1152)

    def test_what_is_no_frame_is_said_with_its_place(self, tmp_path: Path) -> None:
        _, frames = frames_of(tmp_path, Output())
        with pytest.raises(ValueError, match=f"there is no frame at byte {len(frames[0])}"):
            split_frames(frames[0] + b"\0" * 400)
        with pytest.raises(ValueError, match="the frame at byte 0 is cut off"):
            split_frames(frames[0][:-1])


class TestWidened:
    @pytest.mark.parametrize("rate", RATES)
    @pytest.mark.parametrize("bitrate", [128_000, 160_000, 192_000, 224_000, 256_000, 320_000])
    def test_both_channels_are_the_one_to_the_last_bit(self, tmp_path: Path, rate: int, bitrate: int) -> None:
        narrow = mono_bitrate(bitrate)
        assert narrow is not None
        _, frames = frames_of(tmp_path, Output(format=("mp3",), bitrate=narrow, channels=1, sample_rate=rate))
        wide = mono_to_joint_stereo(frames, bitrate)
        one = sound_info(tmp_path, frames, Output(format=("mp3",), bitrate=narrow, channels=1, sample_rate=rate))
        two = sound_info(tmp_path, wide, Output(format=("mp3",), bitrate=bitrate, channels=2, sample_rate=rate))
        assert np.array_equal(two, np.repeat(one, 2, axis=1))
        assert sum(map(len, wide)) == pytest.approx(len(wide) * 144 * bitrate / rate, abs=1)

    @pytest.mark.parametrize(
        ("bitrate", "narrow"), [(64_000, None), (112_000, None), (128_000, 112_000), (320_000, 256_000)]
    )
    def test_the_highest_rate_that_fits_is_taken(self, bitrate: int, narrow: int | None) -> None:
        assert mono_bitrate(bitrate) == narrow

    def test_a_frame_whose_data_lies_in_another_one_is_refused(self, tmp_path: Path) -> None:
        encode_mp3_clip(
            speech_like(4, 44_100, 1), Output(format=("mp3",), bitrate=112_000, channels=1), tmp_path / "x.mp3"
        )
        _, *frames = split_frames((tmp_path / "x.mp3").read_bytes())
        with pytest.raises(ValueError, match="starts in an earlier one"):
            mono_to_joint_stereo(frames, 128_000)

    def test_data_that_does_not_fit_is_refused(self, tmp_path: Path) -> None:
        _, frames = frames_of(tmp_path, Output(format=("mp3",), bitrate=192_000, channels=1))
        with pytest.raises(ValueError, match="does not fit"):
            mono_to_joint_stereo(frames, 128_000)

    def test_nothing_is_nothing(self) -> None:
        assert mono_to_joint_stereo([], 128_000) == []


class TestInfo:
    @pytest.mark.parametrize("seconds", [1.2345, *(pytest.param(each, marks=pytest.mark.slow) for each in (4.0, 30.0))])
    @pytest.mark.parametrize(
        "output",
        [
            Output(format=("mp3",), bitrate=b, channels=c, sample_rate=r)
            for b in (64_000, 128_000, 320_000)
            for c in (1, 2)
            for r in RATES
        ],
    )
    def test_it_is_what_an_encoder_writes(self, tmp_path: Path, output: Output, seconds: float) -> None:
        expected, frames = frames_of(tmp_path, output, seconds)
        samples = round(seconds * output.sample_rate)
        made = info_frame([len(frame) for frame in frames], output, samples, crc16.arc(b"".join(frames)))
        assert len(made) == len(expected)
        jumps = slice(expected.index(b"Info") + 16, expected.index(b"Info") + 116)
        tag_checksum = slice(expected.index(b"Info") + 154, expected.index(b"Info") + 156)
        for part in (slice(4, jumps.start), slice(jumps.stop, tag_checksum.start), slice(tag_checksum.stop, None)):
            assert made[part].hex() == expected[part].hex()
        # ffmpeg's jumps are those of the frames that it looked at; these are to the frame.
        assert np.abs(np.subtract(list(made[jumps]), list(expected[jumps]), dtype=int)).max() <= 256 // len(frames) + 3

    def test_jumps_are_parts_of_the_file(self) -> None:
        made = info_frame([100] * 9999, Output(), 9999 * 1152 - 1105, 0)
        at = made.index(b"Info") + 16
        assert list(made[at : at + 100]) == pytest.approx([256 * percent // 100 for percent in range(100)], abs=1)

"""Blocks to MP3 and back."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest
from mutagen.mp3 import MP3, BitrateMode

from audiobrief.audio.encode import decode, mp3_makeup, write_samples
from audiobrief.audio.loudness import LoudnessMeter
from audiobrief.errors import OutputError
from audiobrief.script.models.script import Output
from builders import sine
from programmes import measure
from single_pass import encode_mp3_clip

STEREO = Output(format=("mp3",), bitrate=128_000, channels=2, sample_rate=44_100)


def sound(seconds: float, output: Output = STEREO) -> npt.NDArray[np.int16]:
    samples: npt.NDArray[np.int16] = np.round(
        sine(seconds, 1000.0, -12.0, output.sample_rate, output.channels) * 32767
    ).astype(np.int16)
    return samples


def blocks(samples: npt.NDArray[np.int16], size: int = 282_240) -> Iterator[npt.NDArray[np.int16]]:
    for start in range(0, len(samples), size):
        yield samples[start : start + size]


def encoded(folder: Path, samples: npt.NDArray[np.int16], output: Output = STEREO, size: int = 282_240) -> Path:
    path = folder / f"{len(samples)}-{size}.mp3"
    encode_mp3_clip(np.concatenate(list(blocks(samples, size))), output, path)
    return path


class TestSinglePass:
    @pytest.mark.parametrize("frames", [1152, 44_100, 100_001, 282_240, 282_287, 600_000])
    def test_the_decoded_length_is_the_encoded_one(self, tmp_path: Path, frames: int) -> None:
        path = encoded(tmp_path, sound(14)[:frames])
        assert measure(path, STEREO)[1] == frames

    @pytest.mark.parametrize("rest", [1, 40, 46])
    def test_a_last_frame_of_less_than_47_samples_is_filled_up_by_the_encoder(self, tmp_path: Path, rest: int) -> None:
        path = encoded(tmp_path, sound(2)[: 50 * 1152 + rest])
        assert measure(path, STEREO)[1] == 50 * 1152 + 47

    @pytest.mark.parametrize(
        "output",
        [
            Output(format=("mp3",), bitrate=96_000, channels=1, sample_rate=44_100),
            Output(format=("mp3",), bitrate=192_000, channels=2, sample_rate=48_000),
            Output(format=("mp3",), bitrate=64_000, channels=1, sample_rate=48_000),
            Output(format=("mp3",), bitrate=320_000, channels=2, sample_rate=44_100),
        ],
    )
    def test_it_has_the_form_that_was_asked_for(self, tmp_path: Path, output: Output) -> None:
        path = encoded(tmp_path, sound(3, output), output)
        information = MP3(path).info
        assert information.bitrate == pytest.approx(output.bitrate, abs=1)  # it is rounded down
        assert information.bitrate_mode == BitrateMode.CBR
        assert (information.channels, information.sample_rate) == (output.channels, output.sample_rate)
        assert information.length == pytest.approx(3, abs=0.06)
        assert measure(path, output)[1] == 3 * output.sample_rate

    def test_it_holds_frames_alone(self, tmp_path: Path) -> None:
        content = encoded(tmp_path, sound(1)).read_bytes()
        assert content[:2] in (b"\xff\xfb", b"\xff\xfa")
        assert b"TAG" not in content[-128:]
        assert b"ID3" not in content[:10]

    def test_the_same_sound_has_the_same_bytes(self, tmp_path: Path) -> None:
        one = encoded(tmp_path, sound(3)).read_bytes()
        assert encoded(tmp_path, sound(3)).read_bytes() == one

    def test_what_comes_back_stands_at_the_same_sample(self, tmp_path: Path) -> None:
        click = np.zeros((44_100, 2), dtype=np.int16)
        click[20_000:20_010] = 20_000
        back = np.concatenate(list(decode(encoded(tmp_path, click), STEREO)))
        assert abs(int(np.abs(back[:, 0]).argmax()) - 20_005) < 12


class TestMeasure:
    @pytest.mark.parametrize("bitrate", [96_000, 128_000, 160_000, 192_000, 256_000, 320_000])
    def test_the_file_is_as_loud_as_the_sound_once_the_encoders_factor_is_made_up_for(
        self, tmp_path: Path, bitrate: int
    ) -> None:
        output = Output(format=("mp3",), bitrate=bitrate, channels=2, sample_rate=44_100)
        samples = sound(4, output)
        louder = np.round(samples * mp3_makeup(bitrate)).astype(np.int16)
        meter = LoudnessMeter(44_100)
        meter.add(samples.astype(np.float32) / np.float32(32768))
        measured, _ = measure(encoded(tmp_path, louder, output), output)
        assert measured.integrated_lufs == pytest.approx(meter.result().integrated_lufs, abs=0.1)
        assert measured.true_peak_dbtp == pytest.approx(-12, abs=0.3)

    @pytest.mark.parametrize("keep", [0, 100, 1000])
    def test_what_is_not_mp3_does_not_decode(self, tmp_path: Path, keep: int) -> None:
        path = tmp_path / "x.mp3"
        path.write_bytes(b"\0" * keep)
        with pytest.raises(OutputError, match=r"^the finished file does not decode: "):
            measure(path, STEREO)

    def test_damage_inside_is_seen(self, tmp_path: Path) -> None:
        path = encoded(tmp_path, sound(4))
        content = bytearray(path.read_bytes())
        content[30_000:31_000] = bytes(1000)
        path.write_bytes(content)
        with pytest.raises(OutputError, match="does not decode"):
            measure(path, STEREO)

    def test_a_file_that_is_cut_off_is_shorter(self, tmp_path: Path) -> None:
        path = encoded(tmp_path, sound(4))
        content = path.read_bytes()
        path.write_bytes(content[: len(content) // 418 // 2 * 418])
        try:
            samples = measure(path, STEREO)[1]
        except OutputError:
            samples = 0
        assert samples < 3 * 44_100


def test_pcm_is_the_samples(tmp_path: Path) -> None:
    samples = sound(1)
    write_samples(blocks(samples, 1000), tmp_path / "x.pcm")
    assert (tmp_path / "x.pcm").read_bytes() == samples.astype("<i2").tobytes()


def test_pcm_that_cannot_be_written_is_an_error_in_one_line(tmp_path: Path) -> None:
    with pytest.raises(OutputError, match=r"x\.pcm cannot be written: no such file or directory \(.+\)$"):
        write_samples(blocks(sound(1)), tmp_path / "nowhere" / "x.pcm")

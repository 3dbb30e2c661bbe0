"""Sounds come out as they are in their files: as loud, as long, and never clipped."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest
import soundfile

from audiobrief.audio.decode import UndecodableError, decode_sound
from audiobrief.audio.loudness import Block, LoudnessMeter
from audiobrief.audio.master import Setting
from audiobrief.errors import SoundError
from audiobrief.script.models.script import Output
from audiobrief.timeline.timeline import Cue, Timeline
from audiobrief.units import decibels_to_gain, gain_to_decibels
from builders import ffmpeg, sine
from programmes import mastered_samples, programme_of_sound

RATE = 44_100


def write(path: Path, sound: Block, rate: int = RATE, subtype: str = "FLOAT") -> Path:
    soundfile.write(path, sound, rate, subtype)
    return path


def noise(channels: int, level: float = -20.0, seconds: float = 2.0, seed: int = 1) -> Block:
    chance = np.random.default_rng(seed).normal(0, decibels_to_gain(level), (round(seconds * RATE), channels))
    return chance.astype(np.float32)


def loudness(sound: Block) -> float:
    meter = LoudnessMeter(RATE, with_peak=False)
    meter.add(sound)
    return meter.result().integrated_lufs


def ffmpeg_loudness(path: Path, channels: int) -> float:
    """Measure a file as it is; one channel as dual mono."""
    dual = ":dualmono=true" if channels == 1 else ""
    text = ffmpeg("-i", path, "-af", f"ebur128=framelog=quiet{dual}", "-f", "null", "-").stderr.decode()
    return float(text.rsplit("I:", 1)[1].split("LUFS")[0])


def layout(folder: Path, sound: Block, name: str) -> Path:
    """Write a file of a channel layout that ffmpeg knows by name."""
    source = write(folder / "source.wav", sound)
    ffmpeg("-channel_layout", name, "-i", source, "-c:a", "pcm_f32le", folder / "x.wav")
    return folder / "x.wav"


def distortion(sound: npt.NDArray[np.floating], pitch: float = 1000.0) -> float:
    """Return the total harmonic distortion of a sine that fills whole periods, as a share."""
    spectrum = np.abs(np.fft.rfft(sound * np.hanning(len(sound))))
    at = round(pitch * len(sound) / RATE)
    powers = [np.square(spectrum[at * number - 4 : at * number + 5]).sum() for number in range(1, 20)]
    return float(np.sqrt(sum(powers[1:]) / powers[0]))


class TestLevels:
    @pytest.mark.parametrize("channels", [1, 2])
    @pytest.mark.parametrize(
        ("name", "count"), [("mono", 1), ("stereo", 2), ("quad", 4), ("5.1", 6), ("5.1(side)", 6), ("7.1", 8)]
    )
    @pytest.mark.parametrize("alike", [False, True])
    def test_are_those_of_the_source(
        self, tmp_path: Path, name: str, count: int, channels: int, *, alike: bool
    ) -> None:
        sound = noise(count) if not alike else np.repeat(noise(1), count, axis=1)
        path = layout(tmp_path, sound, name)
        assert loudness(decode_sound(path, RATE, channels, 10)) == pytest.approx(ffmpeg_loudness(path, count), abs=0.15)

    @pytest.mark.parametrize(
        ("name", "count", "heard", "expected"),
        [
            ("mono", 1, [0], -12),
            ("stereo", 2, [0, 1], -12),
            ("7.1", 8, [0, 1], -12),
            ("5.1", 6, [2], -15),
        ],
    )
    def test_of_some_channels_are_kept(
        self, tmp_path: Path, name: str, count: int, heard: list[int], expected: float
    ) -> None:
        sound = np.zeros((RATE, count), dtype=np.float32)
        sound[:, heard] = sine(1.0, level=-12.0)
        mixed = decode_sound(layout(tmp_path, sound, name), RATE, 2, 10)
        assert [gain_to_decibels(float(peak)) for peak in np.abs(mixed).max(axis=0)] == pytest.approx(
            [expected] * 2, abs=0.1
        )

    def test_sides_that_cancel_each_other_stay_finite(self, tmp_path: Path) -> None:
        left = noise(1)
        sound = decode_sound(write(tmp_path / "x.wav", np.concatenate((left, -left), axis=1)), RATE, 1, 10)
        assert not sound.any()

    def test_channels_without_a_place_are_heard(self, tmp_path: Path) -> None:
        path = write(tmp_path / "x.wav", noise(3))
        assert loudness(decode_sound(path, RATE, 2, 10)) == pytest.approx(ffmpeg_loudness(path, 3), abs=0.2)


class TestPeaks:
    @pytest.mark.parametrize(("level", "gain"), [(-3, 9), (6, -9), (6, 0), (20, 20)])
    def test_are_not_clipped_in_the_mix(self, tmp_path: Path, level: float, gain: float) -> None:
        path = write(tmp_path / "x.wav", sine(2.0, 1000.0, level, channels=2))
        made = programme_of_sound(path, gain, Timeline(RATE, 2 * RATE, (), (), (Cue(0, 2 * RATE, "x"),), (), ()))
        samples = mastered_samples(made, Setting(-14 - level - gain, -1.6))
        middle = samples[RATE // 2 : RATE * 3 // 2, 0] / np.float32(32768)
        assert gain_to_decibels(float(np.abs(middle).max())) == pytest.approx(-14, abs=0.05)
        assert distortion(middle) < 0.0005


class TestRates:
    @pytest.mark.parametrize("rate", [8000, 11_025, 16_000, 32_000, 48_000, 88_200, 96_000, 192_000])
    @pytest.mark.parametrize("subtype", ["PCM_U8", "PCM_24", "FLOAT", "DOUBLE"])
    def test_become_the_programmes(self, tmp_path: Path, rate: int, subtype: str) -> None:
        path = write(tmp_path / "x.wav", sine(1.0, 997.0, -6.0, rate, 2), rate, subtype)
        sound = decode_sound(path, RATE, 2, 10)
        assert abs(len(sound) - RATE) <= 1
        middle = sound[4410:-4410, 0].astype(float)
        expected = sine(1.0, 997.0, -6.0, RATE)[4410 : 4410 + len(middle), 0]
        tolerance = 0.012 if subtype == "PCM_U8" else 2e-4
        assert np.abs(middle - expected).max() < tolerance

    def test_are_converted_without_images(self, tmp_path: Path) -> None:
        path = write(tmp_path / "x.wav", sine(2.0, 3000.0, -6.0, 16_000, 1), 16_000)
        spectrum = np.abs(np.fft.rfft(decode_sound(path, RATE, 1, 10)[:, 0] * np.hanning(2 * RATE)))
        images = spectrum[2 * 8_100 :].max()  # above half of the file's rate there was nothing
        assert gain_to_decibels(float(images / spectrum.max())) < -100

    def test_of_mp3_files_are_those_of_their_frames(self, tmp_path: Path) -> None:
        for rate in (8000, 11_025, 16_000, 24_000):
            write(tmp_path / "x.wav", sine(3.0, 440.0, -6.0, rate, 1), rate)
            ffmpeg("-i", tmp_path / "x.wav", "-b:a", "16k", tmp_path / "x.mp3")
            assert len(decode_sound(tmp_path / "x.mp3", RATE, 2, 10)) == pytest.approx(3 * RATE, abs=0.1 * RATE)


class TestVideos:
    def video(self, folder: Path, *metadata: str) -> Path:
        chapters = "".join(
            f"[CHAPTER]\nTIMEBASE=1/1000\nSTART={start}\nEND={start + 5}\ntitle=Part {start} of a thousand\n"
            for start in range(0, 1000, 5)
        )
        (folder / "x.txt").write_text(f";FFMETADATA1\n{chapters}")
        ffmpeg(
            *("-f", "lavfi", "-i", "testsrc=d=1:s=64x64", "-f", "lavfi", "-i", "sine=d=1", "-i", folder / "x.txt"),
            *("-map_metadata", "2", "-map_chapters", "2", *metadata),
            *("-c:v", "mpeg4", "-c:a", "aac", "-shortest", folder / "x.mp4"),
        )
        return folder / "x.mp4"

    @pytest.mark.parametrize("metadata", [(), ("-metadata", f"description={'word ' * 20_000}")])
    def test_are_known_by_their_streams_whatever_they_say_of_themselves(
        self, tmp_path: Path, metadata: tuple[str, ...]
    ) -> None:
        with pytest.raises(SoundError, match="is a video"):
            decode_sound(self.video(tmp_path, *metadata), RATE, 2, 10)

    def test_are_not_what_only_speaks_of_them(self, tmp_path: Path) -> None:
        source = write(tmp_path / "x.wav", sine(1.0))
        words = "one\n  Stream #0:0: Video: h264\r  Stream #0:1: Video: h264"
        ffmpeg("-i", source, "-metadata", f"title={words}", tmp_path / "x.mp3")
        assert len(decode_sound(tmp_path / "x.mp3", RATE, 2, 10)) > 0.9 * RATE

    def test_without_sound_are_videos_too(self, tmp_path: Path) -> None:
        ffmpeg("-f", "lavfi", "-i", "testsrc=d=1:s=64x64", "-c:v", "mpeg4", tmp_path / "x.mp4")
        with pytest.raises(SoundError, match="is a video"):
            decode_sound(tmp_path / "x.mp4", RATE, 2, 10)


def test_no_more_is_decoded_than_is_asked_for(tmp_path: Path) -> None:
    assert len(decode_sound(write(tmp_path / "x.wav", noise(2)), RATE, 2, 0.5)) == RATE // 2


def test_a_file_without_sound_is_undecodable(tmp_path: Path) -> None:
    (tmp_path / "x.wav").write_text("These are notes.\n" * 100)
    with pytest.raises(UndecodableError):
        decode_sound(tmp_path / "x.wav", RATE, 2, 10)


@pytest.mark.parametrize("value", [np.nan, np.inf])
def test_stored_values_that_are_no_numbers_are_refused(value: float, tmp_path: Path) -> None:
    sound = noise(2, seconds=0.1)
    sound[100] = value
    with pytest.raises(SoundError, match=r"^'x\.wav' is broken: some of its samples are no numbers "):
        decode_sound(write(tmp_path / "x.wav", sound), RATE, 2, 10)


def test_an_empty_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "x.wav").write_bytes(b"")
    with pytest.raises(SoundError, match=r"^'x\.wav' is empty "):
        decode_sound(tmp_path / "x.wav", RATE, 2, 10)


def test_output_has_the_programmes_channels(tmp_path: Path) -> None:
    path = write(tmp_path / "x.wav", noise(2))
    assert [decode_sound(path, RATE, channels, 10).shape[1] for channels in (Output().channels, 1)] == [2, 1]

"""Sound files of any kind, and files that only look like sound."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import soundfile

from audiobrief.audio import sounds
from audiobrief.audio.decode import decode_command
from audiobrief.audio.loudness import Block
from audiobrief.audio.sounds import load_sound, segment_samples, to_block
from audiobrief.errors import SoundError
from audiobrief.script.models.sound import Sound
from builders import ffmpeg, sine, write_wave

RATE = 44_100


def wave_of(path: Path, seconds: float = 1.0, channels: int = 2, sample_rate: int = RATE) -> Path:
    return write_wave(path, sine(seconds, 440.0, -6.0, sample_rate, channels), sample_rate)


def load(path: Path, channels: int = 2, rate: int = RATE, **settings: Any) -> Block:
    segment = load_sound(Sound(name="theme", path=path, **settings), rate, channels)
    assert (segment.frame_rate, segment.channels) == (rate, channels)
    return to_block(segment_samples(segment))


def refused(path: Path, **settings: Any) -> str:
    with pytest.raises(SoundError) as caught:
        load_sound(Sound(name="theme", path=path, **settings), RATE, 2)
    text = str(caught.value)
    assert "\n" not in text
    assert caught.value.what
    assert caught.value.advice
    return text


class TestKinds:
    def test_a_wave_file_comes_through_bit_by_bit(self, tmp_path: Path) -> None:
        chance = np.random.default_rng(1)
        sound = chance.uniform(-1, 1, (4410, 2)).astype(np.float32)
        path = write_wave(tmp_path / "x.wav", sound)
        assert np.array_equal(load(path), np.round(sound * 32767).astype(np.float32) / 32768)

    def test_flac_is_the_same_sound(self, tmp_path: Path) -> None:
        wave = wave_of(tmp_path / "x.wav")
        ffmpeg("-i", wave, tmp_path / "x.flac")
        assert np.array_equal(load(tmp_path / "x.flac"), load(wave))

    @pytest.mark.parametrize(
        ("name", "options"),
        [
            ("x.mp3", ["-b:a", "192k"]),
            ("x.ogg", ["-c:a", "libvorbis", "-q:a", "6"]),
            ("x.opus", ["-c:a", "libopus"]),
            ("x.m4a", ["-c:a", "aac", "-b:a", "192k"]),
            ("x.aiff", []),
        ],
    )
    def test_others_are_the_same_to_the_ear(self, tmp_path: Path, name: str, options: list[str]) -> None:
        wave = wave_of(tmp_path / "x.wav")
        ffmpeg("-i", wave, *options, tmp_path / name)
        sound = load(tmp_path / name)
        assert len(sound) == pytest.approx(RATE, abs=0.06 * RATE)
        middle = sound[RATE // 4 : RATE * 3 // 4, 0]
        spectrum = np.abs(np.fft.rfft(middle))
        assert spectrum.argmax() * RATE / len(middle) == pytest.approx(440, abs=2)
        assert np.sqrt((middle**2).mean()) == pytest.approx(10 ** (-6 / 20) / np.sqrt(2), rel=0.05)

    def test_a_cover_inside_is_no_video(self, tmp_path: Path) -> None:
        wave = wave_of(tmp_path / "x.wav")
        ffmpeg("-f", "lavfi", "-i", "color=red:s=64x64", "-frames:v", "1", tmp_path / "cover.png")
        ffmpeg(
            *("-i", wave, "-i", tmp_path / "cover.png", "-map", "0", "-map", "1", "-c:v", "copy"),
            *("-disposition:v", "attached_pic", tmp_path / "x.mp3"),
        )
        assert len(load(tmp_path / "x.mp3")) > 0.9 * RATE

    @pytest.mark.parametrize("rate", [8000, 22_050, 48_000, 96_000])
    def test_another_rate_becomes_the_programmes(self, tmp_path: Path, rate: int) -> None:
        assert abs(len(load(wave_of(tmp_path / "x.wav", sample_rate=rate))) - RATE) <= 32

    def test_one_channel_is_heard_on_both_sides(self, tmp_path: Path) -> None:
        sound = load(wave_of(tmp_path / "x.wav", channels=1))
        assert np.array_equal(sound[:, 0], sound[:, 1])
        assert np.abs(sound).max() == pytest.approx(10 ** (-6 / 20), rel=0.001)

    @pytest.mark.parametrize("name", ["a b.wav", "-i.wav", "ї'\"ü.wav", "concat:x.wav", "%03d.wav", "x.mp3"])
    def test_the_name_does_not_matter(self, tmp_path: Path, name: str) -> None:
        assert len(load(wave_of(tmp_path / name))) == RATE


def truncated_wave(folder: Path) -> Path:
    path = wave_of(folder / "x.wav")
    path.write_bytes(path.read_bytes()[:50_000])
    return path


def truncated_flac(folder: Path) -> Path:
    ffmpeg("-i", wave_of(folder / "x.wav"), folder / "x.flac")
    path = folder / "x.flac"
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])
    return path


def truncated_m4a(folder: Path) -> Path:
    ffmpeg("-i", wave_of(folder / "x.wav"), folder / "x.m4a")
    path = folder / "x.m4a"
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])
    return path


def truncated_mp3(folder: Path) -> Path:
    ffmpeg("-i", wave_of(folder / "x.wav", 3.0), folder / "x.mp3")
    path = folder / "x.mp3"
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])
    return path


def text(folder: Path) -> Path:
    path = folder / "notes.wav"
    path.write_text("These are notes, not sound.\n" * 100)
    return path


def noise(folder: Path) -> Path:
    path = folder / "x.mp3"
    path.write_bytes(np.random.default_rng(3).bytes(2000))
    return path


def video(folder: Path) -> Path:
    ffmpeg(
        *("-f", "lavfi", "-i", "testsrc=d=1:s=64x64", "-f", "lavfi", "-i", "sine=d=1"),
        *("-c:v", "mpeg4", "-c:a", "aac", "-shortest", folder / "x.mp4"),
    )
    return folder / "x.mp4"


def silent_video(folder: Path) -> Path:
    ffmpeg("-f", "lavfi", "-i", "testsrc=d=1:s=64x64", "-c:v", "mpeg4", folder / "x.mp4")
    return folder / "x.mp4"


def playlist(folder: Path) -> Path:
    wave_of(folder / "secret.wav")
    path = folder / "x.mp3"
    path.write_text("#EXTM3U\n#EXT-X-TARGETDURATION:5\n#EXTINF:5,\nsecret.wav\n#EXT-X-ENDLIST\n")
    return path


def concat_list(folder: Path) -> Path:
    wave_of(folder / "secret.wav")
    path = folder / "x.wav"
    path.write_text("ffconcat version 1.0\nfile secret.wav\n")
    return path


def no_frames(folder: Path) -> Path:
    return write_wave(folder / "x.wav", np.zeros((0, 2), dtype=np.float32))


def ten_frames(folder: Path) -> Path:
    return write_wave(folder / "x.wav", np.full((10, 2), 0.5, dtype=np.float32))


def empty(folder: Path) -> Path:
    (folder / "x.wav").write_bytes(b"")
    return folder / "x.wav"


def picture(folder: Path) -> Path:
    ffmpeg("-f", "lavfi", "-i", "color=red:s=64x64", "-frames:v", "1", folder / "x.png")
    return folder / "x.png"


class TestRefused:
    @pytest.mark.parametrize(
        ("make", "why"),
        [
            (empty, "'x.wav' is empty"),
            (no_frames, "'x.wav'"),
            (ten_frames, "'x.wav' has no sound in it"),
            (truncated_wave, "'x.wav' is cut off: what follows its first 0.3 s is missing"),
            (truncated_flac, "'x.flac'"),
            (truncated_m4a, "'x.m4a'"),
            (truncated_mp3, "'x.mp3' is cut off"),
            (text, "'notes.wav' is not a sound file"),
            (noise, "'x.mp3'"),
            (video, "'x.mp4' is a video"),
            (silent_video, "'x.mp4'"),
            (picture, "'x.png'"),
            (playlist, "'x.mp3' is not a sound file"),
            (concat_list, "'x.wav' is not a sound file"),
        ],
    )
    def test_is_what_is_not_whole_sound(self, tmp_path: Path, make: Callable[[Path], Path], why: str) -> None:
        assert refused(make(tmp_path)).startswith(why)

    def test_is_what_is_longer_than_five_minutes(self, tmp_path: Path) -> None:
        path = wave_of(tmp_path / "x.wav", sounds.LONGEST_SOUND + 0.5, 1, 8000)
        assert refused(path).startswith("'x.wav' is longer than 5:00 (")

    def test_five_minutes_are_not_too_long(self, tmp_path: Path) -> None:
        path = wave_of(tmp_path / "x.wav", sounds.LONGEST_SOUND, 1, 8000)
        assert len(load(path, 1, 44_100, end=1000)) == RATE

    @pytest.mark.parametrize(
        ("value", "why"),
        [
            (np.nan, "'x.wav' is broken: some of its samples are no numbers (save it again as WAV or FLAC)"),
            (np.inf, "'x.wav' is broken: some of its samples are no numbers (save it again as WAV or FLAC)"),
            (300.0, "'x.wav' is 50 dB above full scale (lower gain:, or save it softer)"),
        ],
    )
    def test_is_what_no_mix_can_hold(self, tmp_path: Path, value: float, why: str) -> None:
        samples = np.full((RATE, 2), 0.5, dtype=np.float32)
        samples[100] = value
        soundfile.write(tmp_path / "x.wav", samples, RATE, "FLOAT")
        assert refused(tmp_path / "x.wav") == why

    def test_is_an_end_beyond_the_file(self, tmp_path: Path) -> None:
        text = refused(wave_of(tmp_path / "x.wav"), end=1001)
        assert text == "'x.wav' lasts 1.00 s, and start or end lies beyond (correct start: and end:)"

    def test_is_a_start_beyond_the_file(self, tmp_path: Path) -> None:
        assert "start or end lies beyond" in refused(wave_of(tmp_path / "x.wav"), start=1000)

    def test_is_a_part_too_short_to_hear(self, tmp_path: Path) -> None:
        assert "has no sound in it" in refused(wave_of(tmp_path / "x.wav"), start=100, end=119)


class TestSettings:
    @pytest.fixture
    def path(self, tmp_path: Path) -> Path:
        return write_wave(tmp_path / "x.wav", np.full((RATE, 2), 0.5, dtype=np.float32))

    def test_start_and_end_cut_it_to_the_sample(self, tmp_path: Path) -> None:
        ramp = (np.arange(RATE) / RATE / 2).astype(np.float32)[:, np.newaxis].repeat(2, axis=1)
        path = write_wave(tmp_path / "x.wav", ramp)
        whole = load(path)
        assert np.array_equal(load(path, start=100, end=333), whole[4410:14_685])
        assert np.array_equal(load(path, start=1), whole[44:])
        assert np.array_equal(load(path, end=1000), whole)

    @pytest.mark.parametrize("gain", [-6.0, -20.0, 3.0, 20.0])
    def test_gain_is_in_decibels(self, path: Path, gain: float) -> None:
        assert load(path, gain=gain) == pytest.approx(0.5 * 10 ** (gain / 20), rel=1e-4)

    def test_no_gain_changes_nothing(self, path: Path) -> None:
        assert np.array_equal(load(path, gain=0.0), load(path))

    def test_fades_reach_silence_at_the_edges_and_leave_the_middle(self, path: Path) -> None:
        sound = load(path, fade_in=200, fade_out=300)[:, 0]
        full = load(path)[0, 0]
        assert abs(sound[0]) < 0.001
        assert abs(sound[-1]) < 0.003
        assert (np.diff(sound[:8820]) >= 0).all()
        assert (np.diff(sound[-13_230:]) <= 0).all()
        assert (sound[8821:-13_231] == full).all()
        assert len(sound) == RATE

    def test_a_fade_longer_than_the_sound_lasts_as_long_as_it(self, path: Path) -> None:
        sound = load(path, fade_in=5000)[:, 0]
        assert len(sound) == RATE
        assert sound[0] < 1e-5
        assert sound[-1] > 0.49


def test_the_command_reads_plain_files_of_known_kinds_alone() -> None:
    command = decode_command("ffmpeg", Path("/x/-i.wav"), 300)
    assert command[command.index("-protocol_whitelist") + 1] == "file,pipe"
    formats = command[command.index("-format_whitelist") + 1].split(",")
    assert not {"hls", "concat", "lavfi", "dash"} & set(formats)
    assert "file:/x/-i.wav" in command


def test_a_file_that_has_gone_is_said_so(tmp_path: Path) -> None:
    assert refused(tmp_path / "x.wav") == "'x.wav' is gone (put it back, or name another file)"

"""A recording becomes a clip: cut, without hum, as loud as the voices."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest

from audiobrief.audio.level import VOICE_LOUDNESS, clip_energies
from audiobrief.audio.loudness import integrated_loudness, window_energies
from audiobrief.audio.recordings import load_recording, remove_hum
from audiobrief.errors import SoundError
from audiobrief.script.models.sound import Recording
from audiobrief.units import Samples
from builders import sine, write_wave

RATE = 44_100


def recording(path: Path, start: int = 0, end: int | None = None) -> Recording:
    return Recording(path, "digest", start, end)


def speech_like(seconds: float, lufs: float) -> npt.NDArray[np.float32]:
    """Return noise in syllables, with pauses and peaks as in speech, of about a loudness; (frames, 1)."""
    noise = np.random.default_rng(3).laplace(size=round(seconds * RATE))
    time = np.arange(len(noise)) / RATE
    syllables = np.maximum(0, np.sin(2 * np.pi * 2 * time)) * (time % 2 < 1.6)
    sound = (np.convolve(noise, np.hanning(40) / 20, "same") * syllables)[:, np.newaxis].astype(np.float32)
    levelled: npt.NDArray[np.float32] = sound * np.float32(10 ** ((lufs - loudness(sound)) / 20))
    return levelled


def loudness(sound: npt.NDArray[np.float32]) -> float:
    return integrated_loudness([window_energies(sound, sound[:0], RATE)])


def level(sound: Samples, frequency: float) -> float:
    """Return the level of a frequency in dB of full scale, in the middle of a clip."""
    middle = sound[len(sound) // 4 : -len(sound) // 4, 0] / 32768
    wave = np.exp(-2j * np.pi * frequency * np.arange(len(middle)) / RATE) * np.hanning(len(middle))
    return float(20 * np.log10(abs(np.dot(middle, wave)) * 4 / len(middle)))


@pytest.mark.parametrize("lufs", [-35, -27, -20, -14, -9])
def test_clips_are_as_loud_as_voices(lufs: float, tmp_path: Path) -> None:
    path = tmp_path / "clip.flac"
    write_floats(path, speech_like(4, lufs))
    clip = load_recording(recording(path), RATE)
    measured = integrated_loudness([clip_energies(clip, RATE)])
    assert measured == pytest.approx(VOICE_LOUDNESS, abs=0.1)
    assert np.abs(clip).max() <= 32767 * 10 ** (-6.4 / 20)


def write_floats(path: Path, sound: npt.NDArray[np.float32]) -> None:
    """Write sound whose peaks may lie above full scale."""
    import soundfile

    soundfile.write(path.with_suffix(".wav"), sound, RATE, subtype="FLOAT")
    path.with_suffix(".wav").rename(path)


def test_hum_is_removed_and_voices_stay() -> None:
    sound = sum(sine(4, frequency, -20) for frequency in (50, 60, 100, 1000))
    clip = np.rint(remove_hum(np.asarray(sound), RATE) * 32768).astype(np.int16)
    assert [round(level(clip, frequency)) for frequency in (100, 1000)] == [-20, -20]
    assert [level(clip, frequency) < -75 for frequency in (50, 60)] == [True, True]


def test_hum_is_removed_in_phase() -> None:
    sound = sine(3, 200)
    assert np.abs(remove_hum(sound, RATE) - sound)[RATE:-RATE].max() < 1e-4


@pytest.mark.parametrize(("start", "end"), [(0, None), (1000, 2500), (1003, 2507)])
def test_cut_at_a_crossing_near_the_times(start: int, end: int | None, tmp_path: Path) -> None:
    path = write_wave(tmp_path / "a.wav", sine(4, 130, -12))
    clip = load_recording(recording(path, start, end), RATE)
    assert len(clip) == pytest.approx(((end or 4000) - start) * RATE / 1000, abs=0.02 * RATE)
    assert np.abs(clip[[0, -1]]).max() <= 2
    assert np.abs(np.diff(clip[: RATE // 100, 0].astype(int))).max() < 1000, "a step at the cut would click"


@pytest.mark.parametrize("sample_rate", [8000, 44_100, 48_000])
def test_any_rate_and_channels(sample_rate: int, tmp_path: Path) -> None:
    path = write_wave(tmp_path / "a.wav", sine(2, 300, sample_rate=sample_rate, channels=2), sample_rate)
    clip = load_recording(recording(path, 500, 1500), RATE)
    assert clip.shape[1] == 1
    assert len(clip) == pytest.approx(RATE, abs=0.02 * RATE)


def test_the_same_samples_each_time(tmp_path: Path) -> None:
    path = write_wave(tmp_path / "a.wav", sine(2, 300))
    first, second = (load_recording(recording(path, 300, 1400), RATE) for _ in range(2))
    assert np.array_equal(first, second)


WRONG = [
    (0, 3000, "'a.wav' lasts 2.00 s, and to: lies beyond (correct to:, or delete it to play the rest of the file)"),
    (5000, 6000, "'a.wav' ends before 0:05.0 (correct from:)"),
    (5000, None, "'a.wav' ends before 0:05.0 (correct from:)"),
    (1000, 1050, "less than 0.1 s of 'a.wav' would be heard (correct from: and to:)"),
]


@pytest.mark.parametrize(("start", "end", "message"), WRONG)
def test_a_part_outside_the_file_is_refused(start: int, end: int | None, message: str, tmp_path: Path) -> None:
    path = write_wave(tmp_path / "a.wav", sine(2))
    with pytest.raises(SoundError) as error:
        load_recording(recording(path, start, end), RATE)
    assert str(error.value) == message


@pytest.mark.parametrize("start", [0, 10_000])
def test_a_long_whole_file_is_not_cut_off(start: int, tmp_path: Path) -> None:
    import soundfile

    soundfile.write(tmp_path / "a.flac", np.zeros(8000 * 640, dtype=np.int16), 8000)
    with pytest.raises(SoundError) as error:
        load_recording(recording(tmp_path / "a.flac", start), 8000)
    assert str(error.value) == "the clip is longer than 10:00 (set from: and to:)"


def test_a_silent_part_is_refused(tmp_path: Path) -> None:
    path = write_wave(tmp_path / "a.wav", np.concatenate([sine(1), sine(2) * 0]))
    with pytest.raises(SoundError, match=r"nothing can be heard in this part of 'a\.wav'"):
        load_recording(recording(path, 1500, 2500), RATE)


@pytest.mark.parametrize("content", [b"", b"no sound at all" * 99])
def test_no_sound_is_refused(content: bytes, tmp_path: Path) -> None:
    (tmp_path / "a.wav").write_bytes(content)
    with pytest.raises(SoundError, match=r"is empty|is not a sound file"):
        load_recording(recording(tmp_path / "a.wav", 1000), RATE)


def test_the_key_follows_the_content_and_not_the_name() -> None:
    one = Recording(Path("a.wav"), "1", 0, 500)
    assert one.key(RATE) == replace(one, path=Path("b.wav")).key(RATE)
    others = {replace(one, digest="2"), replace(one, start=1), replace(one, end=None)}
    assert len({one.key(RATE), one.key(48_000), *(other.key(RATE) for other in others)}) == 5

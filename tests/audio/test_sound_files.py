"""Whole files are whole whatever their headers state, and files that were cut off are not."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
import soundfile

from audiobrief.audio.decode import decode_sound
from audiobrief.audio.sound_files import is_truncated
from builders import ffmpeg, sine, wrong_rows

RATE = 44_100


def write(path: Path, seconds: float, *options: str) -> Path:
    """Encode noise."""
    source = path.with_name("source.wav")
    soundfile.write(source, np.random.default_rng(1).normal(0, 0.1, (round(seconds * RATE), 2)), RATE)
    ffmpeg("-i", source, *options, path)
    return path


def pipe(folder: Path, rate: int, channels: int, codec: str) -> Path:
    """Write a file as ffmpeg does where it cannot go back to the header."""
    layout = {1: "mono", 2: "stereo", 6: "5.1"}[channels]
    source = f"sine=d=3:r={rate},aformat=channel_layouts={layout}"
    path = folder / "x.wav"
    path.write_bytes(ffmpeg("-f", "lavfi", "-i", source, "-c:a", codec, "-f", "wav", "pipe:1").stdout)
    return path


def wave_with_sizes(folder: Path, riff: int, data: int, rate: int = RATE) -> Path:
    path = folder / "x.wav"
    soundfile.write(path, sine(3.0, 440.0, -6.0, rate, 2), rate, "PCM_24")
    content = bytearray(path.read_bytes())
    at = content.index(b"data")
    content[4:8], content[at + 4 : at + 8] = riff.to_bytes(4, "little"), data.to_bytes(4, "little")
    path.write_bytes(content)
    return path


def late_opus(folder: Path) -> Path:
    """Write a piece of a stream: its granule positions begin an hour late."""
    ffmpeg(
        *("-f", "lavfi", "-i", "sine=d=3:r=48000", "-c:a", "libopus", "-output_ts_offset", "3600"),
        *("-copyts", folder / "x.opus"),
    )
    return folder / "x.opus"


def piece_of_vorbis(folder: Path) -> Path:
    whole = write(folder / "whole.ogg", 20.0, "-c:a", "libvorbis")
    ffmpeg("-ss", "9.2", "-copyts", "-i", whole, "-c", "copy", folder / "x.ogg")
    return folder / "x.ogg"


def piece_of_m4a(folder: Path) -> Path:
    whole = write(folder / "whole.m4a", 10.0)
    ffmpeg("-ss", "5", "-i", whole, "-t", "3", "-c", "copy", folder / "x.m4a")
    return folder / "x.m4a"


def mp3_of_ten_times_as_many_frames(folder: Path) -> Path:
    path = write(folder / "x.mp3", 3.0, "-b:a", "128k")
    content = bytearray(path.read_bytes())
    at = content.index(b"Info") + 8
    content[at : at + 4] = (10 * int.from_bytes(content[at : at + 4])).to_bytes(4)
    path.write_bytes(content)
    return path


def with_junk(folder: Path) -> Path:
    path = write(folder / "x.mp3", 3.0)
    path.write_bytes(b"\0" * 999 + path.read_bytes() + b"junk" * 999)
    return path


WHOLE: dict[str, Callable[[Path], Path]] = {
    "pipe 24 bit 48 kHz": lambda folder: pipe(folder, 48_000, 2, "pcm_s24le"),
    "pipe float 44.1 kHz": lambda folder: pipe(folder, 44_100, 2, "pcm_f32le"),
    "pipe 16 bit 48 kHz 5.1": lambda folder: pipe(folder, 48_000, 6, "pcm_s16le"),
    "pipe 24 bit 88.2 kHz mono": lambda folder: pipe(folder, 88_200, 1, "pcm_s24le"),
    "pipe 16 bit 44.1 kHz mono": lambda folder: pipe(folder, 44_100, 1, "pcm_s16le"),
    "pipe 16 bit 48 kHz": lambda folder: pipe(folder, 48_000, 2, "pcm_s16le"),
    "SoX's pipe": lambda folder: wave_with_sizes(folder, 0x7FFFF024, 0x7FFFF000),
    "a recorder that crashed": lambda folder: wave_with_sizes(folder, 0, 0),
    "a size that includes its header": lambda folder: wave_with_sizes(folder, 0, 3 * RATE * 6 + 44),
    "Opus from 3600 s on": late_opus,
    "Vorbis cut with -copyts": piece_of_vorbis,
    "M4A cut with -c copy": piece_of_m4a,
    "AAC of 8 kHz": lambda folder: write(folder / "x.m4a", 3.0, "-ar", "8000", "-ac", "1"),
    "ALAC": lambda folder: write(folder / "x.m4a", 3.0, "-c:a", "alac"),
    "fragmented M4A": lambda folder: write(folder / "x.m4a", 3.0, "-movflags", "frag_keyframe+empty_moov"),
    "MP3 of 11.025 kHz": lambda folder: write(folder / "x.mp3", 3.0, "-ar", "11025", "-ac", "1", "-b:a", "16k"),
    "MP3 of 16 kHz": lambda folder: write(folder / "x.mp3", 3.0, "-ar", "16000"),
    "MP3 of 24 kHz": lambda folder: write(folder / "x.mp3", 3.0, "-ar", "24000"),
    "MP3 without Xing": lambda folder: write(folder / "x.mp3", 3.0, "-write_xing", "0"),
    "MP3 with ten times the frames": mp3_of_ten_times_as_many_frames,
    "junk before and after": with_junk,
    "FLAC": lambda folder: write(folder / "x.flac", 3.0, "-sample_fmt", "s32"),
    "AIFF of 11.025 kHz": lambda folder: write(folder / "x.aiff", 3.0, "-ar", "11025"),
    "RF64": lambda folder: write(folder / "x.wav", 3.0, "-rf64", "always"),
    "W64": lambda folder: write(folder / "x.w64", 3.0),
    "EXTENSIBLE 24 bit 96 kHz": lambda folder: write(folder / "x.wav", 3.0, "-ar", "96000", "-c:a", "pcm_s24le"),
    "ADTS": lambda folder: write(folder / "x.aac", 3.0),
}
LENGTHS = {"Vorbis cut with -copyts": 10.8}

CUT: dict[str, Callable[[Path], Path]] = {
    "WAV": lambda folder: write(folder / "x.wav", 3.0),
    "RF64": lambda folder: write(folder / "x.wav", 3.0, "-rf64", "always"),
    "W64": lambda folder: write(folder / "x.w64", 3.0),
    "AIFF": lambda folder: write(folder / "x.aiff", 3.0),
    "FLAC": lambda folder: write(folder / "x.flac", 3.0),
    "MP3 of variable bit rate": lambda folder: write(folder / "x.mp3", 3.0, "-q:a", "4"),
    "MP3 with a tag": lambda folder: write(folder / "x.mp3", 3.0, "-metadata", "title=x"),
    "M4A with its index first": lambda folder: write(folder / "x.m4a", 3.0, "-movflags", "+faststart"),
    "fragmented M4A": lambda folder: write(folder / "x.m4a", 3.0, "-movflags", "frag_keyframe+empty_moov"),
    "Vorbis": lambda folder: write(folder / "x.ogg", 3.0, "-c:a", "libvorbis"),
    "Opus": lambda folder: write(folder / "x.opus", 3.0, "-c:a", "libopus"),
}


def decoded_seconds(path: Path) -> float:
    return len(decode_sound(path, RATE, 2, 301)) / RATE


@pytest.mark.slow
def test_whole_files_are_whole(tmp_path: Path) -> None:
    def measured(name: str) -> object:
        folder = tmp_path / name.replace("/", " ")
        folder.mkdir()
        path = WHOLE[name](folder)
        seconds = decoded_seconds(path)
        return abs(seconds - LENGTHS.get(name, 3.0)) < 0.12, is_truncated(path, seconds)

    assert wrong_rows(measured, [((name,), (True, False)) for name in WHOLE]) == []


@pytest.mark.parametrize("share", [0.5, 0.9])
def test_files_that_were_cut_off_are_truncated(tmp_path: Path, share: float) -> None:
    def measured(name: str) -> object:
        folder = tmp_path / name
        folder.mkdir()
        path = CUT[name](folder)
        content = path.read_bytes()
        path.write_bytes(content[: round(len(content) * share)])
        return is_truncated(path, decoded_seconds(path))

    assert wrong_rows(measured, [((name,), True) for name in CUT]) == []


def test_no_content_makes_it_fail(tmp_path: Path) -> None:
    chance = np.random.default_rng(1)
    heads = [
        *(b"RIFF0000WAVEdata", b"RF640000WAVEds64", b"FORM0000AIFFSSND", b"OggS\0", b"fLaC", b"\0\0\0\1mdat", b"ID3"),
        *(b"", b"\xff\xfb\x90\x00" + b"\0" * 32 + b"Info\0\0\0\3"),
    ]
    for number in range(90):
        path = tmp_path / "x"
        path.write_bytes(heads[number % len(heads)] + chance.bytes(int(chance.integers(0, 200))))
        assert is_truncated(path, 1.0) in {True, False}

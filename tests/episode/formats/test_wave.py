"""WAV files: samples, markers and texts, as other programs read them."""

from __future__ import annotations

import struct
from pathlib import Path

import mutagen.wave
import numpy as np
import pytest
import soundfile

from audiobrief.episode.formats import wave
from audiobrief.episode.formats.id3 import id3_tag
from audiobrief.episode.formats.wave import WaveForm, info_chunks, marker_chunks, write_wave
from builders import sine
from episode.details_builder import RATE, chapters, episode, timed

TITLES = ("Headlines", "Київ", "x" * 300)


def chunks_of(content: bytes) -> dict[bytes, bytes]:
    """Return the chunks of a RIFF file by their names; lists by the names of their kinds."""
    at, found = 12, {}
    while at < len(content):
        name, size = struct.unpack_from("<4sI", content, at)
        body = content[at + 8 : at + 8 + size]
        found[body[:4] if name == b"LIST" else name] = body[4:] if name == b"LIST" else body
        at += 8 + size + size % 2
    assert at == len(content)
    return found


def written(path: Path, bits: int = 16) -> Path:
    details = episode(timed(chapters(*TITLES, seconds=1)))
    sound = sine(3, 440, -12, channels=2)
    content = np.round(sound * 32767).astype("<i2") if bits == 16 else sound.astype("<f4")
    tail = [*info_chunks(details), *marker_chunks(details.timeline), (b"id3 ", id3_tag(details))]
    write_wave(path, WaveForm(RATE, 2, bits), iter([content.tobytes()]), 3 * RATE, tail)
    return path


@pytest.mark.parametrize("bits", [16, 32])
def test_the_samples_are_read_as_they_were_written(bits: int, tmp_path: Path) -> None:
    sound, rate = soundfile.read(written(tmp_path / "x.wav", bits), dtype="float32")
    assert rate == RATE
    assert np.abs(sound - sine(3, 440, -12, channels=2)).max() <= (1 / 32767 if bits == 16 else 0)


def test_markers_stand_at_the_chapters(tmp_path: Path) -> None:
    found = chunks_of(written(tmp_path / "x.wav").read_bytes())
    (count,) = struct.unpack_from("<I", found[b"cue "])
    assert [struct.unpack_from("<II4sIII", found[b"cue "], 4 + 24 * at) for at in range(count)] == [
        (number, at, b"data", 0, 0, at) for number, at in ((0, 0), (1, RATE), (2, 2 * RATE))
    ]
    for title in TITLES:
        assert title.encode() + b"\0" in found[b"adtl"]
    assert found[b"adtl"].count(b"rgn ") == 3


def test_texts_and_the_tag_are_there(tmp_path: Path) -> None:
    path = written(tmp_path / "x.wav")
    assert b"INAM\x0b\0\0\0An episode\0\0IART" in chunks_of(path.read_bytes())[b"INFO"]
    tags = mutagen.wave.WAVE(path).tags
    assert str(tags["TIT2"]) == "An episode"
    marks = sorted(tags.getall("CHAP"), key=lambda frame: int(frame.start_time))
    assert [str(frame.sub_frames["TIT2"]) for frame in marks] == list(TITLES)


def test_four_gigabytes_are_written_as_rf64(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(wave, "_LARGEST_RIFF", 1000)
    path = written(tmp_path / "x.wav")
    assert path.read_bytes()[:4] == b"RF64"
    sound, _ = soundfile.read(path, dtype="int16")
    assert len(sound) == 3 * RATE


def test_the_size_of_a_large_head_is_that_of_the_file() -> None:
    form = WaveForm(RATE, 2, 32)
    head = wave._head(form, 1 << 30, 10)
    size, data, frames = struct.unpack_from("<QQQ", head, 20)
    assert (data, frames) == (8 << 30, 1 << 30)
    assert size == len(head) - 8 + (8 << 30) + 10

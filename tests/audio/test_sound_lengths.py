"""How long a sound is, is found out once for a file as it stands."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from audiobrief.audio.sound_lengths import sound_length
from audiobrief.cache.records import write_record
from audiobrief.errors import SoundError
from audiobrief.script.models.script import Sound
from builders import sine, write_wave

RATE = 44_100


def test_a_length_is_kept_until_the_file_changes(tmp_path: Path) -> None:
    sound = Sound("a", write_wave(tmp_path / "a.wav", sine(1.0)))
    kept = tmp_path / "kept"
    assert sound_length(sound, RATE, 2, kept) == RATE
    (answer,) = kept.iterdir()
    write_record(answer, 5)
    assert sound_length(sound, RATE, 2, kept) == 5
    answer.write_text("damaged")
    assert sound_length(sound, RATE, 2, kept) == RATE
    write_wave(sound.path, sine(2.0))
    assert sound_length(sound, RATE, 2, kept) == 2 * RATE


def test_each_part_of_a_file_has_its_own_length(tmp_path: Path) -> None:
    sound = Sound("a", write_wave(tmp_path / "a.wav", sine(1.0)))
    assert sound_length(sound, RATE, 2, tmp_path) == RATE
    assert sound_length(replace(sound, start=500), RATE, 2, tmp_path) == RATE // 2
    assert sound_length(sound, 48_000, 2, None) == 48_000


def test_what_cannot_be_used_is_said_each_time(tmp_path: Path) -> None:
    (tmp_path / "a.wav").write_text("no sound")
    for _ in range(2):
        with pytest.raises(SoundError):
            sound_length(Sound("a", tmp_path / "a.wav"), RATE, 2, tmp_path / "kept")


def test_a_file_that_has_gone_is_said_so(tmp_path: Path) -> None:
    with pytest.raises(SoundError, match=r"^'a\.wav' is gone \("):
        sound_length(Sound("a", tmp_path / "a.wav"), RATE, 2, tmp_path / "kept")

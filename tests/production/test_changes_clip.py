"""A clip of what changed: what is in it, and how it is cut."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from audiobrief.audio.encode import decode, mp3_makeup
from audiobrief.production.changes import Changes, Gap, Sentence, cut, stretches, write_clip
from audiobrief.script.models.script import Output
from builders import sine

RATE = 44_100
MAKEUP = mp3_makeup(Output().bitrate)


def seconds(changes: Changes, length: float = 100) -> list[tuple[float, float]]:
    return [(start / RATE, end / RATE) for start, end in stretches(changes, RATE, round(length * RATE))]


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        (Changes((Sentence(10, 12, 1),)), [(8, 14)]),
        (Changes((Sentence(1, 12, 1),)), [(0, 14)]),
        (Changes((Sentence(90, 99, 1),)), [(88, 100)]),
        (Changes((Sentence(10, 12, 1), Sentence(16, 17, 1))), [(8, 19)]),
        (Changes((Sentence(10, 12, 1), Sentence(17, 18, 1))), [(8, 14), (15, 20)]),
        (Changes((), (Gap(50, 3),)), [(48, 52)]),
        (Changes((Sentence(52, 60, 1),), (Gap(50, 3),)), [(48, 62)]),
        (Changes((), (Gap(100, None),)), [(98, 100)]),
    ],
)
def test_there_are_two_seconds_around_each_change(changes: Changes, expected: list[tuple[float, float]]) -> None:
    assert seconds(changes) == expected


def joined(sound: np.ndarray, wanted: list[tuple[int, int]], size: int) -> np.ndarray:
    blocks = (sound[at : at + size] for at in range(0, len(sound), size))
    return np.concatenate(list(cut(blocks, wanted, Output())))


@pytest.mark.parametrize("size", [1000, 44_100, 10_000_000])
@pytest.mark.slow
def test_stretches_are_faded_with_silence_between_them(size: int) -> None:
    made = joined(np.full((5 * RATE, 2), 0.5, np.float32), [(0, RATE), (3 * RATE, 4 * RATE)], size)
    assert len(made) == RATE + RATE // 2 + RATE
    first, silence, second = made[:RATE], made[RATE : RATE + RATE // 2], made[-RATE:]
    assert not silence.any()
    for stretch in (first, second):
        assert (stretch[0] == 0).all()
        assert (stretch[-1] == 0).all()
        assert np.abs(np.diff(stretch[:, 0].astype(int))).max() < 100
        assert stretch[500:-500] == pytest.approx(0.5 * 32767 * MAKEUP, abs=1)


def test_the_clip_is_what_stands_in_the_episode(tmp_path: Path) -> None:
    # Each second has a pitch of its own, so that its place is heard.
    from audiobrief.audio.encode import encode_mp3_clip, write_samples

    sound = np.concatenate([sine(1, 300 + 100 * second, channels=2) for second in range(8)])
    write_samples(iter([np.round(sound * 32767).astype(np.int16)]), tmp_path / "pcm")
    encode_mp3_clip(Output(), tmp_path / "pcm", tmp_path / "episode.mp3")
    write_clip(
        tmp_path / "episode.mp3", Output(), [(2 * RATE, 3 * RATE), (6 * RATE, 7 * RATE)], tmp_path / "to" / "clip.mp3"
    )
    heard = np.concatenate(list(decode(tmp_path / "to" / "clip.mp3", Output())))[:, 0]
    assert len(heard) == round(2.5 * RATE)
    for start, pitch in ((0, 500), (1.5, 900)):
        part = heard[round(start * RATE) :][:RATE]
        assert np.argmax(np.abs(np.fft.rfft(part))) == pytest.approx(pitch, abs=1)
        # A neighbour's pitch would show that the place is wrong by more than a few milliseconds.
        assert np.abs(np.fft.rfft(part))[pitch - 100] < np.abs(np.fft.rfft(part))[pitch] / 50
    assert [path.name for path in (tmp_path / "to").iterdir()] == ["clip.mp3"]

"""The programme as sound: every sample where the timeline says."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pytest

from audiobrief.audio.assemble import mix
from audiobrief.audio.duck import bed_gain, spoken_stretches
from audiobrief.audio.level import SoundMaterial
from audiobrief.audio.recipe import RecipeBuilder
from audiobrief.audio.sounds import to_block, to_segment
from audiobrief.reading.utterances import Utterance
from audiobrief.script.models.sound import Sound
from audiobrief.script.models.voice import Voice
from audiobrief.timeline.timeline import Bed, Cue, Speech, Timeline
from audiobrief.units import Samples

RATE = 44_100
BLOCK = 282_240
STEP = 1 / 32768  # of 16 bit


def noise(frames: int, channels: int = 1, seed: int = 0, level: float = 0.25) -> Samples:
    chance = np.random.default_rng(seed)
    return np.round(chance.uniform(-level, level, (frames, channels)) * 32767).astype(np.int16)


def segment(samples: Samples, rate: int = RATE) -> Any:
    return to_segment((samples / 32768).astype(np.float32), rate)


def timeline(
    length: int,
    speech: tuple[tuple[int, int], ...] = (),
    cues: tuple[tuple[int, int], ...] = (),
    beds: tuple[Bed, ...] = (),
) -> Timeline:
    voice = Utterance("x", Voice("tone"))
    return Timeline(
        RATE,
        length,
        tuple(Speech(start, end, voice, "low") for start, end in speech),
        (),
        tuple(Cue(start, end, "sting") for start, end in cues),
        beds,
        (),
    )


def mixed(
    line: Timeline,
    clips: tuple[Samples, ...] = (),
    sounds: Mapping[str, Samples] | None = None,
    channels: int = 2,
    gain: float = 0.0,
    duck: float = -14.0,
) -> list[npt.NDArray[np.float32]]:
    segments = {name: segment(samples) for name, samples in (sounds or {}).items()}
    materials = {
        name: SoundMaterial.of(Sound(name=name, path=Path(name), duck=duck), sound) for name, sound in segments.items()
    }
    keys = [str(index) for index in range(len(clips))]
    recipes = RecipeBuilder(line, keys, materials, {"low": gain}, channels)
    by_digest = {material.info.digest: material.segment for material in materials.values()}
    starts = range(0, line.length, BLOCK)
    blocks = [
        to_block(mix(recipes.recipe(start, min(start + BLOCK, line.length)), lambda key: clips[int(key)], by_digest))
        for start in starts
    ]
    # What is the same in both channels is mixed in one.
    return [np.repeat(block, channels // block.shape[1], axis=1) for block in blocks]


def joined(*arguments: Any, **options: Any) -> npt.NDArray[np.float32]:
    return np.concatenate(mixed(*arguments, **options))


class TestBlocks:
    @pytest.mark.parametrize(
        ("length", "lengths"),
        [(1, [1]), (BLOCK, [BLOCK]), (BLOCK + 1, [BLOCK, 1]), (2 * BLOCK + 77, [BLOCK, BLOCK, 77])],
    )
    def test_together_are_as_long_as_the_timeline(self, length: int, lengths: list[int]) -> None:
        assert [len(block) for block in mixed(timeline(length))] == lengths

    @pytest.mark.parametrize("channels", [1, 2])
    def test_nothing_is_silence_of_the_right_form(self, channels: int) -> None:
        (block,) = mixed(timeline(1000), channels=channels)
        assert block.shape == (1000, channels)
        assert block.dtype == np.float32
        assert not block.any()

    def test_can_be_asked_for_twice(self) -> None:
        clip = noise(5000)
        line = timeline(6000, ((500, 5500),))
        assert np.array_equal(joined(line, (clip,)), joined(line, (clip,)))


class TestSpeech:
    @pytest.mark.parametrize("start", [0, 1, 12_345, BLOCK - 2500, BLOCK - 1, BLOCK, BLOCK + 1])
    @pytest.mark.parametrize("channels", [1, 2])
    def test_stands_at_its_sample(self, start: int, channels: int) -> None:
        clip = noise(5000)
        result = joined(timeline(BLOCK * 2, ((start, start + 5000),)), (clip,), channels=channels)
        expected = np.zeros((BLOCK * 2, channels))
        expected[start : start + 5000] = clip / 32768
        assert np.abs(result - expected).max() < 1e-6

    def test_longer_than_a_block_goes_through(self) -> None:
        clip = noise(BLOCK * 2 + 999)
        result = joined(timeline(BLOCK * 3, ((100, 100 + len(clip)),)), (clip,))
        assert np.abs(result[100 : 100 + len(clip), 0] - clip[:, 0] / 32768).max() < 1e-6
        assert not result[:100].any()
        assert not result[100 + len(clip) :].any()

    def test_clips_side_by_side_leave_no_gap(self) -> None:
        one, two = noise(3000, seed=1), noise(4000, seed=2)
        result = joined(timeline(8000, ((500, 3500), (3500, 7500))), (one, two))
        assert np.abs(result[500:7500] - np.concatenate((one, two)) / 32768).max() < 1e-6

    @pytest.mark.parametrize("gain", [-12.5, 6.0, 11.0])
    def test_is_levelled_by_its_speakers_gain(self, gain: float) -> None:
        clip = noise(5000)
        result = joined(timeline(5000, ((0, 5000),)), (clip,), gain=gain)
        assert np.abs(result - clip / 32768 * 10 ** (gain / 20)).max() < 1e-5

    def test_full_scale_and_as_much_again_is_not_cut(self) -> None:
        full = np.full((1000, 1), 32767, dtype=np.int16)
        line = timeline(1000, ((0, 1000),), ((0, 1000),))
        result = joined(line, (full,), {"sting": full}, gain=5.0)
        assert result == pytest.approx(1 + 10 ** (5 / 20), abs=1e-3)


class TestCues:
    @pytest.mark.parametrize("start", [0, 777, BLOCK - 3000, BLOCK])
    def test_stand_at_their_sample_in_both_channels(self, start: int) -> None:
        sting = noise(6000, 2)
        result = joined(timeline(BLOCK * 2, cues=((start, start + 6000),)), sounds={"sting": sting})
        expected = np.zeros((BLOCK * 2, 2))
        expected[start : start + 6000] = sting / 32768
        assert np.abs(result - expected).max() < 1e-6

    def test_are_cut_at_the_end_of_the_episode(self) -> None:
        sting = noise(6000, 2)
        assert len(joined(timeline(1000, cues=((0, 6000),)), sounds={"sting": sting})) == 1000


class TestBeds:
    @pytest.mark.parametrize("length", [7, 1000, 44_100, BLOCK, BLOCK + 13])
    def test_are_repeated_without_a_gap(self, length: int) -> None:
        bed = Bed(333, 2 * BLOCK - 50, "bed", 0)
        sound = noise(length, 2)
        result = joined(timeline(2 * BLOCK, beds=(bed,)), sounds={"bed": sound})
        turns = np.tile(sound, (2 * BLOCK // length + 1, 1))[: bed.end - bed.start] / 32768
        turns[:662] *= bed_gain(bed, -14, (), np.arange(bed.start, bed.start + 662), RATE)[:, np.newaxis]
        assert np.abs(result[bed.start : bed.end] - turns).max() < 1e-6
        assert not result[: bed.start].any()
        assert not result[bed.end :].any()

    def test_lie_under_the_voice(self) -> None:
        sound, clip = noise(9000, 2, seed=1), noise(BLOCK, seed=2)
        bed = Bed(0, 3 * BLOCK, "bed", 60_000)
        places = ((BLOCK - 40_000, 2 * BLOCK - 40_000),)
        line = timeline(3 * BLOCK + 10, places, beds=(bed,))
        gain = bed_gain(bed, -9.0, spoken_stretches(line.speech, RATE), np.arange(3 * BLOCK), RATE).astype(float)
        expected = np.zeros((3 * BLOCK + 10, 2))
        expected[: 3 * BLOCK] = np.tile(sound, (100, 1))[: 3 * BLOCK] / 32768 * gain[:, np.newaxis]
        expected[places[0][0] : places[0][1]] += clip / 32768
        result = joined(line, (clip,), {"bed": sound}, duck=-9.0)
        assert np.abs(result - expected).max() < 2e-6


def test_everything_together_is_the_sum_of_its_layers() -> None:
    clips = tuple(noise(40_000 + number * 7001, seed=number, level=0.1) for number in range(12))
    places, at = [], 30_000
    for clip in clips:
        places.append((at, at + len(clip)))
        at += len(clip) + 11_025
    length = at + 100_001
    sting, bed = noise(90_000, 2, seed=50, level=0.2), noise(123_456, 2, seed=51, level=0.2)
    cues = ((0, 90_000), (BLOCK - 5, BLOCK + 89_995))
    line = timeline(length, tuple(places), cues, (Bed(1000, length - 3000, "bed", 88_200),))
    sounds = {"sting": sting, "bed": bed}
    whole = joined(line, clips, sounds, gain=-3.0)
    layers = (
        joined(timeline(length, tuple(places)), clips, gain=-3.0),
        joined(timeline(length, cues=cues), sounds=sounds),
        joined(line, tuple(np.zeros_like(clip) for clip in clips), {**sounds, "sting": np.zeros_like(sting)}),
    )
    assert np.abs(whole - sum(layers)).max() < 2e-6

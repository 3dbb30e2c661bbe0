"""A mix that is held in a file: the same sound, of which each chunk is mixed once; and its stems."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from audiobrief.audio.master import Setting
from audiobrief.audio.recipe import CLIPS, MUSIC, ROOM_TONE, VOICES, Recipe, stem_selectors
from audiobrief.audio.sounds import MixSamples
from audiobrief.mp3.mix_file import SharedMix
from audiobrief.mp3.programme import Programme
from audiobrief.reading.utterances import Utterance
from audiobrief.script.models.script import Output
from audiobrief.script.models.voice import Voice
from audiobrief.timeline.timeline import FRAME, Bed, Cue, Speech, Timeline
from audiobrief.units import Samples
from programmes import encode, mastered_samples, programme

RATE = 44_100
SETTING = Setting(3.0, -1.6)


def noise(frames: int, channels: int, seed: int) -> Samples:
    return np.random.default_rng(seed).integers(-6000, 6000, (frames, channels)).astype("<i2")


CLIP_SAMPLES = {"a": noise(5 * RATE, 1, 1), "b": noise(3 * RATE + 7, 1, 2)}


def made(channels: int = 2, room_tone: float | None = -60.0) -> Programme:
    """Make a programme of 50 s: speech alone, then speech over a bed, then music."""
    speech = [
        Speech(at * FRAME, at * FRAME + len(CLIP_SAMPLES[key]), Utterance(key, Voice("tone")), "low")
        for at, key in ((0, "a"), (200, "b"), (400, "a"), (700, "b"), (1000, "a"))
    ]
    cues = (Cue(1200 * FRAME, 1200 * FRAME + 9 * RATE, "wide"),)
    line = Timeline(RATE, 50 * RATE, tuple(speech), (), cues, (Bed(600 * FRAME, 1150 * FRAME, "wide", RATE),), ())
    sounds = {"wide": noise(9 * RATE, 2, 3)}
    keys = [each.utterance.text for each in speech]
    return programme(line, CLIP_SAMPLES, keys, sounds, Output(channels=channels), room_tone=room_tone)


def counted(programme: Programme) -> list[Recipe]:
    """Return a list in which each recipe appears that the programme mixes."""
    recipes: list[Recipe] = []
    mix = programme._mix

    def note(recipe: Recipe) -> MixSamples:
        recipes.append(recipe)
        return mix(recipe)

    programme._mix = note
    return recipes


@pytest.mark.parametrize("room_tone", [None, -60.0])
@pytest.mark.parametrize("channels", [1, 2])
@pytest.mark.slow
def test_the_same_samples_and_frames(channels: int, room_tone: float | None, tmp_path: Path) -> None:
    plain, held = made(channels, room_tone), made(channels, room_tone)
    held.hold_mix(SharedMix(tmp_path / "mix"))
    assert np.array_equal(mastered_samples(held, SETTING), mastered_samples(plain, SETTING))
    assert encode(held, SETTING, tmp_path / "held") == encode(plain, SETTING, tmp_path / "plain")


def test_each_chunk_is_mixed_once(tmp_path: Path) -> None:
    programme = made()
    recipes = counted(programme)
    programme.hold_mix(SharedMix(tmp_path / "mix"))
    for _ in range(2):
        encode(programme, SETTING, tmp_path / "mp3")
        mastered_samples(programme, SETTING)
    assert len(recipes) == len(programme._chunks)
    assert sum(recipe.length for recipe in recipes) == 50 * RATE


@pytest.mark.parametrize("channels", [1, 2])
def test_the_sum_of_the_stems_is_the_mix(channels: int) -> None:
    programme = made(channels)
    stems = {name: np.concatenate(list(programme.parts(select))) for name, select in stem_selectors({"b"}).items()}
    mix = np.concatenate(list(programme.parts(lambda recipe: recipe)))
    assert mix.shape == (50 * RATE, channels)
    assert np.array_equal(sum(stems.values()), mix)
    assert np.array_equal(stems[VOICES][: 5 * RATE, 0], CLIP_SAMPLES["a"][:, 0].astype(int) << 8)
    assert not stems[VOICES][200 * FRAME : 300 * FRAME].any()
    assert np.array_equal(stems[CLIPS][200 * FRAME :][: 3 * RATE, 0], CLIP_SAMPLES["b"][: 3 * RATE, 0].astype(int) << 8)
    assert [bool(stems[name][: 300 * FRAME].any()) for name in (MUSIC, ROOM_TONE)] == [False, True]
    assert stems[MUSIC][1200 * FRAME :].any()


def test_it_is_mastered_as_the_mix_is() -> None:
    programme = made(1, None)
    mix = np.concatenate(list(programme.parts(lambda recipe: recipe))).astype(np.float32) / (1 << 23)
    quiet = np.round(mix * np.float32(10 ** (-6 / 20) * 32768))
    assert np.abs(mastered_samples(programme, Setting(-6.0, 0.0)) - quiet).max() <= 1

"""Recipes of stretches: they make what the whole makes there, and are the same wherever the same is heard."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from audiobrief.audio.assemble import mix
from audiobrief.audio.level import SoundMaterial
from audiobrief.audio.loudness import Block
from audiobrief.audio.master import Setting
from audiobrief.audio.recipe import BedPart, CuePart, Recipe, RecipeBuilder, SpokenPart
from audiobrief.audio.sounds import SoundInfo, sound_info, to_block
from audiobrief.reading.utterances import Utterance
from audiobrief.script.models.sound import Sound
from audiobrief.script.models.voice import Voice
from audiobrief.timeline.timeline import FRAME, Bed, Cue, Speech, Timeline
from audiobrief.units import Samples
from programmes import segment

RATE = 44_100
SAID = Utterance("x", Voice("tone"))


def noise(frames: int, channels: int = 1, seed: int = 0) -> Samples:
    chance = np.random.default_rng(seed)
    return chance.integers(-6000, 6000, (frames, channels)).astype("<i2")


SOUNDS = {"wide": noise(30_011, 2, 1), "narrow": noise(17_000, 1, 2), "equal": np.repeat(noise(9_000, 1, 3), 2, axis=1)}
GAINS = {"low": 1.5, "high": -3.0}


def clip(key: str) -> Samples:
    length, seed = key.split()
    return noise(int(length), seed=int(seed))


def recipes(
    line: Timeline, keys: list[str], gains: dict[str, float] | None = None, duck: float = -14.0, channels: int = 2
) -> RecipeBuilder:
    sounds = {
        name: SoundMaterial.of(Sound(name=name, path=Path(name), duck=duck), segment(samples, RATE))
        for name, samples in SOUNDS.items()
    }
    return RecipeBuilder(line, keys, sounds, gains or GAINS, channels)


def mixed(recipe: Recipe, channels: int = 2) -> Block:
    segments = {sound_info(made).digest: made for made in (segment(samples, RATE) for samples in SOUNDS.values())}
    block = to_block(mix(recipe, clip, segments))
    return np.repeat(block, channels // block.shape[1], axis=1)


@st.composite
def timelines(draw: st.DrawFn) -> tuple[Timeline, list[str]]:
    """Return a programme of some seconds: speech one after another, and sounds anywhere."""
    speech: list[Speech] = []
    keys: list[str] = []
    at = draw(st.integers(0, 60_000))
    for _ in range(draw(st.integers(0, 5))):
        length = draw(st.integers(1, 60_000))
        keys.append(f"{length} {draw(st.integers(4, 9))}")
        speech.append(Speech(at, at + length, SAID, draw(st.sampled_from(["low", "high"]))))
        at += length + draw(st.integers(0, 120_000))
    length = at + draw(st.integers(1, 50_000))
    cues = []
    for _ in range(draw(st.integers(0, 2))):
        name, start = draw(st.sampled_from(sorted(SOUNDS))), draw(st.integers(0, length))
        cues.append(Cue(start, start + len(SOUNDS[name]), name))
    beds = []
    for _ in range(draw(st.integers(0, 2))):
        start = draw(st.integers(0, length - 1))
        end = draw(st.integers(start + 1, length))
        beds.append(Bed(start, end, draw(st.sampled_from(sorted(SOUNDS))), draw(st.sampled_from([0, 500, 44_100]))))
    return Timeline(RATE, length, tuple(speech), (), tuple(cues), tuple(beds), ()), keys


@given(timelines(), st.data(), st.sampled_from([1, 2]))
@pytest.mark.slow
def test_a_stretch_sounds_as_it_does_in_the_whole(
    programme: tuple[Timeline, list[str]], data: st.DataObject, channels: int
) -> None:
    line, keys = programme
    start = data.draw(st.integers(-50_000, line.length - 1))
    end = data.draw(st.integers(start + 1, line.length + 50_000))
    made = recipes(line, keys, channels=channels)
    whole = mixed(made.recipe(-50_000, line.length + 50_000), channels)
    part = mixed(made.recipe(start, end), channels)
    # A bed's gain is reckoned in 32 bit: one step of 16 bit is 3e-5.
    assert np.abs(part - whole[start + 50_000 : end + 50_000]).max() <= 1e-6


@given(timelines(), st.data())
def test_what_moves_by_whole_frames_has_the_same_recipe(
    programme: tuple[Timeline, list[str]], data: st.DataObject
) -> None:
    line, keys = programme
    by = data.draw(st.integers(1, 5000)) * FRAME
    start = data.draw(st.integers(0, line.length - 1))
    end = data.draw(st.integers(start + 1, line.length + 5000))
    moved = Timeline(
        RATE,
        line.length + by,
        tuple(replace(each, start=each.start + by, end=each.end + by) for each in line.speech),
        (),
        tuple(replace(each, start=each.start + by, end=each.end + by) for each in line.cues),
        tuple(replace(each, start=each.start + by, end=each.end + by) for each in line.beds),
        (),
    )
    assert recipes(line, keys).recipe(start, end) == recipes(moved, keys).recipe(start + by, end + by)


class TestWhatDecides:
    line = Timeline(
        RATE,
        600_000,
        (Speech(100_000, 150_000, SAID, "low"), Speech(300_000, 350_000, SAID, "high")),
        (),
        (Cue(10_000, 10_000 + 17_000, "narrow"),),
        (Bed(50_000, 500_000, "wide", 44_100),),
        (),
    )
    keys = ("50000 4", "50000 5")
    edits: tuple[Callable[[Timeline], Timeline], ...] = (
        lambda line: replace(line, speech=(replace(line.speech[0], start=100_001, end=150_001), line.speech[1])),
        lambda line: replace(line, speech=line.speech[1:]),
        lambda line: replace(line, cues=()),
        lambda line: replace(line, cues=(Cue(10_001, 27_001, "narrow"),)),
        lambda line: replace(line, beds=(replace(line.beds[0], start=50_001),)),
        lambda line: replace(line, beds=(replace(line.beds[0], end=450_000),)),
        lambda line: replace(line, beds=(replace(line.beds[0], fade_out=22_050),)),
        lambda line: replace(line, beds=(replace(line.beds[0], sound="narrow"),)),
    )

    @pytest.mark.parametrize("edit", range(len(edits)))
    def test_what_sounds_otherwise_has_another_recipe(self, edit: int) -> None:
        edited = self.edits[edit](self.line)
        keys = self.keys[-len(edited.speech) :]
        whole = recipes(self.line, list(self.keys)).recipe(0, 600_000)
        assert recipes(edited, list(keys)).recipe(0, 600_000) != whole

    def test_gain_duck_clip_and_channels_are_part_of_it(self) -> None:
        keys = list(self.keys)
        whole = recipes(self.line, keys).recipe(0, 600_000)
        others = [
            recipes(self.line, keys, gains={"low": 1.5, "high": -2.5}),
            recipes(self.line, keys, duck=-13.0),
            recipes(self.line, ["50000 4", "50000 6"]),
            recipes(self.line, keys, channels=1),
        ]
        assert all(other.recipe(0, 600_000) != whole for other in others)
        assert recipes(self.line, keys).recipe(0, 600_000) == whole

    @pytest.mark.parametrize("edit", range(len(edits)))
    def test_what_is_far_away_is_not_part_of_it(self, edit: int) -> None:
        """In the stretch from 200,000 to 250,000 the bed is alone, and speech and the bed's end are far from it."""
        edited = self.edits[edit](self.line)
        keys = list(self.keys[-len(edited.speech) :])
        one = recipes(self.line, list(self.keys)).recipe(200_000, 250_000)
        other = recipes(edited, keys).recipe(200_000, 250_000)
        # Another phase or sound of the bed is heard.
        same = edit not in (4, 7)
        assert (one == other) == same

    def test_speech_that_comes_nearer_than_the_beds_fall_is(self) -> None:
        """At 450 ms before speech the bed starts to sink."""
        near, far = 300_000 - 19_845 + 100, 300_000 - 60_000
        nearer = replace(self.line, speech=(self.line.speech[0], replace(self.line.speech[1], start=299_000)))
        keys = list(self.keys)
        for start, same in ((near - 500, False), (far - 500, True)):
            one, other = (recipes(line, keys).recipe(start, start + 500) for line in (self.line, nearer))
            assert (one == other) == same

    def test_a_programme_of_two_channels_is_mixed_in_one_where_both_are_the_same(self) -> None:
        made = recipes(self.line, list(self.keys))
        assert made.recipe(0, 40_000).channels == 1  # a cue of one channel
        assert made.recipe(40_000, 60_000).channels == 2  # a bed whose channels differ
        equal = replace(self.line, beds=(replace(self.line.beds[0], sound="equal"),))
        assert recipes(equal, list(self.keys)).recipe(40_000, 60_000).channels == 1


def test_the_text_of_a_recipe_in_chunk_keys_stays_as_it_is() -> None:
    sound = SoundInfo("ab12", 100, is_stereo=True)
    recipe = Recipe(
        1000,
        44_100,
        2,
        (SpokenPart(-5, 300, "cd34", 1.5),),
        (CuePart(7, sound),),
        (BedPart(Bed(-10, 900, "", 441), 3, sound, -15.0, ((0, 300),)),),
    )
    text = repr((recipe, Setting(3.25, -1.6)))
    digest = "2fe08d97115910815db8e477a7cf801443d21dec28c43606b566e7754c46ae75"
    assert hashlib.sha256(text.encode()).hexdigest() == digest, text

"""How loud a bed is at every sample."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from audiobrief.audio.duck import FALL, GAP, RISE, Spoken, bed_gain, spoken_stretches
from audiobrief.reading.utterances import Utterance
from audiobrief.script.models.voice import Voice
from audiobrief.timeline.timeline import Bed, Speech

RATE = 1000  # so that a sample is a millisecond
DUCK = -14.0
SUNK = 10 ** (DUCK / 20)


def speech(*places: tuple[int, int]) -> tuple[Speech, ...]:
    return tuple(Speech(start, end, Utterance("x", Voice("tone")), "low") for start, end in places)


def gain_of(
    stretches: tuple[Spoken, ...], length: int = 20_000, fade_out: int = 0, duck: float = DUCK, start: int = 0
) -> np.ndarray:
    return bed_gain(Bed(start, length, "bed", fade_out), duck, stretches, np.arange(length), RATE)


class TestStretches:
    def test_short_gaps_are_joined(self) -> None:
        assert spoken_stretches(speech((0, 100), (350, 900), (2400, 3000)), RATE) == ((0, 3000),)

    def test_a_gap_over_a_second_and_a_half_parts_them(self) -> None:
        assert spoken_stretches(speech((0, 100), (1600, 1700)), RATE) == ((0, 1700),)
        assert spoken_stretches(speech((0, 100), (1601, 1700)), RATE) == ((0, 100), (1601, 1700))

    def test_no_speech_has_none(self) -> None:
        assert spoken_stretches((), RATE) == ()


class TestGain:
    def test_it_is_down_when_the_voice_starts_and_until_it_stops(self) -> None:
        gain = gain_of(((5000, 8000),))
        assert gain[5000 - FALL - 1] == 1
        assert gain[5000 - FALL + 1] < 1
        assert gain[5000:8001] == pytest.approx(SUNK)
        assert gain[8000 + RISE] == pytest.approx(1)
        assert gain[8000 + RISE - 1] < 1

    def test_halfway_it_is_half_of_the_decibels_down(self) -> None:
        gain = gain_of(((5000, 8000),))
        assert 20 * np.log10(gain[5000 - FALL // 2]) == pytest.approx(DUCK / 2, abs=0.01)
        assert 20 * np.log10(gain[8000 + RISE // 2]) == pytest.approx(DUCK / 2, abs=0.01)

    def test_it_rises_all_the_way_in_a_gap_that_is_long_enough(self) -> None:
        first, second = 5000, 5000 + GAP + 1
        gain = gain_of(((3000, first), (second, 9000)))
        assert gain[first:second].max() == pytest.approx(1)
        assert gain[second] == pytest.approx(SUNK)

    def test_it_stays_down_in_a_shorter_one(self) -> None:
        gain = gain_of(spoken_stretches(speech((3000, 5000), (5000 + GAP, 9000)), RATE))
        assert gain[3000:9000] == pytest.approx(SUNK)

    def test_without_speech_it_is_up(self) -> None:
        gain = gain_of(())
        assert gain[15:] == pytest.approx(1)

    def test_no_ducking_is_no_change(self) -> None:
        assert gain_of(((5000, 8000),), duck=0.0)[15:] == pytest.approx(1)

    def test_it_starts_and_ends_softly(self) -> None:
        gain = gain_of((), fade_out=4000)
        assert 0 < gain[0] < 0.05
        assert (np.diff(gain[:15]) > 0).all()
        assert gain[15_999] == pytest.approx(1)
        assert gain[18_000] == pytest.approx(0.5)
        assert 0 < gain[-1] < 0.001
        assert (np.diff(gain[-4000:]) <= 0).all()

    def test_music_that_ends_by_itself_is_not_faded(self) -> None:
        assert gain_of(())[-1] == pytest.approx(1)

    def test_outside_the_bed_there_is_none(self) -> None:
        gain = bed_gain(Bed(500, 900, "bed", 0), DUCK, (), np.arange(2000), RATE)
        assert not gain[:500].any()
        assert gain[500:900].all()
        assert not gain[900:].any()


@st.composite
def spoken_places(draw: st.DrawFn) -> tuple[tuple[int, int], ...]:
    steps = draw(st.lists(st.tuples(st.integers(0, 4000), st.integers(1, 4000)), max_size=6))
    places, at = [], 0
    for gap, length in steps:
        places.append((at + gap, at + gap + length))
        at += gap + length
    return tuple(places)


PLACES = spoken_places()


@given(PLACES, st.floats(-40, 0), st.integers(0, 5000), st.integers(0, 3000))
@settings(max_examples=60, deadline=None)
def test_the_gain_is_a_share_and_never_jumps(
    places: tuple[tuple[int, int], ...], duck: float, fade_out: int, start: int
) -> None:
    gain = gain_of(spoken_stretches(speech(*places), RATE), 25_000, fade_out, duck, start)
    assert gain.min() >= 0
    assert gain.max() <= 1
    # The steepest is the fade in: pi/2 of an even slope over 15 ms. Ducking by 40 dB in 450 ms has at most 1.6 % a ms.
    inside = gain[start + 15 : 25_000 - fade_out] if fade_out else gain[start + 15 :]
    assert np.abs(np.diff(gain[start:])).max(initial=0) <= max(np.pi / 2 / 15, np.pi / 2 / max(fade_out, 1)) + 1e-3
    assert np.abs(np.diff(inside)).max(initial=0) <= 0.017


@given(PLACES)
@settings(max_examples=60, deadline=None)
def test_it_is_down_under_every_word_and_up_in_every_long_gap(places: tuple[tuple[int, int], ...]) -> None:
    length = 50_000
    gain = gain_of(spoken_stretches(speech(*places), RATE), length)
    for start, end in places:
        assert gain[max(start, 15) : end] == pytest.approx(SUNK)
    for (_, end), (start, _) in itertools.pairwise(places):
        highest = gain[max(end, 15) : max(start, 16)].max(initial=0)
        if start - end > GAP:
            assert highest == pytest.approx(1)
        elif start > 15:
            assert highest <= SUNK + 1e-4


@given(PLACES, st.lists(st.integers(1, 29_999), max_size=5))
@settings(max_examples=40, deadline=None)
def test_where_it_is_cut_does_not_matter(places: tuple[tuple[int, int], ...], cuts: list[int]) -> None:
    stretches = spoken_stretches(speech(*places), RATE)
    bed = Bed(700, 28_000, "bed", 2000)
    edges = [0, *sorted(set(cuts)), 30_000]
    parts = [bed_gain(bed, DUCK, stretches, np.arange(one, two), RATE) for one, two in itertools.pairwise(edges)]
    assert np.array_equal(np.concatenate(parts), bed_gain(bed, DUCK, stretches, np.arange(30_000), RATE))

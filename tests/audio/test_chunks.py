"""Where a programme is cut: on frames, within bounds, and behind an edit at the same sentences as before."""

from __future__ import annotations

import random
from collections.abc import Sequence
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audiobrief.audio.recipe import Chunk, cut
from audiobrief.reading.utterances import Utterance
from audiobrief.script.models.voice import Voice
from audiobrief.timeline.timeline import FRAME, Speech, Timeline

RATES = (44_100, 48_000)
LEAST, MOST = 5.0, 14.0  # seconds
SAID = Utterance("x", Voice("tone"))

Part = tuple[int, int, str]
"""Frames of speech, frames of silence after it, and its key."""

parts_of = st.lists(st.tuples(st.integers(1, 2000), st.integers(0, 400), st.text("abc", max_size=3)), max_size=60)


def timeline(parts: Sequence[Part], rate: int, tail: int = 1) -> Timeline:
    """Lay sentences out, one after another; `tail` samples follow."""
    speech, at = [], 0
    for frames, silence, _ in parts:
        speech.append(Speech(at, at + frames * FRAME - 7, SAID, "low"))
        at += (frames + silence) * FRAME
    return Timeline(rate, at + tail, tuple(speech), (), (), (), ())


def chunks(parts: Sequence[Part], rate: int, tail: int = 1) -> tuple[Chunk, ...]:
    return cut(timeline(parts, rate, tail), [key for _, _, key in parts])


class TestEdges:
    @given(parts_of, st.integers(1, 3_000_000), st.sampled_from(RATES))
    def test_chunks_follow_each_other_on_frames_from_beginning_to_end(
        self, parts: list[Part], tail: int, rate: int
    ) -> None:
        made = chunks(parts, rate, tail)
        assert made[0].start == 0
        assert made[-1].end == timeline(parts, rate, tail).length
        assert all(one.end == two.start for one, two in pairwise(made))
        assert all(chunk.start % FRAME == 0 and chunk.end > chunk.start for chunk in made)

    @given(parts_of, st.integers(1, 3_000_000), st.sampled_from(RATES))
    def test_lengths_keep_to_their_bounds(self, parts: list[Part], tail: int, rate: int) -> None:
        lengths = [(chunk.end - chunk.start) / rate for chunk in chunks(parts, rate, tail)]
        frame = FRAME / rate
        assert all(length <= MOST + frame for length in lengths)
        assert len(lengths) == 1 or all(length >= LEAST - frame for length in lengths)

    @pytest.mark.parametrize("length", [1, FRAME, 4 * FRAME + 1, 13 * 44_100])
    def test_a_short_programme_is_one_chunk(self, length: int) -> None:
        assert chunks((), 44_100, length) == (Chunk(0, length),)

    def test_a_sentence_that_lies_beside_a_frame_is_no_edge(self) -> None:
        speech = Speech(10 * 44_100, 11 * 44_100, SAID, "low")
        assert speech.start % FRAME
        line = Timeline(44_100, 12 * 44_100, (speech,), (), (), (), ())
        assert cut(line, ["a"]) == (Chunk(0, 12 * 44_100),)

    def test_the_least_key_is_an_edge_and_then_those_of_both_parts(self) -> None:
        # 100 frames are 2.6 s: 10 sentences last for 26 s, of which no chunk lasts less than 5 s or more than 14 s.
        parts = [(100, 0, key) for key in "abeadcfgha"]
        assert [chunk.start // FRAME for chunk in chunks(parts, 44_100)] == [0, 300, 500]

    def test_where_nothing_is_said_chunks_are_of_one_length(self) -> None:
        made = chunks((), 44_100, 40 * 44_100)
        assert [round((chunk.end - chunk.start) / 44_100) for chunk in made] == [9, 9, 9, 13]


def test_around_a_changed_sentence_the_same_edges_come_back() -> None:
    """Two hundred edits of ten minutes: two chunks are new on average, and of one edit in fifty more than three."""
    chance = random.Random(3)  # a repeatable text

    def sentence() -> Part:
        return chance.randint(60, 300), 12, chance.randbytes(8).hex()

    def contents(parts: list[Part]) -> list[tuple[str, ...]]:
        """Return what is said in each chunk, with the sentences before and after it."""
        line = timeline(parts, 44_100)
        near = 10 * FRAME
        return [
            tuple(
                key
                for speech, (_, _, key) in zip(line.speech, parts, strict=True)
                if speech.end > chunk.start - near and speech.start < chunk.end + near
            )
            for chunk in chunks(parts, 44_100)
        ]

    made = []
    for _ in range(200):
        parts = [sentence() for _ in range(130)]
        at = chance.randrange(130)
        before = set(contents(parts))
        made.append(sum(chunk not in before for chunk in contents([*parts[:at], sentence(), *parts[at + 1 :]])))
    assert sum(made) / len(made) < 2
    assert sum(count > 3 for count in made) <= 4
    assert max(made) <= 4

"""Where a programme is cut: on frames, within bounds, and behind an edit at the same sentences as before."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audiobrief.audio.chunks import Chunk, cut
from audiobrief.script.model import Voice
from audiobrief.speech.utterance import Utterance
from audiobrief.timeline import FRAME, Speech, Timeline

RATES = (44_100, 48_000)
LEAST, MOST = 5.0, 14.0  # seconds
SAID = Utterance("x", Voice("tone"))

sentences = st.lists(
    st.tuples(st.integers(1, 2000), st.integers(0, 400), st.booleans()), max_size=60
)  # frames of speech, frames of silence after it, whether a chunk likes to start there


def timeline(parts: Sequence[tuple[int, int, bool]], rate: int, tail: int = 1, shift: int = 0) -> Timeline:
    """Lay sentences out, one after another from frame `shift` on; `tail` samples follow."""
    speech, at = [], shift * FRAME
    for frames, silence, _ in parts:
        speech.append(Speech(at, at + frames * FRAME - 7, SAID, "low"))
        at += (frames + silence) * FRAME
    return Timeline(rate, at + tail, tuple(speech), (), (), (), ())


def chunks(parts: Sequence[tuple[int, int, bool]], rate: int, tail: int = 1) -> tuple[Chunk, ...]:
    return cut(timeline(parts, rate, tail), lambda index: parts[index][2])


class TestEdges:
    @given(sentences, st.integers(1, 3_000_000), st.sampled_from(RATES))
    def test_chunks_follow_each_other_on_frames_from_beginning_to_end(
        self, parts: list[tuple[int, int, bool]], tail: int, rate: int
    ) -> None:
        made = chunks(parts, rate, tail)
        assert made[0].start == 0
        assert made[-1].end == timeline(parts, rate, tail).length
        assert all(one.end == two.start for one, two in pairwise(made))
        assert all(chunk.start % FRAME == 0 and chunk.end > chunk.start for chunk in made)

    @given(sentences, st.integers(1, 3_000_000), st.sampled_from(RATES))
    def test_lengths_keep_to_their_bounds(self, parts: list[tuple[int, int, bool]], tail: int, rate: int) -> None:
        *others, last = [(chunk.end - chunk.start) / rate for chunk in chunks(parts, rate, tail)]
        frame = FRAME / rate
        assert all(LEAST - frame <= length <= MOST + frame for length in others)
        assert last <= MOST + frame

    @pytest.mark.parametrize("length", [1, FRAME, 4 * FRAME + 1, 13 * 44_100])
    def test_a_short_programme_is_one_chunk(self, length: int) -> None:
        assert chunks((), 44_100, length) == (Chunk(0, length),)

    def test_a_sentence_that_lies_beside_a_frame_is_no_edge(self) -> None:
        speech = Speech(10 * 44_100, 11 * 44_100, SAID, "low")
        assert speech.start % FRAME
        line = Timeline(44_100, 12 * 44_100, (speech,), (), (), (), ())
        assert cut(line, lambda _: True) == (Chunk(0, 12 * 44_100),)

    def test_a_marked_sentence_is_an_edge_earlier_than_another(self) -> None:
        parts = [(100, 0, False), (100, 0, False), (100, 0, True), (100, 0, False), (100, 0, False)]
        # 100 frames are 2.6 s: the third sentence starts at 5.2 s, the fifth at 10.4 s.
        assert [chunk.start // FRAME for chunk in chunks(parts, 44_100)] == [0, 200]
        unmarked = [(frames, silence, False) for frames, silence, _ in parts]
        assert [chunk.start // FRAME for chunk in chunks(unmarked, 44_100)] == [0, 400]


@given(
    st.lists(st.tuples(st.integers(60, 300), st.integers(0, 40), st.binary(min_size=4, max_size=4)), min_size=60),
    st.integers(0, 59),
    st.integers(60, 300),
)
def test_behind_a_changed_sentence_the_same_edges_come_back(
    texts: list[tuple[int, int, bytes]], at: int, frames: int
) -> None:
    """Sentences of 1.5 to 8 s, marked by their content."""

    def parts(texts: Sequence[tuple[int, int, bytes]]) -> list[tuple[int, int, bool]]:
        return [(count, silence, hashlib.sha256(text).digest()[0] % 2 == 0) for count, silence, text in texts]

    def starts(parts: list[tuple[int, int, bool]]) -> set[int]:
        """Give the sentences before which a chunk starts."""
        line = timeline(parts, 44_100)
        places = {speech.start: index for index, speech in enumerate(line.speech)}
        return {places[chunk.start] for chunk in chunks(parts, 44_100) if chunk.start in places}

    edited = [*texts[:at], (frames, texts[at][1], b"edit"), *texts[at + 1 :]]
    before, after = starts(parts(texts)), starts(parts(edited))
    assert {edge for edge in before if edge <= at} - {at} == {edge for edge in after if edge <= at} - {at}
    both = sorted(edge for edge in before & after if edge > at)
    if both:
        assert {edge for edge in before if edge >= both[0]} == {edge for edge in after if edge >= both[0]}

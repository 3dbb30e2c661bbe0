"""Utterances: what tells them apart, and how long they last."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from audiobrief.reading.utterances import Utterance, estimated_seconds
from audiobrief.script.models.voice import Voice


@given(st.text(min_size=1, max_size=100), st.floats(0.5, 2))
@settings(max_examples=50)
def test_an_estimate_follows_the_letters_and_the_speed(text: str, speed: float) -> None:
    said = Utterance(text, Voice("tone", speed=speed))
    assert estimated_seconds(said) == pytest.approx(len(text) * 0.055 / speed)


def test_the_same_text_by_another_voice_is_another_utterance() -> None:
    one, other = Utterance("a", Voice("tone", "440")), Utterance("a", Voice("tone", "220"))
    assert {one: 1, other: 2} == {other: 2, one: 1}
    assert len({one, other, Utterance("a", Voice("tone", "440"))}) == 2

"""Paragraphs are chosen for a duration by value, each with all that it needs."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from audiobrief.draft.shortening.choice import choose, take_back_order
from audiobrief.draft.shortening.outline import Outline


def outline(needs: dict[int, set[int]], values: list[float], required: frozenset[int] = frozenset({0})) -> Outline:
    return Outline(tuple(frozenset(needs.get(at, set())) for at in range(len(values))), tuple(values), required)


def test_the_most_valuable_paragraphs_that_fit_are_kept() -> None:
    story = outline({}, [1, 0.2, 0.9, 0.5])
    assert choose([story], [[10, 10, 10, 10]], 30) == (frozenset({0, 2, 3}),)


def test_a_paragraph_comes_with_what_it_needs() -> None:
    story = outline({3: {1}}, [1, 0.1, 0.4, 0.9])
    assert choose([story], [[10, 10, 10, 10]], 30) == (frozenset({0, 1, 3}),)


def test_the_duration_is_met_before_the_value_counts() -> None:
    story = outline({}, [1, 0.9, 0.1])
    assert choose([story], [[10, 30, 10]], 20) == (frozenset({0, 2}),)


def test_stories_share_the_duration() -> None:
    stories = [outline({}, [1, 0.2]), outline({}, [1, 0.8])]
    assert choose(stories, [[10, 10], [10, 10]], 30) == (frozenset({0}), frozenset({0, 1}))


def test_what_is_left_out_is_listed_by_value_after_what_it_needs() -> None:
    story = outline({3: {1}}, [1, 0.1, 0.4, 0.9, 0.2])
    assert take_back_order(story, frozenset({0})) == (1, 3, 2, 4)


@given(st.data())
def test_every_choice_is_complete_and_has_what_is_required(data: st.DataObject) -> None:
    count = data.draw(st.integers(1, 12))
    needs: dict[int, set[int]] = {}
    for at in range(1, count):
        for before in data.draw(st.sets(st.integers(0, at - 1), max_size=2)):
            needs.setdefault(at, set()).update({before, *needs.get(before, set())})
    values = data.draw(st.lists(st.floats(0, 2), min_size=count, max_size=count))
    seconds = data.draw(st.lists(st.floats(1, 30), min_size=count, max_size=count))
    story = outline(needs, values)
    (kept,) = choose([story], [seconds], data.draw(st.floats(5, 200)))
    assert 0 in kept
    assert all(needs.get(at, set()) <= kept for at in kept)
    assert sorted([*kept, *take_back_order(story, kept)]) == list(range(count))

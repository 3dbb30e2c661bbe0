"""Choose the paragraphs of stories that fit a duration: those of the highest value, each with all that it needs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from audiobrief.draft.shortening.outline import Outline

_STEP = 0.25
"""Seconds; durations are compared in steps of it."""
_STATES = 3
"""Choices of about the same duration that are pursued."""
_CLOSE = 0.02
"""The share of the wanted duration by which a choice may miss it before its value is asked for."""

Kept = tuple[frozenset[int], ...]
"""The indices of the paragraphs that are kept, for each story."""


@dataclass(frozen=True, slots=True)
class _Unit:
    """Paragraphs that need each other, as bits of a mask over all paragraphs of all stories."""

    bits: int
    needs: int
    """Other paragraphs that they need."""
    steps: int
    value: float
    required: bool


def shortest_choice(outlines: Sequence[Outline]) -> Kept:
    """Return the paragraphs that are always kept."""
    return tuple(outline.required for outline in outlines)


def choose(outlines: Sequence[Outline], seconds: Sequence[Sequence[float]], wanted: float) -> Kept:
    """Choose paragraphs.

    Args:
        outlines: of each story.
        seconds: the duration of each paragraph of each story.
        wanted: the duration of all that is kept, in seconds.
    """
    units = tuple(_units(outlines, seconds))
    states: dict[int, list[tuple[float, int]]] = {0: [(0.0, 0)]}
    most = round(wanted * 1.3 / _STEP)
    for unit in units:
        following: dict[int, list[tuple[float, int]]] = {}
        for steps, choices in states.items():
            for value, mask in choices:
                if not unit.required:
                    _add(following, steps, value, mask)
                if unit.needs & ~mask == 0 and (unit.required or steps + unit.steps <= most):
                    _add(following, steps + unit.steps, value + unit.value, mask | unit.bits)
        states = following
    return _split(_best(states, round(wanted / _STEP)), outlines)


def _add(states: dict[int, list[tuple[float, int]]], steps: int, value: float, mask: int) -> None:
    choices = states.setdefault(steps, [])
    choices.append((value, mask))
    if len(choices) > _STATES:
        choices.sort(reverse=True)
        choices.pop()


def _best(states: dict[int, list[tuple[float, int]]], wanted: int) -> int:
    """Return the choice of the highest value among those that are close to the duration; else the closest one."""
    close = max(1, round(wanted * _CLOSE))
    ranked = [
        (max(abs(steps - wanted) - close, 0), -value, abs(steps - wanted), mask)
        for steps, choices in states.items()
        for value, mask in choices
    ]
    return min(ranked)[-1]


def _units(outlines: Sequence[Outline], seconds: Sequence[Sequence[float]]) -> Iterator[_Unit]:
    """Yield the units of all stories, each after those that it needs."""
    base = 0
    for outline, durations in zip(outlines, seconds, strict=True):
        for group in _groups(outline):
            bits = sum(1 << (base + at) for at in group)
            needed = {each for at in group for each in outline.needs[at]} - group
            yield _Unit(
                bits=bits,
                needs=sum(1 << (base + at) for at in needed),
                steps=round(sum(durations[at] for at in group) / _STEP),
                value=sum(outline.values[at] * durations[at] for at in group),
                required=bool(group & outline.required),
            )
        base += len(outline.needs)


def _groups(outline: Outline) -> list[frozenset[int]]:
    """Return the sets of paragraphs that need each other, each after those that it needs."""
    groups: list[frozenset[int]] = []
    seen: set[int] = set()
    for at in range(len(outline.needs)):
        if at not in seen:
            group = frozenset({at, *(each for each in outline.needs[at] if at in outline.needs[each])})
            seen |= group
            groups.append(group)
    return sorted(groups, key=lambda group: (len(outline.closure(min(group))), min(group)))


def _split(mask: int, outlines: Sequence[Outline]) -> Kept:
    kept = []
    for outline in outlines:
        count = len(outline.needs)
        kept.append(frozenset(at for at in range(count) if mask >> at & 1))
        mask >>= count
    return tuple(kept)


def take_back_order(outline: Outline, kept: frozenset[int]) -> tuple[int, ...]:
    """Return the paragraphs that are not kept, the most valuable first, and each after those that it needs."""
    order: list[int] = []
    left = set(range(len(outline.needs))) - kept
    while left:
        best = max(sorted(left), key=lambda at: _mean(outline, outline.closure(at) & left))
        group = sorted(outline.closure(best) & left, key=lambda at: (len(outline.closure(at)), at))
        order += group
        left -= {*group}
    return tuple(order)


def _mean(outline: Outline, group: frozenset[int]) -> float:
    return sum(outline.values[at] for at in group) / len(group)

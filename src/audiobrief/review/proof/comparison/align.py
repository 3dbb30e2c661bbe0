"""Align the words of the script with the words that were heard, and find where they differ."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from audiobrief.review.proof.comparison.number_readings import are_same_numbers, is_numeral
from audiobrief.review.proof.comparison.phonemes import ALIKE, Pronunciations
from audiobrief.review.proof.comparison.sameness import are_divided_otherwise, are_joined, are_same

_ANCHOR = 4
"""Equal words in a row that divide the texts into parts, which are aligned separately."""
_MOST_CELLS = 40_000
"""Of the table of distances; parts that need a larger one are not aligned."""
_GAP = 0.6
_SWAP = 0.3
_ISLAND = 2
"""The most words between two differences that can be equal by chance."""


@dataclass(frozen=True, slots=True)
class Difference:
    """Words of the script, and the words that were heard instead; one of them can be empty."""

    start: int
    """First of the script's words."""
    end: int
    """The script's word after the last."""
    heard_start: int
    """First of the words that were heard."""
    heard_end: int
    """The heard word after the last."""

    @property
    def missing(self) -> int:
        """How many of the script's words it has."""
        return self.end - self.start

    @property
    def extra(self) -> int:
        """How many of the heard words it has."""
        return self.heard_end - self.heard_start


@dataclass(frozen=True, slots=True)
class Alignment:
    """Where two texts differ, and which of their words are the same."""

    differences: tuple[Difference, ...]
    matches: dict[int, int]
    """The heard word for each of the script's words that was heard, by their indices."""


def align(
    expected: Sequence[str], heard: Sequence[str], sounds: Pronunciations, names: frozenset[str] = frozenset()
) -> Alignment:
    """Return where the script's words and the words that were heard differ; words that sound alike do not differ.

    Args:
        expected: the script's words, as they are said.
        heard: the words that were heard.
        sounds: the pronunciations of all of them.
        names: those of the script's words that are names, whose vowels may differ.
    """
    ours, theirs = [sounds.of([word]) for word in expected], [sounds.of([word]) for word in heard]
    pairs: list[tuple[int, int]] = []
    at, heard_at = 0, 0
    for start, heard_start, size in _anchors(ours, theirs):
        inner = _pairs(expected[at:start], heard[heard_at:heard_start], sounds, names)
        pairs += [(at + one, heard_at + other) for one, other in inner]
        pairs += [(start + step, heard_start + step) for step in range(size)]
        at, heard_at = start + size, heard_start + size
    matches, differences = dict(pairs), []
    for gap in _joined(list(_gaps(pairs, len(expected), len(heard)))):
        for one in range(gap.start, gap.end):
            matches.pop(one, None)
        if _is_harmless(gap, expected, heard, sounds):
            # Words that sound alike may be more on one side: 'nobody' and 'no body'.
            matches |= {
                gap.start + step: gap.heard_start + step * gap.extra // gap.missing
                for step in range(gap.missing)
                if gap.extra
            }
        else:
            differences.append(gap)
    return Alignment(tuple(differences), dict(sorted(matches.items())))


def _is_harmless(gap: Difference, expected: Sequence[str], heard: Sequence[str], sounds: Pronunciations) -> bool:
    """Return whether the words of a difference are the same, by themselves or with the words before and after them."""
    if are_same(expected[gap.start : gap.end], heard[gap.heard_start : gap.heard_end], sounds):
        return True
    numbers = _with_numbers(gap, expected, heard)
    if are_same_numbers(expected[numbers.start : numbers.end], heard[numbers.heard_start : numbers.heard_end]):
        return True
    for before, after in ((0, 1), (1, 0)):
        if min(gap.start, gap.heard_start) < before:
            continue
        ours = expected[gap.start - before : gap.end + after]
        theirs = heard[gap.heard_start - before : gap.heard_end + after]
        if are_joined(ours, theirs) or are_divided_otherwise(ours, theirs, sounds):
            return True
    return False


def _with_numbers(gap: Difference, expected: Sequence[str], heard: Sequence[str]) -> Difference:
    """Return a difference with the numbers right before and after it."""
    before, after = 0, 0
    while min(gap.start, gap.heard_start) > before and is_numeral(expected[gap.start - before - 1]):
        before += 1
    while gap.end + after < len(expected) and gap.heard_end + after < len(heard):
        if not is_numeral(expected[gap.end + after]):
            break
        after += 1
    return Difference(gap.start - before, gap.end + after, gap.heard_start - before, gap.heard_end + after)


def word_errors(differences: Iterable[Difference]) -> int:
    """Count the words that were swapped, left out or put in."""
    return sum(max(difference.missing, difference.extra) for difference in differences)


def _anchors(ours: list[str], theirs: list[str]) -> list[tuple[int, int, int]]:
    blocks = SequenceMatcher(None, ours, theirs, autojunk=False).get_matching_blocks()
    return [*((block.a, block.b, block.size) for block in blocks if block.size >= _ANCHOR), (len(ours), len(theirs), 0)]


def _pairs(
    expected: Sequence[str], heard: Sequence[str], sounds: Pronunciations, names: frozenset[str]
) -> list[tuple[int, int]]:
    """Return the pairs of words that sound alike in the alignment with the lowest cost."""
    if not expected or not heard or len(expected) * len(heard) > _MOST_CELLS:
        return []
    distances = [[_distance(one, other, sounds, one in names) for other in heard] for one in expected]
    rows = [[_GAP * at for at in range(len(heard) + 1)]]
    for one, line in enumerate(distances):
        row = [_GAP * (one + 1)]
        for other, distance in enumerate(line):
            row.append(min(rows[-1][other] + _cost(distance), rows[-1][other + 1] + _GAP, row[-1] + _GAP))
        rows.append(row)
    return _trace_back(rows, distances)


def _distance(word: str, other: str, sounds: Pronunciations, is_name: bool) -> float:
    """Return how far the pronunciations of two words differ; more than `ALIKE` if they are not the same word."""
    if is_name and sounds.same_consonants(word, other):
        return 0.0
    distance = sounds.distance([word], [other])
    return distance if distance > ALIKE or are_same([word], [other], sounds) else 2 * ALIKE


def _cost(distance: float) -> float:
    return distance if distance <= ALIKE else _SWAP + distance


def _trace_back(rows: list[list[float]], distances: list[list[float]]) -> list[tuple[int, int]]:
    pairs = []
    one, other = len(rows) - 1, len(rows[0]) - 1
    while one and other:
        distance = distances[one - 1][other - 1]
        if abs(rows[one][other] - rows[one - 1][other - 1] - _cost(distance)) < 1e-9:
            one, other = one - 1, other - 1
            if distance <= ALIKE:
                pairs.append((one, other))
        elif abs(rows[one][other] - rows[one - 1][other] - _GAP) < 1e-9:
            one -= 1
        else:
            other -= 1
    return pairs[::-1]


def _gaps(pairs: list[tuple[int, int]], expected: int, heard: int) -> Iterator[Difference]:
    at, heard_at = 0, 0
    for start, heard_start in (*pairs, (expected, heard)):
        if start > at or heard_start > heard_at:
            yield Difference(at, start, heard_at, heard_start)
        at, heard_at = start + 1, heard_start + 1


def _joined(gaps: list[Difference]) -> list[Difference]:
    """Join differences with only a word or two between them that are equal by chance."""
    joined: list[Difference] = []
    for gap in gaps:
        if joined and _by_chance(joined[-1], gap):
            before = joined.pop()
            joined.append(Difference(before.start, gap.end, before.heard_start, gap.heard_end))
        else:
            joined.append(gap)
    return joined


def _by_chance(before: Difference, after: Difference) -> bool:
    between = after.start - before.end
    around = min(max(before.missing, before.extra), max(after.missing, after.extra))
    return between <= _ISLAND and around > 2 * between

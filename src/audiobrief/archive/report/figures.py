"""The figures of a report, from the rows of the ledger."""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from audiobrief.archive.ledger import Row

_POSITION = re.compile(r"^\S.*?:\d+:\d+: ")
_NAME = re.compile(r"'[^']*'|“[^”]*”|\d+(?:[.,]\d+)*")
_MOST_SLOWEST = 20
_MOST_GUESSES = 50
_MOST_EXAMPLES = 10
_BARS = 24


@dataclass(frozen=True, slots=True)
class Cause:
    """Failures that have the same cause but for names and numbers."""

    text: str
    """The first one's error, without its place."""
    count: int
    examples: tuple[str, ...]
    """Errors, with their scripts."""


@dataclass(frozen=True, slots=True)
class Bar:
    """A bar of a histogram."""

    start: float
    end: float
    """Values from `start` on and below `end`; the last bar has its end, too."""
    count: int


@dataclass(frozen=True, slots=True)
class Figures:
    """All that a report says."""

    done: int
    failed: int
    sound: float
    """Seconds of all episodes."""
    work: float
    """Seconds that workers took for them."""
    warnings: int
    causes: tuple[Cause, ...]
    """The most frequent first."""
    slowest: tuple[Row, ...]
    """By the time for a second of sound, the slowest first."""
    lengths: tuple[Bar, ...]
    """Of minutes."""
    loudness: tuple[Bar, ...]
    """Of LUFS."""
    guesses: tuple[tuple[str, int], ...]
    """Names that voices guess, with the number of scripts; the most frequent first."""


def figures(rows: Iterable[Row]) -> Figures:
    """Return the figures of rows."""
    rows = tuple(rows)
    done = [row for row in rows if row.state == "done"]
    guesses = Counter(name for row in done for name in set(row.guesses))
    return Figures(
        done=len(done),
        failed=len(rows) - len(done),
        sound=sum(row.sound for row in done),
        work=sum(row.seconds for row in done),
        warnings=sum(row.warnings for row in done),
        causes=_causes([row for row in rows if row.state == "failed"]),
        slowest=tuple(sorted(done, key=_slowness, reverse=True)[:_MOST_SLOWEST]),
        lengths=histogram([row.sound / 60 for row in done]),
        loudness=histogram([row.lufs for row in done if row.lufs is not None]),
        guesses=tuple(sorted(guesses.items(), key=lambda item: (-item[1], item[0]))[:_MOST_GUESSES]),
    )


def _slowness(row: Row) -> float:
    return row.seconds / row.sound if row.sound else 0.0


def _causes(rows: Iterable[Row]) -> tuple[Cause, ...]:
    groups: dict[str, list[str]] = defaultdict(list)
    for row in rows:
        groups[_NAME.sub("…", _without_place(row.error))].append(row.error)
    causes = [
        Cause(_without_place(errors[0]), len(errors), tuple(errors[:_MOST_EXAMPLES])) for errors in groups.values()
    ]
    return tuple(sorted(causes, key=lambda cause: (-cause.count, cause.text)))


def _without_place(error: str) -> str:
    """Return an error without the place in front, if that has a line; else without the script's name."""
    without = _POSITION.sub("", error, count=1)
    return without if without != error else error.partition(": ")[2] or error


def histogram(values: Sequence[float]) -> tuple[Bar, ...]:
    """Return bars of a width of 1, 2 or 5 times a power of ten, at most two dozen of them; none without values."""
    if not values:
        return ()
    least, most = min(values), max(values)
    width = _width((most - least) / _BARS or 0.1)
    first, last = math.floor(least / width), math.floor(most / width)
    counts = Counter(math.floor(value / width) for value in values)
    return tuple(Bar(at * width, (at + 1) * width, counts[at]) for at in range(first, last + 1))


def _width(least: float) -> float:
    """Return the smallest width that is not below another one."""
    power = 10.0 ** math.floor(math.log10(least))
    return next(factor * power for factor in (1, 2, 5, 10) if factor * power >= least * (1 - 1e-9))

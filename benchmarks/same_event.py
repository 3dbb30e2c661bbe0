"""Fit the weights by which two reports are taken for reports of the same event, and count what they find.

    python benchmarks/same_event.py

The weights come from a logistic regression on the even half of the pairs in `tests/draft/stories/event_pairs.toml`, by
the first byte of the sha256 of the event's name. Printed are the weights, and for each half and the other files of
pairs how many pairs of the same event are found, and how many near misses are taken for one. The program's own weights
are `WEIGHTS` in `draft/stories/events.py`.
"""

from __future__ import annotations

import hashlib
import tomllib
from collections.abc import Iterator
from dataclasses import astuple, dataclass, fields
from pathlib import Path

import numpy as np

from audiobrief.draft.stories.events import Evidence, Fingerprint, compare, fingerprint, same_event
from audiobrief.language.detection import detect_language

FOLDER = Path(__file__).parents[1] / "tests" / "draft" / "stories"
FITTED, OTHERS = "event_pairs", ("unseen_pairs", "further_pairs")
PENALTY = 1.0
"""Of the squares of the weights, each times the deviation of what it weighs."""
ROUNDS = 50


@dataclass(frozen=True, slots=True)
class Pair:
    """Two reports, and what is known of them."""

    one: Fingerprint
    other: Fingerprint
    is_same: bool
    half: str
    is_counted: bool = True
    """False for the second report with the near miss, which only the fit uses."""


def read_pairs(name: str) -> Iterator[Pair]:
    """Yield the pairs of a file."""
    for event in tomllib.loads((FOLDER / f"{name}.toml").read_text(encoding="utf-8"))["events"]:
        one, two, near = (
            fingerprint("\n".join(text.strip().split("\n\n")), detect_language(text) or "en")
            for text in (*event["reports"], event["near_miss"])
        )
        half = ("even", "odd")[hashlib.sha256(event["name"].encode()).digest()[0] % 2]
        yield Pair(one, two, is_same=True, half=half)
        yield Pair(one, near, is_same=False, half=half)
        yield Pair(two, near, is_same=False, half=half, is_counted=False)


def fit(pairs: list[Pair]) -> np.ndarray:
    """Return the weights of the evidence, and the constant."""
    compared = [(each, pair.is_same) for pair in pairs if (each := compare(pair.one, pair.other)) is not None]
    values = np.array([astuple(each) for each, _ in compared])
    same = np.array([is_same for _, is_same in compared], dtype=float)
    mean, deviation = values.mean(axis=0), values.std(axis=0)
    scaled = np.column_stack([(values - mean) / deviation, np.ones(len(values))])
    penalty = PENALTY * np.diag([1.0] * values.shape[1] + [0.0])
    weights = np.zeros(scaled.shape[1])
    for _ in range(ROUNDS):  # Newton's method
        chance = 1 / (1 + np.exp(-scaled @ weights))
        slope = scaled.T @ (chance - same) + penalty @ weights
        bend = scaled.T @ (scaled * (chance * (1 - chance))[:, None]) + penalty
        weights -= np.linalg.solve(bend, slope)
    own = weights[:-1] / deviation
    return np.append(own, weights[-1] - own @ mean)


def print_counts(name: str, pairs: list[Pair]) -> None:
    """Print how many pairs of the same event are found, and how many others."""
    counted = [pair for pair in pairs if pair.is_counted]
    found, wrong = (
        sum(same_event(pair.one, pair.other) for pair in counted if pair.is_same is kind) for kind in (True, False)
    )
    number = len(counted) // 2
    figures = f"recall {found / number:.1%}, precision {found / (found + wrong):.1%}"
    print(f"{name:20} {number:3} of the same event, {found:3} found, {wrong:3} near misses taken for one: {figures}")


def main() -> None:
    """Print the weights and the counts."""
    pairs = {name: list(read_pairs(name)) for name in (FITTED, *OTHERS)}
    halves = {half: [pair for pair in pairs[FITTED] if pair.half == half] for half in ("even", "odd")}
    names = [field.name for field in fields(Evidence)]
    for half in ("even", "odd"):
        weights = fit(halves[half])
        named = zip([*names, "constant"], weights, strict=True)
        print(f"fitted on {half:5}", *(f"{name} {weight:.2f}" for name, weight in named))
    for half in ("even", "odd"):
        print_counts(f"{FITTED}, {half}", halves[half])
    for name, each in pairs.items():
        print_counts(name, each)


if __name__ == "__main__":
    main()

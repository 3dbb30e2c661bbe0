"""The same event is found by names, numbers and days: on pairs that the rules were fitted on, and on others."""

from __future__ import annotations

import tomllib
from itertools import combinations
from pathlib import Path

import pytest

from audiobrief.draft.stories.events import Fingerprint, additions, fingerprint, same_event
from audiobrief.language.detection import detect_language

FOLDER = Path(__file__).parent


def prints(text: str) -> Fingerprint:
    return fingerprint("\n".join(text.strip().split("\n\n")), detect_language(text) or "en")


def read_events(name: str) -> list[tuple[Fingerprint, Fingerprint, Fingerprint]]:
    """Return for each event of a file two reports, and one of another event that resembles it."""
    events = tomllib.loads((FOLDER / name).read_text(encoding="utf-8"))["events"]
    return [(prints(each["reports"][0]), prints(each["reports"][1]), prints(each["near_miss"])) for each in events]


@pytest.fixture(scope="module")
def reports() -> list[tuple[Fingerprint, Fingerprint, Fingerprint]]:
    return read_events("event_pairs.toml")


def counts(reports: list[tuple[Fingerprint, Fingerprint, Fingerprint]]) -> tuple[int, int, int]:
    """Return the number of events, of those whose reports are found, and of those taken for the one like it."""
    same = sum(same_event(one, other) for one, other, _ in reports)
    return len(reports), same, sum(same_event(one, near) for one, _, near in reports)


def test_pairs_of_the_same_event_and_near_misses(reports: list[tuple[Fingerprint, Fingerprint, Fingerprint]]) -> None:
    # Near misses share people and places with the event; numbers, days and headlines do not separate all of them.
    assert counts(reports) == (60, 39, 1)


@pytest.mark.parametrize(("name", "found"), [("unseen_pairs.toml", (30, 28, 2)), ("further_pairs.toml", (30, 20, 1))])
def test_pairs_that_the_weights_were_not_fitted_on(name: str, found: tuple[int, int, int]) -> None:
    assert counts(read_events(name)) == found


def test_reports_of_unrelated_events_are_never_taken_for_one(
    reports: list[tuple[Fingerprint, Fingerprint, Fingerprint]],
) -> None:
    events = combinations(range(len(reports)), 2)
    assert not any(same_event(a, b) for one, other in events for a in reports[one] for b in reports[other])


def test_long_articles_of_different_events_stay_apart() -> None:
    articles = [prints(path.read_text(encoding="utf-8")) for path in sorted((FOLDER / "long").iterdir())]
    assert len(articles) == 10
    assert not any(same_event(one, other) for one, other in combinations(articles, 2))
    assert all(same_event(one, one) for one in articles)


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Ann Lee won 1,200 votes.", "Lee, Ann: 1200 votes were enough to win.", True),
        ("Ann Lee won seventeen votes.", "Ann Lee has 17 votes.", True),
        ("Ann Lee won 17 votes.", "Bob Ray has 17 votes.", False),
        ("On Monday, Ann Lee sold 17 of her boats.", "On Friday, Ann Lee bought 40 sheep.", False),
    ],
)
def test_what_speaks_for_and_against(one: str, other: str, same: bool) -> None:
    assert same_event(fingerprint(one, "en"), fingerprint(other, "en")) is same


def test_what_a_second_report_adds_is_named_as_it_is_written() -> None:
    first = fingerprint("The ferry left Port Wyre with 212 people.", "en")
    text = "The 212 people left at 9:40 pm. Captain Joan Lister said so, in Port Wyre on Tuesday."
    assert additions(text, "en", [first]) == ("9:40", "Joan Lister")

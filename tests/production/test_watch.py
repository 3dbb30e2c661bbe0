"""When files have changed, and lie still again."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import pytest

from audiobrief.production.watch import POLLS_PER_SECOND, FileState, file_states, wait_for_change

FILE = Path("x")


def state(letter: str) -> FileState | None:
    """Return a state for each letter; `-` stands for a file that is not there."""
    return None if letter == "-" else (ord(letter), 0, 0)


def polls_until_reported(history: str) -> int:
    """Return after how many polls a change is reported; of a file that was `a`, and then goes through these states."""
    history_left = iter(history)
    polls = 0

    def states(paths: Iterable[Path]) -> dict[Path, FileState | None]:
        nonlocal polls
        polls += 1
        return {path: state(next(history_left)) for path in paths}

    wait_for_change({FILE: state("a")}, lambda: None, states)
    return polls


@pytest.mark.parametrize(
    ("history", "polls"),
    [
        ("bb", 2),
        ("aaaabb", 6),
        ("abcdee", 6),
        ("a-bb", 4),
        ("a--b" + "b", 5),
        ("-aa" + "aaa" + "bb", 8),
        ("-" * POLLS_PER_SECOND * 2, POLLS_PER_SECOND + 2),
        ("bc" * POLLS_PER_SECOND * 2, 2 * POLLS_PER_SECOND + 1),
    ],
)
def test_a_change_is_told_when_it_is_over(history: str, polls: int) -> None:
    assert polls_until_reported(history) == polls


def in_place(path: Path) -> None:
    path.write_text("another")


def renamed_over(path: Path) -> None:
    path.with_suffix(".new").write_text("one")
    # The same length, the same time: some editors keep it.
    os.utime(path.with_suffix(".new"), ns=(path.stat().st_atime_ns, path.stat().st_mtime_ns))
    path.with_suffix(".new").replace(path)


def moved_away_and_written(path: Path) -> None:
    path.rename(path.with_suffix(".old"))
    path.write_text("two")


@pytest.mark.parametrize("save", [in_place, renamed_over, moved_away_and_written])
def test_whatever_way_a_file_is_saved_it_is_seen(save: Callable[[Path], None], tmp_path: Path) -> None:
    path = tmp_path / "script.yaml"
    path.write_text("one")
    before = file_states([path])
    assert file_states([path]) == before
    save(path)
    assert file_states([path]) != before


def test_a_file_that_comes_or_goes_is_seen(tmp_path: Path) -> None:
    path = tmp_path / "theme.wav"
    assert file_states([path]) == {path: None}
    path.write_bytes(b"")
    assert file_states([path])[path] is not None


def test_it_rests_between_polls() -> None:
    turns: Iterator[str] = iter("aab" + "b")
    rests: list[str] = []
    wait_for_change({FILE: state("a")}, lambda: rests.append(""), lambda _paths: {FILE: state(next(turns))})
    assert len(rests) == 3

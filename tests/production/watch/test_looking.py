"""When files have changed, and lie still again."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import pytest

from audiobrief.production.watch.looking import LOOKS_A_SECOND, State, look, wait_for_change

FILE = Path("x")


def state(letter: str) -> State | None:
    """Return a state for each letter; `-` stands for a file that is not there."""
    return None if letter == "-" else (ord(letter), 0, 0)


def looks_until_told(history: str) -> int:
    """Return after how many looks a change is told; of a file that was `a`, and then goes through these states."""
    states = iter(history)
    looks = 0

    def looked(paths: Iterable[Path]) -> dict[Path, State | None]:
        nonlocal looks
        looks += 1
        return {path: state(next(states)) for path in paths}

    wait_for_change({FILE: state("a")}, lambda: None, looked)
    return looks


@pytest.mark.parametrize(
    ("history", "looks"),
    [
        ("bb", 2),
        ("aaaabb", 6),
        ("abcdee", 6),
        ("a-bb", 4),
        ("a--b" + "b", 5),
        ("-aa" + "aaa" + "bb", 8),
        ("-" * LOOKS_A_SECOND * 2, LOOKS_A_SECOND + 2),
        ("bc" * LOOKS_A_SECOND * 2, 2 * LOOKS_A_SECOND + 1),
    ],
)
def test_a_change_is_told_when_it_is_over(history: str, looks: int) -> None:
    assert looks_until_told(history) == looks


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
    before = look([path])
    assert look([path]) == before
    save(path)
    assert look([path]) != before


def test_a_file_that_comes_or_goes_is_seen(tmp_path: Path) -> None:
    path = tmp_path / "theme.wav"
    assert look([path]) == {path: None}
    path.write_bytes(b"")
    assert look([path])[path] is not None


def test_it_is_rested_between_looks() -> None:
    turns: Iterator[str] = iter("aab" + "b")
    rests: list[str] = []
    wait_for_change({FILE: state("a")}, lambda: rests.append(""), lambda _paths: {FILE: state(next(turns))})
    assert len(rests) == 3

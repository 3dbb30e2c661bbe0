"""The cache folder: what lies in it is counted, and only what is the program's own is deleted."""

from __future__ import annotations

import hashlib
import os
import time
from dataclasses import replace
from pathlib import Path

import pytest

from audiobrief.cache.entries import write_entry
from audiobrief.cache.kinds import CHUNKS, CLIPS, MEASURES, NAMES, PICTURES, READINGS, SOUNDS, Kind
from audiobrief.cache.maintenance import (
    Amount,
    amounts,
    delete_over_size,
    delete_unused,
    prune,
    prune_if_due,
    total,
)
from audiobrief.errors import OutputError

DAY = 86_400


def key(number: int) -> str:
    return hashlib.sha256(bytes([number])).hexdigest()


def put(folder: Path, name: str, days: float, size: int = 100) -> Path:
    """Write a file that was used some days ago."""
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(bytes(size))
    os.utime(path, (time.time() - days * DAY,) * 2)
    return path


def clip(place: Path, number: int, days: float) -> Path:
    return put(place / "clips" / key(number)[:2], f"{key(number)}.clip", days, 110)


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """Return a cache folder with two clips, a reading and a record, used 1, 2, 3 and 4 days ago."""
    clip(tmp_path, 1, 1)
    clip(tmp_path, 2, 2)
    put(tmp_path / "readings", f"{key(3)}.json", 3)
    put(tmp_path / "finished", f"{key(4)}.json", 4)
    return tmp_path


def left(place: Path) -> list[int]:
    names = {path.name for path in place.rglob("*") if path.is_file()}
    return [number for number in range(1, 5) if any(name.startswith(key(number)) for name in names)]


def test_each_kind_is_counted(place: Path) -> None:
    found = amounts(place)
    assert {kind.name: amount for kind, amount in found.items() if amount.files} == {
        "clips": Amount(2, 220),
        "readings": Amount(1, 100),
        "finished": Amount(1, 100),
    }
    assert total(found.values()) == Amount(4, 420)


def test_a_folder_that_is_not_there_has_nothing(tmp_path: Path) -> None:
    nowhere = tmp_path / "nowhere"
    assert (
        total(amounts(nowhere).values()) == delete_over_size(nowhere, -1) == delete_unused(nowhere, 0) == Amount(0, 0)
    )
    assert not nowhere.exists()


@pytest.mark.parametrize(
    ("most", "expected"), [(420, [1, 2, 3, 4]), (419, [1, 2, 3]), (220, [1, 2]), (219, [1]), (0, []), (-1, [])]
)
def test_what_was_not_used_for_longest_goes_first(most: int, expected: list[int], place: Path) -> None:
    deleted = delete_over_size(place, most)
    assert left(place) == expected
    assert total([deleted, *amounts(place).values()]) == Amount(4, 420)


def test_what_was_not_used_for_some_time_goes(place: Path) -> None:
    assert delete_unused(place, 2.5 * DAY) == Amount(2, 200)
    assert left(place) == [1, 2]


@pytest.mark.parametrize(
    ("kind", "name"),
    [
        (CHUNKS, "ab/{}.chunk"),
        (MEASURES, "{}.json"),
        (NAMES, "{}.json"),
        (SOUNDS, "{}.json"),
        (PICTURES, "{}.json"),
        (READINGS, "{}.json"),
    ],
)
def test_every_kind_is_counted_and_deleted(kind: Kind, name: str, tmp_path: Path) -> None:
    path = put(tmp_path / kind.name, name.format(key(1)), 1)
    assert amounts(tmp_path)[kind] == delete_over_size(tmp_path, -1) == Amount(1, 100)
    assert not path.exists()


def test_what_is_not_the_programs_own_stays(place: Path) -> None:
    elsewhere = put(place / "elsewhere", f"{key(5)}.json", 9)
    link = place / "clips" / key(6)[:2]
    (elsewhere.parent / f"{key(6)}.mp3").touch()
    others = [
        elsewhere,
        put(place / "clips", "notes.txt", 9),
        put(place / "clips" / "ab", "song.clip", 9),
        put(place / "clips" / "deep" / "er", f"{key(7)}.clip", 9),
        put(place / "readings", f"{key(8)}.yaml", 9),
        put(place, f"{key(9)}.json", 9),
    ]
    link.mkdir(exist_ok=True)
    delete_over_size(place, -1)
    assert left(place) == []
    assert all(path.exists() for path in others)


def test_what_is_being_written_stays_and_what_was_left_goes(place: Path) -> None:
    folder = place / "clips" / "ab"
    written = [put(folder, f"{key(5)}.{ending}", 0.5) for ending in ("12-7f.part", "claim")]
    left_behind = [put(folder, f"{key(6)}.{ending}", 1.5) for ending in ("12-7f.part", "claim", "12.part")]
    delete_over_size(place, -1)
    assert all(path.exists() for path in written)
    assert not any(path.exists() for path in left_behind)


def test_what_cannot_be_deleted_is_said_in_one_line(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(self: Path, **_: bool) -> None:
        raise PermissionError(13, "Permission denied", str(self))

    monkeypatch.setattr(Path, "unlink", refuse)
    with pytest.raises(OutputError, match=r"^.*\.(clip|json) cannot be deleted: permission denied \(.*\)$"):
        delete_over_size(place, -1)


class TestPrune:
    def test_entries_over_a_kinds_limits_are_deleted(self, tmp_path: Path) -> None:
        paths = [clip(tmp_path, number, number) for number in range(1, 5)]
        prune(tmp_path / "clips", replace(CLIPS, most_bytes=330))
        assert [path.exists() for path in paths] == [True, True, True, False]
        prune(tmp_path / "clips", replace(CLIPS, most_files=1))
        assert [path.exists() for path in paths] == [True, False, False, False]

    def test_unfinished_files_are_deleted_after_a_day_and_without_a_limit(self, tmp_path: Path) -> None:
        names = ("x.part", f"{key(1)}.99999999999999999999-1.part", f"{key(1)}.12-7f.part", f"{key(1)}.claim")
        new = [put(tmp_path / "ab", name, 0.9) for name in names]
        old = [put(tmp_path / "cd", name, 1.1) for name in names]
        finished = put(tmp_path / "ab", f"{key(1)}.clip", 9)
        prune(tmp_path, replace(CLIPS, most_bytes=None))
        assert all(path.exists() for path in (*new, finished))
        assert not any(path.exists() for path in old)

    def test_it_is_due_once_a_minute(self, tmp_path: Path) -> None:
        nothing = replace(CLIPS, most_bytes=0)
        prune_if_due(tmp_path / "nowhere", nothing)
        assert not (tmp_path / "nowhere").exists()
        entry = tmp_path / "ab" / f"{key(1)}.clip"
        for age, due in ((30, False), (61, True), (0, False), (-3600, True)):  # a clock that was put back
            write_entry(entry, b"entry")
            os.utime(tmp_path, (time.time() - age,) * 2)
            prune_if_due(tmp_path, nothing)
            assert entry.exists() is not due

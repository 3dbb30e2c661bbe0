"""The cache folder: what lies in it is counted, and only what is the program's own is deleted."""

from __future__ import annotations

import hashlib
import os
import time
from pathlib import Path

import pytest

from audiobrief.cache.maintenance import Amount, amounts, delete_beyond, delete_unused, total
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
    assert {kind: amount for kind, amount in found.items() if amount.files} == {
        "clips": Amount(2, 220),
        "readings": Amount(1, 100),
        "finished": Amount(1, 100),
    }
    assert total(found.values()) == Amount(4, 420)


def test_a_folder_that_is_not_there_has_nothing(tmp_path: Path) -> None:
    nowhere = tmp_path / "nowhere"
    assert total(amounts(nowhere).values()) == delete_beyond(nowhere, -1) == delete_unused(nowhere, 0) == Amount(0, 0)
    assert not nowhere.exists()


@pytest.mark.parametrize(
    ("most", "expected"), [(420, [1, 2, 3, 4]), (419, [1, 2, 3]), (220, [1, 2]), (219, [1]), (0, []), (-1, [])]
)
def test_what_was_not_used_for_longest_goes_first(most: int, expected: list[int], place: Path) -> None:
    deleted = delete_beyond(place, most)
    assert left(place) == expected
    assert total([deleted, *amounts(place).values()]) == Amount(4, 420)


def test_what_was_not_used_for_some_time_goes(place: Path) -> None:
    assert delete_unused(place, 2.5 * DAY) == Amount(2, 200)
    assert left(place) == [1, 2]


@pytest.mark.parametrize(
    ("kind", "name"),
    [
        ("chunks", "ab/{}.chunk"),
        ("measures", "{}.json"),
        ("names", "{}.json"),
        ("sounds", "{}.json"),
        ("pictures", "{}.json"),
        ("readings", "{}.json"),
    ],
)
def test_every_kind_is_counted_and_deleted(kind: str, name: str, tmp_path: Path) -> None:
    path = put(tmp_path / kind, name.format(key(1)), 1)
    assert amounts(tmp_path)[kind] == delete_beyond(tmp_path, -1) == Amount(1, 100)
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
    delete_beyond(place, -1)
    assert left(place) == []
    assert all(path.exists() for path in others)


def test_what_is_being_written_stays_and_what_was_left_goes(place: Path) -> None:
    folder = place / "clips" / "ab"
    written = [put(folder, f"{key(5)}.{ending}", 0.5) for ending in ("12-7f.part", "claim")]
    left_behind = [put(folder, f"{key(6)}.{ending}", 1.5) for ending in ("12-7f.part", "claim", "12.part")]
    delete_beyond(place, -1)
    assert all(path.exists() for path in written)
    assert not any(path.exists() for path in left_behind)


def test_what_cannot_be_deleted_is_said_in_one_line(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(self: Path, **_: bool) -> None:
        raise PermissionError(13, "Permission denied", str(self))

    monkeypatch.setattr(Path, "unlink", refuse)
    with pytest.raises(OutputError, match=r"^.*\.(clip|json) cannot be deleted: permission denied \(.*\)$"):
        delete_beyond(place, -1)

"""Entries on disk: given as they were sealed or not at all, and tidied now and then."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audiobrief.cache import blobs

MAGIC = b"entry 1\n"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "ab" / "entry"


@given(st.binary(max_size=3000), st.binary(max_size=100))
def test_a_body_comes_back(tmp_path_factory: pytest.TempPathFactory, body: bytes, decides: bytes) -> None:
    place = tmp_path_factory.mktemp("entries") / "entry"
    blobs.write(place, blobs.sealed(MAGIC, decides, body))
    assert blobs.read(place, MAGIC, decides) == body
    assert blobs.read(place, MAGIC, decides + b"x") is None
    assert blobs.read(place, b"entry 2\n", decides) is None


@pytest.mark.parametrize("kept", [0, 1, len(MAGIC), len(MAGIC) + 7, len(MAGIC) + 8, -1])
def test_what_is_cut_off_is_not_given(kept: int, path: Path) -> None:
    blobs.write(path, blobs.sealed(MAGIC, b"key", b"body")[:kept])
    assert blobs.read(path, MAGIC, b"key") is None


def test_no_bit_can_change(path: Path) -> None:
    whole = blobs.sealed(MAGIC, b"key", b"a body of some length")
    for at in range(8 * len(whole)):
        changed = bytearray(whole)
        changed[at // 8] ^= 1 << at % 8
        blobs.write(path, bytes(changed))
        assert blobs.read(path, MAGIC, b"key") is None, at


def test_what_is_there_is_listed_by_its_suffix(tmp_path: Path) -> None:
    for name in ("ab/x.clip", "ab/x.claim", "cd/y.clip"):
        blobs.write(tmp_path / name, b"")
    (tmp_path / "z.clip").touch()
    found = {suffix: sorted(path.name for path in paths) for suffix, paths in blobs.kept(tmp_path).items()}
    assert found == {".clip": ["x.clip", "y.clip"], ".claim": ["x.claim"]}
    assert blobs.kept(tmp_path / "nowhere") == {}


def test_a_folder_is_tidied_once_a_minute(tmp_path: Path) -> None:
    assert not blobs.is_due(tmp_path / "nowhere")
    os.utime(tmp_path, (time.time() - 61,) * 2)
    assert [blobs.is_due(tmp_path), blobs.is_due(tmp_path)] == [True, False]
    os.utime(tmp_path, (time.time() + 3600,) * 2)  # a clock that was put back
    assert blobs.is_due(tmp_path)


@pytest.mark.parametrize(("age", "noted"), [(30, False), (61, True), (-3600, True)])
def test_a_use_is_noted_once_a_minute(age: float, noted: bool, path: Path) -> None:
    blobs.write(path, b"entry")
    before = time.time() - age
    os.utime(path, (before, before))
    assert blobs.touch(path) == 5
    assert (abs(path.stat().st_mtime - time.time()) < 10) is noted


def test_what_is_not_there_cannot_be_used(path: Path) -> None:
    assert blobs.touch(path) is None

"""Files under a temporary name, synced and renamed."""

from __future__ import annotations

import hashlib
import os
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from audiobrief.errors import OutputError
from audiobrief.storage import files
from audiobrief.storage.work_folder import work_folder


def test_a_finished_file_replaces_the_older_one_with_ordinary_rights(tmp_path: Path) -> None:
    final = tmp_path / "a.txt"
    final.write_text("old")
    mask = os.umask(0o022)
    try:
        with work_folder(tmp_path) as folder:
            files.write_bytes(folder / "a", b"new")
            files.finish(folder / "a", final)
    finally:
        os.umask(mask)
    assert final.read_text() == "new"
    assert final.stat().st_mode & 0o777 == 0o644


def test_a_folder_in_the_files_place_is_said_in_one_line(tmp_path: Path) -> None:
    (tmp_path / "a.txt").mkdir()
    with work_folder(tmp_path) as folder:
        files.write_bytes(folder / "a", b"new")
        with pytest.raises(OutputError, match=r"a\.txt cannot be written: is a directory \(.*\)$"):
            files.finish(folder / "a", tmp_path / "a.txt")


def test_a_full_disk_is_said_in_one_line() -> None:
    with pytest.raises(OutputError, match=r"no space left on device \(free some space on the disk\)"):
        files.write_bytes(Path("/dev/full"), b"x" * 100_000)


def test_messages_name_the_folder_that_the_user_knows(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for parent in (tmp_path / "out", Path()):
        with work_folder(parent) as folder:
            (folder / "taken" / "a").mkdir(parents=True)
            with pytest.raises(OutputError) as bytes_error:
                files.write_bytes(folder / "taken" / "a", b"")
            with pytest.raises(OutputError) as joined_error:
                files.write_head(folder / "taken", b"", 0)
        for error in (bytes_error, joined_error):
            assert str(error.value).startswith(f"{parent.resolve()} cannot be written: is a directory (")


class Beside:
    """Threads that are started, and run at once; or that cannot be."""

    def __init__(self, *, possible: bool = True) -> None:
        self.started = 0
        self.possible = possible
        self.work: Callable[[], None] = lambda: None

    def __call__(self, target: Callable[[int], None], args: tuple[int]) -> Beside:
        self.work = lambda: target(*args)
        return self

    def start(self) -> None:
        if not self.possible:
            raise RuntimeError("can't start new thread")
        self.started += 1
        self.work()


@pytest.mark.parametrize(("large", "possible", "started"), [(0, True, 1), (0, False, 0), (1 << 30, True, 0)])
def test_the_room_of_a_large_file_that_is_replaced_is_freed_beside(
    large: int, possible: bool, started: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    beside = Beside(possible=possible)
    monkeypatch.setattr(files, "_LARGE", large)
    monkeypatch.setattr("audiobrief.storage.files.threading.Thread", beside)
    for content in (b"first", b"second"):
        with work_folder(tmp_path) as folder:
            (folder / "a").write_bytes(content)
            files.finish(folder / "a", tmp_path / "a.mp3")
        assert (tmp_path / "a.mp3").read_bytes() == content
    assert beside.started == started
    opened = Path("/proc/self/fd")
    if opened.is_dir():
        assert not [link for link in opened.iterdir() if str(tmp_path) in str(link.resolve())]


@pytest.mark.skipif(sys.platform == "win32", reason="there are no such pipes")
def test_a_pipe_under_the_name_is_replaced(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "a.mp3")
    with work_folder(tmp_path) as folder:
        (folder / "a").write_bytes(b"sound")
        files.finish(folder / "a", tmp_path / "a.mp3")
    assert (tmp_path / "a.mp3").read_bytes() == b"sound"


def test_a_head_is_written_where_room_was_left_for_it(tmp_path: Path) -> None:
    path = tmp_path / "whole"
    path.write_bytes(bytes(4) + b"rest")
    files.write_head(path, b"head", 8)
    assert path.read_bytes() == b"headrest"
    assert files.sync_and_digest(path) == hashlib.sha256(b"headrest").hexdigest()


def test_a_file_that_is_shorter_than_it_should_be_is_no_file(tmp_path: Path) -> None:
    path = tmp_path / "whole"
    path.write_bytes(bytes(4) + b"res")
    with pytest.raises(OutputError, match="is incomplete"):
        files.write_head(path, b"head", 8)


def test_a_message_names_the_way_to_choose_another_place(tmp_path: Path) -> None:
    (tmp_path / "a.txt").mkdir()
    (tmp_path / "a").write_bytes(b"new")
    with pytest.raises(OutputError, match=r"choose another name with AUDIOBRIEF_DATA\)$"):
        files.finish(tmp_path / "a", tmp_path / "a.txt", "AUDIOBRIEF_DATA")


def test_a_digest_is_the_sha256(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"abc")
    digest = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
    assert files.file_digest(tmp_path / "a") == digest

"""Files under a temporary name, synced, renamed; work folders locked and swept."""

from __future__ import annotations

import hashlib
import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from audiobrief import files
from audiobrief.errors import OutputError

HOLDER = """
import sys, time
from pathlib import Path
from audiobrief.files import work_folder
with work_folder(Path(sys.argv[1])) as folder:
    (folder / "half").write_text("x")
    print(folder, flush=True)
    time.sleep(60)
"""


def left_behind(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir() if path.name.startswith("."))


def test_a_work_folder_lies_in_its_parent_and_goes(tmp_path: Path) -> None:
    with files.work_folder(tmp_path / "out") as folder:
        assert folder.parent == tmp_path / "out"
        (folder / "half").write_text("x")
    assert left_behind(tmp_path / "out") == []


def test_an_interruption_while_a_work_folder_is_made_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    make = tempfile.mkdtemp

    def interrupted(**where: Any) -> str:
        made: str = make(**where)
        signal.raise_signal(signal.SIGINT)
        return made

    monkeypatch.setattr(tempfile, "mkdtemp", interrupted)
    with pytest.raises(KeyboardInterrupt), files.work_folder(tmp_path):
        pass
    assert left_behind(tmp_path) == []


def test_a_work_folder_goes_after_an_error(tmp_path: Path) -> None:
    with pytest.raises(KeyboardInterrupt), files.work_folder(tmp_path):
        raise KeyboardInterrupt
    assert left_behind(tmp_path) == []


def test_the_next_run_deletes_what_a_killed_one_left_and_nothing_else(tmp_path: Path) -> None:
    killed = subprocess.Popen([sys.executable, "-c", HOLDER, tmp_path], stdout=subprocess.PIPE, text=True)
    living = subprocess.Popen([sys.executable, "-c", HOLDER, tmp_path], stdout=subprocess.PIPE, text=True)
    try:
        assert killed.stdout is not None
        assert living.stdout is not None
        dead_folder, living_folder = Path(killed.stdout.readline().strip()), Path(living.stdout.readline().strip())
        killed.send_signal(signal.SIGKILL)
        killed.wait()
        assert dead_folder.exists()
        with files.work_folder(tmp_path):
            assert not dead_folder.exists()
            assert (living_folder / "half").read_text() == "x"
    finally:
        for process in (killed, living):
            process.kill()
            process.communicate()


def test_a_finished_file_replaces_the_older_one_with_ordinary_rights(tmp_path: Path) -> None:
    final = tmp_path / "a.txt"
    final.write_text("old")
    mask = os.umask(0o022)
    try:
        with files.work_folder(tmp_path) as folder:
            files.write_bytes(folder / "a", b"new")
            files.finish(folder / "a", final)
    finally:
        os.umask(mask)
    assert final.read_text() == "new"
    assert final.stat().st_mode & 0o777 == 0o644


def test_a_folder_in_the_files_place_is_said_in_one_line(tmp_path: Path) -> None:
    (tmp_path / "a.txt").mkdir()
    with files.work_folder(tmp_path) as folder:
        files.write_bytes(folder / "a", b"new")
        with pytest.raises(OutputError, match=r"a\.txt cannot be written: is a directory \(.*\)$"):
            files.finish(folder / "a", tmp_path / "a.txt")


def test_a_file_in_the_folders_place_is_said_in_one_line(tmp_path: Path) -> None:
    (tmp_path / "out").write_text("a file")
    with pytest.raises(OutputError, match=r"out cannot be written: .* \(.*-o\)$"), files.work_folder(tmp_path / "out"):
        pass


def test_a_full_disk_is_said_in_one_line() -> None:
    with pytest.raises(OutputError, match=r"no space left on device \(free some space on the disk\)"):
        files.write_bytes(Path("/dev/full"), b"x" * 100_000)


def test_messages_name_the_folder_that_the_user_knows(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for parent in (tmp_path / "out", Path()):
        with files.work_folder(parent) as folder:
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
    monkeypatch.setattr("audiobrief.files.threading.Thread", beside)
    for content in (b"first", b"second"):
        with files.work_folder(tmp_path) as folder:
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
    with files.work_folder(tmp_path) as folder:
        (folder / "a").write_bytes(b"sound")
        files.finish(folder / "a", tmp_path / "a.mp3")
    assert (tmp_path / "a.mp3").read_bytes() == b"sound"


def test_a_head_is_written_where_room_was_left_for_it(tmp_path: Path) -> None:
    path = tmp_path / "whole"
    path.write_bytes(bytes(4) + b"rest")
    files.write_head(path, b"head", 8)
    assert path.read_bytes() == b"headrest"
    assert files.synced_digest(path) == hashlib.sha256(b"headrest").hexdigest()


def test_a_file_that_is_shorter_than_it_should_be_is_no_file(tmp_path: Path) -> None:
    path = tmp_path / "whole"
    path.write_bytes(bytes(4) + b"res")
    with pytest.raises(OutputError, match="did not come out whole"):
        files.write_head(path, b"head", 8)


def test_only_one_program_at_a_time_finishes_files(tmp_path: Path) -> None:
    program = (
        "import sys; from pathlib import Path; from audiobrief.files import only_one\n"
        "with only_one(Path(sys.argv[1])): print('in', flush=True)"
    )
    with files.only_one(tmp_path):
        waiting = subprocess.Popen([sys.executable, "-c", program, tmp_path], stdout=subprocess.PIPE, text=True)
        with pytest.raises(subprocess.TimeoutExpired):
            waiting.wait(timeout=1)
    assert waiting.communicate(timeout=20)[0] == "in\n"


def test_who_waits_for_another_is_told_once(tmp_path: Path) -> None:
    told: list[str] = []
    with files.only_one(tmp_path, lambda: told.append("waiting")):
        pass
    assert told == []
    program = (
        "import sys; from pathlib import Path; from audiobrief.files import only_one\n"
        "with only_one(Path(sys.argv[1]), lambda: print('waiting', flush=True)): print('in', flush=True)"
    )
    with files.only_one(tmp_path):
        waiting = subprocess.Popen([sys.executable, "-c", program, tmp_path], stdout=subprocess.PIPE, text=True)
        assert waiting.stdout is not None
        assert waiting.stdout.readline() == "waiting\n"
    assert waiting.communicate(timeout=20)[0] == "in\n"


def test_a_message_names_the_way_to_choose_another_place(tmp_path: Path) -> None:
    (tmp_path / "a.txt").mkdir()
    (tmp_path / "a").write_bytes(b"new")
    with pytest.raises(OutputError, match=r"choose another name with AUDIOBRIEF_DATA\)$"):
        files.finish(tmp_path / "a", tmp_path / "a.txt", "AUDIOBRIEF_DATA")


def test_a_digest_is_the_sha256(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"abc")
    digest = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
    assert files.file_digest(tmp_path / "a") == digest


class TestFinishFolder:
    def test_all_of_it_gets_its_place(self, tmp_path: Path) -> None:
        (tmp_path / "work" / "inner").mkdir(parents=True)
        (tmp_path / "work" / "inner" / "a.txt").write_text("a", encoding="utf-8")
        (tmp_path / "work" / "b.txt").write_text("b", encoding="utf-8")
        files.finish_folder(tmp_path / "work", tmp_path / "final")
        assert (tmp_path / "final" / "inner" / "a.txt").read_text(encoding="utf-8") == "a"
        assert (tmp_path / "final" / "b.txt").read_text(encoding="utf-8") == "b"

    def test_what_was_moved_is_taken_back_where_something_cannot_be(self, tmp_path: Path) -> None:
        (tmp_path / "work" / "b").mkdir(parents=True)
        (tmp_path / "work" / "a.txt").write_text("a", encoding="utf-8")
        (tmp_path / "final" / "b").mkdir(parents=True)
        (tmp_path / "final" / "b" / "mine.txt").write_text("mine", encoding="utf-8")
        with pytest.raises(OutputError, match="cannot be written"):
            files.finish_folder(tmp_path / "work", tmp_path / "final")
        assert [path.name for path in (tmp_path / "final").iterdir()] == ["b"]
        assert (tmp_path / "work" / "a.txt").is_file()

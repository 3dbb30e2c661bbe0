"""Work folders: locked, swept, and finished as a whole."""

from __future__ import annotations

import signal
import subprocess
import sys
import tempfile
import threading
import time
from contextlib import suppress
from itertools import count
from pathlib import Path
from typing import Any

import pytest

from audiobrief.errors import OutputError
from audiobrief.storage.locks import exclusive_lock
from audiobrief.storage.work_folder import work_folder

HOLDER = """
import sys, time
from pathlib import Path
from audiobrief.storage.work_folder import work_folder
with work_folder(Path(sys.argv[1])) as folder:
    (folder / "half").write_text("x")
    print(folder, flush=True)
    time.sleep(60)
"""


def left_behind(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir() if path.name.startswith("."))


def test_a_work_folder_lies_in_its_parent_and_goes(tmp_path: Path) -> None:
    with work_folder(tmp_path / "out") as folder:
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
    with pytest.raises(KeyboardInterrupt), work_folder(tmp_path):
        pass
    assert left_behind(tmp_path) == []


def test_a_work_folder_goes_after_an_error(tmp_path: Path) -> None:
    with pytest.raises(KeyboardInterrupt), work_folder(tmp_path):
        raise KeyboardInterrupt
    assert left_behind(tmp_path) == []


def test_a_work_folder_goes_although_a_thread_still_writes_into_it(tmp_path: Path) -> None:
    started, end = threading.Event(), time.monotonic() + 0.1

    def write(folder: Path) -> None:
        for number in count():
            if time.monotonic() > end:
                return
            with suppress(OSError):
                (folder / f"clip{number}").touch()
            started.set()

    with work_folder(tmp_path) as folder:
        thread = threading.Thread(target=write, args=(folder,))
        thread.start()
        started.wait()
    thread.join()
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
        with work_folder(tmp_path):
            assert not dead_folder.exists()
            assert (living_folder / "half").read_text() == "x"
    finally:
        for process in (killed, living):
            process.kill()
            process.communicate()


def test_a_work_folder_of_version_0_1_is_deleted(tmp_path: Path) -> None:
    old = tmp_path / ".audiobrief-x1y2"
    old.mkdir()
    (old / "in-use").touch()
    with work_folder(tmp_path):
        assert not old.exists()


def test_a_file_in_the_folders_place_is_said_in_one_line(tmp_path: Path) -> None:
    (tmp_path / "out").write_text("a file")
    with pytest.raises(OutputError, match=r"out cannot be written: .* \(.*-o\)$"), work_folder(tmp_path / "out"):
        pass


def test_one_program_at_a_time_renames_files(tmp_path: Path) -> None:
    program = (
        "import sys; from pathlib import Path; from audiobrief.storage.locks import exclusive_lock\n"
        "with exclusive_lock(Path(sys.argv[1])): print('in', flush=True)"
    )
    with exclusive_lock(tmp_path):
        waiting = subprocess.Popen([sys.executable, "-c", program, tmp_path], stdout=subprocess.PIPE, text=True)
        with pytest.raises(subprocess.TimeoutExpired):
            waiting.wait(timeout=1)
    assert waiting.communicate(timeout=20)[0] == "in\n"


def test_who_waits_for_another_is_told_once(tmp_path: Path) -> None:
    told: list[str] = []
    with exclusive_lock(tmp_path, lambda: told.append("waiting")):
        pass
    assert told == []
    program = (
        "import sys; from pathlib import Path; from audiobrief.storage.locks import exclusive_lock\n"
        "with exclusive_lock(Path(sys.argv[1]), lambda: print('waiting', flush=True)): print('in', flush=True)"
    )
    with exclusive_lock(tmp_path):
        waiting = subprocess.Popen([sys.executable, "-c", program, tmp_path], stdout=subprocess.PIPE, text=True)
        assert waiting.stdout is not None
        assert waiting.stdout.readline() == "waiting\n"
    assert waiting.communicate(timeout=20)[0] == "in\n"

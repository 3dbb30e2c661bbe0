"""Programs are started with argument lists, end when they should, and leave nothing behind."""

from __future__ import annotations

import signal
import sys
import time
from pathlib import Path

import psutil
import pytest

from audiobrief.errors import ProgramError, ProgramTimeoutError
from audiobrief.storage import processes

ECHO = "import sys\nfor line in sys.stdin: print(line, end='', flush=True)"


def python(program: str) -> list[str]:
    return [sys.executable, "-c", program]


def children() -> list[int]:
    return [child.pid for child in psutil.Process().children(recursive=True)]


def ends(pid: int) -> bool:
    """Return whether a process ends within a moment: who was killed may still be seen for a while."""
    for _ in range(500):
        try:
            if psutil.Process(pid).status() == psutil.STATUS_ZOMBIE:
                return True
        except psutil.NoSuchProcess:
            return True
        time.sleep(0.01)
    return False


def test_a_program_gives_status_output_and_what_it_said() -> None:
    program = "import sys; print('out'); print('err', file=sys.stderr); sys.exit(3)"
    assert processes.run(python(program), timeout=20) == (3, b"out\n", "err\n")


def test_a_program_that_takes_too_long_is_ended() -> None:
    with pytest.raises(ProgramError, match=r"took longer than 0\.5 s"):
        processes.run(python("import time; time.sleep(60)"), timeout=0.5)
    assert children() == []


def test_a_program_that_is_not_there_is_said_in_one_line(tmp_path: Path) -> None:
    with pytest.raises(ProgramError, match=r"^nothing cannot be started: No such file or directory \(.*\)$"):
        processes.run([str(tmp_path / "nothing")], timeout=1)


def test_pieces_are_of_one_size_but_the_last() -> None:
    assert list(processes.read_pieces(python("print('x' * 9)"), 4)) == [b"xxxx", b"xxxx", b"x\n"]


def test_a_failure_at_the_end_of_pieces_is_raised() -> None:
    pieces = processes.read_pieces(python("import sys; print('x'); sys.exit('what went wrong')"), 4)
    assert next(pieces) == b"x\n"
    with pytest.raises(ProgramError, match="what went wrong"):
        next(pieces)


def test_pieces_that_take_too_long_are_an_error() -> None:
    pieces = processes.read_pieces(python("import time; print('x', flush=True); time.sleep(60)"), 2, timeout=0.5)
    with pytest.raises(ProgramTimeoutError, match=r"took longer than 0\.5 s \(try again\)$"):
        list(pieces)
    assert children() == []


def test_each_line_of_standard_error_is_seen_before_pieces_end() -> None:
    lines: list[str] = []
    program = python("import sys; [print('  line', number, file=sys.stderr) for number in range(5000)]")
    assert list(processes.read_pieces(program, 4, on_error_line=lines.append)) == []
    assert lines == [f"  line {number}\n" for number in range(5000)]


def test_who_stops_reading_pieces_ends_the_program() -> None:
    pieces = processes.read_pieces(python("while True: print('x' * 4096)"), 4096)
    next(pieces)
    pieces.close()  # type: ignore[attr-defined] # it is a generator
    assert children() == []


def test_a_program_gets_what_it_is_given() -> None:
    status, output, _ = processes.run(
        python("import sys; sys.stdout.write(sys.stdin.read().upper())"), timeout=20, content=b"one"
    )
    assert (status, output) == (0, b"ONE")


def test_a_child_answers_line_by_line() -> None:
    child = processes.Child(python(ECHO))
    assert child.ask({"a": 1}, timeout=20) == {"a": 1}
    assert child.ask({"b": "ü"}, timeout=20) == {"b": "ü"}
    child.close()
    assert children() == []


def test_the_answer_to_what_a_child_is_told_is_ignored() -> None:
    child = processes.Child(python(ECHO))
    child.tell({"a": 1})
    assert child.ask({"b": 2}, timeout=20) == {"b": 2}
    child.close()
    assert children() == []


def test_a_child_that_dies_says_its_last_words() -> None:
    child = processes.Child(python("import sys; sys.stdin.readline(); sys.exit('last words')"))
    with pytest.raises(processes.ChildDiedError, match="last words"):
        child.ask({}, timeout=20)
    assert children() == []


@pytest.mark.parametrize("answer", ["nonsense", "[]", "5", "null"])
def test_an_answer_that_is_no_mapping_counts_as_death(answer: str) -> None:
    child = processes.Child(
        python(f"import sys; sys.stdin.readline(); print({answer!r}, flush=True); sys.stdin.read()")
    )
    with pytest.raises(processes.ChildDiedError, match="cannot be read"):
        child.ask({}, timeout=20)
    assert children() == []


def test_a_child_that_hangs_is_ended_with_all_it_started() -> None:
    sleep = "import time; time.sleep(60)"
    program = f"import subprocess, sys, time; subprocess.Popen([sys.executable, '-c', {sleep!r}]); time.sleep(60)"
    child = processes.Child(python(program))
    time.sleep(0.5)
    with pytest.raises(processes.ChildHungError):
        child.ask({}, timeout=0.5)
    assert children() == []


def test_ffmpeg_comes_with_the_package() -> None:
    status, output, _ = processes.run([processes.ffmpeg_program(), "-version"], timeout=20)
    assert status == 0
    assert output.startswith(b"ffmpeg version")


def test_a_program_in_the_background_is_ended_with_all_it_started(tmp_path: Path) -> None:
    script = f"sleep 60 & echo $! > {tmp_path}/child.part; mv {tmp_path}/child.part {tmp_path}/child; wait"
    program = processes.Background(["/bin/sh", "-c", script])
    while not (tmp_path / "child").exists():
        time.sleep(0.01)
    assert program.status() is None
    program.end()
    assert program.status() == -signal.SIGKILL
    child = int((tmp_path / "child").read_text())
    assert ends(child)


def test_a_program_in_the_background_tells_its_status() -> None:
    program = processes.Background(["/bin/sh", "-c", "exit 3"])
    while program.status() is None:
        time.sleep(0.01)
    assert program.status() == 3
    program.end()


KEEPS_THE_PIPE = "import subprocess, sys; subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(30)'])"


def test_a_program_whose_own_child_keeps_the_pipe_is_given_up_in_time() -> None:
    start = time.monotonic()
    with pytest.raises(ProgramTimeoutError):
        processes.run(python(KEEPS_THE_PIPE), timeout=2)
    assert time.monotonic() - start < 8
    assert all(map(ends, children()))


def test_a_child_that_never_reads_is_given_up_in_time() -> None:
    child = processes.Child(python("import time; time.sleep(60)"))
    start = time.monotonic()
    with pytest.raises(processes.ChildHungError):
        child.ask({"text": "x" * 1_000_000}, timeout=1)
    assert time.monotonic() - start < 5
    assert children() == []


def test_a_child_that_closes_its_input_is_given_up_in_time() -> None:
    child = processes.Child(python("import os, time; os.close(0); time.sleep(60)"))
    start = time.monotonic()
    with pytest.raises((processes.ChildDiedError, processes.ChildHungError)):
        child.ask({"text": "x" * 1_000_000}, timeout=2)
    assert time.monotonic() - start < 6


@pytest.mark.slow
def test_a_child_whose_own_child_keeps_the_pipe_is_given_up_in_time() -> None:
    apart = KEEPS_THE_PIPE.replace("])", "], start_new_session=True)").replace("sleep(30)", "sleep(15)")
    child = processes.Child(python(apart))
    start = time.monotonic()
    with pytest.raises(processes.ChildHungError):
        child.ask({"text": "x"}, timeout=1)
    assert time.monotonic() - start < 9

"""strace lets a system call fail: whichever it is, the files of an episode or a site are all old, or all new."""

from __future__ import annotations

import errno
import os
import re
import shutil
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

import pytest

from changes import Change, rendering, site_change
from interference import Judge

pytestmark = [
    pytest.mark.judge,
    pytest.mark.skipif(shutil.which("strace") is None, reason="strace is not installed"),
]
TRIES = int(os.environ.get("AUDIOBRIEF_TRIES", "5"))
"""A third of the places that are tried for each error, spread over all of them."""
CALLS = ("openat", "write", "fsync", "rename", "link", "mkdir", "chmod", "unlink", "rmdir")
ERRORS = (errno.EIO, errno.ENOSPC, errno.EACCES)
NAMES = ("render", "publish", "correct", "unpublish")
CALL = re.compile(r"(?P<thread>\d+) +(?P<name>\w+)\((?P<arguments>.*)")
Place = tuple[str, int]
"""A system call, and the how manieth of its kind in its thread."""


def traced(options: Sequence[str], program: Sequence[str], cwd: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        ["strace", "-f", "--seccomp-bpf", "-qqq", *options, sys.executable, *program],
        cwd=cwd,
        env={**os.environ, "AUDIOBRIEF_CACHE": str(cwd / ".cache"), "NO_COLOR": "1"},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


def places(program: Sequence[str], folder: Path) -> list[Place]:
    """Run a program, and return its system calls on the files of a folder."""
    log = folder.with_name("calls")
    done = traced(["-y", "-o", str(log), "-e", f"trace={','.join(CALLS)}"], program, folder.parent)
    assert done.returncode == 0, done.stderr
    of_the_folder = re.compile(rf'["<](?:{re.escape(str(folder))}|{re.escape(folder.name)})[/">]')
    counts: dict[tuple[str, str], int] = {}
    found: dict[Place, None] = {}
    for line in log.read_text(errors="replace").splitlines():
        if match := CALL.match(line):
            key = match["thread"], match["name"]
            counts[key] = counts.get(key, 0) + 1
            if of_the_folder.search(match["arguments"]):
                found[match["name"], counts[key]] = None
    assert found
    return list(found)


def fail(place: Place, error: int, program: Sequence[str], cwd: Path) -> subprocess.CompletedProcess[str]:
    """Run a program with a system call that fails."""
    name, number = place
    fault = f"inject={name}:error={errno.errorcode[error]}:when={number}"
    return traced(["-o", os.devnull, "-e", f"trace={name}", "-e", fault], program, cwd)


@dataclass(frozen=True)
class End:
    """How a program ended, one of whose system calls failed."""

    place: Place
    error: str
    status: int
    messages: str
    verdict: str

    @property
    def is_right(self) -> bool:
        """True if nothing is mixed, status 0 means that all is done, and status 1 is said in one line."""
        if self.status == 0:
            return self.verdict == "after"
        # A call of that number in another thread may be one that reads the program's own modules.
        is_said = self.messages.count("\n") == 0 and ("fault" not in self.messages or "ModuleNotFound" in self.messages)
        return self.status == 1 and is_said and self.verdict in {"before", "after"}


def ends(change: Change) -> Iterator[End]:
    """Let system calls fail."""
    program = ["-m", "audiobrief", *change.arguments]
    change.begin()
    found = places(program, change.folder)
    step = max(1, len(found) // (3 * TRIES))
    for first, error in enumerate(ERRORS):
        for place in islice(found, first * step // len(ERRORS), None, step):
            change.begin()
            done = fail(place, error, program, change.folder.parent)
            verdict = change.judge.verdict(change.folder)
            yield End(place, errno.errorcode[error], done.returncode, done.stderr.strip(), verdict)


@pytest.mark.parametrize("name", NAMES)
def test_an_error_of_a_system_call_leaves_all_files_old_or_all_new(name: str, tmp_path: Path) -> None:
    change = rendering(tmp_path, "tone") if name == "render" else site_change(tmp_path, name)
    found = list(ends(change))
    counts = Counter(f"status {end.status}, files as {end.verdict}" for end in found)
    sys.stdout.write(f"FIGURE\t{name}\t{len(found)} calls failed\t{dict(counts)}\n")
    assert [end for end in found if not end.is_right] == []


NAIVE = """
import sys
from pathlib import Path

try:
    Path("out", "a.txt").write_text("new " * 5000)
    for name in ("b.txt", "c.txt"):
        Path(name).write_text("new " * 5000)
        Path(name).rename(Path("out", name))
except OSError:
    sys.exit(1)
"""


def test_the_judge_sees_what_a_naive_program_leaves(tmp_path: Path) -> None:
    names, folder = ("a.txt", "b.txt", "c.txt"), tmp_path / "out"
    judge = Judge(dict.fromkeys(names, b"old"), dict.fromkeys(names, b"new " * 5000))
    verdicts = []

    def begin() -> None:
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir()
        for name in names:
            (folder / name).write_text("old")

    begin()
    for place in places(["-c", NAIVE], folder):
        begin()
        status = fail(place, errno.EIO, ["-c", NAIVE], tmp_path).returncode
        verdicts.append((place[0], status, judge.verdict(folder).partition(":")[0]))
    assert verdicts == [
        ("openat", 1, "before"), ("write", 1, "torn"), ("rename", 1, "mixed"), ("rename", 1, "mixed")
    ]  # fmt: skip

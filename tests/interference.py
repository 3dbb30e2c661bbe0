"""Faults and signals at chosen system calls of a program, and the judge of the files that it leaves."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path


def tree_of(folder: Path) -> dict[str, bytes]:
    """Return all files below a folder, by path."""
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@dataclass(frozen=True)
class Judge:
    """Compares the files of a folder with those before a change and those after it."""

    before: Mapping[str, bytes]
    """Contents by path."""
    after: Mapping[str, bytes]
    """Contents by path."""
    dated: frozenset[str] = frozenset()
    """Paths whose content after the change depends on the time of day."""

    @classmethod
    def of(cls, before: Mapping[str, bytes], first: Mapping[str, bytes], second: Mapping[str, bytes]) -> Judge:
        """Return the judge of a change that was done twice from the same beginning."""
        return cls(before, first, frozenset(path for path in first if first[path] != second.get(path)))

    def verdict(self, folder: Path, *, leftovers_allowed: bool = False) -> str:
        """Return `before`, `after`, or what is wrong.

        Args:
            folder: the folder.
            leftovers_allowed: whether work folders may be left, as after SIGKILL.
        """
        tree = tree_of(folder)
        leftovers = {path for path in tree if ".audiobrief-" in path}
        leftovers |= {path.relative_to(folder).as_posix() for path in folder.rglob(".audiobrief-*")}
        if leftovers and not leftovers_allowed:
            return f"leftovers: {sorted(leftovers)}"
        tree = {path: content for path, content in tree.items() if path not in leftovers}
        if orphans := tree.keys() - self.before.keys() - self.after.keys():
            return f"orphans: {sorted(orphans)}"
        torn = {path for path, content in tree.items() if not self._is_known(path, content)}
        if torn:
            return f"torn: {sorted(torn)}"
        paths = self.before.keys() | self.after.keys()
        changing = {path for path in paths if self.before.get(path) != self.after.get(path)}
        changed = {path for path in changing if tree.get(path) != self.before.get(path)}
        if any(path not in tree for path in paths - changing):
            return "lost files"
        if not changed:
            return "before"
        return "after" if changed == changing else f"mixed: {sorted(changed)} are new, {sorted(changing - changed)} old"

    def _is_known(self, path: str, content: bytes) -> bool:
        return content in {self.before.get(path), self.after.get(path)} or (path in self.dated and bool(content))


AT_A_STEP = """
import atexit, os, signal, sys, time

class Steps:
    EVENTS = {"os.rename", "os.link", "os.remove", "os.mkdir", "os.rmdir", "os.chmod"}

    def __init__(self, number, at, folder):
        self.number, self.at, self.folder = int(number), int(at), os.path.realpath(folder)
        self.steps = 0
        # nohup has programs ignore SIGHUP; what is tried here is a signal that is not ignored.
        if self.number and signal.getsignal(self.number) == signal.SIG_IGN:
            signal.signal(self.number, signal.SIG_DFL)
        sys.addaudithook(self.hook)
        if not self.at:
            atexit.register(self.report)

    def hook(self, event, arguments):
        if event not in self.EVENTS:
            return
        path = os.fsdecode(arguments[1 if event in {"os.rename", "os.link"} else 0])
        path = os.path.join(os.path.realpath(os.path.dirname(path)), "")
        if path.startswith(os.path.join(self.folder, "")):
            self.steps += 1
            if self.steps == self.at:
                os.kill(os.getpid(), self.number)
                time.sleep(0.02)

    def report(self):
        with open(self.folder + ".steps", "w") as file:
            file.write(str(self.steps))

Steps(*sys.argv[1:4])
arguments = sys.argv[4:]
"""
"""The head of a program that sends itself a signal before the n-th change of a folder's entries.

The signal goes to the process, as that of a terminal does: whichever thread does not block it receives it.
"""
PROGRAM = "from audiobrief.cli.main import run\nsys.exit(run(arguments))\n"


def run_with_signal(
    number: int, at: int, folder: Path, arguments: Sequence[str], *, cwd: Path, program: str = PROGRAM
) -> subprocess.CompletedProcess[str]:
    """Run the program, which is sent a signal before its n-th change of the folder's entries."""
    return subprocess.run(
        [sys.executable, "-c", AT_A_STEP + program, str(number), str(at), str(folder), *arguments],
        cwd=cwd,
        env={**os.environ, "AUDIOBRIEF_CACHE": str(cwd / ".cache"), "NO_COLOR": "1"},
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )


def count_steps(folder: Path, arguments: Sequence[str], *, cwd: Path, program: str = PROGRAM) -> int:
    """Run the program undisturbed, and return how often it changes the folder's entries."""
    done = run_with_signal(0, 0, folder, arguments, cwd=cwd, program=program)
    assert done.returncode == 0, done.stderr
    counted = folder.with_name(folder.name + ".steps")
    steps = int(counted.read_text())
    counted.unlink()
    return steps

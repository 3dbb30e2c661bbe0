"""What is installed, told without importing any of it: the program's own files, and every package beside them."""

from __future__ import annotations

import hashlib
import os
import stat
import sys
from functools import cache
from pathlib import Path

# Not from typing, so that a command that has nothing to do starts a little sooner.
TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["files_below", "installed"]

_SURROUNDINGS = ("IMAGEIO_FFMPEG_EXE", "ESPEAK_DATA_PATH", "LD_LIBRARY_PATH", "LD_PRELOAD", "PATH")
"""Variables, beside the program's own, that decide which libraries and programs are found."""


@cache
def installed() -> str:
    """Return a digest that changes with the program's files, the packages, Python, the system and what finds them.

    It is that of the program that runs: what changes after it was asked for first is not looked at.

    Of files, size and time of change are looked at; of packages, the names of their records, which hold the versions.
    """
    parts = [sys.version, sys.platform, repr(os.uname()) if hasattr(os, "uname") else ""]
    parts += [f"{name}={os.environ[name]}" for name in _SURROUNDINGS if name in os.environ]
    parts += [f"{name}={value}" for name, value in sorted(os.environ.items()) if name.startswith("AUDIOBRIEF_")]
    parts += files_below(Path(__file__).parent.parent, leave_out="__pycache__")
    for folder in sys.path:
        parts += sorted(_packages(folder))
    return hashlib.sha256("\n".join(parts).encode("utf-8", "surrogateescape")).hexdigest()


def _packages(folder: str) -> Iterator[str]:
    try:
        with os.scandir(folder or ".") as entries:
            for entry in entries:
                if entry.name.endswith((".dist-info", ".egg-info")):
                    yield f"{entry.name} {entry.stat(follow_symlinks=False).st_mtime_ns}"
    except OSError:
        return  # such as a folder that is not there, or a zip archive of the standard library


def files_below(folder: Path, leave_out: str = "") -> list[str]:
    """Return name, size and time of change of every file below a folder, links followed, in order."""
    found: list[str] = []
    seen: set[tuple[int, int]] = set()
    waiting = [str(folder)]
    while waiting:
        place = waiting.pop()
        try:
            status = os.stat(place)  # noqa: PTH116 - to make a Path of each of hundreds takes half of the time
            if stat.S_ISDIR(status.st_mode):
                # A link may lead back to a folder above it.
                if (status.st_dev, status.st_ino) not in seen:
                    seen.add((status.st_dev, status.st_ino))
                    with os.scandir(place) as entries:
                        waiting += [entry.path for entry in entries if entry.name != leave_out]
            else:
                found.append(f"{place} {status.st_size} {status.st_mtime_ns}")
        except OSError as error:
            found.append(f"{place}: {error.errno}")
    return sorted(found)

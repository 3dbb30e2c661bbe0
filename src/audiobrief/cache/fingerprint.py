"""The fingerprint of what is installed, without importing any of it: the program's files and all packages."""

from __future__ import annotations

import hashlib
import os
import stat
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

_VARIABLES = ("IMAGEIO_FFMPEG_EXE", "ESPEAK_DATA_PATH", "LD_LIBRARY_PATH", "LD_PRELOAD", "PATH")
"""Environment variables, beside the program's own, that decide which libraries and programs are found."""


@cache
def installation_fingerprint() -> str:
    """Return a digest that changes with the program's files, the packages, Python, the system and the variables.

    It is computed once: changes while the program runs are ignored. Of the program's files, it covers size and time of
    change; of packages, the names of their metadata folders, which contain the versions.
    """
    parts = [sys.version, sys.platform, repr(os.uname()) if hasattr(os, "uname") else ""]
    parts += [f"{name}={os.environ[name]}" for name in _VARIABLES if name in os.environ]
    parts += [f"{name}={value}" for name, value in sorted(os.environ.items()) if name.startswith("AUDIOBRIEF_")]
    parts += file_states(Path(__file__).parent.parent, leave_out="__pycache__")
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
        return  # such as a folder that does not exist, or a zip archive of the standard library


def file_states(folder: Path, leave_out: str = "") -> list[str]:
    """Return a line with path, size and time of change of every file below a folder, sorted; links are followed.

    Args:
        folder: the folder, which need not exist.
        leave_out: the name of files and folders that are left out.
    """
    states: list[str] = []
    seen: set[tuple[int, int]] = set()
    pending = [str(folder)]
    while pending:
        path = pending.pop()
        try:
            status = os.stat(path)  # noqa: PTH116 - a Path for each of hundreds of files takes half of the time
            if stat.S_ISDIR(status.st_mode):
                # A link may lead to a folder that contains it.
                if (status.st_dev, status.st_ino) not in seen:
                    seen.add((status.st_dev, status.st_ino))
                    with os.scandir(path) as entries:
                        pending += [entry.path for entry in entries if entry.name != leave_out]
            else:
                states.append(f"{path} {status.st_size} {status.st_mtime_ns}")
        except OSError as error:
            states.append(f"{path}: {error.errno}")
    return sorted(states)

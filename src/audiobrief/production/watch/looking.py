"""When files change: their states compared, again and again.

A look costs some microseconds a file. It sees what editors do (files written in place, renamed over others, gone for a
moment) on every file system, those of other machines as well, of whose changes a system does not tell.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

__all__ = ["LOOKS_A_SECOND", "State", "look", "wait_for_change"]

LOOKS_A_SECOND = 40
"""How often it is looked while nothing changes."""
_LONGEST_MISSING = LOOKS_A_SECOND
"""Looks after which a file that was there before counts as gone: a second."""
_LONGEST_BURST = 2 * LOOKS_A_SECOND
"""Looks after which changes are taken as they stand, though there are always more."""

State = tuple[int, int, int]
"""What changes with a file: its number in the file system, its size, its time in nanoseconds."""


def look(paths: Iterable[Path]) -> dict[Path, State | None]:
    """Return the state of files; None for one that is not there."""
    return {path: _state(path) for path in paths}


def _state(path: Path) -> State | None:
    try:
        status = path.stat()
    except (OSError, ValueError):
        return None
    return status.st_ino, status.st_size, status.st_mtime_ns


def wait_for_change(
    known: Mapping[Path, State | None],
    rest: Callable[[], None],
    look: Callable[[Iterable[Path]], dict[Path, State | None]] = look,
) -> None:
    """Return when files have changed, and lie still again.

    Args:
        known: the files, as they were.
        rest: waits until the next look.
        look: looks at files.
    """
    while True:
        now = look(known)
        while now == known:
            rest()
            now = look(known)
        for looks in range(_LONGEST_BURST):
            rest()
            before, now = now, look(known)
            missing = any(known[path] is not None and state is None for path, state in now.items())
            if now == before and (not missing or looks >= _LONGEST_MISSING):
                break
        if now != known:
            return

"""Small answers kept from one run to the next, each a file named after what decides it."""

from __future__ import annotations

import hashlib
import logging
from pathlib import Path

from audiobrief import files
from audiobrief.errors import OutputError

__all__ = ["answer_path", "keep"]

_LOG = logging.getLogger(__name__)
_MOST = 1000
"""Answers in a folder; of more, those that were written first are deleted."""


def answer_path(folder: Path, *decided: object) -> Path:
    """Give the file of an answer.

    Args:
        folder: where answers of its kind are kept.
        decided: all that the answer follows from, by its `repr`.
    """
    digest = hashlib.sha256(repr(decided).encode("utf-8", "backslashreplace")).hexdigest()
    return folder / digest


def keep(path: Path, text: str) -> None:
    """Keep an answer; where that cannot be, it is looked for again the next time."""
    try:
        with files.work_folder(path.parent) as work:
            files.write_bytes(work / path.name, text.encode())
            files.finish(work / path.name, path)
        found = [each for each in path.parent.iterdir() if each.is_file()]
        for old in sorted(found, key=lambda each: each.stat().st_mtime)[:-_MOST]:
            old.unlink(missing_ok=True)
    except (OutputError, OSError) as error:
        _LOG.info("nothing is kept for the next time: %s", error)

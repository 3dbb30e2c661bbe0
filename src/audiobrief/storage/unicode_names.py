"""Names of files that are written in another form of Unicode, or are not UTF-8 at all.

A letter such as ü is one character, or two; on a Mac, both name the same file. On Linux, a name may be any bytes;
Python has surrogates for those that are not UTF-8, and these cannot be written into a file.
"""

from __future__ import annotations

import os
import unicodedata
from pathlib import Path


def path_on_disk(path: Path, folder: Path = Path()) -> Path:
    """Return a path in the form of Unicode in which it, or its folders, stand on the disk; else as it is.

    Args:
        path: the path.
        folder: the folder from which it is named.

    Raises:
        OSError: a folder cannot be read.
    """
    found = folder
    for part in path.parts:
        below = found / part
        if not part.isascii() and not os.path.lexists(below) and found.is_dir():
            form = unicodedata.normalize("NFC", part)
            below = next(
                (other for other in found.iterdir() if unicodedata.normalize("NFC", other.name) == form), below
            )
        found = below
    return found


def file_beside(path: Path, name: str) -> Path:
    """Return the path of a file in the folder of another one, in the form in which it stands there."""
    try:
        return path_on_disk(Path(name), path.parent)
    except OSError:  # who opens it says why the folder cannot be read
        return path.with_name(name)


def is_utf8(name: str) -> bool:
    """Return whether a name can be written into a file as UTF-8."""
    return name.isascii() or readable_name(name) == name


def readable_name(name: str) -> str:
    """Return a name as it can be written into a file: bytes that are not UTF-8 are escaped."""
    return name.encode("utf-8", "backslashreplace").decode()

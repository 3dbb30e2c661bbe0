"""Files of sounds before they are decoded: their status, and numbers that change with them."""

from __future__ import annotations

import os
from pathlib import Path

from audiobrief.errors import SoundError


def file_version(path: Path) -> tuple[int, ...]:
    """Return numbers that change when a sound's file is written or replaced.

    Raises:
        SoundError: the file was deleted or became unreadable since the script was read.
    """
    status = file_status(path)
    return status.st_ino, status.st_size, status.st_mtime_ns, status.st_ctime_ns


def file_status(path: Path) -> os.stat_result:
    """Return the status of a sound's file.

    Raises:
        SoundError: as `file_version`.
    """
    try:
        return path.stat()
    except FileNotFoundError:
        raise SoundError(f"'{path.name}' is gone", "put it back, or name another file") from None
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise SoundError(
            f"'{path.name}' cannot be read: {reason}", "change its rights, or name another file"
        ) from error

"""Reading of files that somebody else may have made: regular files of bounded size, not pipes, devices or folders."""

from __future__ import annotations

import errno
import os
import stat
from pathlib import Path


def regular_file_size(path: Path, most: int) -> int:
    """Return the size of a file in bytes; links are followed.

    Raises:
        OSError: it cannot be read, is no regular file, or is larger than `most`.
    """
    status = path.stat()
    if stat.S_ISDIR(status.st_mode):
        raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR), str(path))
    if not stat.S_ISREG(status.st_mode):
        raise OSError(errno.EINVAL, "It is no regular file", str(path))
    if status.st_size > most:
        raise OSError(errno.EFBIG, f"It is larger than {most:,} bytes", str(path))
    return status.st_size


def read_regular_file(path: Path, most: int) -> bytes:
    """Read a file.

    Raises:
        OSError: as `regular_file_size`.
    """
    regular_file_size(path, most)
    with path.open("rb") as file:
        content = file.read(most + 1)
    if len(content) > most:  # it has grown
        raise OSError(errno.EFBIG, f"It is larger than {most:,} bytes", str(path))
    return content

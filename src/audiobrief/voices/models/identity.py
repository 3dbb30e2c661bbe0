"""The identity of a model's file: the same on all machines, so that they can share clips."""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path

_BLOCKS, _BLOCK_BYTES = 64, 16_384
"""The parts of a large file that are read, spread evenly: training changes nearly all numbers of a model, and reading
hundreds of megabytes would delay each start."""


def model_identity(path: Path) -> str:
    """Return a text that changes when another model takes a file's name: the name, and a digest of size and content."""
    status = path.stat()
    return f"{path.name} {_digest(path, status.st_size, status.st_mtime_ns)}"


@cache
def _digest(path: Path, size: int, _changed: int) -> str:
    digest = hashlib.sha256(str(size).encode())
    with path.open("rb") as file:
        if size <= _BLOCKS * _BLOCK_BYTES:
            digest.update(file.read())
        else:
            for number in range(_BLOCKS):
                file.seek(number * (size - _BLOCK_BYTES) // (_BLOCKS - 1))
                digest.update(file.read(_BLOCK_BYTES))
    return digest.hexdigest()

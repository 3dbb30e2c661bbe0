"""Find the files of a model on this machine: in a folder, in an archive, or a single file.

Nothing is taken by the place it has in an archive: members are found by their last name and size, read into parts
that have names of their own, and kept if their sha256 is the pinned one.
"""

from __future__ import annotations

import gzip
import io
import os
import tarfile
import zlib
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import IO

from audiobrief.errors import ModelError
from audiobrief.voices.models.catalogue import ModelFile
from audiobrief.voices.models.parts import Part, is_whole, reading

_PIECE = 1 << 20
_MOST_UNPACKED = 1 << 30
"""Bytes of an archive when unpacked, beyond which it is no package of models."""
_MOST_MEMBERS = 100_000


def walk(folder: Path) -> Iterator[Path]:
    """Return the files below a folder, in the order of their names; folders that are links are not entered."""

    def refuse(error: OSError) -> None:
        reason = (error.strerror or str(error)).lower()
        raise ModelError(f"{error.filename} cannot be read: {reason} (check its rights)") from error

    for place, folders, names in os.walk(folder, onerror=refuse):
        folders.sort()
        yield from (Path(place) / name for name in sorted(names))


def take_from_files(paths: Iterable[Path], wanted: Iterable[tuple[ModelFile, Part]], *, by_name: bool = True) -> None:
    """Copy those of some files that are the pinned ones into parts.

    Args:
        paths: the files there are.
        wanted: what is looked for.
        by_name: whether only files of the right name are looked at.

    Raises:
        ModelError: a file cannot be read.
        OutputError: a part cannot be written.
    """
    there = [path for path in paths if path.is_file()]
    for file, part in wanted:
        for path in there:
            if (not by_name or path.name in file.names) and is_whole(path, file):
                copy(path, part)
                break


def copy(path: Path, part: Part) -> None:
    """Copy a file into a part.

    Raises:
        ModelError: it cannot be read.
        OutputError: the part cannot be written.
    """
    part.begin()
    with reading(path):
        source = path.open("rb")
    with source:
        while content := _piece(source, path):
            part.add(content)


def _piece(source: IO[bytes], path: Path) -> bytes:
    with reading(path):
        return source.read(_PIECE)


class _Bounded(io.BufferedIOBase):
    """A stream that ends with an error when it gets too long: what unpacks without end, headers too."""

    def __init__(self, read: Callable[[int], bytes], path: Path) -> None:
        super().__init__()
        self._read = read
        self._path = path
        self._left = _MOST_UNPACKED

    def read(self, size: int | None = -1) -> bytes:
        content = self._read(size if size is not None and 0 <= size <= _PIECE else _PIECE)
        self._left -= len(content)
        if self._left < 0:
            raise ModelError(f"{self._path} holds more than a model when it is unpacked (name the right archive)")
        return content


def is_archive(path: Path) -> bool:
    """Return whether a file is a tar archive or packed with gzip.

    Raises:
        ModelError: it cannot be read.
    """
    with reading(path):
        return _is_packed(path) or tarfile.is_tarfile(path)


def _is_packed(path: Path) -> bool:
    with path.open("rb") as file:
        return file.read(2) == b"\x1f\x8b"


def take_from_archive(path: Path, wanted: Iterable[tuple[ModelFile, Part]]) -> None:
    """Unpack those members of a tar archive, packed with gzip or not, that are the pinned files into parts.

    Raises:
        ModelError: the archive cannot be read, or unpacks to more than a model can be.
        OutputError: a part cannot be written.
    """
    looked_for = {name: (file, part) for file, part in wanted for name in file.names}
    try:
        with (
            reading(path),
            gzip.open(path, "rb") if _is_packed(path) else path.open("rb") as stream,
            tarfile.open(fileobj=_Bounded(stream.read, path), mode="r|") as members,
        ):
            for number, member in enumerate(members):
                if number >= _MOST_MEMBERS:
                    raise ModelError(f"{path} has more than {_MOST_MEMBERS:,} members (name the right archive)")
                file, part = looked_for.get(member.name.rpartition("/")[2], (None, None))
                content = members.extractfile(member) if member.isfile() and file is not None else None
                if content is None or file is None or part is None or member.size != file.size:
                    continue
                if not is_whole(part.path, file):
                    part.begin()
                    while piece := _piece(content, path):
                        part.add(piece)
    except (tarfile.TarError, EOFError, zlib.error) as error:
        raise ModelError(f"{path} is not a whole archive (.tgz or .tar): {error} (fetch it again)") from error

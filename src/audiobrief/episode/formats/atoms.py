"""Atoms, of which an M4A file consists (ISO/IEC 14496-12, 4.2: boxes)."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import BinaryIO

HEAD = struct.Struct(">I4s")
"""Size with this head, and name."""
_CONTAINERS = frozenset({b"moov", b"trak", b"mdia", b"minf", b"stbl", b"tref"})


@dataclass(frozen=True, slots=True)
class Atom:
    """An atom; it has content, or other atoms."""

    name: bytes
    content: bytes = b""
    inner: tuple[Atom, ...] = ()

    @classmethod
    def read(cls, name: bytes, content: bytes) -> Atom:
        """Return an atom of a file, with those inside it."""
        return cls(name, inner=tuple(_atoms(content))) if name in _CONTAINERS else cls(name, content)

    def write(self) -> bytes:
        """Return it as bytes."""
        body = self.content + b"".join(atom.write() for atom in self.inner)
        return HEAD.pack(HEAD.size + len(body), self.name) + body

    def find(self, *path: bytes) -> Atom:
        """Return the first atom at a path of names.

        Raises:
            KeyError: it is missing.
        """
        found = next((atom for atom in self.inner if atom.name == path[0]), None)
        if found is None:
            raise KeyError(path[0])
        return found.find(*path[1:]) if len(path) > 1 else found

    def put(self, atom: Atom, *path: bytes) -> Atom:
        """Return a copy in which an atom takes the place of the first of its name, inside the atoms of a path."""
        if path:
            return self.put(self.find(path[0]).put(atom, *path[1:]))
        old = self.find(atom.name)
        return replace(self, inner=tuple(atom if each is old else each for each in self.inner))


def _atoms(content: bytes) -> Iterator[Atom]:
    at = 0
    while at + HEAD.size <= len(content):
        size, name = HEAD.unpack_from(content, at)
        if not HEAD.size <= size <= len(content) - at:
            raise ValueError(f"the atom {name!r} has {size} bytes")
        yield Atom.read(name, content[at + HEAD.size : at + size])
        at += size


def skip_to(file: BinaryIO, name: bytes) -> tuple[bytes, int]:
    """Read a file up to the content of its next outermost atom of a name.

    Returns:
        The bytes before that atom, and the size of its content.

    Raises:
        ValueError: there is none, or its size has more than 32 bits.
    """
    before = b""
    while len(head := file.read(HEAD.size)) == HEAD.size:
        size, found = HEAD.unpack(head)
        if size < HEAD.size:
            break
        if found == name:
            return before, size - HEAD.size
        before += head + file.read(size - HEAD.size)
    raise ValueError(f"the atom {name!r} is missing or too large")

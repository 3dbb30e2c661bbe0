"""Places of shared stores for tests: a folder, and an object store in memory; and one that fails on request."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from pathlib import Path
from uuid import uuid4

from audiobrief.cache.shared.address import parse_shared_place
from audiobrief.cache.shared.backend import Backend, StoredFile
from audiobrief.cache.shared.opening import open_backend


def make_place(kind: str, folder: Path) -> str:
    """Return the address of an empty store: in a folder, or in memory."""
    if kind == "memory":
        return f"memory://bucket/{uuid4().hex}"
    place = folder / "store"
    place.mkdir()
    return str(place)


def backend_at(place: str) -> Backend:
    return open_backend(parse_shared_place(place))


def paths(backend: Backend) -> list[str]:
    return sorted(file.path for file in backend.files())


class Failing:
    """A place that counts what is asked of it, and fails as it is told."""

    def __init__(self, backend: Backend) -> None:
        self.name = backend.name
        self.calls: list[str] = []
        self.reading: Exception | None = None
        self.writing: Exception | None = None
        self.creating: Exception | None = None
        self.removing: Exception | None = None
        self._backend = backend

    def _call(self, what: str, error: Exception | None) -> None:
        self.calls.append(what)
        if error is not None:
            raise error

    def read(self, path: str) -> bytes | None:
        self._call("read", self.reading)
        return self._backend.read(path)

    def write(self, path: str, content: bytes) -> None:
        self._call("write", self.writing)
        self._backend.write(path, content)

    def create(self, path: str, content: bytes) -> bool:
        self._call("create", self.creating)
        return self._backend.create(path, content)

    def remove(self, paths: Collection[str]) -> None:
        self._call("remove", self.removing)
        self._backend.remove(paths)

    def files(self) -> Iterator[StoredFile]:
        self._call("files", self.reading)
        return self._backend.files()

"""A site at an address that fsspec writes: `s3://`, `sftp://` and others. The one place that publishes over a network.

There is no lock at such places: what is written is written so that several who publish come to one result.
"""

from __future__ import annotations

import re
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from audiobrief.errors import AudiobriefError, PlaceError
from audiobrief.publish.addresses import media_type
from audiobrief.publish.site.place import Upload

if TYPE_CHECKING:
    from fsspec import AbstractFileSystem

__all__ = ["Remote", "remote_place"]

_WHOLE = {"s3", "s3a", "gs", "gcs", "az", "abfs", "abfss", "adl", "oss", "memory"}
"""Kinds of places where a file appears only once it is whole."""
_TYPE_OPTIONS = {"s3": "ContentType", "s3a": "ContentType", "gs": "content_type", "gcs": "content_type"}
"""How they are told a file's media type."""
_EXTRAS = {"s3": "s3", "s3a": "s3", "sftp": "sftp", "ssh": "sftp"}
"""What of this package's extras a kind of place needs."""
_MD5 = re.compile(r'"?([0-9a-f]{32})"?')


class Remote:
    """A place that fsspec knows."""

    has_exclusive_lock = False

    def __init__(self, name: str, system: AbstractFileSystem, root: str, work: Path) -> None:
        self.name = name
        self.work = work
        self._system = system
        self._root = root.rstrip("/")
        self._kind = name.partition("://")[0].split("::")[0].lower()

    def _at(self, path: str) -> str:
        return f"{self._root}/{path}".rstrip("/")

    @contextmanager
    def _reaching(self, path: str) -> Iterator[None]:
        try:
            yield
        except AudiobriefError:
            raise
        except Exception as error:  # each kind of place has errors of its own
            reason = " ".join(str(error).split()) or type(error).__name__
            raise PlaceError(
                f"{self.name}: {path or 'the place'} could not be reached: {reason} (check the address and the keys)"
            ) from error

    def names(self, folder: str) -> list[str]:
        """Return the names of the files in a folder."""
        with self._reaching(folder):
            try:
                self._system.invalidate_cache()
                listed = self._system.ls(self._at(folder), detail=False)
            except FileNotFoundError:
                return []
        return [str(each).rstrip("/").rpartition("/")[2] for each in listed]

    def read(self, path: str) -> bytes | None:
        """Return a file's content."""
        with self._reaching(path):
            try:
                return bytes(self._system.cat_file(self._at(path)))
            except FileNotFoundError:
                return None

    def fetch(self, path: str, target: Path) -> bool:
        """Copy a file to this machine."""
        with self._reaching(path):
            try:
                self._system.get_file(self._at(path), str(target))
            except FileNotFoundError:
                return False
        return True

    def _facts(self, path: str) -> dict[str, Any] | None:
        with self._reaching(path):
            try:
                self._system.invalidate_cache()
                facts: dict[str, Any] = self._system.info(self._at(path))
            except FileNotFoundError:
                return None
        return facts if facts.get("type") == "file" else None

    def has(self, path: str) -> bool:
        """Return whether a file stands there."""
        return self._facts(path) is not None

    def holds(self, upload: Upload) -> bool:
        """Return whether a file stands there with this content: by its size and checksum, else by reading it."""
        facts = self._facts(upload.path)
        if facts is None or facts.get("size") != upload.size:
            return False
        sums = [match[1] for key in ("ETag", "etag") if (match := _MD5.fullmatch(str(facts.get(key, ""))))]
        if sums:
            return upload.digest("md5") in sums
        # The name of most files says their content, and a part of one would have another size.
        return upload.named_by_content or self.read(upload.path) == _content(upload)

    def put(self, upload: Upload) -> None:
        """Write a file; where it would be seen before it is whole, under another name first."""
        final = self._at(upload.path)
        option = _TYPE_OPTIONS.get(self._kind)
        options = {option: media_type(upload.path)} if option else {}
        with self._reaching(upload.path):
            if self._kind in _WHOLE:
                self._send(upload, final, options)
                return
            self._system.makedirs(final.rpartition("/")[0], exist_ok=True)
            self._send(upload, f"{final}.part", options)
            self._system.mv(f"{final}.part", final)

    def _send(self, upload: Upload, target: str, options: dict[str, str]) -> None:
        if isinstance(upload.source, bytes):
            self._system.pipe_file(target, upload.source, **options)
        else:
            self._system.put_file(str(upload.source), target, **options)

    def remove(self, path: str) -> None:
        """Delete a file."""
        with self._reaching(path):
            try:
                self._system.rm_file(self._at(path))
            except FileNotFoundError:
                return  # somebody else was faster


def _content(upload: Upload) -> bytes:
    return upload.source if isinstance(upload.source, bytes) else upload.source.read_bytes()


def _opened(where: str) -> tuple[AbstractFileSystem, str]:
    kind = where.partition("://")[0].split("::")[0].lower()
    try:
        import fsspec
        from fsspec.core import url_to_fs

        known = kind in fsspec.available_protocols()
        opened: tuple[AbstractFileSystem, str] = url_to_fs(where) if known else (None, "")
    except ImportError as error:
        extra = _EXTRAS.get(kind)
        advice = f'python -m pip install "audiobrief[{extra}]"' if extra else str(error)
        raise PlaceError(f"{where}: what writes to {kind}:// is not installed ({advice})") from error
    except Exception as error:  # each kind of place has errors of its own
        reason = " ".join(str(error).split()) or type(error).__name__
        raise PlaceError(f"{where} could not be reached: {reason} (check the address and the keys)") from error
    if not known:
        raise PlaceError(f"{where}: nothing here knows how to write to {kind}:// (name a folder, or s3://, sftp://)")
    return opened


@contextmanager
def remote_place(where: str) -> Iterator[Remote]:
    """Open an address.

    Raises:
        PlaceError: nothing here knows how to write to it.
    """
    system, root = _opened(where)
    with tempfile.TemporaryDirectory(prefix="audiobrief-") as work:
        yield Remote(where, system, root, Path(work))

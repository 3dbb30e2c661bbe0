"""Open the place where a site is stored: a folder, or an address that fsspec supports."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from audiobrief.publish.site.folder import folder_place
from audiobrief.publish.site.place import Place
from audiobrief.publish.site.remote import remote_place

__all__ = ["open_place"]


@contextmanager
def open_place(where: str, *, dry_run: bool = False) -> Iterator[Place]:
    """Open the place of a site.

    Args:
        where: a folder's path, or an address such as `s3://bucket/podcast`.
        dry_run: whether the caller only reads.

    Raises:
        PlaceError: the address cannot be reached, or is of an unknown kind.
        OutputError: the folder cannot be written to.
    """
    scheme, sign, rest = where.partition("://")
    if sign and scheme != "file":
        with remote_place(where) as remote:
            yield remote
        return
    with folder_place(Path(rest if sign else where), dry_run=dry_run) as folder:
        yield folder

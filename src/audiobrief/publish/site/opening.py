"""Open a site: in a folder, or at an address that fsspec understands."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from audiobrief.publish.site.folder import folder_place
from audiobrief.publish.site.place import Ledger
from audiobrief.publish.site.remote import remote_place
from audiobrief.publish.site.site import Site


@contextmanager
def open_site(where: str, *, dry_run: bool = False) -> Iterator[Site]:
    """Open a site.

    Args:
        where: a folder's path, or an address such as `s3://bucket/podcast`.
        dry_run: whether nothing is written.

    Raises:
        PlaceError: it cannot be reached.
        OutputError: the folder cannot be written.
    """
    scheme, separator, rest = where.partition("://")
    if separator and scheme != "file":
        with remote_place(where) as remote:
            yield Site(Ledger(remote, dry_run=dry_run))
    else:
        with folder_place(Path(rest if separator else where), dry_run=dry_run) as folder:
            yield Site(Ledger(folder, dry_run=dry_run))

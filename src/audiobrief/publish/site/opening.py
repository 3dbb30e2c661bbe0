"""Open a site: in a folder, or at the address of a server."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager

from audiobrief.publish.site.folder import folder_place
from audiobrief.publish.site.known_hosts import HostKeyDecision, trust_no_key
from audiobrief.publish.site.place import Ledger, Place
from audiobrief.publish.site.remote import remote_place
from audiobrief.publish.site.sftp import sftp_place
from audiobrief.publish.site.site import Site
from audiobrief.storage.place_address import FolderAddress, PlaceAddress, SftpAddress


@contextmanager
def open_site(
    address: PlaceAddress, *, dry_run: bool = False, trust_key: HostKeyDecision = trust_no_key
) -> Iterator[Site]:
    """Open a site.

    Args:
        address: a folder, or a folder of a server.
        dry_run: whether nothing is written.
        trust_key: decides about the key of a server whose key is not known yet.

    Raises:
        PlaceError: it cannot be reached.
        OutputError: the folder cannot be written.
    """
    place: AbstractContextManager[Place]
    if isinstance(address, FolderAddress):
        place = folder_place(address.path, dry_run=dry_run)
    elif isinstance(address, SftpAddress):
        place = sftp_place(address, trust_key, dry_run=dry_run)
    else:
        place = remote_place(address)
    with place as opened:
        yield Site(Ledger(opened, dry_run=dry_run))

"""Open a shared store at its address."""

from __future__ import annotations

import secrets
from pathlib import Path

from audiobrief.cache.entries import create_entry
from audiobrief.cache.shared.address import SharedAddress, parse_shared_place
from audiobrief.cache.shared.backend import Backend
from audiobrief.cache.shared.folder import FolderBackend
from audiobrief.cache.shared.remote import RemoteBackend
from audiobrief.cache.shared.store import SharedStore
from audiobrief.storage.place_address import FolderAddress, StoreAddress

_LAYER = "layer"
"""A file in the folder of the local entries: a name by which claims of its programs are recognised."""


def open_backend(place: FolderAddress | StoreAddress) -> Backend:
    """Open the place of a shared store; whether it is there, shows when it is used.

    Raises:
        PlaceError: support for the address is not installed.
    """
    if isinstance(place, StoreAddress):
        return RemoteBackend(place)
    return FolderBackend(place.path)


def open_shared_store(address: SharedAddress, local: Path | None) -> SharedStore:
    """Open a shared store.

    Args:
        address: its address.
        local: the folder of the local clips, which is the layer before it; None if there is none.

    Raises:
        UsageError: no store can be at the address.
        PlaceError: support for the address is not installed.
    """
    return SharedStore(open_backend(parse_shared_place(address.place)), address.most_bytes, _layer_name(local))


def _layer_name(local: Path | None) -> str:
    """Return the name of a local layer, which is made if it has none; empty if it cannot have one."""
    if local is None:
        return ""
    path = local / _LAYER
    try:
        local.mkdir(parents=True, exist_ok=True)
        create_entry(path, secrets.token_hex(16).encode())
        return path.read_text("ascii")
    except (OSError, UnicodeDecodeError):
        return ""  # without a name, others wait a minute for what a killed program has claimed

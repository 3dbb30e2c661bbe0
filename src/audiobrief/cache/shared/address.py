"""The address of a shared store, as a user gives it on the command line or in the environment."""

from __future__ import annotations

import os
from dataclasses import dataclass

from audiobrief.errors import UsageError
from audiobrief.storage.place_address import (
    STORE_SCHEMES,
    FolderAddress,
    StoreAddress,
    parse_place,
    scheme_of,
    without_password,
)
from audiobrief.units import parse_size

DEFAULT_BYTES = 20_000_000_000
"""The size of a store if the user sets none."""


@dataclass(frozen=True, slots=True)
class SharedAddress:
    """Where a shared store is, and how large it may become."""

    place: str
    """A folder, or an address such as `s3://bucket/folder`."""
    most_bytes: int = DEFAULT_BYTES
    """The size above which the entries unused for longest are deleted."""


def address_of_environment() -> SharedAddress | None:
    """Return the address that the environment sets; None if it sets none.

    Raises:
        UsageError: the size is no size.
    """
    place = os.environ.get("AUDIOBRIEF_SHARED_CACHE", "")
    return SharedAddress(place, limit_of_environment()) if place else None


def limit_of_environment() -> int:
    """Return the size that the environment sets for shared stores, or else the default.

    Raises:
        UsageError: it is no size.
    """
    size = os.environ.get("AUDIOBRIEF_SHARED_CACHE_SIZE", "")
    try:
        return parse_size(size) if size else DEFAULT_BYTES
    except ValueError as error:
        raise UsageError(f"AUDIOBRIEF_SHARED_CACHE_SIZE: {error} (correct it)") from error


def parse_shared_place(text: str) -> FolderAddress | StoreAddress:
    """Parse the address of a shared store.

    Raises:
        UsageError: it is no address, or one where no shared store can be.
    """
    scheme = scheme_of(text)
    place = parse_place(text) if text.strip() and scheme in {"", "file", *STORE_SCHEMES} else None
    if not isinstance(place, FolderAddress | StoreAddress):
        shown = without_password(text) or repr(text)
        raise UsageError(f"{shown}: a shared store cannot be there (name a folder, or s3://bucket/folder)")
    return place


def check_folder(place: FolderAddress) -> None:
    """Check that the folder of a shared store exists.

    Raises:
        UsageError: it does not.
    """
    if not place.path.is_dir():
        raise UsageError(f"{place.name}: there is no such folder for the shared store (make it, or mount it)")

"""The option of commands that use a shared store."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING

import click

from audiobrief.cli.options import Command
from audiobrief.cli.paths import local_path
from audiobrief.errors import AudiobriefError, PlaceError
from audiobrief.storage.place_address import FolderAddress, failure_reason

if TYPE_CHECKING:
    from audiobrief.cache.shared.address import SharedAddress
    from audiobrief.cache.shared.backend import Backend
    from audiobrief.cache.shared.store import SharedStore


def store_option(command: Command) -> Command:
    """Add --store."""
    return click.option(
        "--store",
        callback=_parse,
        metavar="ADDRESS",
        help="A store of clips that several machines share: a folder that exists, or an address such as "
        "s3://bucket/folder. [default: AUDIOBRIEF_SHARED_CACHE]",
    )(command)


def _parse(_context: click.Context, _option: click.Parameter, value: str | None) -> SharedAddress | None:
    """Return the address of an option, or else that of the environment."""
    if value is None and "AUDIOBRIEF_SHARED_CACHE" not in os.environ:
        return None  # at once, since most commands end here
    from audiobrief.cache.shared.address import SharedAddress, address_of_environment, limit_of_environment

    address = address_of_environment() if value is None else SharedAddress(value, limit_of_environment())
    return None if address is None else _checked(address)


def _checked(address: SharedAddress) -> SharedAddress:
    """Return an address that does not depend on the working folder.

    Raises:
        UsageError: no store can be at the address.
    """
    from audiobrief.cache.shared.address import parse_shared_place

    place = parse_shared_place(address.place)
    if isinstance(place, FolderAddress):
        place = FolderAddress(local_path(place.path).absolute())
    return replace(address, place=place.name)


@contextmanager
def shared_store(address: SharedAddress | None) -> Iterator[SharedStore | None]:
    """Open a shared store, and wait at the end until everything is written; None if there is no address.

    Raises:
        PlaceError: support for the address is not installed.
    """
    if address is None:
        yield None
        return
    from audiobrief.cache.kinds import CLIPS
    from audiobrief.cache.shared.opening import open_shared_store

    store = open_shared_store(address, CLIPS.folder)
    try:
        yield store
    finally:
        store.close()


def check_store(address: SharedAddress) -> None:
    """Write into a shared store; if that fails, a warning is logged.

    Raises:
        PlaceError: support for the address is not installed.
    """
    with shared_store(address) as store:
        assert store is not None, "there is an address"
        store.introduce()


@contextmanager
def shared_backend(text: str) -> Iterator[Backend]:
    """Open the place of a shared store.

    Raises:
        UsageError: there is no such folder, or no store can be at the address.
        PlaceError: it cannot be reached, or support for it is not installed.
    """
    from audiobrief.cache.shared.address import check_folder, parse_shared_place
    from audiobrief.cache.shared.opening import open_backend

    place = parse_shared_place(text)
    if isinstance(place, FolderAddress):
        check_folder(place)
    backend = open_backend(place)
    try:
        yield backend
    except AudiobriefError:
        raise
    except Exception as error:  # each file system has errors of its own
        what = f"{place.name} could not be reached: {failure_reason(error)}"
        raise PlaceError(f"{what} (check the address, the keys and the rights)") from error

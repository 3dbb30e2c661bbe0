"""Object stores such as S3, through fsspec: open one at its address."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from audiobrief.errors import PlaceError
from audiobrief.storage.place_address import StoreAddress, failure_reason

if TYPE_CHECKING:
    from fsspec import AbstractFileSystem

_EXTRAS = {"s3": "s3", "s3a": "s3"}
"""The extra of this package that a scheme needs."""


def open_file_system(where: StoreAddress, **options: Any) -> tuple[AbstractFileSystem, str]:
    """Return the file system of an address, and the path in it.

    Args:
        where: the address.
        options: those of fsspec.

    Raises:
        PlaceError: support for it is not installed, or its settings are wrong.
    """
    try:
        from fsspec.core import url_to_fs

        file_system: tuple[AbstractFileSystem, str] = url_to_fs(where.name, **options)
    except ImportError as error:
        extra = _EXTRAS.get(where.scheme)
        advice = f'python -m pip install "audiobrief[{extra}]"' if extra else str(error)
        raise PlaceError(f"{where.name}: support for {where.scheme}:// is not installed ({advice})") from error
    except Exception as error:  # each file system has errors of its own
        raise PlaceError(
            f"{where.name} could not be reached: {failure_reason(error)} (check the address and the keys)"
        ) from error
    return file_system

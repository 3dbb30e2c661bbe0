"""Where the packages of engines lie, told without importing them."""

from __future__ import annotations

import importlib.util
from functools import cache
from pathlib import Path

__all__ = ["package_folder"]


def package_folder(name: str) -> Path | None:
    """Return a package's folder; None where it is not installed.

    What was found is not looked for again, for a search goes through all of Python's path; what was not found is.
    """
    try:
        return _found(name)
    except ModuleNotFoundError:
        return None


@cache
def _found(name: str) -> Path:
    package = importlib.util.find_spec(name)
    if package is None or not package.submodule_search_locations:
        raise ModuleNotFoundError(name)
    return Path(package.submodule_search_locations[0])

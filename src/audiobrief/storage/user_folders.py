"""The user's own folders, where the system wants them.

What Linux wants is two lines. platformdirs, which knows all systems, takes as long to import as a tenth of a `check`
that has nothing to do.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

__all__ = ["user_cache_folder", "user_data_folder"]

_NAME = "audiobrief"


def user_cache_folder() -> Path:
    """Return the folder for what can be made again; asking does not make it."""
    if sys.platform == "linux":
        return _base("XDG_CACHE_HOME", "~/.cache") / _NAME
    import platformdirs

    return platformdirs.user_cache_path(_NAME)


def user_data_folder() -> Path:
    """Return the folder for what is fetched or made for the user; asking does not make it."""
    if sys.platform == "linux":
        return _base("XDG_DATA_HOME", "~/.local/share") / _NAME
    import platformdirs

    return platformdirs.user_data_path(_NAME)


def _base(variable: str, otherwise: str) -> Path:
    """Return a base folder; a relative path counts as none (XDG Base Directory Specification 0.8)."""
    named = os.environ.get(variable, "")
    # Unlike Path's, this leaves the ~ where nobody knows the home.
    return Path(named if named.startswith("/") else os.path.expanduser(otherwise))  # noqa: PTH111

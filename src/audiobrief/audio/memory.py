"""How this process keeps memory that it has freed."""

from __future__ import annotations

import ctypes
import sys

__all__ = ["keep_freed_memory"]

_TRIM_THRESHOLD, _MMAP_THRESHOLD = -1, -3
"""What mallopt(3) is asked to set (malloc.h)."""
_KEPT = 64 << 20
_LARGEST = 32 << 20
"""Bytes; glibc takes no larger ones on systems of 64 bit."""


def keep_freed_memory() -> None:
    """Have glibc keep the memory of arrays that come and go, up to 64 MB for each thread.

    Otherwise it gives them back to the system and has them zeroed page by page each time, which takes as long as what
    is computed in them. Other C libraries are left alone.
    """
    if not sys.platform.startswith("linux"):
        return
    try:
        mallopt = ctypes.CDLL(None).mallopt
    except AttributeError:
        return
    mallopt(_TRIM_THRESHOLD, _KEPT)
    mallopt(_MMAP_THRESHOLD, _LARGEST)

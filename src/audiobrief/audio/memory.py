"""The memory allocator's settings for arrays that come and go."""

from __future__ import annotations

import ctypes
import sys

_TRIM_THRESHOLD, _MMAP_THRESHOLD = -1, -3
"""Parameters of mallopt(3) (malloc.h)."""
_MOST_RETAINED = 64 << 20
_LARGEST = 32 << 20
"""Bytes; glibc takes no larger ones on systems of 64 bit."""


def retain_freed_memory() -> None:
    """Let glibc retain freed memory, up to 64 MB for each thread.

    Otherwise it returns the memory of large arrays to the system, which zeroes new pages each time; this takes as long
    as the computations on the arrays. Other C libraries are not changed.
    """
    if not sys.platform.startswith("linux"):
        return
    try:
        mallopt = ctypes.CDLL(None).mallopt
    except AttributeError:
        return
    mallopt(_TRIM_THRESHOLD, _MOST_RETAINED)
    mallopt(_MMAP_THRESHOLD, _LARGEST)

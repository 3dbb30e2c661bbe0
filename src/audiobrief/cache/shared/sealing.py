"""The form of a file of a shared store: a line with a sha256 over its path and its content, and the content.

So a file that was cut off, changed, or put under the name of another one is recognised. Who may write into the store
can still make a file that is valid and wrong.
"""

from __future__ import annotations

import hashlib
import re
import time
from dataclasses import dataclass

SEAL_VERSION = 1
_HEAD = re.compile(rb"audiobrief shared %d ([0-9a-f]{64}) (\d{1,12})\n" % SEAL_VERSION)
REFRESH_SECONDS = 86_400
"""A file that is used is written again once it is older than this, so that those unused for longest can be deleted."""


@dataclass(frozen=True, slots=True)
class Sealed:
    """A file that is valid."""

    content: bytes
    """Its content."""
    is_old: bool
    """True if it is to be written again, so that it does not count as unused."""


def seal(path: str, content: bytes) -> bytes:
    """Return a file of the store."""
    return f"audiobrief shared {SEAL_VERSION} {_digest(path, content)} {int(time.time())}\n".encode() + content


def unseal(path: str, file: bytes) -> Sealed | None:
    """Return the content of a file; None if it is damaged, or not that of this path."""
    match = _HEAD.match(file)
    if match is None:
        return None
    content = file[match.end() :]
    if match[1].decode() != _digest(path, content):
        return None
    # A time in the future is of a machine whose clock is ahead; to replace it would begin a contest with that machine.
    return Sealed(content, time.time() - int(match[2]) > REFRESH_SECONDS)


def _digest(path: str, content: bytes) -> str:
    return hashlib.sha256(path.encode() + b"\n" + content).hexdigest()

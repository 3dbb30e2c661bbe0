"""Claims in a shared store. A program that makes an entry writes a claim, and others wait.

A claim is a file `ENTRY.claim-N`, of which only one program can make a given number. There are no locks, since object
stores have none; so the claim of a program that was killed stays. If it is still there after a minute, one of those
that wait makes the claim of the next number. No two clocks are compared. A claim saves work, and decides nothing:
without it, an entry is made twice.
"""

from __future__ import annotations

import secrets
import time
from dataclasses import dataclass

from audiobrief.cache.shared.backend import Backend

PATIENCE = 60.0
"""Seconds to wait for another program; after that, its claim counts as abandoned."""
NO_LAYER = "-"
_FIRST_POLL, _LONGEST_POLL = 0.05, 1.0


@dataclass(frozen=True, slots=True)
class Claim:
    """A claim of this program."""

    entry: str
    """The path of the entry."""
    number: int
    """From 1; all claims before it are abandoned."""

    @property
    def paths(self) -> list[str]:
        """The paths of this claim and of those before it."""
        return [_path(self.entry, number) for number in range(self.number, 0, -1)]


def new_token(layer: str) -> str:
    """Return the content of a claim.

    Args:
        layer: the name of the local layer through which a program uses the store; empty if it has none.
    """
    return f"{layer or NO_LAYER} {secrets.token_hex(16)}"


def claim_or_wait(entry: str, backend: Backend, token: str, *, is_alone: bool) -> Claim | None:
    """Claim an entry; if another program has claimed it, wait until that claim has gone.

    Args:
        entry: the path of the entry.
        backend: the store.
        token: the content of the claim; the same if it is tried again.
        is_alone: whether no other program uses the local layer for this entry now, so that an earlier claim of this
            layer is abandoned.

    Returns:
        The claim; None if another program has ended its own, and probably made the entry.

    Raises:
        Exception: of the backend.
    """
    layer = token.partition(" ")[0]
    number = 1
    while not backend.create(_path(entry, number), token.encode()):
        deadline, poll = time.monotonic() + PATIENCE, _FIRST_POLL
        while True:
            holder = backend.read(_path(entry, number))
            if holder is None:
                return None
            text = holder.decode("ascii", "replace")
            if text == token:  # it was made, and the answer was lost
                return Claim(entry, number)
            if (is_alone and layer != NO_LAYER and text.startswith(f"{layer} ")) or time.monotonic() > deadline:
                number += 1
                break
            time.sleep(poll)
            poll = min(poll * 1.5, _LONGEST_POLL)
    return Claim(entry, number)


def _path(entry: str, number: int) -> str:
    return f"{entry}.claim-{number}"

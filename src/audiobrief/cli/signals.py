"""The signals that interrupt the program, and how it ends after one."""

from __future__ import annotations

import signal

# Not from typing, which takes longer to import than all the rest here.
TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from types import FrameType

__all__ = ["INTERRUPTED", "INTERRUPTIONS", "MESSAGE", "take_interruptions"]

INTERRUPTED = 130
INTERRUPTIONS = ("SIGINT", "SIGTERM", "SIGHUP")
MESSAGE = "interrupted; files that were finished before are whole"


def take_interruptions(handler: Callable[[int, FrameType | None], object] | signal.Handlers) -> None:
    """Let a handler have the signals that interrupt the program."""
    for name in INTERRUPTIONS:
        # What whoever started the program has it ignore, as nohup does, stays ignored.
        if hasattr(signal, name) and signal.getsignal(getattr(signal, name)) != signal.SIG_IGN:
            signal.signal(getattr(signal, name), handler)

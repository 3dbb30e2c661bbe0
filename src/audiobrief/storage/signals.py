"""Signals that end the program, deferred while files get their names."""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

SIGNALS = tuple(getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name))
"""Ctrl-C, termination, and the end of the terminal."""


@contextmanager
def signals_deferred() -> Iterator[None]:
    """Defer interrupts and termination until the end of the block, whichever thread of the program receives them.

    Python calls handlers in the main thread only, so a block in another thread is not interrupted in any case. To
    block the signals in this thread would not be enough: another thread would receive them for the main thread.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    handlers = {number: signal.getsignal(number) for number in SIGNALS}
    # None is a handler that was not set by Python.
    caught = {number: handler for number, handler in handlers.items() if handler not in {signal.SIG_IGN, None}}
    received: list[int] = []

    def record(number: int, _frame: FrameType | None) -> None:
        received.append(number)

    try:
        for number in caught:
            signal.signal(number, record)
        yield
    finally:
        for number, handler in caught.items():
            signal.signal(number, handler)
        for number in received[:1]:
            signal.raise_signal(number)

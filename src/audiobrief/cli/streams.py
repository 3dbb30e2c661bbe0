"""The standard streams and signals that the program was started with."""

from __future__ import annotations

import io
import os
import signal
import sys


def open_standard_streams() -> None:
    """Open the standard streams that are closed, and show letters that a terminal lacks by their numbers.

    The first files that the program opens would take the place of closed streams, and what libraries and child
    processes write to them would end up in these files. What is written to a standard output that was closed fails.
    """
    for number, mode in enumerate((os.O_RDONLY, os.O_RDONLY, os.O_WRONLY)):
        try:
            os.fstat(number)
        except OSError:
            os.open(os.devnull, mode)  # it gets the lowest number that is free
    if sys.stdin is None:
        sys.stdin = io.TextIOWrapper(io.FileIO(0, closefd=False))
    if sys.stdout is None:
        sys.stdout = io.TextIOWrapper(io.BufferedWriter(io.FileIO(1, "w", closefd=False)))
    if sys.stderr is None:
        sys.stderr = io.TextIOWrapper(io.BufferedWriter(io.FileIO(2, "w", closefd=False)))
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")


def wait_for_children() -> None:
    """Let the program learn how its child processes end, also where it was started with SIGCHLD ignored."""
    if hasattr(signal, "SIGCHLD") and signal.getsignal(signal.SIGCHLD) == signal.SIG_IGN:
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)

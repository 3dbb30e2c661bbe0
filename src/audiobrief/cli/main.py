"""The program's entry: ready for an interruption before anything heavy is imported."""

from __future__ import annotations

import gc
import os
import signal
import sys

from audiobrief.cli.signals import INTERRUPTED, MESSAGE, take_interruptions

# Not from typing, which takes longer to import than all the rest here.
TYPE_CHECKING = False
if TYPE_CHECKING:
    from types import FrameType
    from typing import NoReturn

__all__ = ["main"]

_SELDOM = 100_000
"""Objects that are made before cycles are looked for among them."""


def _end(_number: int, _frame: FrameType | None) -> NoReturn:
    # Nothing has begun that would have to be cleaned up. An exception would be shown where Python swallows it: the
    # machinery of imports runs callbacks from which none can come out.
    os.write(2, f"{MESSAGE}\n".encode())
    os._exit(INTERRUPTED)


def main() -> NoReturn:
    """Run the program with the arguments it was started with."""
    take_interruptions(_end)
    # Nearly all that is made lasts to the end: to look for cycles as often as usual takes a twentieth of the time.
    gc.set_threshold(_SELDOM)
    # numpy's own threads gain nothing on blocks as small as these, and wait for each other where others work.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    # pydantic would look for plugins, which takes a while; what it checks here concerns nobody's.
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")
    from audiobrief.cli.program import run

    try:
        status = run(sys.argv[1:])
        # All is done and cleaned up. While Python takes itself down, an exception would be shown as a traceback, and a
        # signal that is not ignored would change the status.
        take_interruptions(signal.SIG_IGN)
        # What is left goes with the process. To look through all of it for cycles takes a tenth of a short command.
        gc.freeze()
    except KeyboardInterrupt:
        # It came after the program had said how it ended.
        _end(0, None)
    sys.exit(status)

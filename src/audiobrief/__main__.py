"""`python -m audiobrief`, and the command `audiobrief`."""

from __future__ import annotations

import os
import signal
import sys
from types import FrameType
from typing import NoReturn


def main() -> NoReturn:
    """Run the program; an interruption while it is imported ends in one line, too."""
    if signal.getsignal(signal.SIGINT) is signal.default_int_handler:
        # Python would ignore an exception in some places while it imports.
        signal.signal(signal.SIGINT, _end)
    try:
        from audiobrief.cli.main import main as run
    except KeyboardInterrupt:
        _end()
    run()


def _end(_number: int = signal.SIGINT, _frame: FrameType | None = None) -> NoReturn:
    sys.stderr.write("interrupted\n")
    sys.stderr.flush()
    os._exit(130)


if __name__ == "__main__":
    main()

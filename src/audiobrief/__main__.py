"""`python -m audiobrief`, and the command `audiobrief`."""

from __future__ import annotations

import sys
from typing import NoReturn


def main() -> NoReturn:
    """Run the program; an interruption while it is imported ends in one line, too."""
    try:
        from audiobrief.cli.main import main as run
    except KeyboardInterrupt:
        sys.stderr.write("interrupted\n")
        sys.exit(130)
    run()


if __name__ == "__main__":
    main()

"""`python -m audiobrief`, and the command `audiobrief`.

An interrupt that comes before `cli.main` catches signals ends in one line, too. So nothing that takes time is imported
first, not even `__future__`: Python has `os` and `sys` by then.
"""

import os
import sys


def _end(*_: object) -> None:
    sys.stderr.write("interrupted\n")
    sys.stderr.flush()
    os._exit(130)


def _show_error(kind: type[BaseException], error: BaseException, _trace: object) -> None:
    if issubclass(kind, KeyboardInterrupt):
        _end()
    sys.__excepthook__(kind, error, error.__traceback__)


def _show_ignored_error(ignored: "sys.UnraisableHookArgs") -> None:
    if issubclass(ignored.exc_type, KeyboardInterrupt):
        _end()
    sys.__unraisablehook__(ignored)


sys.excepthook, sys.unraisablehook = _show_error, _show_ignored_error


def main() -> None:
    """Run the program."""
    import signal

    if signal.getsignal(signal.SIGINT) is signal.default_int_handler:
        # Python would ignore an exception in some places while it imports.
        signal.signal(signal.SIGINT, _end)
    from audiobrief.cli.main import main as run

    run()


if __name__ == "__main__":
    main()

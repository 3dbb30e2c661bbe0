"""The program: finds the command, and turns what goes wrong into one line and an exit status.

Exit statuses: 0 done; 1 it could not be done; 2 the script or the command line is wrong; 130 interrupted.
"""

from __future__ import annotations

import errno
import importlib
import io
import logging
import os
import signal
import sys
import threading
import traceback
import warnings
from types import FrameType
from typing import Any, ClassVar

import click

from audiobrief import __version__
from audiobrief.cli.help import Group, examples
from audiobrief.cli.signals import INTERRUPTED, INTERRUPTIONS, MESSAGE, take_interruptions
from audiobrief.errors import AudiobriefError

__all__ = ["audiobrief", "end_if_interrupted", "run", "say_error"]


class Commands(Group):
    """Imports a command when it is asked for, so that the program starts fast."""

    modules: ClassVar[dict[str, str]] = {
        "init": "init",
        "draft": "draft",
        "render": "render",
        "watch": "watch",
        "check": "check",
        "proof": "proof",
        "preflight": "preflight",
        "publish": "publish",
        "unpublish": "unpublish",
        "voices": "voices",
        "say": "say",
        "names": "names",
        "serve": "serve",
        "cache": "cache",
        "schema": "schema",
        "completion": "completion",
    }

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        """Return the commands in the order in which a newcomer needs them."""
        return list(self.modules)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002 - click's signature
        """Import a command."""
        module = self.modules.get(cmd_name)
        if module is None:
            return None
        command: click.Command = importlib.import_module(f"audiobrief.cli.{module}").command
        return command


@click.command(
    cls=Commands,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog=examples(
        "  audiobrief render scripts/belarus-briefing.yaml",
        "  audiobrief check scripts/*.yaml",
        "  audiobrief COMMAND --help",
    ),
)
@click.version_option(__version__, prog_name="audiobrief")
def audiobrief() -> None:
    """Make podcast briefings from scripts: spoken offline, laid over music, mastered, with chapters."""


_AGAIN = 0.01
"""Seconds after which an interruption that would be lost, or was, is tried again."""
_interrupted = threading.Event()


def _interrupt(number: int, frame: FrameType | None) -> None:
    if _is_importing(frame):
        # An exception would be lost in a callback of the machinery of imports, or taken for another one by what makes
        # classes. An import is short.
        _try_again(number)
        return
    # Once is enough: what is cleaned up after the first must not be cut short by a second.
    for name in INTERRUPTIONS:
        if hasattr(signal, name):
            signal.signal(getattr(signal, name), signal.SIG_IGN)
    _interrupted.set()
    raise KeyboardInterrupt


def _look_at_passed_over(passed: sys.UnraisableHookArgs) -> None:
    """Interrupt again after an interruption in a callback from which nothing can come out; show all else as usual."""
    if not issubclass(passed.exc_type, KeyboardInterrupt):
        sys.__unraisablehook__(passed)
        return
    signal.signal(signal.SIGINT, _interrupt)
    _try_again(signal.SIGINT)


def _try_again(number: int) -> None:
    timer = threading.Timer(_AGAIN, _send_again, (number,))
    timer.daemon = True
    timer.start()


def _is_importing(frame: FrameType | None) -> bool:
    while frame is not None:
        if frame.f_code.co_filename.startswith("<frozen importlib"):
            return True
        frame = frame.f_back
    return False


def _send_again(number: int) -> None:
    if sys.platform == "win32":
        signal.raise_signal(number)
    else:
        # To the main thread, so that it does not go on waiting for something.
        main_thread = threading.main_thread().ident
        assert main_thread is not None
        signal.pthread_kill(main_thread, number)


def run(arguments: list[str]) -> int:
    """Run a command line, and give its exit status."""
    # pydub looks for an ffmpeg on the PATH when it is imported; it is never asked to start one.
    warnings.filterwarnings("ignore", message="Couldn't find ffmpeg or avconv", category=RuntimeWarning)
    logging.captureWarnings(capture=True)
    sys.unraisablehook = _look_at_passed_over
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            # A terminal that cannot show a letter gets its number instead.
            stream.reconfigure(errors="backslashreplace")
    return _status(arguments)


def _status(arguments: list[str]) -> int:
    try:
        take_interruptions(_interrupt)
        result = _result(arguments)
    except click.exceptions.Exit as stop:
        return stop.exit_code
    except click.ClickException as error:
        return _usage(error)
    except AudiobriefError as error:
        say_error(str(error))
        return error.exit_status
    except (KeyboardInterrupt, click.Abort):
        say_error(MESSAGE)
        return INTERRUPTED
    except BrokenPipeError:
        # Whoever read the output has gone; Python must not try to flush it again.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    except OSError as error:
        if error.filename is None and error.errno == errno.ENOSPC:
            say_error("standard output cannot be written: no space left on device (write it elsewhere)")
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            return 1
        return _fault(error)
    except Exception as error:  # noqa: BLE001 - the last line of defence: a fault of the program, said as one
        return _fault(error)
    return result if isinstance(result, int) else 0


def _result(arguments: list[str]) -> Any:
    try:
        result = audiobrief.main(arguments, prog_name="audiobrief", standalone_mode=False)
        if sys.stdout is not None:
            sys.stdout.flush()
    except Exception:
        end_if_interrupted()
        raise
    return result


def end_if_interrupted() -> None:
    """End the program where a library took an interruption for a fault of its own, or went on without a value.

    Raises:
        KeyboardInterrupt: there was an interruption.
    """
    if _interrupted.is_set():
        take_interruptions(signal.SIG_IGN)
        raise KeyboardInterrupt from None


def _fault(error: Exception) -> int:
    if logging.getLogger("audiobrief").isEnabledFor(logging.DEBUG):
        traceback.print_exception(error)
    text = " ".join(str(error).split()) or "no further word"
    say_error(f"{type(error).__name__}: {text} (this is a fault in audiobrief or the machine; -vv shows where)")
    return 1


def _usage(error: click.ClickException) -> int:
    context = getattr(error, "ctx", None)
    command = context.command_path if context is not None else "audiobrief"
    say_error(f"{' '.join(error.format_message().split())} ({command} --help says how)")
    return 2


def say_error(text: str) -> None:
    """Print an error's lines on standard error; red on a terminal."""
    for line in text.split("\n"):
        click.secho(line, fg="red", err=True)

"""The program's entry: run a command, and turn errors and interruptions into one line and an exit status.

Exit statuses: 0 done; 1 it could not be done; 2 the script or the command line is wrong; 130 interrupted.
"""

from __future__ import annotations

import errno
import importlib
import logging
import os
import signal
import sys
import traceback
import warnings
from pathlib import Path
from types import FrameType
from typing import NoReturn

import click

from audiobrief import __version__
from audiobrief.cli.help import Group, examples
from audiobrief.cli.messages import say_error
from audiobrief.cli.paths import deleted_working_folder, has_working_folder
from audiobrief.cli.streams import open_standard_streams, wait_for_children
from audiobrief.errors import AudiobriefError, MachineError

COMMANDS = {
    "init": "Make a folder for a show.",
    "draft": "Make a script from an article.",
    "edit": "Edit scripts in the browser.",
    "render": "Render scripts as episodes.",
    "watch": "Render a script at every save.",
    "archive": "Render many scripts, each once.",
    "check": "Say what is wrong with scripts.",
    "transcribe": "Write the transcript of a recording.",
    "proof": "Listen to finished episodes for mistakes.",
    "preflight": "Say what directories would refuse.",
    "report": "Describe a finished episode in one page.",
    "publish": "Put rendered episodes into a podcast's site.",
    "unpublish": "Remove episodes from a podcast's site.",
    "voices": "List, hear, install and remove voices.",
    "say": "Say a text and write it as WAV.",
    "read": "Show each sentence as it will be said.",
    "names": "List the names that voices have to guess.",
    "serve": "Serve a site on this machine.",
    "cache": "Show the size of the cache, and delete entries.",
    "schema": "Print the scripts' JSON Schema.",
    "completion": "Print completion for a shell.",
}
"""Their short help, in the order in which a newcomer needs them; each has a module of its name in this package."""
_LOOP = "Symlink loop from "
"""How pathlib begins the message of a RuntimeError about a link that leads back to itself (before Python 3.13)."""
INTERRUPTED = 130
INTERRUPTED_MESSAGE = "interrupted; files that were finished before are whole"


class Commands(Group):
    """The commands; a command's module is imported when the command is used."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        """Return the names of the commands."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002 - click's signature
        """Import a command."""
        if cmd_name not in COMMANDS:
            return None
        command: click.Command = importlib.import_module(f"audiobrief.cli.{cmd_name}").command
        command.short_help = COMMANDS[cmd_name]
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002 - click's signature
        """Write the list of commands, without importing them."""
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))


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


def main() -> NoReturn:
    """Run the program with the arguments it was started with."""
    sys.exit(run(sys.argv[1:]))


def run(arguments: list[str]) -> int:
    """Run a command line, and return its exit status."""
    # numpy's own threads gain nothing on blocks as small as these, and wait for each other where others work.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    # pydantic would look for plug-ins of its own among all installed packages; none are used.
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")
    # pydub looks for an ffmpeg on the PATH when it is imported; it is never asked to start one.
    warnings.filterwarnings("ignore", message="Couldn't find ffmpeg or avconv", category=RuntimeWarning)
    logging.captureWarnings(capture=True)
    open_standard_streams()
    wait_for_children()
    interruption = Interruption()
    try:
        interruption.catch_signals()
        result = audiobrief.main(arguments, prog_name="audiobrief", standalone_mode=False)
        if sys.stdout is not None:
            sys.stdout.flush()
        status = result if isinstance(result, int) else 0
    except (Exception, KeyboardInterrupt) as error:  # noqa: BLE001 - the last line of defence: each ends in one line
        interruption.ignore_signals()
        status = INTERRUPTED if interruption.happened else _report(error)
    # Python would show an exception while it shuts down as a traceback.
    interruption.ignore_signals()
    if interruption.happened:
        say_error(INTERRUPTED_MESSAGE)
        return INTERRUPTED
    return status


class SignalError(KeyboardInterrupt):
    """A signal has interrupted the program.

    If a plain KeyboardInterrupt has passed through code that `exec` runs, such as that of a dataclass, Python ends the
    process by SIGINT, and not with the program's exit status.
    """


class Interruption:
    """Raises KeyboardInterrupt for SIGINT, SIGTERM and SIGHUP, once: a second signal must not cut cleaning up short."""

    def __init__(self) -> None:
        self.happened = False
        """True if there was a signal. It also counts where a library has turned the exception into one of its own."""
        numbers = [getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name)]
        # A signal that is ignored from the start, as nohup does it, stays ignored.
        self._numbers = [number for number in numbers if signal.getsignal(number) != signal.SIG_IGN]

    def catch_signals(self) -> None:
        """Raise KeyboardInterrupt at the next signal."""
        sys.unraisablehook = self._catch_again
        for number in self._numbers:
            signal.signal(number, self._interrupt)

    def ignore_signals(self) -> None:
        """Ignore signals from now on."""
        for number in self._numbers:
            signal.signal(number, signal.SIG_IGN)

    def _interrupt(self, _number: int, _frame: FrameType | None) -> NoReturn:
        self.happened = True
        self.ignore_signals()
        raise SignalError

    def _catch_again(self, ignored: sys.UnraisableHookArgs) -> None:
        """Catch the next signal where Python has ignored the exception, as it does in a destructor or a callback."""
        if issubclass(ignored.exc_type, KeyboardInterrupt):
            self.catch_signals()
        else:
            sys.__unraisablehook__(ignored)


def _report(error: BaseException) -> int:
    """Print an error, and return the exit status."""
    match error:
        case click.exceptions.Exit():
            return error.exit_code
        case click.ClickException():
            context = getattr(error, "ctx", None)
            command = context.command_path if context is not None else "audiobrief"
            say_error(f"{' '.join(error.format_message().split())} ({command} --help says how)")
            return 2
        case AudiobriefError():
            say_error(str(error))
            return error.exit_status
        case KeyboardInterrupt() | click.Abort():
            say_error(INTERRUPTED_MESSAGE)
            return INTERRUPTED
        case BrokenPipeError():
            _discard_output()  # whoever read it has gone
            return 1
        case OSError(errno=errno.ENOSPC | errno.EBADF | errno.EIO, filename=None):
            reason = "it is closed" if error.errno == errno.EBADF else (error.strerror or "").lower()
            say_error(f"standard output cannot be written: {reason} (write it elsewhere)")
            _discard_output()
            return 1
    if logging.getLogger("audiobrief").isEnabledFor(logging.DEBUG):
        traceback.print_exception(error)
    if isinstance(error, OSError):
        say_error(str(_machine_error(error)))
        return 1
    if isinstance(error, RuntimeError) and str(error).startswith(_LOOP):
        say_error(f"{str(error).removeprefix(_LOOP).strip(chr(39))}: the link leads back to itself (delete it)")
        return 1
    text = " ".join(str(error).split()) or "no details"
    say_error(f"{type(error).__name__}: {text} (this is a fault in audiobrief or the machine; -vv shows where)")
    return 1


def _machine_error(error: OSError) -> MachineError:
    if error.errno in {errno.EMFILE, errno.ENFILE}:
        return MachineError("too many files are open at once (raise the limit, as with ulimit -n)")
    if isinstance(error, FileNotFoundError) and not has_working_folder():
        return deleted_working_folder()
    if isinstance(error.filename, str):
        from audiobrief.storage.files import visible_path

        error.filename = str(visible_path(Path(error.filename)))
    return MachineError.of(error, "check the disk and the rights of its files")


def _discard_output() -> None:
    """Keep Python from flushing standard output again when it shuts down."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())

"""What several commands share: options, and reading scripts."""

from __future__ import annotations

import logging
from collections.abc import Callable, Container, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from audiobrief.cache.records import cache_place
from audiobrief.cli.messages import say_error
from audiobrief.errors import AudiobriefError, HouseFileError, MachineError, ScriptError

if TYPE_CHECKING:
    from audiobrief.script.models.script import Script

__all__ = [
    "cache_folder",
    "load_scripts",
    "one_script",
    "output_option",
    "scripts_argument",
    "verbosity_options",
]

Command = TypeVar("Command", bound=Callable[..., Any])


def scripts_argument(command: Command) -> Command:
    """Add the scripts a command works on."""
    return click.argument("scripts", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="SCRIPT...")(
        command
    )


def output_option(command: Command) -> Command:
    """Add -o."""
    return click.option(
        "-o",
        "--output",
        type=click.Path(path_type=Path),
        metavar="FILE.mp3",
        help="The audio file; the others stand beside it. [default: out/SLUG.mp3]",
    )(command)


def verbosity_options(command: Command) -> Command:
    """Add -q and -v."""
    command = click.option("-q", "--quiet", is_flag=True, help="Print errors only.")(command)
    return click.option("-v", "--verbose", count=True, help="Say what is done; -vv shows every program that is run.")(
        command
    )


def load_scripts(
    paths: tuple[Path, ...],
    tell: Callable[[Path, AudiobriefError], None] = lambda _path, error: say_error(str(error)),
    passed_over: Container[Path] = (),
    pictures: Path | None = None,
) -> tuple[list[Script], int]:
    """Read scripts; what is wrong is printed, or told otherwise.

    Args:
        paths: all that are named.
        tell: given a path, and what is wrong with it.
        passed_over: those of them that need not be read.
        pictures: the folder in which good pictures are remembered; None remembers none.

    Returns:
        Those that are right, and the exit status so far.
    """
    scripts: list[Script] = []
    status = 0
    for path in paths:
        if path in passed_over:
            continue
        try:
            with one_script():
                scripts.append(_loaded(path, pictures))
        except HouseFileError as error:
            # A pattern such as scripts/*.yaml names show.yaml as well.
            if len(paths) == 1 or path.stem != "show":
                tell(path, error)
                status = max(status, error.exit_status)
            else:
                click.echo(f"{path}: passed over, a house file", err=True)
        except ScriptError as error:
            tell(path, error)
            status = max(status, error.exit_status)
        except MachineError as error:
            tell(path, MachineError(f"{path}: {error}"))
            status = max(status, error.exit_status)
    return scripts, status


def _loaded(path: Path, pictures: Path | None) -> Script:
    """Read a script, and look at the sounds and voices of a wrong one as well, so that all comes in one run."""
    from audiobrief.script.loader import read_script

    loaded = read_script(path, pictures=pictures)
    if loaded.problems:
        from audiobrief.production.sounds import sound_and_voice_problems

        raise ScriptError([*loaded.problems, *sound_and_voice_problems(loaded.script)])
    return loaded.script


@contextmanager
def one_script() -> Iterator[None]:
    """Turn a fault of the machine into an error, so that it ends the work on one script and not on those after it.

    Raises:
        MachineError: in place of an OSError.
    """
    try:
        yield
    except BrokenPipeError:
        raise  # nobody reads any more
    except OSError as error:
        logging.getLogger(__name__).debug("where the machine failed", exc_info=True)
        raise MachineError.of(error) from error


def cache_folder(name: str) -> Path | None:
    """Return a folder in the user's place for what can be made again; None where it cannot be written."""
    import tempfile

    folder = cache_place() / name
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            return folder
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        logging.getLogger(__name__).warning("nothing is kept for the next time: %s: %s", folder, reason)
        return None

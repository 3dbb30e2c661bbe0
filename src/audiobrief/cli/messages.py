"""Messages on standard error: which are shown, and how errors look."""

from __future__ import annotations

import logging
import re
from pathlib import Path
from typing import TYPE_CHECKING

import click

from audiobrief.errors import AudiobriefError

if TYPE_CHECKING:
    from audiobrief.script.models.script import Script


_PASSWORD = re.compile(r"(?P<before>\b[a-z][a-z0-9+.-]+:/{1,2}[^\s/:@]+):[^\s]*@", re.IGNORECASE)
"""In an address, also one with a slash less: as a path it has only one."""


def set_up_messages(quiet: bool, verbose: int) -> None:
    """Send the library's messages to standard error."""
    if quiet and verbose:
        raise click.UsageError("-q and -v exclude each other")
    level = {0: logging.WARNING, 1: logging.INFO}.get(verbose, logging.DEBUG)
    logging.basicConfig(format="%(name)s: %(message)s")
    logging.getLogger("audiobrief").setLevel(logging.ERROR if quiet else level)


def say_error(text: str) -> None:
    """Print an error's lines on standard error, without passwords of addresses; red on a terminal."""
    for line in _PASSWORD.sub(r"\g<before>@", text).split("\n"):
        click.secho(line, fg="red", err=True)


def place_error(script: Script, error: AudiobriefError) -> str:
    """Return an error's lines, the first with the script's name in front if it has no place yet."""
    text = str(error)
    return text if text.startswith(str(script.path)) or error.exit_status == 2 else f"{script.path}: {text}"


class Failures:
    """Prints the errors of single episodes, and remembers the highest exit status."""

    def __init__(self) -> None:
        self.status = 0

    def __call__(self, _episode: Path | str, error: AudiobriefError) -> None:
        """Print an error."""
        say_error(str(error))
        self.status = max(self.status, error.exit_status)

"""Messages on standard error: which are shown, and how errors look."""

from __future__ import annotations

import json
import logging
import re
from pathlib import Path
from typing import TYPE_CHECKING

import click

from audiobrief.errors import AudiobriefError, escape_unprintable

if TYPE_CHECKING:
    from audiobrief.script.models.script import Script


_PASSWORD = re.compile(r"(?P<before>\b[a-z][a-z0-9+.-]+:/{1,2}[^\s/:@]+):[^\s]*@", re.IGNORECASE)
"""In an address, also one with a slash less: as a path it has only one."""


class _OneLineFormatter(logging.Formatter):
    """Writes a message on one line; the trace of an error follows it."""

    def formatMessage(self, record: logging.LogRecord) -> str:  # noqa: N802 - the base's name
        """Return the message without characters that control a terminal."""
        return escape_unprintable(super().formatMessage(record))


def echo(text: object = "", *, err: bool = False, fg: str | None = None, bold: bool | None = None) -> None:
    """Print a text, whose lines may have names and titles that others wrote: nothing in them controls a terminal."""
    for line in str(text).split("\n"):
        click.secho(escape_unprintable(line), err=err, fg=fg, bold=bold)


def echo_json(value: object, indent: int | None = None) -> None:
    """Print a value as JSON; characters that control a terminal are escaped."""
    text = json.dumps(value, ensure_ascii=False, indent=indent)
    click.echo(re.sub("[\x7f-\x9f\u2028\u2029\ud800-\udfff]", lambda match: f"\\u{ord(match[0]):04x}", text))


def set_up_messages(quiet: bool, verbose: int) -> None:
    """Send the library's messages to standard error."""
    if quiet and verbose:
        raise click.UsageError("-q and -v exclude each other")
    level = {0: logging.WARNING, 1: logging.INFO}.get(verbose, logging.DEBUG)
    handler = logging.StreamHandler()
    handler.setFormatter(_OneLineFormatter("%(name)s: %(message)s"))
    logging.basicConfig(handlers=[handler])
    logging.getLogger("audiobrief").setLevel(logging.ERROR if quiet else level)


def say_error(text: str) -> None:
    """Print an error's lines on standard error, without passwords of addresses; red on a terminal."""
    for line in _PASSWORD.sub(r"\g<before>@", text).split("\n"):
        echo(line, fg="red", err=True)


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

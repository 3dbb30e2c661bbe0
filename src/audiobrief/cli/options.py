"""Options and arguments that several commands share."""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import Any, TypeVar

import click
from click.shell_completion import CompletionItem

from audiobrief.cli.paths import LocalPath
from audiobrief.script.models.formats import AUDIO_FORMATS, main_first

Command = TypeVar("Command", bound=Callable[..., Any])


class FormatsType(click.ParamType[tuple[str, ...]]):
    """Audio formats, with commas between them; the main one comes first."""

    name = "format,..."

    def convert(
        self, value: str | tuple[str, ...], param: click.Parameter | None, ctx: click.Context | None
    ) -> tuple[str, ...]:
        """Return the names of the formats."""
        if isinstance(value, tuple):
            return value
        names = [name.strip().lower() for name in value.split(",")]
        for name in names:
            if name not in AUDIO_FORMATS:
                self.fail(f"{name!r} is not one of {', '.join(AUDIO_FORMATS)}.", param, ctx)
        return main_first(dict.fromkeys(names))

    def shell_complete(
        self,
        ctx: click.Context,  # noqa: ARG002 - click calls it with these
        param: click.Parameter,  # noqa: ARG002 - as well
        incomplete: str,
    ) -> list[CompletionItem]:
        """Return the formats that a shell may offer for the last name of an incomplete list."""
        listed, comma, last = incomplete.rpartition(",")
        names = (name for name in AUDIO_FORMATS if name.startswith(last) and name not in listed.split(","))
        return [CompletionItem(f"{listed}{comma}{name}") for name in names]


def scripts_argument(command: Command) -> Command:
    """Add the scripts a command works on."""
    return click.argument("scripts", nargs=-1, required=True, type=LocalPath(), metavar="SCRIPT...")(command)


def output_option(command: Command) -> Command:
    """Add -o."""
    return click.option(
        "-o",
        "--output",
        type=LocalPath(),
        metavar="FILE.mp3",
        help="The audio file; the others stand beside it. [default: out/SLUG.mp3]",
    )(command)


def verbosity_options(command: Command) -> Command:
    """Add -q and -v."""
    command = click.option("-q", "--quiet", is_flag=True, help="Print errors only.")(command)
    return click.option(
        "-v", "--verbose", count=True, help="Print what is done; -vv prints every program that is run."
    )(command)


def _jobs(_context: click.Context, _option: click.Parameter, value: int | None) -> int:
    return value or os.cpu_count() or 1


def jobs_option(what: str) -> Callable[[Command], Command]:
    """Return a decorator that adds --jobs; its help says what the number counts."""
    return click.option(
        "--jobs",
        type=click.IntRange(1, 64),
        callback=_jobs,
        metavar="N",
        help=f"{what} [default: the machine's cores]",
    )


def house_option(command: Command) -> Command:
    """Add --show."""
    return click.option(
        "--show",
        "show",
        type=LocalPath(),
        metavar="FILE",
        help="The house file with the podcast's details, in place of those from when the episode was rendered.",
    )(command)


def change_options(command: Command) -> Command:
    """Add --templates, --dry-run and --json."""
    command = click.option(
        "--json", "as_json", is_flag=True, help="Print what was done on standard output, a JSON object for each site."
    )(command)
    command = click.option("--dry-run", is_flag=True, help="Only list what would be written and removed.")(command)
    return click.option(
        "--templates",
        type=LocalPath(exists=True, file_okay=False),
        metavar="FOLDER",
        help="Your own templates of the pages.",
    )(command)

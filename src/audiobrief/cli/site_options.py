"""Options of the commands that change a site, or look at what is to go there."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import click

__all__ = ["change_options", "house_option"]

Command = TypeVar("Command", bound=Callable[..., Any])


def house_option(command: Command) -> Command:
    """Add --show."""
    return click.option(
        "--show",
        "show",
        type=click.Path(path_type=Path),
        metavar="FILE",
        help="The house file that says what the podcast is, instead of what it said when the episode was rendered.",
    )(command)


def change_options(command: Command) -> Command:
    """Add --templates, --dry-run and --json."""
    command = click.option(
        "--json", "as_json", is_flag=True, help="Print what was done on standard output, as one JSON object."
    )(command)
    command = click.option("--dry-run", is_flag=True, help="Only list what would be written and removed.")(command)
    return click.option(
        "--templates",
        type=click.Path(path_type=Path, exists=True, file_okay=False),
        metavar="FOLDER",
        help="Your own templates of the pages.",
    )(command)

"""The options of `audiobrief draft`, and loading what its command line names."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from audiobrief.cli.inputs import is_address

if TYPE_CHECKING:
    from audiobrief.draft.readers.article_file import Document


@dataclass(frozen=True, slots=True)
class WantedLength:
    """How long the episode is to last."""

    text: str
    """As `target:` of a script has it."""
    seconds: float


@dataclass(frozen=True, slots=True)
class DraftOptions:
    """The options of the command line."""

    feed: tuple[str, ...]
    since: str | None
    most: int
    length: WantedLength | None
    new_only: bool
    reported: tuple[Path, ...]
    output: Path | None
    show: Path | None
    templates: Path | None
    language: str | None
    day: date | None
    force: bool
    quiet: bool


def parse_length(text: str) -> WantedLength:
    """Return a duration such as 5:00 or 90s.

    Raises:
        click.UsageError: it is none.
    """
    from pydantic import TypeAdapter, ValidationError

    from audiobrief.script.models.quantities import Length

    try:
        return WantedLength(text, float(TypeAdapter(Length).validate_python(text)) / 1000)
    except ValidationError as error:
        raise click.UsageError(f"--length is a duration such as 5:00 or 90s, and '{text:.40}' is not") from error


def load(name: str, *, is_feed: bool = False) -> Document:
    """Load a file, or fetch an address.

    Raises:
        ArticleError: it cannot be read.
    """
    if is_address(name):
        from audiobrief.draft.readers.fetch import fetch_document

        return fetch_document(name, is_feed=is_feed)
    from audiobrief.draft.readers.article_file import load_document

    return load_document(Path(name))

"""Look up the tables under `data`: words and limits of the rules."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from audiobrief.language.codes import primary_language
from audiobrief.language.tables import read_table

_FOLDER = Path(__file__).parent / "data"


def table(name: str) -> dict[str, Any]:
    """Return a table by its file's name."""
    return read_table(_FOLDER, name)


def table_of_language(name: str, language: str) -> dict[str, Any] | None:
    """Return the part of a table for a language; None where there is none.

    Args:
        name: the file's name.
        language: BCP 47 tag.
    """
    part: dict[str, Any] | None = table(name).get(primary_language(language))
    return part

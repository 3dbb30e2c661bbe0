"""Read tables of words from TOML files; those under `data` have a part for each language."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path
from typing import Any

from audiobrief.language.codes import primary_language

# Not importlib.resources, which takes as long to import as a table to read.
_FOLDER = Path(__file__).parent / "data"


@cache
def read_table(folder: Path, name: str) -> dict[str, Any]:
    """Read a table of the program, once; its name is that of the file without `.toml`."""
    return tomllib.loads((folder / f"{name}.toml").read_text(encoding="utf-8"))


@cache
def table(name: str, language: str) -> dict[str, Any]:
    """Return the part of a table for a language, named by its BCP 47 tag; empty where there is none."""
    part: dict[str, Any] = whole_table(name).get(primary_language(language), {})
    return part


def whole_table(name: str) -> dict[str, Any]:
    """Return a whole table: the parts of all languages, and entries that hold for every language."""
    return read_table(_FOLDER, name)

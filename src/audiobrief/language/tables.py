"""Read the tables under `data`, one TOML file each, with a part for each language."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files
from typing import Any

from audiobrief.language.codes import primary_language

__all__ = ["table", "whole_table"]


@cache
def table(name: str, language: str) -> dict[str, Any]:
    """Return the part of a table for a language, named by its BCP 47 tag; empty where there is none."""
    part: dict[str, Any] = whole_table(name).get(primary_language(language), {})
    return part


@cache
def whole_table(name: str) -> dict[str, Any]:
    """Return a whole table: the parts of all languages, and entries that hold for every language."""
    return tomllib.loads(files(__package__).joinpath("data", f"{name}.toml").read_text(encoding="utf-8"))

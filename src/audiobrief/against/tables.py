"""The tables under `data`, by language."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files
from typing import Any

from audiobrief.script.phonetic import primary_language

__all__ = ["table", "whole_table"]


@cache
def table(name: str, language: str) -> dict[str, Any]:
    """Give the part of a table for a language, by its BCP 47 tag; empty where there is none."""
    part: dict[str, Any] = whole_table(name).get(primary_language(language), {})
    return part


@cache
def whole_table(name: str) -> dict[str, Any]:
    """Give a table with the parts of all languages, and what is the same in each."""
    return tomllib.loads(files(__package__).joinpath("data", f"{name}.toml").read_text(encoding="utf-8"))

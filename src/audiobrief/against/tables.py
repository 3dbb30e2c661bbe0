"""The tables under `data`, by language."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files
from typing import Any

from audiobrief.script.phonetic import primary_language

__all__ = ["table"]


@cache
def table(name: str, language: str) -> dict[str, Any]:
    """Give the part of a table for a language, by its BCP 47 tag; empty where there is none."""
    content = tomllib.loads(files(__package__).joinpath("data", f"{name}.toml").read_text(encoding="utf-8"))
    part: dict[str, Any] = content.get(primary_language(language), {})
    return part

"""The tables under `data`, read once when they are first asked for."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files
from typing import Any

__all__ = ["of_language", "table"]


@cache
def table(name: str) -> dict[str, Any]:
    """Return a table by its file's name."""
    return tomllib.loads(files(__package__).joinpath("data", f"{name}.toml").read_text(encoding="utf-8"))


def of_language(name: str, language: str) -> dict[str, Any] | None:
    """Return the part of a table for a language; None where there is none.

    Args:
        name: the file's name.
        language: BCP 47 tag.
    """
    part: dict[str, Any] | None = table(name).get(language.split("-", maxsplit=1)[0].lower())
    return part

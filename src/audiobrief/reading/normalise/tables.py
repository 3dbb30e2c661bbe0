"""The tables under `data`, read once when they are first asked for."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path
from typing import Any

__all__ = ["table", "words"]


@cache
def _file(name: str) -> dict[str, Any]:
    # Not importlib.resources, which takes as long to import as a table to read.
    return tomllib.loads((Path(__file__).parent / "data" / f"{name}.toml").read_text(encoding="utf-8"))


@cache
def table(file: str, *keys: str) -> dict[str, Any]:
    """Return a table of a file, by the names that lead to it."""
    content: dict[str, Any] = _file(file)
    for key in keys:
        content = content[key]
    return content


@cache
def words(*keys: str) -> frozenset[str]:
    """Return a list of English words, by the names that lead to it."""
    *parents, last = keys
    return frozenset(table("english", *parents)[last])

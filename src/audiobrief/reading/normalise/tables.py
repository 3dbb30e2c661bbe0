"""Look up the tables under `data`: how texts are read."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

from audiobrief.language.tables import read_table

_FOLDER = Path(__file__).parent / "data"


@cache
def table(file: str, *keys: str) -> dict[str, Any]:
    """Return a table of a file, by the names that lead to it."""
    entries: dict[str, Any] = read_table(_FOLDER, file)
    for key in keys:
        entries = entries[key]
    return entries


@cache
def words(*keys: str) -> frozenset[str]:
    """Return a list of English words, by the names that lead to it."""
    *parents, last = keys
    return frozenset(table("english", *parents)[last])

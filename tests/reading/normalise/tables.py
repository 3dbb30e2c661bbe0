"""The tables of what is written and what is said."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

__all__ = ["pairs"]

_LANGUAGE = re.compile(r"\((en-\w\w)\)$")


def pairs(name: str, language: str | None = None) -> Iterator[tuple[str, str, str]]:
    """Return a table's language, what is written and what is said; without `language`, groups are languages."""
    group = ""
    for line in (Path(__file__).parent / name).read_text(encoding="utf-8").splitlines():
        if line.startswith("# "):
            group = line.removeprefix("# ")
            continue
        written, said = line.split("\t")
        named = _LANGUAGE.search(group)
        yield named[1] if named else language or group, written, said

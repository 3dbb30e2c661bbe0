"""Orders to workers, and their outcomes: values of plain JSON, which pass between processes and machines."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from typing import Any, Literal, TypedDict


class Order(TypedDict):
    """A script to render."""

    script: str
    """Its absolute path."""
    shown: str
    """Its path in messages."""
    article: str
    """The article from which it is drafted if it does not exist; empty if there is none."""
    folder: str
    """The archive's folder, absolute."""
    stem: str
    """The path of its results without their suffixes, relative to the folder."""
    taken: list[str]
    """The stems of other scripts that begin with this one and a hyphen, in small letters; no edition may have them."""
    scratch: str
    """A folder for temporary files; empty for one of the worker's own machine."""
    store: str
    """The address of the shared store; empty for that of the worker's own environment, if it sets one."""
    store_bytes: int
    """The size of the shared store above which entries are deleted."""


class Outcome(TypedDict):
    """The result of an order."""

    state: Literal["done", "failed", "house"]
    """`house` for a house file, which is no script."""
    worker: str
    seconds: float
    """How long it took."""
    inputs: list[Any]
    """The values of a `FileRecord` of each file that was read."""
    results: list[Any]
    """The same of each file that was written, the audio file first; also if an edition failed."""
    error: str
    exit_status: int
    sound: float
    """The episode's length in seconds."""
    lufs: float | None
    peak: float | None
    warnings: list[str]
    """Those of `check`, and those of the render."""
    guesses: list[str]
    """Names that voices have to guess."""


@dataclass(frozen=True, slots=True)
class Task:
    """A script of the archive."""

    script: str
    """Its absolute path."""
    shown: str
    """Its path as it was given."""
    stem: str
    """The path of its results without their suffixes, relative to the archive's folder."""
    article: str = ""
    """The article from which it is drafted if it does not exist."""
    tries: int = field(default=0, compare=False)
    """How often it was begun before."""


def shown_script(shown: str, article: str) -> str:
    """Return the path of a script in messages.

    Args:
        shown: the path in messages of the file that was found: the script, or its article.
        article: the article; empty if there is none.
    """
    return f"{os.path.splitext(shown)[0]}.yaml" if article else shown  # noqa: PTH122 - it keeps a path as it was given

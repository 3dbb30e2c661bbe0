"""A command that is given again what it was given before: says again what it said, if nothing has changed."""

from __future__ import annotations

import logging
from pathlib import Path
from typing import TYPE_CHECKING

from audiobrief.cache.fingerprint import files_below, installed
from audiobrief.cache.records import cache_place
from audiobrief.cache.runs import LASTING, Work
from audiobrief.voices.models import models_folder

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["Warned", "begin", "warn_again"]


def begin(paths: Iterable[Path], *asked: str) -> dict[Path, Work]:
    """Begin the work on each script.

    Args:
        paths: the scripts.
        asked: the command, and what it is asked.
    """
    surroundings = [installed(), *files_below(models_folder())]
    return {path: Work(cache_place() / "finished", (*asked, str(path)), surroundings) for path in paths}


def warn_again(said: Iterable[tuple[str, str]]) -> None:
    """Say warnings again that `Warned.lasting` gave."""
    for name, message in said:
        logging.getLogger(name).warning("%s", message, extra=LASTING)


class Warned(logging.Handler):
    """Hears warnings: those that last are said again, and work with others is done again, so that it warns again."""

    def __init__(self) -> None:
        """Listen to the library's messages from now on."""
        super().__init__(logging.WARNING)
        self.count = 0
        self._lasting: list[tuple[str, str]] = []
        logging.getLogger("audiobrief").addHandler(self)

    def emit(self, record: logging.LogRecord) -> None:
        """Remember a message that is marked as `LASTING`; count another."""
        if LASTING.items() <= vars(record).items():
            self._lasting.append((record.name, record.getMessage()))
        else:
            self.count += 1

    def lasting(self) -> list[tuple[str, str]]:
        """Return those that last since it was asked before: who said it, and what."""
        heard, self._lasting = self._lasting, []
        return heard

    def close(self) -> None:
        """Listen no more."""
        logging.getLogger("audiobrief").removeHandler(self)
        super().close()

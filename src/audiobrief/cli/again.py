"""A command that is given again what it was given before: says again what it said, if nothing has changed."""

from __future__ import annotations

import logging
from pathlib import Path
from typing import TYPE_CHECKING

from audiobrief.cache import cache_place
from audiobrief.finished import Work
from audiobrief.installation import files_below, installed
from audiobrief.speech.models import models_folder

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["Warned", "begin"]


def begin(paths: Iterable[Path], *asked: str) -> dict[Path, Work]:
    """Begin the work on each script.

    Args:
        paths: the scripts.
        asked: the command, and what it is asked.
    """
    surroundings = [installed(), *files_below(models_folder())]
    return {path: Work(cache_place() / "finished", (*asked, str(path)), surroundings) for path in paths}


class Warned(logging.Handler):
    """Counts warnings, for work that warned is done again, so that it warns again."""

    def __init__(self) -> None:
        """Listen to the library's messages from now on."""
        super().__init__(logging.WARNING)
        self.count = 0
        logging.getLogger("audiobrief").addHandler(self)

    def emit(self, record: logging.LogRecord) -> None:  # noqa: ARG002 - logging's signature
        """Count a message."""
        self.count += 1

    def close(self) -> None:
        """Listen no more."""
        logging.getLogger("audiobrief").removeHandler(self)
        super().close()

"""Results of earlier runs: a command whose inputs have not changed prints the cached result again."""

from __future__ import annotations

import logging
import tempfile
from collections.abc import Iterable
from pathlib import Path

from audiobrief.cache.fingerprint import files_below, installed
from audiobrief.cache.records import cache_place
from audiobrief.cache.runs import LASTING, Work
from audiobrief.voices.models import models_folder

__all__ = ["WarningRecorder", "cache_folder", "open_run_records", "replay_warnings"]


def open_run_records(paths: Iterable[Path], *arguments: str) -> dict[Path, Work]:
    """Open the record of earlier runs of a command for each script.

    Args:
        paths: the scripts.
        arguments: the command, and the options that decide its result.
    """
    surroundings = [installed(), *files_below(models_folder())]
    return {path: Work(cache_place() / "finished", (*arguments, str(path)), surroundings) for path in paths}


def replay_warnings(warnings: Iterable[tuple[str, str]]) -> None:
    """Log warnings again that `WarningRecorder.take_lasting` returned."""
    for name, message in warnings:
        logging.getLogger(name).warning("%s", message, extra=LASTING)


class WarningRecorder(logging.Handler):
    """Records the library's warnings: those marked as `LASTING` to replay them, others to not cache the result."""

    def __init__(self) -> None:
        """Record from now on."""
        super().__init__(logging.WARNING)
        self.count = 0
        """Warnings that are not marked."""
        self._lasting: list[tuple[str, str]] = []
        logging.getLogger("audiobrief").addHandler(self)

    def emit(self, record: logging.LogRecord) -> None:
        """Record a message that is marked as `LASTING`; count another."""
        if LASTING.items() <= vars(record).items():
            self._lasting.append((record.name, record.getMessage()))
        else:
            self.count += 1

    def take_lasting(self) -> list[tuple[str, str]]:
        """Return the marked warnings since the last call, each with the name of its logger."""
        warnings, self._lasting = self._lasting, []
        return warnings

    def close(self) -> None:
        """Stop recording."""
        logging.getLogger("audiobrief").removeHandler(self)
        super().close()


def cache_folder(name: str) -> Path | None:
    """Return a folder in the user's cache; None, with a warning, if it cannot be written."""
    folder = cache_place() / name
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            return folder
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        logging.getLogger(__name__).warning("nothing is kept for the next time: %s: %s", folder, reason)
        return None

"""Results of earlier runs: a command whose inputs have not changed prints the cached result again."""

from __future__ import annotations

import logging
import tempfile
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from audiobrief.cache.fingerprint import file_states, installation_fingerprint
from audiobrief.cache.kinds import RUNS, VERDICTS, Kind
from audiobrief.cache.runs import REPLAYED, RunRecord
from audiobrief.voices.models.folders import models_folder

if TYPE_CHECKING:
    from audiobrief.review.proof.verdicts import VerdictStore


def open_run_records(paths: Iterable[Path], *arguments: str) -> dict[Path, RunRecord]:
    """Open the record of earlier runs of a command for each script.

    Args:
        paths: the scripts.
        arguments: the command, and the options that decide its result.
    """
    surroundings = [installation_fingerprint(), *file_states(models_folder())]
    return {path: RunRecord(RUNS.folder, (*arguments, str(path)), surroundings) for path in paths}


def replay_warnings(warnings: Iterable[tuple[str, str]]) -> None:
    """Log warnings again that `WarningRecorder.take_lasting` returned."""
    for name, message in warnings:
        logging.getLogger(name).warning("%s", message, extra=REPLAYED)


class WarningRecorder(logging.Handler):
    """Records the library's warnings: those marked as `REPLAYED` to replay them, others to not cache the result."""

    def __init__(self) -> None:
        """Record from now on."""
        super().__init__(logging.WARNING)
        self.count = 0
        """Warnings that are not marked."""
        self._lasting: list[tuple[str, str]] = []
        logging.getLogger("audiobrief").addHandler(self)

    def emit(self, record: logging.LogRecord) -> None:
        """Record a message that is marked as `REPLAYED`; count another."""
        if REPLAYED.items() <= vars(record).items():
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


def open_verdicts(*, no_cache: bool) -> VerdictStore:
    """Open the store of what a speech recogniser heard; without the cache, it knows nothing."""
    from audiobrief.review.proof.recogniser import recogniser_identity
    from audiobrief.review.proof.verdicts import VerdictStore

    return VerdictStore(recogniser_identity(), None if no_cache else writable_folder(VERDICTS))


def writable_folder(kind: Kind) -> Path | None:
    """Return the folder of a kind of cache entries, which is made; None, with a warning, if it cannot be written."""
    folder = kind.folder
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            return folder
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        logging.getLogger(__name__).warning("the cache is not used: %s cannot be written: %s", folder, reason)
        return None

"""How far a run of an archive is, and who is told."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from typing import Protocol

from audiobrief.archive.ledger import Row
from audiobrief.archive.orders import Outcome, Task


@dataclass
class Totals:
    """The work that a run has done so far."""

    total: int
    """Scripts to make."""
    began: float = field(default_factory=time.monotonic)
    done: int = 0
    """Scripts whose episode and editions were made."""
    episodes: int = 0
    """Episodes that were made; those whose editions failed, too."""
    failed: list[Row] = field(default_factory=list)
    made: list[str] = field(default_factory=list)
    """The audio files of episodes and editions, relative to the archive's folder."""
    passed_over: list[str] = field(default_factory=list)
    """House files that were named."""
    sound: float = 0.0
    """Seconds of the episodes that were made."""
    warnings: int = 0
    published: int = 0
    """Episodes that were published."""
    held: int = 0
    """Episodes that are published later, when their time has come."""
    unpublished: list[str] = field(default_factory=list)
    """Why episodes could not be published."""

    @property
    def seconds(self) -> float:
        """How long the run takes so far."""
        return time.monotonic() - self.began

    @property
    def finished(self) -> int:
        """Scripts that are no longer waited for."""
        return self.done + len(self.failed) + len(self.passed_over)

    @property
    def seconds_left(self) -> float | None:
        """An estimate by the scripts so far; None before the first one."""
        return self.seconds / self.finished * (self.total - self.finished) if self.finished else None


class Reporter(Protocol):
    """Is told how a run goes on."""

    def outcome(self, task: Task, row: Row, outcome: Outcome | None) -> None:
        """Report a script that was done or failed; a worker that ended or hung has no outcome."""

    def ended(self, task: Task, why: str) -> None:
        """Report a worker that ended; the script is tried again."""

    def unwritten(self, why: str) -> None:
        """Report once that the ledger cannot be written."""

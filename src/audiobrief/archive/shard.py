"""A shard: a part of an archive's scripts that is the same on every machine."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass

from audiobrief.archive.orders import Task


@dataclass(frozen=True, slots=True)
class Shard:
    """A part of the scripts: number `number` of `count`."""

    number: int = 1
    """From 1."""
    count: int = 1
    """From 1."""

    @property
    def ledger_name(self) -> str:
        """The name of its ledger's file."""
        return f"ledger.{self.number}-of-{self.count}.sqlite"


def of_shard(tasks: Iterable[Task], shard: Shard) -> tuple[Task, ...]:
    """Return the tasks of a shard: the same on every machine, whatever other scripts there are."""
    return tuple(task for task in tasks if _number(task.stem) % shard.count == shard.number - 1)


def _number(stem: str) -> int:
    return int.from_bytes(hashlib.sha256(stem.encode("utf-8", "surrogateescape")).digest()[:8])

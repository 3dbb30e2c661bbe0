"""Which scripts of an archive have to be made: what the ledger and the files say."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from audiobrief.archive.file_records import FileComparison, FileRecord
from audiobrief.archive.ledger import Ledger, Row
from audiobrief.archive.orders import Task
from audiobrief.archive.tasks import with_tries
from audiobrief.errors import UsageError


@dataclass
class Planned:
    """The scripts by what has to be done with them."""

    to_do: list[Task] = field(default_factory=list)
    """They are new, something about them has changed, or they are tried again."""
    held: list[Task] = field(default_factory=list)
    """Their files and their results are unchanged."""
    failed: list[Row] = field(default_factory=list)
    """They failed before, and nothing has changed since."""


def plan_run(tasks: Iterable[Task], ledger: Ledger, folder: Path, *, retry: bool) -> Planned:
    """Compare scripts and results with the ledger.

    Args:
        tasks: the scripts.
        ledger: what is known.
        folder: the archive's folder.
        retry: whether those that failed are tried again.
    """
    comparison = FileComparison(folder)
    planned = Planned()
    for task in tasks:
        row = ledger.get(task.script)
        if row is None or row.stem != task.stem or (inputs := _renewed(row.inputs, comparison)) is None:
            planned.to_do.append(with_tries(task, row.tries if row else 0))
        elif row.state == "failed":
            if retry:
                planned.to_do.append(with_tries(task, row.tries))
            else:
                planned.failed.append(row)
        elif (results := _renewed(row.results, comparison)) is None:
            planned.to_do.append(with_tries(task, row.tries))
        else:
            planned.held.append(task)
            if (inputs, results) != (row.inputs, row.results):
                ledger.put(replace(row, inputs=inputs, results=results))
    return planned


def other_owners(tasks: Iterable[Task], ledger: Ledger, folder: Path) -> dict[str, str]:
    """Return the scripts that are not among the sources of this run, by the stems of their episodes and editions.

    Scripts and episodes that are no longer there are left out.

    Args:
        tasks: all scripts of the sources.
        ledger: what is known, also of earlier runs with other sources.
        folder: the archive's folder.
    """
    sources = {task.script for task in tasks}
    others: dict[str, str] = {}
    for stem, owners in ledger.owners().items():
        foreign = [owner for owner in owners if owner not in sources and Path(owner).exists()]
        if foreign and (folder / f"{stem}.episode.json").exists():
            others[stem] = foreign[0]
    return others


def check_owners(tasks: Iterable[Task], others: Mapping[str, str], folder: Path) -> None:
    """Check that no script would replace the episode or the edition of a script that is not among the sources.

    Args:
        tasks: the scripts to make.
        others: the result of `other_owners`.
        folder: the archive's folder.

    Raises:
        UsageError: one would.
    """
    for task in tasks:
        if (owner := others.get(task.stem)) is not None:
            raise UsageError(
                f"{task.shown} would replace {folder / task.stem}.*, which is made of {owner} "
                "(give it a slug: of its own, or choose another folder with --to)"
            )


def _renewed(records: tuple[FileRecord, ...], comparison: FileComparison) -> tuple[FileRecord, ...] | None:
    """Return the records with the files' present states; None if a file has changed."""
    renewed = []
    for record in records:
        if (new := comparison.renewed(record)) is None:
            return None
        renewed.append(new)
    return tuple(renewed)

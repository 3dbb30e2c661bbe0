"""Check that no edition of a script would be written over the files of another script."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from pathlib import Path

from audiobrief.archive.orders import Task
from audiobrief.errors import AudiobriefError, UsageError


def check_edition_names(tasks: Collection[Task]) -> None:
    """Check that no edition has the files of another script, or of another script's edition.

    An edition's stem begins with that of its script and a hyphen. So only scripts are read of which another one's stem
    begins like this; of ten thousand, this is usually none.

    Args:
        tasks: the scripts, whose own stems differ.

    Raises:
        UsageError: one has.
    """
    by_stem = {task.stem.casefold(): task for task in tasks}
    first = {shorter for stem in by_stem for shorter in _beginnings(stem) if shorter in by_stem}
    owners = {stem: (task, task.shown) for stem, task in by_stem.items()}
    second: set[str] = set()
    for stem in sorted(first):
        second.update(_claim(by_stem[stem], owners))
    for stem in sorted((second & by_stem.keys()) - first):
        _claim(by_stem[stem], owners)


def _claim(task: Task, owners: dict[str, tuple[Task, str]]) -> set[str]:
    """Add the stems of a script's editions to the owners of stems, and return the beginnings of these stems.

    Raises:
        UsageError: a stem is another script's.
    """
    beginnings: set[str] = set()
    for name in _edition_names(task):
        stem, shown = f"{task.stem}-{name}", f"{task.shown} (edition '{name}')"
        owner, other = owners.setdefault(stem.casefold(), (task, shown))
        if owner is not task:
            raise UsageError(f"{shown} and {other} would both write {stem}.* (rename the edition or the script)")
        beginnings.update(_beginnings(stem.casefold()))
    return beginnings


def _beginnings(stem: str) -> Iterator[str]:
    """Yield what stands before each hyphen of a stem."""
    at = stem.find("-")
    while at != -1:
        yield stem[:at]
        at = stem.find("-", at + 1)


def _edition_names(task: Task) -> tuple[str, ...]:
    """Return the names of a script's editions, its own or those of its house file; none if it cannot be read."""
    from audiobrief.script.loader import read_script  # with all that reads scripts

    try:
        return tuple(edition.name for edition in read_script(Path(task.script), task.shown).script.editions)
    except (AudiobriefError, OSError):
        return ()

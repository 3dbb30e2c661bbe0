"""The scripts of an archive: found in files, folders, patterns and lists, each with the place of its results."""

from __future__ import annotations

import glob
import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from audiobrief.archive.ledger import LEDGER_FOLDER
from audiobrief.archive.orders import Task
from audiobrief.errors import AudiobriefError, UsageError
from audiobrief.script.yaml.nodes import Scalar
from audiobrief.script.yaml.tree import read_document
from audiobrief.storage.files import WORK_PREFIX

_ENDINGS = (".yaml", ".yml")
_PATTERN_SIGNS = frozenset("*?[")


@dataclass(frozen=True, slots=True)
class Found:
    """The scripts that were found."""

    tasks: tuple[Task, ...]
    """In the order in which they were named, those of a folder sorted."""
    passed_over: tuple[str, ...]
    """YAML files of folders that have no segments, and so are no scripts."""


def find_tasks(sources: Iterable[str], folder: Path) -> Found:
    """Find scripts, and choose where their results stand.

    The results of a script that was found in a folder stand in the same subfolder of the archive's folder; those of
    others stand in the archive's folder itself.

    Args:
        sources: scripts, folders and patterns such as `2026/*/*.yaml`.
        folder: the archive's folder.

    Raises:
        UsageError: there is no such file, or different scripts would write the same files.
    """
    tasks: dict[str, Task] = {}
    passed_over: list[str] = []
    for source in sources:
        for path, place in _scripts(source, folder):
            absolute = os.path.abspath(path)  # noqa: PTH100 - links are not followed, since files are found beside them
            if absolute in tasks:
                continue
            content = _content(path)
            if place is not None and b"segments" not in content:
                passed_over.append(path)
                continue
            stem = os.path.join(place or "", _slug(path, content))  # noqa: PTH118 - a Path each takes too long
            tasks[absolute] = Task(absolute, path, Path(stem).as_posix())
    _check_stems(tasks.values())
    return Found(tuple(tasks.values()), tuple(passed_over))


def _scripts(source: str, folder: Path) -> Iterator[tuple[str, str | None]]:
    """Yield the scripts of a source; for one found in a folder, its place in it."""
    if os.path.isdir(source):  # noqa: PTH112 - sources are texts, as they are shown
        yield from _scripts_in(source, folder)
    elif os.path.exists(source):  # noqa: PTH110 - as above
        yield source, None
    elif _PATTERN_SIGNS & set(source) and (found := sorted(glob.glob(source, recursive=True))):  # noqa: PTH207 - as above
        for path in found:
            yield from _scripts(path, folder)
    else:
        raise UsageError(f"{source}: there is no such file (check the path)")


def _scripts_in(source: str, folder: Path) -> Iterator[tuple[str, str]]:
    archive = folder.resolve()
    for parent, folders, names in os.walk(source):
        folders[:] = sorted(
            name
            for name in folders
            if not name.startswith((".", WORK_PREFIX, LEDGER_FOLDER)) and Path(parent, name).resolve() != archive
        )
        for name in sorted(names):
            if name.endswith(_ENDINGS) and not name.startswith("."):
                yield os.path.join(parent, name), os.path.relpath(parent, source)  # noqa: PTH118 - as above


def _content(path: str) -> bytes:
    try:
        with open(path, "rb") as file:  # noqa: PTH123 - a Path each takes too long
            return file.read()
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise UsageError(f"{path} cannot be read: {reason} (check its rights)") from error


def _slug(path: str, content: bytes) -> str:
    """Return the name of a script's results; if the script is wrong, that of its file."""
    if b"slug" in content:
        try:
            document = read_document(Path(path), path)
        except AudiobriefError:
            return Path(path).stem  # the worker reports it
        node = document.find(("slug",))
        if isinstance(node, Scalar) and node.text and "/" not in node.text:
            return node.text
    return Path(path).stem


def _check_stems(tasks: Iterable[Task]) -> None:
    """Check that no two scripts write the same files.

    Raises:
        UsageError: two do.
    """
    owners: dict[str, Task] = {}
    for task in tasks:
        # Not on every disk are capitals other names.
        other = owners.setdefault(task.stem.casefold(), task)
        if other is not task:
            raise UsageError(
                f"{other.shown} and {task.shown} would both write {task.stem}.* (give each a slug: of its own)"
            )


def with_tries(task: Task, tries: int) -> Task:
    """Return a task that was begun before."""
    return replace(task, tries=tries)

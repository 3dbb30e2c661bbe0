"""The scripts of an archive: found in files, folders, patterns and lists, each with the place of its results."""

# ruff: noqa: PTH100, PTH112, PTH116, PTH118, PTH122, PTH123, PTH207
# Of ten thousand files, a Path each takes longer than looking at them.
from __future__ import annotations

import glob
import os
import stat
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from audiobrief.archive.edition_names import check_edition_names
from audiobrief.archive.ledger import LEDGER_FOLDER
from audiobrief.archive.orders import Task
from audiobrief.draft.readers.article_file import ENDINGS
from audiobrief.errors import AudiobriefError, UsageError
from audiobrief.script.yaml.nodes import Scalar
from audiobrief.script.yaml.tree import read_document
from audiobrief.storage.files import WORK_PREFIX
from audiobrief.storage.unicode_names import is_utf8

NOTES = (".episode.txt", ".error.txt")
"""The endings of notes beside watched files, which are no articles."""
_ENDINGS = (".yaml", ".yml")
_PATTERN_SIGNS = frozenset("*?[")


@dataclass(frozen=True, slots=True)
class Found:
    """The scripts that were found."""

    tasks: tuple[Task, ...]
    """In the order in which they were named, those of a folder sorted."""
    passed_over: tuple[str, ...]
    """YAML files of folders that have no segments, and so are no scripts."""


def find_tasks(sources: Iterable[str], folder: Path, *, with_articles: bool = False) -> Found:
    """Find scripts, and choose where their results stand.

    The results of a script that was found in a folder stand in the same subfolder of the archive's folder; those of
    others stand in the archive's folder itself.

    Args:
        sources: scripts, folders and patterns such as `2026/*/*.yaml`.
        folder: the archive's folder.
        with_articles: whether files such as `.txt` and `.html` are articles, whose scripts stand beside them.

    Raises:
        UsageError: there is no such file, or different scripts would write the same files.
    """
    tasks: dict[str, Task] = {}
    passed_over: list[str] = []
    for source in sources:
        for path, place in _files(source, folder, (*_ENDINGS, *ENDINGS) if with_articles else _ENDINGS):
            if not is_utf8(path):
                raise UsageError(f"{path}: its path is not UTF-8 (rename it, or its folder)")
            # Links are not followed, since files are found beside them.
            article, script = "", os.path.abspath(path)
            if with_articles and path.lower().endswith(tuple(ENDINGS)):
                article, script = script, f"{os.path.splitext(script)[0]}.yaml"
            if (other := tasks.get(script)) is not None:
                if article and other.article not in {"", article}:
                    drafted = f"{os.path.splitext(path)[0]}.yaml"
                    raise UsageError(f"{other.shown} and {path} would both be drafted as {drafted} (rename one)")
                continue
            content = _content(script)
            if place is not None and not article and content is not None and not _has_segments(content):
                passed_over.append(path)
                continue
            stem = os.path.join(place or "", _slug(path, content or b""))
            tasks[script] = Task(script, path, Path(stem).as_posix(), article)
    _check_stems(tasks.values())
    check_edition_names(tasks.values())
    return Found(tuple(tasks.values()), tuple(passed_over))


def _files(source: str, folder: Path, endings: tuple[str, ...]) -> Iterator[tuple[str, str | None]]:
    """Yield the files of a source; for one found in a folder, its place in it."""
    if os.path.isdir(source):
        yield from _files_in(source, folder, endings)
    elif os.path.lexists(source):
        yield source, None
    elif _PATTERN_SIGNS & set(source) and (found := sorted(glob.glob(source, recursive=True))):
        for path in found:
            yield from _files(path, folder, endings)
    else:
        raise UsageError(f"{source or repr(source)}: there is no such file (check the path)")


def _files_in(source: str, folder: Path, endings: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    archive = folder.resolve()
    for parent, folders, names in os.walk(source):
        folders[:] = sorted(
            name
            for name in folders
            if not name.startswith((".", WORK_PREFIX, LEDGER_FOLDER)) and Path(parent, name).resolve() != archive
        )
        for name in sorted(names):
            if name.lower().endswith(endings) and not name.startswith(".") and not name.endswith(NOTES):
                yield os.path.join(parent, name), os.path.relpath(parent, source)


def _content(path: str) -> bytes | None:
    """Return the content of a file; None if it cannot be read, which the worker reports."""
    try:
        if not stat.S_ISREG(os.stat(path).st_mode):  # to open a pipe would take as long as nobody writes into it
            return None
        with open(path, "rb") as file:
            return file.read()
    except OSError:
        return None


def _has_segments(content: bytes) -> bool:
    """Return whether a file is a script, also in an encoding of two bytes, which the worker reports."""
    return b"segments" in content or b"segments" in content.replace(b"\0", b"")


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

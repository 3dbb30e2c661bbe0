"""Several files replaced and deleted at once: all of them, or, after an error, an interruption or a kill, none.

Everything is written and synced in the work folder first. Then a journal is written there, the older files are kept
there as hard links, the unfinished files are renamed, and obsolete files are moved there. The change is complete when
the journal is deleted. Until then `restore` puts the older files back: at once after an error, and in the next run
after a kill. A link is followed where a file is replaced, and is itself deleted where it is obsolete.
"""

from __future__ import annotations

import errno
import filecmp
import json
import logging
import os
import shutil
from collections.abc import Collection, Iterable, Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path, PurePath

from audiobrief.storage.files import WORK_PREFIX, freed_in_thread, set_rights, sync, write_bytes, write_failure
from audiobrief.storage.regular_files import read_regular_file
from audiobrief.storage.signals import signals_deferred

JOURNAL = "journal.json"
_LARGEST_JOURNAL = 16 << 20
"""Bytes."""
_LOG = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class _Change:
    """A file that is replaced, new or deleted."""

    final: str
    """Its final path, relative to the parent of the work folder."""
    unfinished: str | None
    """The path of its new content, relative to the work folder; None if the file is deleted."""
    older: str | None
    """The name of the older file in the work folder; None if there is no older file."""


@dataclass(frozen=True, slots=True)
class _Journal:
    changes: tuple[_Change, ...]
    folders: tuple[str, ...]
    """The folders that are made, relative to the parent of the work folder, the outer ones first."""


def replace_files(files: Mapping[Path, Path], work: Path, option: str = "-o", obsolete: Collection[Path] = ()) -> None:
    """Rename unfinished files to their final paths, and delete obsolete files: all of them or none.

    Args:
        files: the unfinished files in the work folder, by their final paths, which lie in its parent, in the order in
            which they are renamed.
        work: the work folder.
        option: the option by which a user chooses another place, for messages.
        obsolete: files in the parent of the work folder, which are deleted after the others are renamed.

    Raises:
        OutputError: a file cannot be synced, renamed or deleted; what stood there is as it was.
    """
    try:
        for unfinished in files.values():
            set_rights(unfinished)
            sync(unfinished)
        journal = _journal(files, obsolete, work)
        write_bytes(work / "journal", json.dumps(asdict(journal)).encode())
        (work / "journal").replace(work / JOURNAL)
        sync(work)
    except OSError as error:
        raise write_failure(work, error, option) from error
    path, action = work, "written"
    with signals_deferred():
        try:
            for name in journal.folders:
                path = work.parent / name
                path.mkdir()
            for change in journal.changes:
                path = work.parent / change.final
                action = "written" if change.unfinished else "deleted"
                _apply(change, work)
            for path in _folders_changed(journal, work.parent):
                sync(path)
            (work / JOURNAL).unlink()
        except BaseException as error:
            restore(work)
            if isinstance(error, OSError):
                raise write_failure(path, error, option, action) from error
            raise
        with suppress(OSError):  # the change is complete
            sync(work)
            _delete(work / change.older for change in journal.changes if change.older)


def _journal(files: Mapping[Path, Path], obsolete: Collection[Path], work: Path) -> _Journal:
    root = work.parent
    folders = {parent for final in files for parent in final.parents if not parent.exists()}
    contents = [*files.items(), *((final, None) for final in obsolete if os.path.lexists(final))]
    for final in files:
        if _behind_links(final).is_symlink():
            raise write_failure(final, OSError(errno.ELOOP, os.strerror(errno.ELOOP)))
    return _Journal(
        tuple(
            _Change(
                os.path.relpath(final, root),
                os.path.relpath(unfinished, work) if unfinished else None,
                f"older-{number}" if os.path.lexists(_behind_links(final) if unfinished else final) else None,
            )
            for number, (final, unfinished) in enumerate(contents)
        ),
        tuple(os.path.relpath(folder, root) for folder in sorted(folders)),
    )


def _behind_links(final: Path) -> Path:
    """Return the path of the file to which a link leads; the path itself if it is no link."""
    return Path(os.path.realpath(final)) if final.is_symlink() else final


def _place(change: _Change, root: Path) -> Path:
    """Return the path at which a change is made."""
    final = root / change.final
    return _behind_links(final) if change.unfinished is not None else final


def _apply(change: _Change, work: Path) -> None:
    final = _place(change, work.parent)
    if change.older is not None:
        if final.is_dir() and not final.is_symlink():
            raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR))
        _keep(final, work / change.older, is_replaced=change.unfinished is not None)
    if change.unfinished is not None:
        _move(work / change.unfinished, final)


def _keep(final: Path, older: Path, *, is_replaced: bool) -> None:
    """Keep a file in the work folder; if it will be replaced, it also stays where it is, if that is possible."""
    if is_replaced:
        try:
            os.link(final, older)
        except OSError as error:  # the file system has no hard links, or the file is another user's
            if error.errno == errno.EXDEV:
                _copy(final, older)
                return
        else:
            return
    _move(final, older)


def _move(source: Path, target: Path) -> None:
    """Rename a file; where a folder is a link to another disk, its target appears at once there, too."""
    try:
        source.replace(target)
    except OSError as error:
        if error.errno != errno.EXDEV:
            raise
        _copy(source, target)
        source.unlink()


def _copy(source: Path, target: Path) -> None:
    part = _part(target)
    shutil.copy2(source, part, follow_symlinks=False)
    if not part.is_symlink():
        sync(part)
    part.replace(target)


def _part(target: Path) -> Path:
    """Return the path of a copy that is not complete."""
    return target.with_name(f"{WORK_PREFIX}part")


def _folders_changed(journal: _Journal, root: Path) -> list[Path]:
    made = [(root / name).parent for name in journal.folders]
    return sorted({*(_place(change, root).parent for change in journal.changes), *made})


def _delete(older: Iterable[Path]) -> None:
    for path in older:
        with freed_in_thread(path):
            path.unlink()


def restore(work: Path) -> bool:
    """Put back the files that an incomplete change has replaced.

    Returns:
        True if nothing is left to be put back; False if it failed, and the work folder is needed further on.
    """
    with signals_deferred():
        try:
            journal = _read_journal(work / JOURNAL)
            if journal is None:
                return True
            for change in reversed(journal.changes):
                _put_back(change, work)
            for name in reversed(journal.folders):
                with suppress(OSError):  # it is not there yet, or somebody has put a file into it
                    (work.parent / name).rmdir()
            (work / JOURNAL).unlink()
        except OSError as error:
            _LOG.warning("%s: older files cannot be put back: %s (render or publish again)", work.parent, error)
            return False
    return True


def _put_back(change: _Change, work: Path) -> None:
    final = _place(change, work.parent)
    if os.path.lexists(_part(final)):
        _part(final).unlink()
    if change.older is not None:
        with suppress(FileNotFoundError):  # it was not renamed yet, or is back
            _move(work / change.older, final)
    elif change.unfinished is not None:
        unfinished = work / change.unfinished
        with suppress(FileNotFoundError, NotADirectoryError):  # it was not renamed yet, or is back
            if not os.path.lexists(unfinished):
                _move(final, unfinished)
            elif filecmp.cmp(final, unfinished, shallow=False):  # a copy on another disk
                final.unlink()


def _read_journal(path: Path) -> _Journal | None:
    """Return a journal; None if there is none, or it is damaged.

    Raises:
        OSError: it cannot be read.
    """
    try:
        content = json.loads(read_regular_file(path, _LARGEST_JOURNAL))
        changes = tuple(_Change(**change) for change in content["changes"])
        journal = _Journal(changes, tuple(map(str, content["folders"])))
        names = [name for change in changes for name in (change.final, change.unfinished or "", change.older or "")]
        names += journal.folders
        is_confined = not any(PurePath(name).is_absolute() or ".." in PurePath(name).parts for name in names)
    except FileNotFoundError:
        return None
    except (ValueError, TypeError, KeyError, RecursionError) as error:
        _LOG.debug("%s is damaged: %s", path, error)
        return None
    return journal if is_confined else None

"""Save changes of a script: in one step, onto the version on the disk, and never over somebody else's change."""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from audiobrief.errors import AudiobriefError, ScriptError, UsageError
from audiobrief.script.editing.merging import merge_texts
from audiobrief.script.editing.outline import Edited, Outline, read_outline
from audiobrief.storage import files
from audiobrief.storage.locks import exclusive_lock
from audiobrief.storage.regular_files import read_regular_file
from audiobrief.storage.work_folder import work_folder

_LARGEST = 1_000_000
_MOST_STEPS = 200
_MOST_REMEMBERED = 50_000_000
"""Characters of all versions of a script that are remembered to undo changes."""
_ATTEMPTS = 10
Change = Callable[[Outline], Edited]
"""Changes a script, or raises `ChangedElsewhereError` if what it is to change is not there any more."""

OutlineReader = Callable[[str, str], Outline]
"""Reads a text, given the name of its file for messages."""


class ChangedElsewhereError(AudiobriefError):
    """Another program or another tab has changed what is to be changed."""


@dataclass(frozen=True, slots=True)
class Version:
    """A script as it is on the disk."""

    text: str
    """All of it."""
    digest: str
    """The sha256 of its bytes."""


@dataclass
class _History:
    """The changes that were made here, to undo them."""

    done: list[tuple[str, str]] = field(default_factory=list)
    """The text before and after each."""
    undone: list[tuple[str, str]] = field(default_factory=list)


class ScriptStore:
    """Reads and saves scripts; several threads may use it at once."""

    def __init__(self) -> None:
        """Begin with an empty history."""
        self._lock = threading.Lock()
        self._histories: dict[Path, _History] = {}

    def change(
        self, path: Path, file: str, change: Change, read: OutlineReader = read_outline
    ) -> tuple[Version, int | None]:
        """Change a script, and save it.

        Args:
            path: the script.
            file: its name in messages.
            change: changes what is on the disk; it is called again if the file changes in the meantime.
            read: reads the file; by default as a script.

        Returns:
            The new version, and the index of the segment that was changed.

        Raises:
            ChangedElsewhereError: what is to be changed is not there any more, or the file changes all the time.
            ScriptError: the script cannot be changed so.
            OutputError: it could not be saved; it is as it was.
        """
        with self._lock:
            for _ in range(_ATTEMPTS):
                before = read_version(path, file)
                edited = change(read(before.text, file))
                if edited.text == before.text:
                    return before, edited.index
                after = _save(path, before, edited.text)
                if after is not None:
                    history = self._histories.setdefault(path, _History())
                    most = max(1, min(_MOST_STEPS, _MOST_REMEMBERED // (len(after.text) + 1)))
                    history.done = [*history.done, (before.text, after.text)][-most:]
                    history.undone.clear()
                    return after, edited.index
        raise ChangedElsewhereError(f"{file}: another program changes it all the time (try again later)")

    def undo(self, path: Path, file: str) -> Version:
        """Take back the last change that was made here; what was changed since then stays.

        Raises:
            UsageError: there is none.
            ChangedElsewhereError: the same lines were changed elsewhere since then.
            OutputError: it could not be saved.
        """
        return self._step(path, file, back=True)

    def redo(self, path: Path, file: str) -> Version:
        """Make the last change again that was taken back; the errors are those of `undo`."""
        return self._step(path, file, back=False)

    def _step(self, path: Path, file: str, *, back: bool) -> Version:
        with self._lock:
            history = self._histories.setdefault(path, _History())
            source, target = (history.done, history.undone) if back else (history.undone, history.done)
            if not source:
                raise UsageError(f"there is nothing to {'undo' if back else 'redo'}")
            before, after = source[-1]
            base, wanted = (after, before) if back else (before, after)
            current = read_version(path, file)
            merged = merge_texts(base, wanted, current.text)
            saved = _save(path, current, merged) if merged is not None and _is_script(merged, file) else None
            if saved is None:
                what = "the same lines were changed elsewhere since then"
                raise ChangedElsewhereError(f"{file}: {what} (change the text by hand)")
            source.pop()
            target.append((saved.text, current.text) if back else (current.text, saved.text))
            return saved

    def steps(self, path: Path) -> tuple[int, int]:
        """Return how many changes can be taken back, and how many can be made again."""
        history = self._histories.get(path, _History())
        return len(history.done), len(history.undone)


def _is_script(text: str, file: str) -> bool:
    try:
        read_outline(text, file)
    except ScriptError:
        return False
    return True


def read_version(path: Path, file: str) -> Version:
    """Read a script as it is on the disk.

    Raises:
        UsageError: it cannot be read, or is not UTF-8.
    """
    try:
        content = read_regular_file(path, _LARGEST)
        return Version(content.decode("utf-8"), hashlib.sha256(content).hexdigest())
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise UsageError(f"{file}: cannot be read: {reason} (check the file and its rights)") from error
    except UnicodeDecodeError as error:
        raise UsageError(f"{file}: this is not UTF-8 text (save the file with the encoding UTF-8)") from error


def _save(path: Path, before: Version, text: str) -> Version | None:
    """Replace a script in one step; return None if it is not the version any more that was changed."""
    content = text.encode()
    with work_folder(path.parent) as work:
        files.write_bytes(work / path.name, content)
        with exclusive_lock(path.parent):
            try:
                current = read_regular_file(path, _LARGEST)
            except OSError:
                return None
            if hashlib.sha256(current).hexdigest() != before.digest:
                return None
            files.finish(work / path.name, path, keep_rights=True)
    return Version(text, hashlib.sha256(content).hexdigest())

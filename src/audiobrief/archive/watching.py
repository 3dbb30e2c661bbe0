"""Wait for changes in the folders of an archive's sources."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from audiobrief.archive.tasks import NOTES

if TYPE_CHECKING:
    from watchfiles import Change

SETTLED_SECONDS = 1.0
"""Time without a change after which files count as complete."""


class SourceWatch:
    """Sees every change from now on, also those while it is not waited for."""

    def __init__(self, sources: Iterable[str], archive: Path) -> None:
        """Begin to watch.

        Args:
            sources: folders, and files whose folders are watched.
            archive: the archive's folder, which is left out.

        Raises:
            OSError: a folder cannot be watched.
        """
        import watchfiles

        self._archive = archive.resolve()
        folders = {path if path.is_dir() else path.parent for path in map(Path, sources)}
        self._changes = watchfiles.watch(
            *sorted(folders),
            watch_filter=self._concerns,
            rust_timeout=round(SETTLED_SECONDS * 1000),
            yield_on_timeout=True,
        )
        self._is_changed = bool(next(self._changes))

    def wait(self) -> None:
        """Return after a change, when nothing has changed for a second.

        Raises:
            KeyboardInterrupt: the program is interrupted.
        """
        while True:
            if next(self._changes):
                self._is_changed = True
            elif self._is_changed:
                self._is_changed = False
                return

    def _concerns(self, _change: Change, path: str) -> bool:
        """Return whether a changed file may concern a script: it is not hidden, no note, and not in the archive."""
        changed = Path(path)
        is_left_out = changed.name.startswith(".") or changed.name.endswith(NOTES)
        return not is_left_out and not changed.is_relative_to(self._archive)

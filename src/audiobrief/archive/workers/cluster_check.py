"""The check of a cluster's worker before the work begins."""

from __future__ import annotations

from pathlib import Path

from audiobrief import __version__


def check_worker(folder: str) -> tuple[str, bool]:
    """Return the version of audiobrief of this worker, and whether it sees a folder."""
    return __version__, Path(folder).is_dir()

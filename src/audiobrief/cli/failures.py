"""Print the errors of single episodes, and remember the exit status."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from audiobrief.cli.messages import say_error

if TYPE_CHECKING:
    from audiobrief.errors import AudiobriefError


class Failures:
    """Prints the errors of single episodes, and remembers the highest exit status."""

    def __init__(self) -> None:
        self.status = 0

    def __call__(self, _episode: Path | str, error: AudiobriefError) -> None:
        """Print an error."""
        say_error(str(error))
        self.status = max(self.status, error.exit_status)

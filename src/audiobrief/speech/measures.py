"""What is known of a script's clips without reading them, remembered from one run to the next."""

from __future__ import annotations

import base64
from collections.abc import Mapping
from pathlib import Path

import numpy as np

from audiobrief.cache import read_record, record_path, write_record
from audiobrief.installation import installed
from audiobrief.speech.store import Measured

__all__ = ["Measures"]

_NUMBERS = np.dtype("<f8")


class Measures:
    """Lengths and loudness of clips by their keys; one file a script."""

    def __init__(self, folder: Path, script: Path) -> None:
        """Take what was remembered.

        Args:
            folder: where the files lie; it is made when there is something to keep.
            script: what the clips are said in.
        """
        self._path = record_path(folder, str(script.resolve()))
        self._known = _taken(self._path)

    def get(self, key: str) -> Measured | None:
        """Give what is known of a clip; None where it has to be measured."""
        return self._known.get(key)

    def keep(self, clips: Mapping[str, Measured]) -> None:
        """Keep what is known of all clips of the script, if any of it is not what was given."""
        if len(clips) == len(self._known) and all(self._known.get(key) is clip for key, clip in clips.items()):
            return
        self._known = dict(clips)
        energies = [clip.energies for clip in clips.values()]
        numbers = np.concatenate(energies or [np.zeros(0)]).astype(_NUMBERS)
        about = {key: [clip.length, clip.size, len(clip.energies)] for key, clip in clips.items()}
        write_record(
            self._path,
            {"installed": installed(), "clips": about, "energies": base64.b64encode(numbers.tobytes()).decode()},
        )


def _taken(path: Path) -> dict[str, Measured]:
    record = read_record(path)
    if not isinstance(record, dict) or record.get("installed") != installed():
        return {}
    numbers = np.frombuffer(base64.b64decode(record["energies"]), dtype=_NUMBERS)
    known, at = {}, 0
    for key, (length, size, count) in record["clips"].items():
        known[key] = Measured(length, numbers[at : at + count], size)
        at += count
    return known

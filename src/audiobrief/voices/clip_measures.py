"""What is known of a script's clips without reading them, remembered from one run to the next."""

from __future__ import annotations

import base64
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np

from audiobrief.cache.fingerprint import installed
from audiobrief.cache.records import read_record, record_path, write_record
from audiobrief.voices.clip_store import Measured

__all__ = ["Measures"]

_NUMBERS = np.dtype("<f8")


class Measures:
    """Lengths and loudness of clips by their keys; one file a script."""

    def __init__(self, folder: Path | None, script: Path) -> None:
        """Take what was remembered.

        Args:
            folder: where the files lie; it is made when there is something to keep. None keeps nothing.
            script: what the clips are said in.
        """
        self._path = record_path(folder, str(script.resolve())) if folder is not None else None
        self._known = _taken(self._path) if self._path is not None else {}
        self._used: dict[str, Measured] = {}

    def get(self, key: str) -> Measured | None:
        """Return what is known of a clip; None where it has to be measured."""
        return self._known.get(key)

    def note(self, clips: Mapping[str, Measured]) -> None:
        """Note what is known of clips that the script uses."""
        self._used |= clips

    @contextmanager
    def kept(self) -> Iterator[None]:
        """Keep at the end what was noted; if an error ends it, what is remembered of all other clips, too."""
        try:
            yield
        except BaseException:
            self._keep({**self._known, **self._used})
            raise
        self._keep(self._used)

    def _keep(self, clips: dict[str, Measured]) -> None:
        new = len(clips) != len(self._known) or any(self._known.get(key) is not clip for key, clip in clips.items())
        self._known, self._used = clips, {}
        if new and self._path is not None:
            write_record(self._path, _written(clips))


def _written(clips: Mapping[str, Measured]) -> dict[str, Any]:
    energies = [clip.energies for clip in clips.values()]
    numbers = np.concatenate([*energies, np.zeros(0)]).astype(_NUMBERS)
    about = {key: [clip.length, clip.size, len(clip.energies)] for key, clip in clips.items()}
    return {"installed": installed(), "clips": about, "energies": base64.b64encode(numbers.tobytes()).decode()}


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

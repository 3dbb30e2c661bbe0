"""Length and loudness of a script's clips, stored from one run to the next so that the clips need not be read."""

from __future__ import annotations

import base64
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np

from audiobrief.cache.fingerprint import installation_fingerprint
from audiobrief.cache.kinds import MEASURES
from audiobrief.cache.records import RecordStore, record_key
from audiobrief.voices.clip_store import ClipMeasure

_NUMBERS = np.dtype("<f8")


class ClipMeasures:
    """The measures of a script's clips by the clips' keys; one record for each script."""

    def __init__(self, folder: Path | None, script: Path) -> None:
        """Read the measures of earlier runs.

        Args:
            folder: the folder of the records; None stores nothing.
            script: the script's file.
        """
        self._records = RecordStore(folder, MEASURES)
        self._key = record_key(str(script.resolve()))
        self._known = _decoded(self._records.get(self._key))
        self._used: dict[str, ClipMeasure] = {}

    def get(self, key: str) -> ClipMeasure | None:
        """Return the measure of a clip; None if the clip has to be measured."""
        return self._known.get(key)

    def add(self, clips: Mapping[str, ClipMeasure]) -> None:
        """Add the measures of clips that the script uses."""
        self._used |= clips

    @contextmanager
    def saved_at_end(self) -> Iterator[None]:
        """Store the measures of the clips in use at the end of the block; after an error, those of the others, too."""
        try:
            yield
        except BaseException:
            self._save({**self._known, **self._used})
            raise
        self._save(self._used)

    def _save(self, clips: dict[str, ClipMeasure]) -> None:
        changed = len(clips) != len(self._known) or any(self._known.get(key) is not clip for key, clip in clips.items())
        self._known, self._used = clips, {}
        if changed:
            self._records.put(self._key, _encoded(clips))


def _encoded(clips: Mapping[str, ClipMeasure]) -> dict[str, Any]:
    energies = [clip.energies for clip in clips.values()]
    numbers = np.concatenate([*energies, np.zeros(0)]).astype(_NUMBERS)
    sizes = {key: [clip.length, clip.size, len(clip.energies)] for key, clip in clips.items()}
    encoded = base64.b64encode(numbers.tobytes()).decode()
    return {"installed": installation_fingerprint(), "clips": sizes, "energies": encoded}


def _decoded(record: Any) -> dict[str, ClipMeasure]:
    if not isinstance(record, dict) or record.get("installed") != installation_fingerprint():
        return {}
    numbers = np.frombuffer(base64.b64decode(record["energies"]), dtype=_NUMBERS)
    clips, at = {}, 0
    for key, (length, size, count) in record["clips"].items():
        clips[key] = ClipMeasure(length, numbers[at : at + count], size)
        at += count
    return clips

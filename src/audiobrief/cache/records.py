"""The user's folder for what can be made again, and small records in it that are believed only when they are whole.

clips/      spoken clips (voices/clip_store.py)
chunks/     encoded parts of episodes (mp3/chunk_store.py)
measures/   how long and how loud a script's clips are (voices/clip_measures.py)
readings/   how the sentences of a script are read aloud (reading/reading_cache.py)
names/      words that voices have to guess (review/unknown_words_cache.py)
sounds/     how long sounds are (audio/sound_lengths.py)
pictures/   pictures that are whole (script/pictures.py)
finished/   what a command was given, and what came of it (cache/runs.py)

Nothing in it has to be there: what is missing, damaged, or of another version is made anew. Writers do not meet: each
writes a file of its own and renames it.
"""

from __future__ import annotations

import hashlib
import json
import logging
import os
from pathlib import Path

from audiobrief.storage.user_folders import user_cache_folder

# Not from typing, so that a command that has nothing to do starts a little sooner.
TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

__all__ = ["cache_place", "read_record", "record_path", "write_record"]

_LOG = logging.getLogger(__name__)
_MOST_RECORDS = 2_000
"""Of one kind; those that were written longest ago go first."""
_MOST_BYTES = 16_000_000
"""Of one record that is read; a script of 1 MB makes some 3 MB."""


def cache_place() -> Path:
    """Return the folder; asking does not make it."""
    named = os.environ.get("AUDIOBRIEF_CACHE")
    return Path(named) if named else user_cache_folder()


def record_path(folder: Path, *decides: str) -> Path:
    """Return the place of a record, by what it is about."""
    name = hashlib.sha256(json.dumps(decides).encode()).hexdigest()
    return folder / f"{name}.json"


def read_record(path: Path) -> Any:
    """Return what was written; None where there is nothing, or it is not what was written."""
    try:
        with path.open("rb") as file:
            digest, _, content = file.read(_MOST_BYTES).partition(b"\n")
    except OSError:
        return None
    if digest.decode("ascii", "replace") != _digest(path, content):
        _LOG.debug("%s is damaged and is made anew", path)
        return None
    return json.loads(content)


def write_record(path: Path, value: Any) -> None:
    """Write a record, and delete the oldest where there are too many; where it cannot be written, there is none."""
    content = json.dumps(value, separators=(",", ":")).encode()
    unfinished = path.with_suffix(f".{os.getpid()}.part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            with unfinished.open("wb") as file:
                file.write(_digest(path, content).encode() + b"\n" + content)
            unfinished.replace(path)
        finally:
            unfinished.unlink(missing_ok=True)
        _forget(path.parent)
    except OSError as error:
        _LOG.debug("%s is not kept: %s", path, error)


def _digest(path: Path, content: bytes) -> str:
    """Return the sum of a record, which holds under its own name only."""
    return hashlib.sha256(path.name.encode() + b"\n" + content).hexdigest()


def _forget(folder: Path) -> None:
    with os.scandir(folder) as entries:
        names = [entry for entry in entries if entry.name.endswith((".json", ".part"))]
    if len(names) > _MOST_RECORDS:
        oldest = sorted(names, key=lambda entry: entry.stat().st_mtime)
        for entry in oldest[: len(names) - _MOST_RECORDS]:
            Path(entry.path).unlink(missing_ok=True)

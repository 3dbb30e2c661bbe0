"""The cache folder, and the kinds of entries in it.

An entry is a file, named after the sha256 of its key. All of them can be made again, and so be deleted at any time: one
that is missing, damaged or of another version is replaced.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

import platformdirs


def cache_folder() -> Path:
    """Return the path of the cache folder, which need not exist."""
    configured = os.environ.get("AUDIOBRIEF_CACHE")
    return Path(configured) if configured else platformdirs.user_cache_path("audiobrief")


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of entries."""

    name: str
    """The name of its folder in the cache folder."""
    description: str
    """The contents of the entries, as a plural noun."""
    suffix: str = "json"
    """The suffix of the entries' files."""
    most_bytes: int | None = None
    """The size above which the entries unused for longest are deleted; None for no limit."""
    most_files: int | None = None
    """The number of entries above which the same is done; None for no limit."""

    @property
    def folder(self) -> Path:
        """The path of its folder."""
        return cache_folder() / self.name


_MOST_RECORDS = 2_000

CLIPS = Kind("clips", "spoken clips", "clip", most_bytes=2_000_000_000)
CHUNKS = Kind("chunks", "encoded parts of episodes", "chunk", most_bytes=1_000_000_000)
MEASURES = Kind("measures", "length and loudness of the clips of scripts", most_files=_MOST_RECORDS)
READINGS = Kind("readings", "sentences as they are read aloud", most_files=_MOST_RECORDS)
NAMES = Kind("names", "words whose pronunciation voices have to guess", most_files=_MOST_RECORDS)
VERDICTS = Kind("verdicts", "what was heard of clips", most_files=20_000)
SOUNDS = Kind("sounds", "lengths of sounds", most_files=_MOST_RECORDS)
PICTURES = Kind("pictures", "pictures that were decoded without an error", most_files=_MOST_RECORDS)
RUNS = Kind("finished", "results of render and check", most_files=_MOST_RECORDS)

KINDS = (CLIPS, CHUNKS, MEASURES, READINGS, NAMES, VERDICTS, SOUNDS, PICTURES, RUNS)

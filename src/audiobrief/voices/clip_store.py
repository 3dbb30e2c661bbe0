"""Spoken clips on disk, by the content of what decides their sound.

`entries` has how they are kept. Programs that want the same clip let one of them make it.

KEY.clip   a clip
KEY.claim  locked by the program that makes the clip
"""

from __future__ import annotations

import hashlib
import logging
import os
import re
import struct
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from audiobrief.cache import blobs
from audiobrief.reading.utterances import Utterance
from audiobrief.voices.engine import Clip, Word

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

__all__ = ["ClipStore", "Energies", "Measured", "clip_key"]

Energies: TypeAlias = "npt.NDArray[np.float64]"
"""A clip's measure of loudness: K-weighted mean squares of windows that follow each other."""

_LOG = logging.getLogger(__name__)
_MAGIC = b"audiobrief clip 1\n"
_FORMAT = "2"
_LONGEST_WRITING = 86_400
"""Seconds after which an unfinished clip counts as left behind where its writer cannot be asked for."""


_LONGEST_CLAIM = 60.0
"""Seconds that another program's clip is waited for; then it is made here as well."""
_POLL = 0.02


@dataclass(frozen=True, slots=True, eq=False)
class Measured:
    """What is known of a clip without its samples."""

    length: int
    """Samples."""
    energies: Energies
    """Its measure of loudness."""
    size: int
    """Bytes of its file in the store."""


def clip_key(utterance: Utterance, engine_version: str, sample_rate: int) -> str:
    """Return the key of a clip: the sha256 of all that decides its samples."""
    # In ASCII: which characters are shown as they are differs from one Python to another.
    return hashlib.sha256(ascii((_FORMAT, utterance, engine_version, sample_rate)).encode()).hexdigest()


class ClipStore:
    """A folder of clips of one channel."""

    def __init__(self, folder: Path, *, most_bytes: int | None = None) -> None:
        """Open a folder, which is made when the first clip is put in.

        Args:
            folder: where the clips lie.
            most_bytes: beyond this the clips that were not used for longest are deleted; no bound if not given.
        """
        self.folder = folder
        self.most_bytes = most_bytes

    def _path(self, key: str) -> Path:
        return self.folder.joinpath(key[:2], f"{key}.clip")

    def get(self, key: str, *, warn: bool = True) -> Clip | None:
        """Return a clip; None if there is none, or it is not what was put in.

        Args:
            key: the clip's.
            warn: whether it is said of a damaged one.
        """
        path = self._path(key)
        try:
            body = blobs.read(path, _MAGIC, key.encode())
        except OSError:
            return None
        if body is None:
            _LOG.log(
                logging.WARNING if warn else logging.DEBUG, "the stored clip %s is damaged and is made anew", path.name
            )
            return None
        sample_rate, words = struct.unpack_from("<II", body)
        timings = struct.unpack_from(f"<{words * 4}q", body, 8)
        import numpy as np

        samples = np.frombuffer(body, dtype="<i2", offset=8 + words * 32).reshape(-1, 1)
        return Clip(samples, sample_rate, tuple(Word(*timings[at : at + 4]) for at in range(0, len(timings), 4)))

    def put(self, key: str, clip: Clip) -> None:
        """Keep a clip.

        Raises:
            OSError: it could not be written.
        """
        import numpy as np

        timings = [number for word in clip.words for number in (word.start, word.end, word.text_start, word.text_end)]
        body = struct.pack("<II", clip.sample_rate, len(clip.words)) + struct.pack(f"<{len(timings)}q", *timings)
        body += np.ascontiguousarray(clip.samples, dtype="<i2").tobytes()
        blobs.write(self._path(key), blobs.sealed(_MAGIC, key.encode(), body))

    @contextmanager
    def claimed(self, key: str) -> Iterator[None]:
        """Keep other programs from making a clip as well; wait for one that does so already.

        The claim of a program ends with it, however it ends. Where there are no locks, nothing is claimed.
        """
        handle = self._claim(self._path(key).with_suffix(".claim"))
        try:
            yield
        finally:
            if handle is not None:
                blobs.delete(self._path(key).with_suffix(".claim"))
                os.close(handle)

    def _claim(self, path: Path) -> int | None:
        if sys.platform == "win32" or self.most_bytes is None:
            return None  # a store without a bound is a work folder's, and nobody else's
        import fcntl

        until = time.monotonic() + _LONGEST_CLAIM
        while time.monotonic() < until:
            handle = None
            try:
                path.parent.mkdir(parents=True, exist_ok=True)
                handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
                fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
                if os.path.samestat(os.fstat(handle), path.stat()):
                    return handle
                os.close(handle)  # its owner was done, and has deleted it
            except (BlockingIOError, FileNotFoundError):
                if handle is not None:
                    os.close(handle)
                time.sleep(_POLL)
            except OSError as error:
                _LOG.debug("%s is not claimed: %s", path, error)
                if handle is not None:
                    os.close(handle)
                return None
        return None

    def touch(self, key: str) -> int | None:
        """Mark a clip as used now, so that it is deleted later than others.

        Returns:
            The size of its file in bytes; None if there is none.
        """
        return blobs.touch(self._path(key))

    def prune(self) -> None:
        """Delete what killed writers left, and the clips that were not used for longest, down to the bound."""
        if not self.folder.is_dir():
            return
        kept = blobs.kept(self.folder)
        _sweep(kept)
        if self.most_bytes is None:
            return
        for path in blobs.least_used(kept.get(".clip", ()), self.most_bytes):
            blobs.delete(path)


def _sweep(kept: Mapping[str, Sequence[Path]]) -> None:
    """Delete what killed writers left."""
    for left in kept.get(".part", ()):
        if not _is_written(left):
            blobs.delete(left)
    for left in kept.get(".claim", ()):
        if _is_old(left):
            blobs.delete(left)


def _is_old(path: Path) -> bool:
    """Return whether a file is from so long ago that nobody can be at work on it."""
    use = blobs.last_use(path)
    return use is not None and time.time() - use[0] > _LONGEST_WRITING


def _is_written(unfinished: Path) -> bool:
    """Return whether the writer of `<key>.<process>-<number>.part` still runs; other names are nobody's."""
    match = re.fullmatch(r".+\.(?P<process>\d{1,9})-[0-9a-f]+\.part", unfinished.name)
    if match is None:
        return False
    if sys.platform == "win32":
        # There 0 is CTRL_C_EVENT: os.kill would not ask for a process, but interrupt it and those beside it.
        use = blobs.last_use(unfinished)
        return use is not None and time.time() - use[0] < _LONGEST_WRITING
    return _is_running(int(match["process"]))


def _is_running(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True

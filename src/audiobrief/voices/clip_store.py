"""Spoken clips in the cache, by all that their sound depends on, and their lengths, loudness and words.

Beside an entry `KEY.clip`, `KEY.claim` is locked by the program that speaks the clip; in a shared store, there is a
claim beside it.
"""

from __future__ import annotations

import base64
import hashlib
import struct
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt

from audiobrief.cache.blobs import BlobStore
from audiobrief.cache.fingerprint import installation_fingerprint
from audiobrief.cache.kinds import CLIPS, MEASURES
from audiobrief.cache.records import RecordStore, record_key
from audiobrief.reading.utterances import Utterance
from audiobrief.storage.locks import temporary_lock
from audiobrief.voices.engine import Clip, Word

Energies: TypeAlias = npt.NDArray[np.float64]
"""The loudness of a clip: K-weighted mean squares of consecutive windows."""

_FORMAT = "3"
"""Changes whenever the same speech may become another clip."""
_NUMBERS = np.dtype("<f8")
_CLAIM_TIMEOUT = 60.0
"""Seconds to wait for another program's clip; after that it is spoken here as well."""


@dataclass(frozen=True, slots=True, eq=False)
class ClipMeasure:
    """A clip's length, loudness and words, without its samples."""

    length: int
    """Samples."""
    energies: Energies
    """Its loudness."""
    size: int
    """Bytes of its file in the store."""
    words: tuple[Word, ...] = ()
    """The words, in order of time; empty if the voice does not report them."""


def clip_key(utterance: Utterance, engine_version: str, sample_rate: int) -> str:
    """Return the key of a clip: the sha256 of all that its samples depend on."""
    # In ASCII: which other characters repr escapes differs between versions of Python.
    parts = (_FORMAT, utterance, engine_version, sample_rate, *([utterance.take] if utterance.take else []))
    return hashlib.sha256(ascii(parts).encode()).hexdigest()


class ClipStore(BlobStore[Clip]):
    """A folder of clips of one channel.

    A clip is stored as sample rate, number of words, four numbers for each word, and 16-bit samples.
    """

    kind = CLIPS
    version = 2  # version 1 had no words

    def encode(self, value: Clip) -> bytes:
        """Return a clip as bytes."""
        timings = _numbers(value.words)
        head = struct.pack("<II", value.sample_rate, len(value.words)) + struct.pack(f"<{len(timings)}q", *timings)
        return head + np.ascontiguousarray(value.samples, dtype="<i2").tobytes()

    def decode(self, content: bytes) -> Clip:
        """Return the clip of bytes."""
        sample_rate, words = struct.unpack_from("<II", content)
        timings = struct.unpack_from(f"<{words * 4}q", content, 8)
        samples = np.frombuffer(content, dtype="<i2", offset=8 + words * 32).reshape(-1, 1)
        return Clip(samples, sample_rate, _words(timings))

    @contextmanager
    def claimed(self, key: str, *, share: bool = True) -> Iterator[Clip | None]:
        """Prevent other programs from speaking a clip at the same time; wait for one that does.

        Args:
            key: the clip's key.
            share: whether programs on other machines are meant, too, if there is a shared store.

        Yields:
            The clip, if another program has spoken it; None if the caller has to do so.
        """
        # A store without a limit is in a work folder, which no other program uses.
        lock = temporary_lock(self.path(key).with_suffix(".claim"), _CLAIM_TIMEOUT) if self.most_bytes else None
        with lock or nullcontext(False) as is_alone:
            clip = self.get(key, warn=False)
            if clip is not None or self.shared is None or not share:
                yield clip
                return
            with self.shared.claimed(self.shared_path(key), is_alone=is_alone) as content:
                yield None if content is None else self.adopt(key, content)


class ClipMeasures:
    """The measures of a script's clips by the clips' keys; one record for each script.

    They are stored from one run to the next, so that the clips need not be read.
    """

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
    sizes = {key: [clip.length, clip.size, len(clip.energies), _numbers(clip.words)] for key, clip in clips.items()}
    encoded = base64.b64encode(numbers.tobytes()).decode()
    return {"installed": installation_fingerprint(), "clips": sizes, "energies": encoded}


def _decoded(record: Any) -> dict[str, ClipMeasure]:
    if not isinstance(record, dict) or record.get("installed") != installation_fingerprint():
        return {}
    numbers = np.frombuffer(base64.b64decode(record["energies"]), dtype=_NUMBERS)
    clips, at = {}, 0
    for key, (length, size, count, words) in record["clips"].items():
        clips[key] = ClipMeasure(length, numbers[at : at + count], size, _words(words))
        at += count
    return clips


def _numbers(words: Iterable[Word]) -> list[int]:
    return [number for word in words for number in (word.start, word.end, word.text_start, word.text_end)]


def _words(numbers: Sequence[int]) -> tuple[Word, ...]:
    return tuple(Word(*numbers[at : at + 4]) for at in range(0, len(numbers), 4))

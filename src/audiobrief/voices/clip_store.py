"""Spoken clips in the cache, by all that their sound depends on.

Beside an entry `KEY.clip`, `KEY.claim` is locked by the program that speaks the clip.
"""

from __future__ import annotations

import hashlib
import struct
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

from audiobrief.cache.blobs import BlobStore
from audiobrief.cache.kinds import CLIPS
from audiobrief.reading.utterances import Utterance
from audiobrief.storage.locks import temporary_lock
from audiobrief.voices.engine import Clip, Word

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

Energies: TypeAlias = "npt.NDArray[np.float64]"
"""The loudness of a clip: K-weighted mean squares of consecutive windows."""

_FORMAT = "2"
_CLAIM_TIMEOUT = 60.0
"""Seconds to wait for another program's clip; after that it is spoken here as well."""


@dataclass(frozen=True, slots=True, eq=False)
class ClipMeasure:
    """A clip's length and loudness, without its samples."""

    length: int
    """Samples."""
    energies: Energies
    """Its loudness."""
    size: int
    """Bytes of its file in the store."""


def clip_key(utterance: Utterance, engine_version: str, sample_rate: int) -> str:
    """Return the key of a clip: the sha256 of all that its samples depend on."""
    # In ASCII: which other characters repr escapes differs between versions of Python.
    return hashlib.sha256(ascii((_FORMAT, utterance, engine_version, sample_rate)).encode()).hexdigest()


class ClipStore(BlobStore[Clip]):
    """A folder of clips of one channel.

    A clip is stored as sample rate, number of words, four numbers for each word, and 16-bit samples.
    """

    kind = CLIPS

    def encode(self, value: Clip) -> bytes:
        """Return a clip as bytes."""
        import numpy as np

        timings = [number for word in value.words for number in (word.start, word.end, word.text_start, word.text_end)]
        head = struct.pack("<II", value.sample_rate, len(value.words)) + struct.pack(f"<{len(timings)}q", *timings)
        return head + np.ascontiguousarray(value.samples, dtype="<i2").tobytes()

    def decode(self, content: bytes) -> Clip:
        """Return the clip of bytes."""
        import numpy as np

        sample_rate, words = struct.unpack_from("<II", content)
        timings = struct.unpack_from(f"<{words * 4}q", content, 8)
        samples = np.frombuffer(content, dtype="<i2", offset=8 + words * 32).reshape(-1, 1)
        return Clip(samples, sample_rate, tuple(Word(*timings[at : at + 4]) for at in range(0, len(timings), 4)))

    @contextmanager
    def claimed(self, key: str) -> Iterator[None]:
        """Prevent other programs from speaking a clip at the same time; wait for one that does."""
        if self.most_bytes is None:
            yield  # a store without a limit is in a work folder, which no other program uses
            return
        with temporary_lock(self.path(key).with_suffix(".claim"), _CLAIM_TIMEOUT):
            yield

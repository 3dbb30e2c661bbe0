"""Chunks of a timeline -> a programme of MP3 frames: what is kept is read, and the rest mixed and encoded side by side.

Several chunks go through one run of the encoder, because starting it takes as long as encoding a second of sound.
"""

from __future__ import annotations

import hashlib
from array import array
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Executor, Future
from dataclasses import dataclass
from functools import partial
from itertools import count, islice
from pathlib import Path
from typing import IO, TYPE_CHECKING

import numpy as np

from audiobrief.audio.assemble import mix
from audiobrief.audio.chunks import Chunk
from audiobrief.audio.encode import mp3_makeup
from audiobrief.audio.limiter import reach
from audiobrief.audio.loudness import Loudness, Regrouping, integrated_loudness, peak_envelope, window_energies
from audiobrief.audio.master import Setting, lowered, mastered
from audiobrief.audio.recipe import Recipe, Recipes
from audiobrief.errors import MasteringError, OutputError
from audiobrief.mp3.chunk_store import ChunkStore, StoredChunk
from audiobrief.mp3.chunks import (
    POST_ROLL,
    PRE_ROLL,
    Encoded,
    Source,
    chunks_at_once,
    encode_chunks,
    encoder_bitrate,
    encoder_identity,
)
from audiobrief.mp3.frames import ENCODER_DELAY
from audiobrief.script.models.script import Mastering, Output
from audiobrief.storage.files import visible_path, write_failure
from audiobrief.timeline.timeline import FRAME
from audiobrief.units import gain_to_decibels
from audiobrief.voices.engine import Samples

if TYPE_CHECKING:
    from pydub import AudioSegment

__all__ = ["Measured", "Programme"]

_FORMAT = "4"
"""Part of the keys; another one whenever the same recipe comes out as another sound."""
_ATTEMPTS = 6
_WINDOW = FRAME // 4
"""Samples of the windows by which a chunk's loudness is measured: chunks hold whole ones."""
_EDGE = 64
"""Samples beside a chunk that are looked at for peaks between its own and its neighbours' samples."""


@dataclass(frozen=True, slots=True)
class _Piece:
    """A chunk, and what decides it."""

    chunk: Chunk
    recipe: Recipe
    """Of the chunk with what comes before and after it."""
    before: int
    """Frames of it that come before the chunk, beside what the limiter needs."""
    last: bool
    """Whether the programme ends with it."""
    key: str


@dataclass(frozen=True, slots=True)
class Measured:
    """What is known of a programme once it is encoded."""

    loudness: Loudness
    """Of its decoded sound."""
    frame_lengths: Sequence[int]
    """Bytes of each of its frames."""
    size: int
    """Bytes of all of them."""
    checksum: int
    """CRC-16/ARC of all its frames."""
    made: int
    """Chunks that were not kept from before."""


class Programme:
    """A timeline's sound, in chunks."""

    def __init__(
        self,
        recipes: Recipes,
        chunks: Sequence[Chunk],
        clip: Callable[[str], Samples],
        sounds: Mapping[str, AudioSegment],
        output: Output,
        target: Mastering,
    ) -> None:
        """Prepare a programme.

        Args:
            recipes: of the timeline.
            chunks: from its beginning to its end.
            clip: gives the samples of a clip by its key.
            sounds: the decoded sounds by their digests.
            output: its form.
            target: its loudness and peaks.
        """
        self._recipes = recipes
        self._chunks = chunks
        self._clip = clip
        self._sounds = sounds
        self._output = output
        self._target = target
        self._reach = reach(output.sample_rate)

    def sound(self, setting: Setting) -> Iterator[Samples]:
        """Return the mastered programme, chunk by chunk, with the script's channels."""
        for chunk in self._chunks:
            recipe = self._recipes.recipe(chunk.start - self._reach, chunk.end + self._reach)
            samples = mastered(mix(recipe, self._clip, self._sounds), setting, self._output.sample_rate)
            inner = samples[self._reach : len(samples) - self._reach]
            yield np.repeat(inner, self._output.channels // inner.shape[1], axis=1)

    def encode(
        self,
        setting: Setting,
        store: ChunkStore,
        executor: Executor,
        jobs: int,
        path: Path,
        head: int,
        progress: Callable[[int], None],
        meanwhile: Callable[[], object] = lambda: None,
    ) -> Measured:
        """Encode the programme, and write its frames.

        Args:
            setting: gain and ceiling; where a chunk's peaks come out too high, its own ceiling is lowered.
            store: where chunks are kept.
            executor: runs the work.
            jobs: how many of its threads are for this work.
            path: where the frames are written, in a folder for files on the way.
            head: bytes that are left free before them.
            progress: told how many samples are written.
            meanwhile: what the calling thread does once, instead of waiting for the first chunk that is made.

        Raises:
            MasteringError: peaks cannot be kept under the target's.
            OutputError: something could not be encoded, kept or written.
        """
        try:
            with path.open("wb") as file:
                file.seek(head)
                return self._joined(setting, store, executor, jobs, file, progress, meanwhile)
        except OSError as error:
            raise write_failure(path, error) from error

    def _joined(
        self,
        setting: Setting,
        store: ChunkStore,
        executor: Executor,
        jobs: int,
        file: IO[bytes],
        progress: Callable[[int], None],
        meanwhile: Callable[[], object],
    ) -> Measured:
        decides = repr((_FORMAT, encoder_identity(), setting, self._target.peak, self._output))
        pieces = [self._piece(chunk, decides) for chunk in self._chunks]
        batches = _batches([piece for piece in pieces if piece.key not in store], jobs)
        make = partial(self._make, setting=setting, store=store, work=Path(file.name).parent)
        windows = Regrouping(_WINDOW, ENCODER_DELAY, self._chunks[-1].end, self._output.sample_rate)
        lengths = array("H")  # of five hours, a list would hold 700,000 numbers
        peak, checksum, size, damaged = 0.0, 0, 0, 0
        for piece in _made_ahead(pieces, batches, make, executor, 2 * jobs, meanwhile):
            whole = store.get(piece.key)
            if whole is None:
                damaged += 1
                make([piece])
                whole = store.get(piece.key)
            if whole is None:
                raise OutputError(
                    f"encoded sound cannot be kept in {visible_path(store.folder)} (check the disk and try again)"
                )
            windows.add(whole.energies)
            lengths.frombytes(whole.lengths.astype(np.uint16).tobytes())
            peak = max(peak, whole.peak)
            checksum = _checksum(whole.content, checksum)
            size += file.write(whole.content)
            progress(len(lengths) * FRAME)
        loudness = Loudness(integrated_loudness([windows.result()]), gain_to_decibels(peak))
        return Measured(loudness, lengths, size, checksum, sum(map(len, batches)) + damaged)

    def _piece(self, chunk: Chunk, decides: str) -> _Piece:
        """Return a chunk with what decides it, beside what decides all of them."""
        before = PRE_ROLL if chunk.start else 0
        last = chunk is self._chunks[-1]
        after = 0 if last else POST_ROLL
        recipe = self._recipes.recipe(
            chunk.start - before * FRAME - self._reach, chunk.end + after * FRAME + self._reach
        )
        key = hashlib.sha256(f"{decides}{(recipe, before, last)!r}".encode()).hexdigest()
        return _Piece(chunk, recipe, before, last, key)

    def _make(self, pieces: Sequence[_Piece], setting: Setting, store: ChunkStore, work: Path) -> None:
        """Mix, master and encode chunks, and keep them."""
        settings = [setting] * len(pieces)
        left = list(range(len(pieces)))
        for attempt in count(1):
            again = []
            for channels in (1, 2):
                group = [at for at in left if pieces[at].recipe.channels == channels]
                if not group:
                    continue
                sources = [self._source(pieces[at], settings[at]) for at in group]
                for at, each in zip(group, encode_chunks(sources, self._output, work), strict=True):
                    kept = _measured(each, self._output.sample_rate)
                    peak = gain_to_decibels(kept.peak)
                    better = lowered(settings[at], peak, self._target)
                    if better is None:
                        store.put(pieces[at].key, kept)
                    elif attempt == _ATTEMPTS:
                        raise MasteringError(
                            f"the episode cannot be brought under {self._target.peak:g} dBTP: it measures {peak:.1f} "
                            "dBTP (choose a lower loudness under mastering:)"
                        )
                    else:
                        settings[at] = better
                        again.append(at)
            if not again:
                return
            left = again

    def _source(self, piece: _Piece, setting: Setting) -> Source:
        mixed = mix(piece.recipe, self._clip, self._sounds)
        # The encoder's own scale is that of the rate at which it works, which is lower where channels are equal.
        makeup = mp3_makeup(encoder_bitrate(mixed.shape[1], self._output))
        samples = mastered(mixed, setting, self._output.sample_rate, makeup)
        inner = samples[self._reach : len(samples) - self._reach]
        if not piece.last:
            return Source(inner, piece.before, (piece.chunk.end - piece.chunk.start) // FRAME)
        # The last frame is filled up, for a decoder to give all of the sound.
        filled = np.pad(inner, ((0, -len(inner) % FRAME), (0, 0)))
        return Source(filled, piece.before, None)


def _made_ahead(
    pieces: Sequence[_Piece],
    batches: Sequence[Sequence[_Piece]],
    make: Callable[[Sequence[_Piece]], None],
    executor: Executor,
    most: int,
    meanwhile: Callable[[], object],
) -> Iterator[_Piece]:
    """Return pieces in order, each once it is made, while the batches after it are made.

    Args:
        pieces: all of the programme's.
        batches: those that are missing, in order.
        make: makes a batch.
        executor: runs it.
        most: batches that are made or waiting at once.
        meanwhile: what is done once, instead of waiting for the first of them.
    """
    waiting = iter(batches)
    ahead: dict[str, Future[None]] = {}

    def start(number: int) -> None:
        for batch in islice(waiting, number):
            ahead.update(dict.fromkeys((each.key for each in batch), executor.submit(make, batch)))

    start(most)
    besides = [meanwhile]
    try:
        for piece in pieces:
            future = ahead.pop(piece.key, None)
            if future is not None:
                while besides:
                    besides.pop()()
                future.result()
                if future not in ahead.values():
                    start(1)
            yield piece
        while besides:
            besides.pop()()
    finally:
        for future in ahead.values():
            future.cancel()


def _checksum(data: bytes | memoryview, before: int) -> int:
    from fastcrc import crc16

    return crc16.arc(data, before)


def _batches(pieces: Sequence[_Piece], jobs: int) -> list[Sequence[_Piece]]:
    """Put chunks together, each once, and so that all jobs have something to do."""
    different = list({piece.key: piece for piece in pieces}.values())
    size = max(1, min(chunks_at_once(), -(-len(different) // jobs)))
    return [different[at : at + size] for at in range(0, len(different), size)]


def _measured(encoded: Encoded, sample_rate: int) -> StoredChunk:
    sound = encoded.decoded
    joined = np.concatenate((encoded.before[-_EDGE:], sound, encoded.after[:_EDGE]))
    floor = max(float(np.abs(sound).max(initial=0)), 1e-6)
    peaks = peak_envelope(joined, floor)
    return StoredChunk(
        b"".join(encoded.frames),
        np.array([len(frame) for frame in encoded.frames], dtype=np.uint16),
        window_energies(sound, encoded.before, sample_rate, _WINDOW).astype(np.float32),
        float(peaks.max(initial=0)),
    )

"""A programme of MP3 frames, chunk by chunk: stored chunks are read, and others are mixed and encoded in parallel."""

from __future__ import annotations

import hashlib
from array import array
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from itertools import islice
from pathlib import Path
from typing import IO

import numpy as np
from fastcrc import crc16

from audiobrief.audio.encode import mp3_makeup
from audiobrief.audio.loudness import (
    Block,
    Loudness,
    WindowResampler,
    integrated_loudness,
    peak_envelope,
    window_energies,
)
from audiobrief.audio.master import Setting, lower_ceiling, master, reach, to_samples
from audiobrief.audio.recipe import Chunk, Recipe, RecipeBuilder
from audiobrief.audio.sounds import MixSamples, to_block
from audiobrief.errors import MasteringError, OutputError
from audiobrief.mp3.chunk_store import ChunkStore, StoredChunk
from audiobrief.mp3.chunks import (
    POST_ROLL,
    ChunkSource,
    EncodedChunk,
    encode_chunks,
    encoder_bitrate,
    pre_roll,
)
from audiobrief.mp3.frames import ENCODER_DELAY
from audiobrief.mp3.lame import encoder_fingerprint, streams_per_run
from audiobrief.mp3.mastered_sound import MasteredSound
from audiobrief.mp3.mix_file import MixFile, SharedMix
from audiobrief.script.models.script import Mastering, Output
from audiobrief.storage.files import visible_path, write_failure
from audiobrief.timeline.timeline import FRAME
from audiobrief.units import Samples, gain_to_decibels

_FORMAT = "6"
"""Part of the chunks' keys; changed whenever the same recipe gives another sound."""
_ATTEMPTS = 6
_WINDOW = FRAME // 4
"""Samples of the windows by which a chunk's loudness is measured; a chunk is a whole number of them."""
_EDGE = 64
"""Samples before and after a chunk that are included in its true peak."""


@dataclass(frozen=True, slots=True)
class _Piece:
    """A chunk with its recipe and its key."""

    chunk: Chunk
    recipe: Recipe
    """Of the chunk with its pre-roll and post-roll."""
    before: int
    """Frames of the pre-roll."""
    last: bool
    """True if it is the programme's last."""
    key: str
    """Its key in the store."""


@dataclass(frozen=True, slots=True)
class ProgrammeMeasure:
    """The measure of an encoded programme."""

    loudness: Loudness
    """Of its decoded sound."""
    frame_lengths: Sequence[int]
    """Bytes of each of its frames."""
    size: int
    """Bytes of all of them."""
    checksum: int
    """CRC-16/ARC of all its frames."""
    encoded_chunks: int
    """The number of chunks that were not in the store."""


@dataclass(frozen=True, slots=True)
class EncodingJob:
    """The resources for encoding a programme."""

    store: ChunkStore
    """The store of encoded chunks."""
    jobs: int
    """The number of threads that are for this work."""
    progress: Callable[[str, int, int], None]
    """Called with the stage's name, how much is done, and of how much."""
    while_waiting: Callable[[], object]
    """Called once by the calling thread, instead of waiting for the first chunk that is encoded."""


class Programme:
    """A timeline's sound, in chunks."""

    def __init__(
        self,
        recipes: RecipeBuilder,
        chunks: Sequence[Chunk],
        mix: Callable[[Recipe], MixSamples],
        output: Output,
        target: Mastering,
    ) -> None:
        """Prepare a programme.

        Args:
            recipes: builds the recipes of the timeline.
            chunks: the chunks from the programme's beginning to its end.
            mix: returns the sound of a recipe.
            output: the programme's format.
            target: the loudness and the highest peak.
        """
        self._recipes = recipes
        self._chunks = chunks
        self._mix = mix
        self._output = output
        self._target = target
        self._reach = reach(output.sample_rate)
        self._mix_file: MixFile | None = None
        self._held: MasteredSound | None = None

    def hold_mix(self, shared: SharedMix) -> None:
        """Hold the mix in a file from now on, so that each chunk is mixed once for several programmes.

        Raises:
            OutputError: the file cannot be made.
        """
        self._mix_file = shared.file(self._recipes, self._chunks, self._mix)

    def mastered_sound(self, folder: Path, *, hold: bool) -> MasteredSound:
        """Return the mastered samples in files, for other encoders.

        Args:
            folder: for temporary files.
            hold: whether the samples of chunks that are encoded as MP3 are held in them from now on.
        """
        mastered = MasteredSound(self._chunks, self._output, self._chunk_sound, folder)
        if hold:
            self._held = mastered
        return mastered

    def parts(self, select: Callable[[Recipe], Recipe]) -> Iterator[MixSamples]:
        """Yield a part of the mix before mastering, chunk by chunk, with the script's channels.

        Args:
            select: returns the part of a recipe that is heard.
        """
        for chunk in self._chunks:
            recipe = self._recipes.recipe(chunk.start - self._reach, chunk.end + self._reach)
            inner = self._mix(select(recipe))[self._reach : -self._reach]
            yield np.repeat(inner, self._output.channels // inner.shape[1], axis=1)

    def _chunk_sound(self, chunk: Chunk, setting: Setting) -> Samples:
        """Return the mastered samples of a chunk, with one channel if both are the same in and around it."""
        recipe, before = self._stretch(chunk)
        return _samples_of_chunk(chunk, before, self._mastered_stretch(recipe, chunk.start - before * FRAME, setting))

    def _stretch(self, chunk: Chunk) -> tuple[Recipe, int]:
        """Return the recipe of a chunk with its pre-roll and post-roll, and the frames of the pre-roll."""
        before = pre_roll(self._output.bitrate) if chunk.start else 0
        after = 0 if chunk is self._chunks[-1] else POST_ROLL
        start, end = chunk.start - before * FRAME, chunk.end + after * FRAME
        return self._recipes.recipe(start - self._reach, end + self._reach), before

    def _mastered_stretch(self, recipe: Recipe, start: int, setting: Setting) -> Block:
        """Return the mastered sound of a recipe from sample `start` on, without the outer samples of the limiter."""
        mixed = self._mix_file.mix(recipe, start - self._reach) if self._mix_file else self._mix(recipe)
        mastered = master(to_block(mixed), setting, self._output.sample_rate)
        return mastered[self._reach : len(mastered) - self._reach]

    def encode(self, setting: Setting, job: EncodingJob, path: Path, head: int) -> ProgrammeMeasure:
        """Encode the programme, and write its frames.

        Args:
            setting: gain and ceiling; where a chunk's peaks come out too high, its own ceiling is lowered.
            job: the store, the threads and the callbacks.
            path: the file of the frames, in a folder for temporary files.
            head: bytes that are left free before them.

        Raises:
            MasteringError: peaks cannot be lowered below the target's.
            OutputError: something could not be encoded, stored or written.
        """
        executor = ThreadPoolExecutor(max_workers=max(1, job.jobs), thread_name_prefix="encode")
        try:
            with path.open("wb") as file:
                file.seek(head)
                return self._write_chunks(setting, job, executor, file)
        except OSError as error:
            raise write_failure(path, error) from error
        finally:
            executor.shutdown(wait=True, cancel_futures=True)

    def _write_chunks(
        self, setting: Setting, job: EncodingJob, executor: Executor, file: IO[bytes]
    ) -> ProgrammeMeasure:
        store, end = job.store, self._chunks[-1].end
        output = self._output
        form = (output.bitrate, output.channels, output.sample_rate)
        common = repr((_FORMAT, encoder_fingerprint(), setting, self._target.peak, form))
        pieces = [self._piece(chunk, common) for chunk in self._chunks]
        store.fetch_all(piece.key for piece in pieces if piece.key not in store)
        batches = _batches([piece for piece in pieces if piece.key not in store], job.jobs)
        encode = partial(self._encode_batch, setting=setting, store=store, work=Path(file.name).parent)
        windows = WindowResampler(_WINDOW, ENCODER_DELAY, end, self._output.sample_rate)
        lengths = array("H")  # a list would hold 700,000 numbers for five hours
        peak, checksum, size, damaged = 0.0, 0, 0, 0
        for piece in _encode_ahead(pieces, batches, partial(executor.submit, encode), job):
            chunk = store.get(piece.key)
            if chunk is None:
                damaged += 1
                encode([piece])
                chunk = store.get(piece.key)
            if chunk is None:
                raise OutputError(
                    f"encoded parts of episodes cannot be stored in {visible_path(store.folder)} "
                    "(check the disk and try again)"
                )
            windows.add(chunk.energies)
            lengths.frombytes(chunk.lengths.astype(np.uint16).tobytes())
            peak = max(peak, chunk.peak)
            checksum = crc16.arc(chunk.content, checksum)
            size += file.write(chunk.content)
            job.progress("encoding", min(len(lengths) * FRAME, end), end)
        store.retain_recent({piece.key for piece in pieces})
        loudness = Loudness(integrated_loudness([windows.result()]), gain_to_decibels(peak))
        return ProgrammeMeasure(loudness, lengths, size, checksum, sum(map(len, batches)) + damaged)

    def _piece(self, chunk: Chunk, common: str) -> _Piece:
        """Return a chunk with its recipe and its key, given the part of the key that all chunks share."""
        recipe, before = self._stretch(chunk)
        last = chunk is self._chunks[-1]
        key = hashlib.sha256(f"{common}{(recipe, before, last)!r}".encode()).hexdigest()
        return _Piece(chunk, recipe, before, last, key)

    def _encode_batch(self, pieces: Sequence[_Piece], setting: Setting, store: ChunkStore, work: Path) -> None:
        """Mix, master, encode and store chunks; one with too high peaks is encoded again with a lower ceiling."""
        pending = dict.fromkeys(pieces, setting)
        for attempt in range(1, _ATTEMPTS + 1):
            too_loud = {}
            for channels in (1, 2):
                group = [piece for piece in pending if piece.recipe.channels == channels]
                if not group:
                    continue
                sources = [self._source(piece, pending[piece], setting) for piece in group]
                for piece, encoded in zip(group, encode_chunks(sources, self._output, work), strict=True):
                    chunk = _to_stored_chunk(encoded, self._output.sample_rate)
                    peak = gain_to_decibels(chunk.peak)
                    lower_setting = lower_ceiling(pending[piece], peak, self._target)
                    if lower_setting is None:
                        store.put(piece.key, chunk)
                    elif attempt == _ATTEMPTS:
                        raise MasteringError(
                            f"the episode cannot be brought under {self._target.peak:g} dBTP: it measures {peak:.1f} "
                            "dBTP (choose a lower loudness under mastering:)"
                        )
                    else:
                        too_loud[piece] = lower_setting
            if not too_loud:
                return
            pending = too_loud

    def _source(self, piece: _Piece, setting: Setting, common: Setting) -> ChunkSource:
        """Return the samples of a chunk mastered by its own setting, and hold them if that is the common one."""
        mastered = self._mastered_stretch(piece.recipe, piece.chunk.start - piece.before * FRAME, setting)
        if self._held and setting == common:
            self._held.add(piece.chunk, setting, _samples_of_chunk(piece.chunk, piece.before, mastered))
        # The scale that LAME applies depends on the bit rate at which it encodes, which is lower for equal channels.
        samples = to_samples(mastered, mp3_makeup(encoder_bitrate(mastered.shape[1], self._output)))
        if not piece.last:
            return ChunkSource(samples, piece.before, (piece.chunk.end - piece.chunk.start) // FRAME)
        # The last frame is padded, so that all of the sound can be decoded.
        padded = np.pad(samples, ((0, -len(samples) % FRAME), (0, 0)))
        return ChunkSource(padded, piece.before, None)


def _samples_of_chunk(chunk: Chunk, before: int, mastered: Block) -> Samples:
    """Return the samples of a chunk, given its mastered sound with `before` frames of pre-roll."""
    first = before * FRAME
    return to_samples(mastered[first : first + chunk.end - chunk.start])


def _encode_ahead(
    pieces: Sequence[_Piece],
    batches: Sequence[Sequence[_Piece]],
    start: Callable[[Sequence[_Piece]], Future[None]],
    job: EncodingJob,
) -> Iterator[_Piece]:
    """Yield pieces in order, each once it is encoded, while at most two batches for each thread are pending."""
    remaining = iter(batches)
    pending: dict[str, Future[None]] = {}

    def submit(number: int) -> None:
        for batch in islice(remaining, number):
            pending.update(dict.fromkeys((piece.key for piece in batch), start(batch)))

    submit(2 * job.jobs)
    has_waited = False
    for piece in pieces:
        future = pending.pop(piece.key, None)
        if future is not None:
            if not has_waited:
                has_waited = True
                job.while_waiting()
            future.result()
            if future not in pending.values():
                submit(1)
        yield piece
    if not has_waited:
        job.while_waiting()


def _batches(pieces: Sequence[_Piece], jobs: int) -> list[Sequence[_Piece]]:
    """Group different chunks into batches for the encoder, at least as many as there are threads."""
    different = list({piece.key: piece for piece in pieces}.values())
    size = max(1, min(streams_per_run(), -(-len(different) // jobs)))
    return [different[at : at + size] for at in range(0, len(different), size)]


def _to_stored_chunk(encoded: EncodedChunk, sample_rate: int) -> StoredChunk:
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

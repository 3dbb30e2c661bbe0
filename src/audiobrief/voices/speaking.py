"""Speak utterances, one as a clip or many in parallel, and prepare and store the clips."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from threading import Lock
from typing import TYPE_CHECKING, TypeVar

from audiobrief.errors import EngineError
from audiobrief.reading.utterances import CLAUSE_PAUSE, Utterance
from audiobrief.script.models.sound import Recording
from audiobrief.units import Samples, milliseconds_to_samples
from audiobrief.voices.clip_store import ClipMeasure, ClipStore, Energies, clip_key
from audiobrief.voices.engine import Clip, Engine, Word
from audiobrief.voices.takes import parts_of

if TYPE_CHECKING:
    from concurrent.futures import Executor, Future

_LOG = logging.getLogger(__name__)
Result = TypeVar("Result")
_WINDOW = 5
"""Milliseconds of a window."""
_THRESHOLD = 0.004
"""Share of the clip's peak below which a window is silent (-48 dB)."""
_KEPT = 10
"""Milliseconds left before and after what is heard, so that soft consonants stay whole."""
_FADE = 3
"""Milliseconds of the fades at both ends. What is left there is softer than the threshold, and still clicked: by a
step of up to -56 dB of full scale, measured."""


class ClipSource:
    """Speaks utterances as clips at the programme's rate, and reads those that a store already has."""

    def __init__(
        self,
        engines: Mapping[str, Engine],
        store: ClipStore,
        sample_rate: int,
        load_recording: Callable[[Recording, int], Samples] | None = None,
    ) -> None:
        """Prepare it.

        Args:
            engines: by name.
            store: keeps the clips.
            sample_rate: the programme's, in Hz.
            load_recording: returns the samples of a recording at a rate; None where there are no recordings.
        """
        self._engines = engines
        self._load_recording = load_recording
        self._store = store
        self.sample_rate = sample_rate
        self._keys: dict[Utterance, str] = {}
        self._takes: dict[Utterance, Utterance] = {}
        self._claims: dict[str, Lock] = {}
        """Held while a clip is made, by its key."""
        self._fetched: set[str] = set()
        """Keys of clips for which the shared store was asked."""

    def use_takes(self, takes: Mapping[Utterance, Utterance]) -> None:
        """Use other takes of utterances from now on."""
        self._takes |= takes
        for utterance in takes:
            self._keys.pop(utterance, None)

    def key(self, utterance: Utterance) -> str:
        """Return the clip's key in the store."""
        if utterance not in self._keys:
            if utterance.recording is not None:
                return utterance.recording.key(self.sample_rate)
            take = self._takes.get(utterance, utterance)
            engine = self._engines[utterance.voice.engine]
            version = f"{engine.version} {engine.identity(utterance.voice)}".strip()
            self._keys[utterance] = clip_key(take, version, self.sample_rate)
        return self._keys[utterance]

    def clip(self, utterance: Utterance) -> Clip:
        """Return an utterance's clip at the programme's rate, spoken if the store has not got it.

        Raises:
            EngineError: it could not be spoken, or there is nothing to be heard.
            OutputError: it could not be kept.
        """
        key = self.key(utterance)
        is_synthesized = utterance.recording is None  # a recording is faster read than fetched
        clip = self._store.get(key)
        if clip is not None:
            self._store.touch(key)
            return clip
        if is_synthesized and key not in self._fetched and (clip := self._store.fetch(key)) is not None:
            return clip
        with self._claims.setdefault(key, Lock()), self._store.claimed(key, share=is_synthesized) as clip:
            # Another thread or program may have made it meanwhile.
            return clip or self._speak(key, utterance)

    def fetch(self, utterances: Iterable[Utterance]) -> None:
        """Fetch the clips that the shared store has, if there is one, all at once.

        Raises:
            OutputError: one could not be kept.
        """
        keys = {self.key(utterance) for utterance in utterances if utterance.recording is None}
        self._store.fetch_all(keys - self._fetched)
        self._fetched |= keys

    def measured(self, utterance: Utterance, measure: Callable[[Samples, int], Energies]) -> ClipMeasure:
        """Return the length and the loudness of an utterance's clip, spoken if the store has not got it.

        Args:
            utterance: what is said.
            measure: takes the samples and their rate.

        Raises:
            EngineError: as `clip`.
            OutputError: as `clip`.
        """
        clip = self.clip(utterance)
        energies = measure(clip.samples, clip.sample_rate)
        return ClipMeasure(len(clip.samples), energies, self._store.touch(self.key(utterance)) or 0, clip.words)

    def holds(self, utterance: Utterance, measured: ClipMeasure) -> bool:
        """Return whether a clip that was measured is there in its full size; it is marked as used."""
        return self._store.touch(self.key(utterance)) == measured.size

    def _speak(self, key: str, utterance: Utterance) -> Clip:
        clip = self._recorded(utterance.recording) if utterance.recording else self._synthesized(utterance)
        self._store.put(key, clip, share=utterance.recording is None)
        return clip

    def _recorded(self, recording: Recording) -> Clip:
        assert self._load_recording is not None, "recordings are wanted where none are expected"
        return Clip(self._load_recording(recording, self.sample_rate), self.sample_rate)

    def _synthesized(self, utterance: Utterance) -> Clip:
        _LOG.debug("speaking “%s”", utterance.text)
        engine = self._engines[utterance.voice.engine]
        take = self._takes.get(utterance, utterance)
        parts = parts_of(take)
        clips = [prepare(engine.synthesize(part), self.sample_rate) for part in parts]
        if not all(len(clip.samples) for clip in clips):
            raise EngineError(f"the voice says nothing for “{utterance.text[:60]}” (write it in words)")
        return clips[0] if len(clips) == 1 else join(clips, _text_starts(take, parts))


def speak_all(
    utterances: Sequence[Utterance],
    speak: Callable[[Utterance], Result],
    executor: Executor,
    *,
    where: Callable[[Utterance], str],
    progress: Callable[[int, int], None] = lambda _done, _total: None,
    meanwhile: Callable[[], None] = lambda: None,
) -> dict[Utterance, Result]:
    """Speak utterances in parallel.

    Args:
        utterances: what is said, in order; equal ones are spoken once.
        speak: speaks one, and returns its result.
        executor: runs `speak`; the calling thread waits.
        where: returns the position of an utterance in its script, for messages.
        progress: called with the number of utterances done and of all.
        meanwhile: called in the calling thread while the voices start.

    Returns:
        The result of each.

    Raises:
        EngineError: with the place of the first utterance in the script that could not be spoken.
        OutputError: a clip could not be kept.
    """
    from concurrent.futures import as_completed

    different = tuple(dict.fromkeys(utterances))

    futures: dict[Future[Result], Utterance] = {executor.submit(speak, utterance): utterance for utterance in different}
    results: dict[Utterance, Result] = {}
    progress(0, len(different))
    try:
        meanwhile()
        for future in as_completed(futures):
            utterance = futures[future]
            try:
                results[utterance] = future.result()
            except EngineError:
                utterance, error = _first_failure(futures)
                raise error.at(where(utterance)) from error
            progress(len(results), len(different))
    finally:
        for future in futures:
            future.cancel()
    return results


def _first_failure(futures: Mapping[Future[Result], Utterance]) -> tuple[Utterance, EngineError]:
    """Return the failure that comes first in the script; wait only for utterances before it."""
    for future in futures:
        future.cancel()
    return next(
        (utterance, error)
        for future, utterance in futures.items()
        if not future.cancelled() and isinstance(error := future.exception(), EngineError)
    )


def _text_starts(utterance: Utterance, parts: Sequence[Utterance]) -> list[int]:
    """Return the character of an utterance at which each of its parts starts."""
    starts, at = [], 0
    for part in parts:
        at = utterance.text.index(part.text, at)
        starts.append(at)
        at += len(part.text)
    return starts


def join(clips: Sequence[Clip], text_starts: Sequence[int]) -> Clip:
    """Return clips one after another as one, with the pause of a clause between them.

    Args:
        clips: all of one sample rate.
        text_starts: for each, the character of the whole text at which its own starts.
    """
    import numpy as np

    rate = clips[0].sample_rate
    pause = np.zeros((milliseconds_to_samples(CLAUSE_PAUSE, rate), 1), dtype=np.int16)
    samples = [piece for clip in clips for piece in (pause, clip.samples)][1:]
    words, at = [], 0
    for clip, text in zip(clips, text_starts, strict=True):
        words += [
            Word(word.start + at, word.end + at, word.text_start + text, word.text_end + text) for word in clip.words
        ]
        at += len(clip.samples) + len(pause)
    return Clip(np.concatenate(samples), rate, tuple(words))


def trim(clip: Clip) -> Clip:
    """Cut the silence before and after what is heard, but for 10 ms; a silent clip becomes empty."""
    import numpy as np

    window = milliseconds_to_samples(_WINDOW, clip.sample_rate)
    count = -(-len(clip.samples) // window)
    padded = np.zeros(count * window, dtype=np.float32)
    padded[: len(clip.samples)] = np.abs(clip.samples[:, 0].astype(np.float32))
    peaks = padded.reshape(count, window).max(axis=1, initial=0) if count else padded
    loud = np.flatnonzero(peaks > max(peaks.max(initial=0) * _THRESHOLD, 1))
    if not len(loud):
        return replace(clip, samples=clip.samples[:0], words=())
    kept = milliseconds_to_samples(_KEPT, clip.sample_rate)
    start = max(0, int(loud[0]) * window - kept)
    end = min(len(clip.samples), (int(loud[-1]) + 1) * window + kept)
    words = tuple(
        replace(word, start=max(0, word.start - start), end=min(word.end, end) - start) for word in clip.words
    )
    return Clip(clip.samples[start:end], clip.sample_rate, words)


def resample(clip: Clip, sample_rate: int) -> Clip:
    """Convert a clip to another sample rate with soxr's high quality, rounded to the nearest integer."""
    if clip.sample_rate == sample_rate or not len(clip.samples):
        return replace(clip, sample_rate=sample_rate)
    import numpy as np
    import soxr

    # 3 dB of headroom, since a steep filter overshoots full scale.
    sound = soxr.resample(clip.samples.astype(np.float32) * 0.7, clip.sample_rate, sample_rate, quality="HQ")
    sound = np.clip(np.round(sound / 0.7), -32768, 32767)
    samples: Samples = sound.astype(np.int16).reshape(-1, clip.samples.shape[1])
    ratio = sample_rate / clip.sample_rate
    words = tuple(
        Word(round(word.start * ratio), round(word.end * ratio), word.text_start, word.text_end) for word in clip.words
    )
    return Clip(samples, sample_rate, words)


def fade_edges(clip: Clip) -> Clip:
    """Fade a clip in and out, in amplitude as a raised cosine; where it was cut, it would click."""
    import numpy as np

    count = min(milliseconds_to_samples(_FADE, clip.sample_rate), len(clip.samples) // 2)
    fade = np.sin(np.arange(count) * (np.pi / 2 / max(1, count)))[:, np.newaxis] ** 2
    samples = clip.samples.copy()
    samples[:count] = np.rint(samples[:count] * fade)
    samples[len(samples) - count :] = np.rint(samples[len(samples) - count :] * fade[::-1])
    return replace(clip, samples=samples)


def prepare(clip: Clip, sample_rate: int) -> Clip:
    """Trim a clip, convert it to the programme's sample rate, and fade its edges."""
    return fade_edges(resample(trim(clip), sample_rate))

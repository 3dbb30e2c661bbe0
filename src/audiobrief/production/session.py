"""A render session: engines, stores, sounds and caches in memory that several renders of one process share."""

from __future__ import annotations

import ctypes
import os
import sys
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from audiobrief.audio.level import SoundMaterial
from audiobrief.audio.sound_files import file_version
from audiobrief.audio.sounds import load_sound
from audiobrief.cache.kinds import CHUNKS, CLIPS, MEASURES, SOUNDS
from audiobrief.cache.shared.store import SharedStore
from audiobrief.errors import AudiobriefError
from audiobrief.mp3.chunk_store import ChunkStore, RecentChunks
from audiobrief.mp3.mix_file import SharedMix
from audiobrief.reading.reading_cache import ReadingCache
from audiobrief.reading.utterances import Utterance
from audiobrief.script.models.script import Script
from audiobrief.script.models.sound import Sound
from audiobrief.script.models.voice import Voice
from audiobrief.timeline.plan import Plan
from audiobrief.voices.clip_store import ClipMeasure, ClipMeasures, ClipStore
from audiobrief.voices.registry import Engines
from audiobrief.voices.speaking import ClipSource

_TRIM_THRESHOLD, _MMAP_THRESHOLD = -1, -3
"""Parameters of mallopt(3) (malloc.h)."""
_MOST_RETAINED = 64 << 20
_LARGEST = 32 << 20
"""Bytes; glibc takes no larger ones on systems of 64 bit."""
Progress = Callable[[str, int, int], None]
"""Called with a stage's name (`speaking`, `encoding`, `measuring`), how much is done, and of how much."""


def retain_freed_memory() -> None:
    """Let glibc retain freed memory, up to 64 MB for each thread.

    Otherwise it returns the memory of large arrays to the system, which zeroes new pages each time; this takes as long
    as the computations on the arrays. Other C libraries are not changed.
    """
    if not sys.platform.startswith("linux"):
        return
    try:
        mallopt = ctypes.CDLL(None).mallopt
    except AttributeError:
        return
    mallopt(_TRIM_THRESHOLD, _MOST_RETAINED)
    mallopt(_MMAP_THRESHOLD, _LARGEST)


ClipReview = Callable[[Script, Plan, ClipSource], Mapping[Utterance, Utterance]]
"""Listens to the clips of a plan, and returns the takes to use instead of those that are wrong."""


def no_progress(_stage: str, _done: int, _total: int) -> None:
    """Report nothing."""


@dataclass(frozen=True, slots=True)
class Settings:
    """How scripts are rendered."""

    jobs: int = os.cpu_count() or 1
    """Utterances that are spoken at once."""
    store: Path | None = None
    """The folder that keeps clips from one render to the next; None keeps nothing."""
    shared: SharedStore | None = None
    """The store in which clips and chunks are also kept, for other machines; None for none."""
    readings: Path | None = None
    """The folder that keeps how sentences are read aloud; None keeps nothing."""
    review: ClipReview | None = None
    """Listens to a script's clips before they are mixed; of all settings, this alone may change what is heard."""
    stems: bool = False
    """True if stems are written."""


class RenderSession:
    """Owns what a render needs beside its script; a context manager that ends the engines."""

    def __init__(
        self,
        settings: Settings | None = None,
        progress: Progress = no_progress,
        *,
        scratch: Path,
        lasting: bool = False,
    ) -> None:
        """Open it; nothing is started before it is needed.

        Args:
            settings: how scripts are rendered.
            progress: called as the stages of a render go on; may be replaced between renders.
            scratch: a folder for what engines write, and for clips and chunks if the settings name no store.
            lasting: whether it serves several renders: then engines go on after a failure, and chunks stay in memory.
        """
        self.settings = settings or Settings()
        self.progress = progress
        self.lasting = lasting
        self.engines = Engines(scratch)
        folder = self.settings.store
        shared = self.settings.shared
        self.clips = ClipStore(
            folder or scratch / "clips", most_bytes=CLIPS.most_bytes if folder else None, shared=shared
        )
        self.chunks = ChunkStore(
            folder.with_name(CHUNKS.name) if folder else scratch / "chunks",
            most_bytes=CHUNKS.most_bytes if folder else None,
            shared=shared,
            recent=RecentChunks() if lasting else None,
        )
        self.clip_measures: dict[str, ClipMeasure] = {}
        """Of the clips that were spoken or read, by their keys in the store."""
        self._measures: dict[Path, ClipMeasures] = {}
        self._readings: dict[Path, ReadingCache] = {}
        self.shared_mix: SharedMix | None = None
        """The mix that a render shares with those after it that have the same one; None to mix by itself."""
        self._started: set[Voice] = set()
        self._sounds: dict[tuple[object, ...], SoundMaterial] = {}
        self._sounds_in_use: set[tuple[object, ...]] = set()

    def __enter__(self) -> Self:
        """Return the session."""
        return self

    def __exit__(self, *_error: object) -> None:
        """End the engines."""
        self.close()

    def close(self) -> None:
        """End the engines."""
        self.engines.close()

    def readings(self, script: Path) -> ReadingCache | None:
        """Return the cache of a script's readings, by the script's file; None if the settings name no folder."""
        if self.settings.readings is None:
            return None
        if script not in self._readings:
            self._readings[script] = ReadingCache(self.settings.readings, script, self._start_voice)
        return self._readings[script]

    def _start_voice(self, voice: Voice) -> None:
        """Start a voice that has a new sentence to say: it loads its model while the sentence is read."""
        if voice not in self._started and voice.engine in self.engines:
            self._started.add(voice)
            with suppress(AudiobriefError):  # an error shows when the voice is checked
                self.engines[voice.engine].start(voice)

    def measures(self, script: Path) -> ClipMeasures:
        """Return the cache of the measures of a script's clips, by the script's file."""
        if script not in self._measures:
            store = self.settings.store
            self._measures[script] = ClipMeasures(store.with_name(MEASURES.name) if store else None, script)
        return self._measures[script]

    @property
    def sound_lengths(self) -> Path | None:
        """The folder of the lengths of recordings; None if the settings name no store."""
        return self.settings.store.with_name(SOUNDS.name) if self.settings.store else None

    def sound(self, sound: Sound, sample_rate: int, channels: int) -> SoundMaterial:
        """Return a sound; it is decoded only if its file or its settings have changed.

        Raises:
            SoundError: as `load_sound`.
        """
        key = (sound, file_version(sound.path), sample_rate, channels)
        if key not in self._sounds:
            material = SoundMaterial.of(sound, load_sound(sound, sample_rate, channels))
            for old in [known for known in self._sounds if known[0] == sound]:
                del self._sounds[old]
            self._sounds[key] = material
        self._sounds_in_use.add(key)
        return self._sounds[key]

    def forget(self, *scripts: Path) -> None:
        """Drop from memory what only these scripts need, and the sounds that were not used since the last call.

        So the memory of a session that renders many scripts does not grow.
        """
        for script in scripts:
            self._readings.pop(script, None)
            self._measures.pop(script, None)
        self.clip_measures.clear()
        self._sounds = {key: self._sounds[key] for key in self._sounds_in_use if key in self._sounds}
        self._sounds_in_use.clear()

"""A render session: engines, sounds and caches in memory that several renders of one process share."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Self

from audiobrief.audio.forecast import sound_energies
from audiobrief.audio.loudness import Energies
from audiobrief.audio.recipe import Decoded
from audiobrief.audio.sounds import decoded, file_version, load_sound
from audiobrief.mp3.chunk_store import RecentChunks
from audiobrief.reading.reading_cache import Readings
from audiobrief.script.models.script import Sound
from audiobrief.voices.clip_measures import Measures
from audiobrief.voices.clip_store import Measured
from audiobrief.voices.registry import Engines

if TYPE_CHECKING:
    from pydub import AudioSegment

__all__ = ["KnownSound", "RenderSession"]


@dataclass(frozen=True, slots=True)
class KnownSound:
    """A decoded sound, and what is known of it."""

    segment: AudioSegment
    """Its samples."""
    decoded: Decoded
    """Their digest and form."""
    energies: Energies
    """Their measure of loudness."""


class RenderSession:
    """Engines, readings, sounds, measures of clips, and encoded chunks."""

    def __init__(self, scratch: Path | None = None, *, lasting: bool = False) -> None:
        """Open it; nothing is started or imported that it does not need yet.

        Args:
            scratch: a folder for what engines write on the way.
            lasting: whether it serves more than one render: then engines go on running after one that failed, and
                chunks stay in memory.
        """
        self.engines = Engines(scratch)
        self.lasting = lasting
        self.chunks = RecentChunks() if lasting else None
        self.clips: dict[str, Measured] = {}
        """By their keys in the store."""
        self._measures: dict[tuple[Path | None, Path], Measures] = {}
        self._readings: dict[tuple[Path, Path], Readings] = {}
        self._sounds: dict[tuple[object, ...], KnownSound] = {}

    def readings(self, folder: Path, script: Path) -> Readings:
        """Return what reads a script's paragraphs, with what it remembers.

        Args:
            folder: where its memory lies.
            script: the script's file.
        """
        if (folder, script) not in self._readings:
            self._readings[folder, script] = Readings(folder, script)
        return self._readings[folder, script]

    def measures(self, folder: Path | None, script: Path) -> Measures:
        """Return what is remembered of a script's clips.

        Args:
            folder: where it lies; None keeps nothing.
            script: the script's file.
        """
        if (folder, script) not in self._measures:
            self._measures[folder, script] = Measures(folder, script)
        return self._measures[folder, script]

    def sound(self, sound: Sound, sample_rate: int, channels: int) -> KnownSound:
        """Return a sound, decoded anew only if its file or its settings have changed.

        Raises:
            SoundError: as `load_sound`.
        """
        key = (sound, file_version(sound.path), sample_rate, channels)
        if key not in self._sounds:
            segment = load_sound(sound, sample_rate, channels)
            for old in [each for each in self._sounds if each[0] == sound]:
                del self._sounds[old]
            self._sounds[key] = KnownSound(segment, decoded(segment), sound_energies(segment, sample_rate))
        return self._sounds[key]

    def __enter__(self) -> Self:
        """Return the session."""
        return self

    def __exit__(self, *_error: object) -> None:
        """End the engines."""
        self.close()

    def close(self) -> None:
        """End the engines."""
        self.engines.close()

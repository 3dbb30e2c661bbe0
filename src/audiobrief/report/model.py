"""The content of a report, before it is a page or JSON."""

from __future__ import annotations

from dataclasses import dataclass

from audiobrief.episode.manifest import Manifest
from audiobrief.findings import Finding
from audiobrief.report.levels import Levels
from audiobrief.report.sound import SoundMeasures
from audiobrief.report.speech import Part, Pauses


@dataclass(frozen=True, slots=True)
class Target:
    """The loudness that an episode should have."""

    loudness: float
    """LUFS."""
    peak: float
    """The highest true peak in dBTP."""
    tolerance: float
    """LU."""
    source: str
    """Who says so."""


@dataclass(frozen=True, slots=True)
class FindingGroup:
    """The findings of one command."""

    title: str
    findings: tuple[Finding, ...] = ()
    state: str = ""
    """The things looked at, or the reason why there were none."""
    was_run: bool = True


@dataclass(frozen=True, slots=True)
class CheckedFile:
    """A file of an episode, and whether it is the one that the manifest names."""

    name: str
    bytes: int
    """As they are on the disk."""
    sha256: str | None
    """Of what is on the disk; None where it cannot be read."""
    difference: str | None
    """Why it is not the file that the manifest names; None if it is."""


@dataclass(frozen=True, slots=True, eq=False)
class EpisodeReport:
    """All that a report says of an episode."""

    audio: str
    """The name of the audio file."""
    manifest: Manifest
    sound: SoundMeasures
    target: Target
    chapters: tuple[Part, ...]
    speakers: tuple[Part, ...]
    between: Part | None
    """Description of what is heard while nobody speaks; None if that is not known."""
    words: int
    words_a_minute: int
    pauses: Pauses
    levels: Levels
    groups: tuple[FindingGroup, ...]
    files: tuple[CheckedFile, ...]

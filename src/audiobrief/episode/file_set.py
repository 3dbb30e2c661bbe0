"""The files of an episode: audio, transcripts, chapters and manifest, which get their names together."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from audiobrief.episode.audio_file import AudioFile
from audiobrief.episode.chapters import chapters_json
from audiobrief.episode.details import Details
from audiobrief.episode.manifest import FileRecord, manifest, manifest_text
from audiobrief.episode.transcripts import srt, transcript_cues, vtt
from audiobrief.storage import files
from audiobrief.storage.work_folder import only_one

__all__ = ["Episode", "finish_set", "manifest_path", "names_of_set", "write_sidecars"]

_SIDECARS = (".vtt", ".srt", ".chapters.json")
_MANIFEST = ".episode.json"
_TYPES = {
    ".mp3": "audio/mpeg",
    ".m4a": "audio/mp4",
    ".vtt": "text/vtt",
    ".srt": "application/x-subrip",
    ".json": "application/json+chapters",
}


@dataclass(frozen=True, slots=True)
class Episode:
    """A finished episode."""

    audio: Path
    """The MP3 or M4A file."""
    manifest_path: Path
    """The manifest's file."""
    manifest: dict[str, Any]
    """What it says."""
    digests: Mapping[Path, str]
    """The sha256 of each of its files, in hexadecimal."""


def names_of_set(target: Path) -> tuple[Path, ...]:
    """Return the names of all files of an episode, by its audio file."""
    return (target, *(_beside(target, suffix) for suffix in (*_SIDECARS, _MANIFEST)))


def manifest_path(target: Path) -> Path:
    """Return the file of the manifest of an episode, by its audio file."""
    return _beside(target, _MANIFEST)


def _beside(target: Path, suffix: str) -> Path:
    """Return the file of an episode that stands beside its audio file."""
    stem = target.with_suffix("")
    return stem.with_name(stem.name + suffix)


def write_sidecars(details: Details, work: Path) -> dict[str, Path]:
    """Write the transcripts and the chapters, unfinished.

    Args:
        details: what they say.
        work: the folder for unfinished files.

    Returns:
        Where they lie, by the suffixes of their names to be.

    Raises:
        OutputError: one could not be written.
    """
    cues = transcript_cues(details.timeline, {speaker.name: speaker.label for speaker in details.script.speakers})
    texts = (vtt(cues), srt(cues), chapters_json(details.timeline))
    return {suffix: _written(work / f"episode{suffix}", text) for suffix, text in zip(_SIDECARS, texts, strict=True)}


def finish_set(details: Details, work: Path, audio: AudioFile, sidecars: Mapping[str, Path], target: Path) -> Episode:
    """Write the manifest, and give all files their names, the manifest last.

    Args:
        details: what the manifest says.
        work: the folder for unfinished files.
        audio: the unfinished audio file.
        sidecars: what `write_sidecars` gave.
        target: the audio file's name to be.

    Raises:
        OutputError: something could not be written or named.
    """
    made = {target: audio.path, **{_beside(target, suffix): path for suffix, path in sidecars.items()}}
    digests = {target: files.synced_digest(audio.path)}
    digests |= {final: files.file_digest(path) for final, path in made.items() if final != target}
    roles = {target.suffix: "audio", ".vtt": "vtt", ".srt": "srt", ".json": "chapters"}
    records = tuple(
        FileRecord(roles[final.suffix], final.name, _TYPES[final.suffix.lower()], path.stat().st_size, digests[final])
        for final, path in made.items()
    )
    content = manifest(details, audio.measured, audio.samples, records)
    last = manifest_path(target)
    made[last] = _written(work / "episode.json", manifest_text(content))
    digests[last] = files.file_digest(made[last])
    with only_one(target.parent), files.uninterrupted():
        for final, path in made.items():
            files.finish(path, final)
    return Episode(target, last, content, digests)


def _written(path: Path, text: str) -> Path:
    files.write_bytes(path, text.encode())
    return path

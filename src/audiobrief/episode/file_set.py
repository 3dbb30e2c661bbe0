"""The files of an episode: audio, transcripts, chapters and manifest, which are renamed together."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from audiobrief.episode.audio_file import AudioFile
from audiobrief.episode.captions import transcript_cues
from audiobrief.episode.details import Details, build_manifest
from audiobrief.episode.manifest import Manifest, ManifestFile, manifest_path, write_manifest
from audiobrief.episode.sidecars import chapters_json, srt, transcript_json, vtt
from audiobrief.script.models.formats import AUDIO_FORMATS
from audiobrief.storage import files
from audiobrief.storage.locks import exclusive_lock
from audiobrief.storage.transaction import replace_files

_SIDECARS: Mapping[str, tuple[Literal["vtt", "srt", "transcript", "chapters"], str]] = {
    ".vtt": ("vtt", "text/vtt"),
    ".srt": ("srt", "application/x-subrip"),
    ".transcript.json": ("transcript", "application/json"),
    ".chapters.json": ("chapters", "application/json+chapters"),
}
"""Role and media type of the files beside the audio file, by the ends of their names."""


@dataclass(frozen=True, slots=True)
class Episode:
    """A finished episode."""

    audio: Path
    """The MP3 or M4A file."""
    manifest_path: Path
    manifest: Manifest
    digests: Mapping[Path, str]
    """The sha256 of each of its files, in hexadecimal."""


def names_of_set(target: Path) -> tuple[Path, ...]:
    """Return the paths of all files of an episode, by its audio file."""
    return (target, *(_beside(target, suffix) for suffix in _SIDECARS), manifest_path(target))


def _beside(target: Path, suffix: str) -> Path:
    """Return the path of a file beside the audio file of an episode."""
    return target.with_name(target.stem + suffix)


def write_sidecars(details: Details, work: Path) -> dict[str, Path]:
    """Write the transcripts and the chapters into a work folder.

    Returns:
        The unfinished files, by the suffixes of their final names.

    Raises:
        OutputError: one could not be written.
    """
    labels = details.script.labels
    cues = transcript_cues(details.timeline, labels)
    texts = (
        vtt(cues, word_times=details.script.output.word_times),
        srt(cues),
        transcript_json(details.timeline, labels),
        chapters_json(details.timeline),
    )
    return {suffix: _write(work / f"episode{suffix}", text) for suffix, text in zip(_SIDECARS, texts, strict=True)}


def finish_set(details: Details, work: Path, audio: AudioFile, sidecars: Mapping[str, Path], target: Path) -> Episode:
    """Write the manifest, and rename all files to their final names, the manifest last.

    Args:
        details: the episode.
        work: the folder for unfinished files.
        audio: the unfinished audio file.
        sidecars: the files that `write_sidecars` wrote.
        target: the final path of the audio file.

    Raises:
        OutputError: a file could not be written or renamed.
    """
    unfinished = {target: audio.path, **{_beside(target, suffix): path for suffix, path in sidecars.items()}}
    media_type = AUDIO_FORMATS[details.script.output.format].media_type
    kinds = [("audio", media_type), *(_SIDECARS[suffix] for suffix in sidecars)]
    digests = {target: files.sync_and_digest(audio.path)}
    digests |= {final: files.file_digest(path) for final, path in unfinished.items() if final != target}
    records = tuple(
        ManifestFile(role=role, name=final.name, type=media_type, bytes=path.stat().st_size, sha256=digests[final])
        for (final, path), (role, media_type) in zip(unfinished.items(), kinds, strict=True)
    )
    manifest = build_manifest(details, audio.measured, audio.samples, records)
    last = manifest_path(target)
    unfinished[last] = work / "episode.json"
    write_manifest(unfinished[last], manifest)
    digests[last] = files.file_digest(unfinished[last])
    with exclusive_lock(target.parent):
        replace_files(unfinished, work)
    return Episode(target, last, manifest, digests)


def _write(path: Path, text: str) -> Path:
    files.write_bytes(path, text.encode())
    return path

"""The files of an episode: audio, transcripts, chapters, stems and manifest, which are renamed together."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from audiobrief.episode.captions import transcript_cues
from audiobrief.episode.details import Details, build_manifest, describe_alternate
from audiobrief.episode.formats.encoders import AudioFile
from audiobrief.episode.manifest import Manifest, ManifestFile, manifest_path, write_manifest
from audiobrief.episode.sidecars import chapters_json, srt, transcript_json, vtt
from audiobrief.episode.stems import STEM_NAMES
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
    """The audio file; of several, the one that is published."""
    manifest_path: Path
    manifest: Manifest
    digests: Mapping[Path, str]
    """The sha256 of each of its files, in hexadecimal."""


@dataclass(frozen=True, slots=True)
class UnfinishedSet:
    """The files of an episode in the work folder, without the manifest."""

    audio: Sequence[AudioFile]
    """One for each format."""
    sidecars: Mapping[str, Path]
    """As `write_sidecars` returns them."""
    stems: Mapping[str, Path]
    """The files of the folder of stems, by their names."""


def names_of_set(target: Path, further_formats: Sequence[str] = ()) -> tuple[Path, ...]:
    """Return the paths of the files of an episode, without stems, by its audio file."""
    suffixes = (*(f".{name}" for name in further_formats), *_SIDECARS)
    return (target, *(_beside(target, suffix) for suffix in suffixes), manifest_path(target))


def stems_folder(target: Path) -> Path:
    """Return the path of the folder of an episode's stems, by its audio file."""
    return _beside(target, ".stems")


def older_stems(target: Path, stems: Collection[str] = ()) -> tuple[Path, ...]:
    """Return the stems of an earlier render that stand beside an audio file, without those of some names."""
    folder = stems_folder(target)
    return tuple(folder / name for name in STEM_NAMES if name not in stems and (folder / name).is_file())


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


def finish_set(details: Details, work: Path, made: UnfinishedSet, target: Path) -> Episode:
    """Write the manifest, and rename all files to their final names, the manifest last.

    Args:
        details: the episode.
        work: the folder for unfinished files.
        made: its files.
        target: the final path of the first audio file.

    Raises:
        OutputError: a file could not be written or renamed.
    """
    main, *others = made.audio
    unfinished = {target: main.path} | {_beside(target, file.path.suffix): file.path for file in others}
    digests = {final: files.sync_and_digest(path) for final, path in unfinished.items()}
    unfinished |= {_beside(target, suffix): path for suffix, path in made.sidecars.items()}
    media_types = [AUDIO_FORMATS[file.path.suffix[1:]].media_type for file in made.audio]
    roles = ["audio", *("alternate" for _ in others)]
    kinds = [*zip(roles, media_types, strict=True), *(_SIDECARS[suffix] for suffix in made.sidecars)]
    digests |= {final: files.file_digest(path) for final, path in unfinished.items() if final not in digests}
    records = tuple(
        ManifestFile.model_validate(
            {"role": role, "name": final.name, "type": kind, "bytes": path.stat().st_size, "sha256": digests[final]}
        )
        for (final, path), (role, kind) in zip(unfinished.items(), kinds, strict=True)
    )
    alternates = (
        describe_alternate(details, file.path.suffix[1:], file.measured, file.samples, record)
        for file, record in zip(others, records[1:], strict=False)
    )
    manifest = build_manifest(details, main.measured, main.samples, records, tuple(alternates))
    for name, path in made.stems.items():
        final = stems_folder(target) / name
        unfinished[final], digests[final] = path, files.sync_and_digest(path)
    last = manifest_path(target)
    unfinished[last] = work / "episode.json"
    write_manifest(unfinished[last], manifest)
    digests[last] = files.file_digest(unfinished[last])
    with exclusive_lock(target.parent):
        replace_files(unfinished, work, obsolete=older_stems(target, made.stems) if made.stems else ())
    return Episode(target, last, manifest, digests)


def _write(path: Path, text: str) -> Path:
    files.write_bytes(path, text.encode())
    return path

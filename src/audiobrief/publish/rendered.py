"""A rendered episode on its way to a site: its manifest is read once, and each of its files is hashed once."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from pathlib import Path

from audiobrief.episode.manifest import LARGEST_AUDIO, Manifest, ManifestFile, manifest_path, read_manifest
from audiobrief.errors import AudiobriefError, EpisodeError, PublishError
from audiobrief.publish.text import clean_texts, find_forbidden_character, nested_texts
from audiobrief.storage import files
from audiobrief.storage.confined_values import SLUG
from audiobrief.storage.regular_files import regular_file_size
from audiobrief.storage.unicode_names import file_beside

FailureHandler = Callable[[Path | str, AudiobriefError], None]
"""Called with an episode that cannot be published, as the user named it, and the reason."""
_LONGEST_TITLE = 255
"""Characters of a title (PSP-1); `preflight` has what each directory asks for."""
LARGEST_TEXT = 5_000_000
"""Bytes of a transcript or the chapters."""


@dataclass(frozen=True, slots=True)
class FileState:
    """A file of an episode, as it is on the disk."""

    file: ManifestFile
    """The manifest's entry."""
    sha256: str | None
    """None where it could not be read."""
    bytes: int = 0
    problem: str | None = None
    """Why it could not be read."""

    @property
    def difference(self) -> str | None:
        """A sentence that says why it is not the file that the manifest names; None if it is."""
        if self.problem is None and self.sha256 != self.file.sha256:
            return "this is not the file that the manifest names"
        if self.problem is None and self.bytes != self.file.bytes:
            return f"it has {self.bytes} bytes, and the manifest says {self.file.bytes}"
        return self.problem


@dataclass
class RenderedEpisode:
    """A rendered episode."""

    path: Path
    """The audio file or the manifest, as the user named it."""
    written_manifest: Manifest
    """The manifest as it is written."""
    _states: dict[str, FileState] = field(default_factory=dict)
    """By the names of the files."""

    @property
    def manifest_path(self) -> Path:
        """The path of the manifest."""
        return manifest_path(self.path)

    @cached_property
    def manifest(self) -> Manifest:
        """The manifest with texts that a feed can hold."""
        content = self.written_manifest.content()
        clean = {**clean_texts(content), "files": content["files"]}
        return self.written_manifest if clean == content else Manifest.model_validate(clean)

    @property
    def audio_path(self) -> Path:
        """The path of the audio file."""
        return self.file_path(self.manifest.audio_file)

    def file(self, role: str) -> ManifestFile | None:
        """Return the file of a role."""
        return next((file for file in self.manifest.files if file.role == role), None)

    def file_path(self, file: ManifestFile) -> Path:
        """Return the path of a file."""
        return file_beside(self.manifest_path, file.name)

    def file_state(self, file: ManifestFile) -> FileState:
        """Read and hash a file; do so once."""
        if file.name not in self._states:
            self._states[file.name] = _read_state(self.file_path(file), file)
        return self._states[file.name]

    def sort_key(self, now: datetime) -> tuple[datetime, int, str]:
        """Return the key that orders episodes by their publication."""
        return self.manifest.publication_time or now, self.manifest.number or 0, self.manifest.slug

    def check(self) -> None:
        """Check that an item of a feed can be made of the episode.

        Raises:
            PublishError: a text, the slug or the title cannot stand in a feed, or a file is not the one rendered.
        """
        place, manifest = self.manifest_path, self.manifest
        for key, text in nested_texts(self.written_manifest.content()):
            if (character := find_forbidden_character(text)) is not None:
                raise PublishError(
                    f"{place}: {key}: it holds the control character U+{ord(character):04X} "
                    "(take it out of the script, and render again)"
                )
        if not SLUG.fullmatch(manifest.slug):
            raise PublishError(
                f"{place}: '{manifest.slug}' cannot stand in an address "
                "(give the script a slug: of letters, digits, '-', '_' and '.', and render again)"
            )
        if not 1 <= len(manifest.title) <= _LONGEST_TITLE:
            said = f"the title has {len(manifest.title)} characters, and feeds take 1 to {_LONGEST_TITLE}"
            raise PublishError(f"{place}: {said} (change it)")
        for file in manifest.published_files:
            if (difference := self.file_state(file).difference) is not None:
                raise PublishError(f"{self.file_path(file)}: {difference} (render the script again)")


def _read_state(path: Path, file: ManifestFile) -> FileState:
    try:
        size = regular_file_size(path, LARGEST_AUDIO if file.role in {"audio", "alternate"} else LARGEST_TEXT)
        return FileState(file, files.file_digest(path), size)
    except FileNotFoundError:
        return FileState(file, None, problem="the file is missing, and the manifest names it")
    except OSError as error:
        return FileState(file, None, problem=f"the file cannot be read: {(error.strerror or str(error)).lower()}")


def read_rendered(path: Path) -> RenderedEpisode:
    """Read the manifest of a rendered episode, whose audio file or manifest is named.

    Raises:
        EpisodeError: the manifest is missing or wrong, or it belongs to another audio file.
    """
    episode = RenderedEpisode(path, read_manifest(path))
    others = {episode.file_path(file) for file in episode.written_manifest.files if file.role == "alternate"}
    if path not in {episode.manifest_path, episode.audio_path, *others}:
        name = episode.audio_path.name
        raise EpisodeError(f"{path}: {episode.manifest_path.name} beside it is of {name} (render again)")
    return episode


def read_rendered_episodes(paths: Iterable[Path], failed: FailureHandler) -> list[RenderedEpisode]:
    """Read the manifests of rendered episodes; call `failed` for those that cannot be read."""
    episodes = []
    for path in paths:
        try:
            episodes.append(read_rendered(path))
        except EpisodeError as error:
            failed(path, error)
    return episodes

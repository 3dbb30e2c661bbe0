"""Read a finished episode from its manifest."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from audiobrief.episode.manifest import manifest_path, read_manifest
from audiobrief.errors import EpisodeError
from audiobrief.storage import files


@dataclass(frozen=True, slots=True)
class ScriptSentence:
    """A sentence of the script, and its times in the episode."""

    start: float
    """Seconds."""
    end: float
    """Seconds."""
    text: str
    """As it is written."""
    said: str
    """The text that the voices were given."""
    line: int
    """The script's line on which it starts."""
    foreign: bool = False
    """True if some of it is in another language than the episode's."""


@dataclass(frozen=True, slots=True)
class FinishedEpisode:
    """An episode, and whether its audio file is still the one that was rendered."""

    audio: Path
    """The MP3 or M4A file."""
    script: str
    """The script's file name."""
    language: str
    """BCP 47 tag."""
    sentences: tuple[ScriptSentence, ...]
    """In order of time."""
    silences: tuple[tuple[float, float], ...]
    """Start and end, in seconds, of the silences that the script asks for."""
    duration: float
    """Seconds that it lasted when it was rendered."""
    as_rendered: bool
    """True if the audio file's sha256 is the manifest's."""


def read_episode(path: Path) -> FinishedEpisode:
    """Read an episode.

    Args:
        path: its audio file or its manifest.

    Raises:
        EpisodeError: a file is missing, or the manifest has no sentences.
    """
    manifest = read_manifest(path)
    place = manifest_path(path)
    if manifest.script is None or not {"sentences", "silences"} <= manifest.model_fields_set:
        raise EpisodeError(f"{place} does not name the sentences that are spoken (render the script again)")
    audio = place.with_name(manifest.audio_file.name) if path == place else path
    try:
        as_rendered = files.file_digest(audio) == manifest.audio_file.sha256
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise EpisodeError(f"{audio} cannot be read: {reason} (name an episode's MP3)") from error
    return FinishedEpisode(
        audio,
        manifest.script,
        manifest.language,
        tuple(
            ScriptSentence(
                sentence.start,
                sentence.end,
                sentence.text,
                sentence.said or sentence.text,
                sentence.line,
                foreign=sentence.languages is not None,
            )
            for sentence in manifest.sentences
        ),
        tuple((silence.start, silence.end) for silence in manifest.silences),
        manifest.duration,
        as_rendered,
    )

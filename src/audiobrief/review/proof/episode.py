"""A finished episode as proof-listening needs it, read from its manifest."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from audiobrief.errors import EpisodeError
from audiobrief.storage import files

__all__ = ["FinishedEpisode", "ScriptSentence", "read_episode"]

_MANIFEST = ".episode.json"


@dataclass(frozen=True, slots=True)
class ScriptSentence:
    """A sentence of the script, and when it was rendered to be heard."""

    start: float
    """Seconds."""
    end: float
    """Seconds."""
    text: str
    """As it is written."""
    said: str
    """What the voices were given for it."""
    line: int
    """The script's line on which it starts."""
    foreign: bool = False
    """Whether some of it is in another language than the episode's."""


@dataclass(frozen=True, slots=True)
class FinishedEpisode:
    """What the manifest says of an episode, and whether its audio file is still the one that was rendered."""

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
    """Whether the audio file's sha256 is the manifest's."""


def read_episode(path: Path) -> FinishedEpisode:
    """Read an episode.

    Args:
        path: its audio file or its manifest.

    Raises:
        EpisodeError: a file is missing, or the manifest is not one that says what is spoken.
    """
    manifest = path if path.name.endswith(_MANIFEST) else path.with_name(path.stem + _MANIFEST)
    content = _json(manifest, path)
    try:
        record = next(record for record in content["files"] if record["role"] == "audio")
        sentences = tuple(_sentence(entry) for entry in content["sentences"])
        silences = tuple((float(silence["start"]), float(silence["end"])) for silence in content["silences"])
        script, language, digest = str(content["script"]), str(content["language"]), str(record["sha256"])
        duration = float(content["duration"])
        audio = manifest.with_name(Path(str(record["name"])).name) if path == manifest else path
    except (LookupError, TypeError, ValueError, StopIteration) as error:
        raise EpisodeError(f"{manifest} does not say what is spoken (render the script again)") from error
    try:
        as_rendered = files.file_digest(audio) == digest
    except OSError as error:
        raise _unreadable(audio, error) from error
    return FinishedEpisode(audio, script, language, sentences, silences, duration, as_rendered)


def _json(manifest: Path, path: Path) -> dict[str, Any]:
    try:
        content = json.loads(manifest.read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        if path != manifest and path.exists():
            raise EpisodeError(f"{path}: its manifest {manifest.name} is not beside it (render the script)") from error
        raise _unreadable(path, error) from error
    except OSError as error:
        raise _unreadable(manifest, error) from error
    except ValueError as error:
        raise EpisodeError(f"{manifest} is not a manifest (render the script again)") from error
    if not isinstance(content, dict):
        raise EpisodeError(f"{manifest} is not a manifest (render the script again)")
    return content


def _sentence(entry: dict[str, Any]) -> ScriptSentence:
    text = str(entry["text"])
    return ScriptSentence(
        start=float(entry["start"]),
        end=float(entry["end"]),
        text=text,
        said=str(entry.get("said", text)),
        line=int(entry["line"]),
        foreign="languages" in entry,
    )


def _unreadable(path: Path, error: OSError) -> EpisodeError:
    return EpisodeError(f"{path} cannot be read: {(error.strerror or str(error)).lower()} (name an episode's MP3)")

"""The manifest: what an episode is, and the sha256 of each of its files. It is written last."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from itertools import zip_longest
from typing import Any

from audiobrief import __version__
from audiobrief.audio.loudness import Loudness
from audiobrief.episode.details import Details
from audiobrief.script.models.script import Script
from audiobrief.script.models.show import Show
from audiobrief.script.models.versions import left_out
from audiobrief.timeline.timeline import SpokenSentence
from audiobrief.units import samples_to_seconds

__all__ = ["SHORTEST_SILENCE", "FileRecord", "manifest", "manifest_text"]

SHORTEST_SILENCE = 1
"""Seconds of a silence that is worth naming."""


@dataclass(frozen=True, slots=True)
class FileRecord:
    """A file of an episode."""

    role: str
    """audio, vtt, srt or chapters."""
    name: str
    """Its name, in the manifest's folder."""
    type: str
    """Its media type."""
    bytes: int
    """Its length."""
    sha256: str
    """Of its content, in hexadecimal."""


def manifest(details: Details, measured: Loudness, samples: int, files: tuple[FileRecord, ...]) -> dict[str, Any]:
    """Return the manifest.

    Args:
        details: the episode.
        measured: the decoded audio file's loudness.
        samples: the decoded audio file's length.
        files: all files but the manifest itself.
    """
    script, timeline = details.script, details.timeline
    rate = timeline.sample_rate
    labels = {speaker.name: speaker.label for speaker in script.speakers}
    return {
        "audiobrief": __version__,
        "title": script.title,
        "slug": script.slug,
        "script": script.path.name,
        "date": script.date.isoformat() if script.date else None,
        "number": script.number,
        "season": script.season,
        "language": script.language,
        "summary": script.summary,
        "source": asdict(script.source),
        "show": _show(script.show),
        "publish_at": script.publish_at.isoformat() if script.publish_at else None,
        "persons": [asdict(person) for person in script.persons],
        "explicit": script.explicit,
        "soundbite": _soundbite(script),
        "cover": ("episode" if script.own_cover else "show") if script.cover else None,
        "duration": round(samples / rate, 3),
        **_target(details),
        "audio": {
            "format": script.output.format,
            "bitrate": script.output.bitrate,
            "channels": script.output.channels,
            "sample_rate": rate,
            "samples": samples,
        },
        "loudness": {
            "integrated_lufs": round(measured.integrated_lufs, 2),
            "true_peak_dbtp": round(measured.true_peak_dbtp, 2),
            "convention": "stereo" if script.output.channels == 2 else "dual mono",
        },
        "chapters": [
            {
                "start": samples_to_seconds(chapter.start, rate),
                "end": samples_to_seconds(chapter.end, rate),
                "title": chapter.title,
                "url": chapter.url,
            }
            for chapter in timeline.chapters
        ],
        "sentences": [
            _sentence(sentence, sound, labels, rate, script.language)
            for sentence, sound in zip_longest(timeline.sentences, details.sounds)
        ],
        "silences": [
            {"start": samples_to_seconds(start, rate), "end": samples_to_seconds(end, rate)}
            for start, end in timeline.silences(SHORTEST_SILENCE * rate)
        ],
        "voices": [asdict(voice) for voice in details.voices],
        "disclosure": details.disclosure,
        "files": [asdict(record) for record in files],
    }


def _show(show: Show) -> dict[str, Any]:
    """Return the channel, with lists where the values have tuples, as JSON reads them back."""
    return {name: list(value) if isinstance(value, tuple) else value for name, value in asdict(show).items()}


def _target(details: Details) -> dict[str, Any]:
    """Return the length that the script wants, and what was done for it; nothing where it wants none."""
    target, fitted = details.script.target, details.fitted
    if target is None or fitted is None:
        return {}
    return {
        "target": {
            "duration": target.length / 1000,
            "left_out": [
                {"kind": segment.kind, "chapter": segment.chapter, "line": segment.position.line}
                for segment in left_out(details.script, fitted.version)
            ],
            "pauses": fitted.pauses,
            "pace": fitted.pace,
        }
    }


def _soundbite(script: Script) -> dict[str, Any] | None:
    bite = script.soundbite
    if bite is None:
        return None
    return {"start": bite.start / 1000, "duration": bite.duration / 1000, "title": bite.title or script.title}


def _sentence(
    sentence: SpokenSentence, sound: str | None, labels: Mapping[str, str], rate: int, language: str
) -> dict[str, Any]:
    """Return a sentence; what was said, and in which languages, only where it is not what the episode's are."""
    entry: dict[str, Any] = {
        "start": samples_to_seconds(sentence.start, rate),
        "end": samples_to_seconds(sentence.end, rate),
        "text": sentence.text,
        "speaker": labels[sentence.speaker],
        "new_paragraph": sentence.new_paragraph,
        "line": sentence.line,
    }
    if sentence.said not in {"", sentence.text}:
        entry["said"] = sentence.said
    if set(sentence.languages) - {language}:
        entry["languages"] = list(sentence.languages)
    if sound is not None:
        entry["sound"] = sound
    return entry


def manifest_text(content: dict[str, Any]) -> str:
    """Write a manifest."""
    return json.dumps(content, ensure_ascii=False, indent=2) + "\n"

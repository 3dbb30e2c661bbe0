"""Build the manifest of an episode that was just rendered."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import zip_longest

from audiobrief import __version__
from audiobrief.audio.loudness import Loudness
from audiobrief.episode.details import Details
from audiobrief.episode.manifest import (
    Manifest,
    ManifestAudio,
    ManifestChapter,
    ManifestFile,
    ManifestLoudness,
    ManifestPerson,
    ManifestSegment,
    ManifestSentence,
    ManifestShow,
    ManifestSilence,
    ManifestSoundbite,
    ManifestSource,
    ManifestTarget,
)
from audiobrief.script.models.optional_segments import omitted_segments
from audiobrief.script.models.script import Script
from audiobrief.timeline.timeline import SpokenSentence
from audiobrief.units import samples_to_seconds

_SHORTEST_SILENCE = 1
"""Seconds; shorter silences are not listed."""


def build_manifest(
    details: Details, measured: Loudness, samples: int, episode_files: tuple[ManifestFile, ...]
) -> Manifest:
    """Return the manifest of an episode.

    Args:
        details: the episode.
        measured: the loudness of the decoded audio file.
        samples: the length of the decoded audio file.
        episode_files: all files but the manifest itself.
    """
    script, timeline = details.script, details.timeline
    rate = timeline.sample_rate
    labels = {speaker.name: speaker.label for speaker in script.speakers}
    return Manifest(
        audiobrief=__version__,
        title=script.title,
        slug=script.slug,
        script=script.path.name,
        date=script.date.isoformat() if script.date else None,
        number=script.number,
        season=script.season,
        language=script.language,
        summary=script.summary,
        source=ManifestSource.model_validate(script.source),
        show=ManifestShow.model_validate(script.show),
        publish_at=script.publish_at.isoformat() if script.publish_at else None,
        persons=tuple(ManifestPerson.model_validate(person) for person in script.persons),
        explicit=script.explicit,
        soundbite=_soundbite(script),
        cover=("episode" if script.own_cover else "show") if script.cover else None,
        duration=round(samples / rate, 3),
        target=_target(details),
        audio=ManifestAudio(
            format=script.output.format,
            bitrate=script.output.bitrate,
            channels=script.output.channels,
            sample_rate=rate,
            samples=samples,
        ),
        loudness=ManifestLoudness(
            integrated_lufs=round(measured.integrated_lufs, 2),
            true_peak_dbtp=round(measured.true_peak_dbtp, 2),
            convention="stereo" if script.output.channels == 2 else "dual mono",
        ),
        chapters=tuple(
            ManifestChapter(
                start=samples_to_seconds(chapter.start, rate),
                end=samples_to_seconds(chapter.end, rate),
                title=chapter.title,
                url=chapter.url,
            )
            for chapter in timeline.chapters
        ),
        sentences=tuple(
            _sentence(sentence, sound, labels, rate, script.language)
            for sentence, sound in zip_longest(timeline.sentences, details.sounds)
        ),
        silences=tuple(
            ManifestSilence(start=samples_to_seconds(start, rate), end=samples_to_seconds(end, rate))
            for start, end in timeline.silences(_SHORTEST_SILENCE * rate)
        ),
        voices=details.voices,
        disclosure=details.disclosure,
        files=episode_files,
    )


def _target(details: Details) -> ManifestTarget | None:
    target, fitted = details.script.target, details.fitted
    if target is None or fitted is None:
        return None
    return ManifestTarget(
        duration=target.length / 1000,
        left_out=tuple(
            ManifestSegment(kind=segment.kind, chapter=segment.chapter, line=segment.position.line)
            for segment in omitted_segments(details.script, fitted.version)
        ),
        pauses=fitted.pauses,
        pace=fitted.pace,
    )


def _soundbite(script: Script) -> ManifestSoundbite | None:
    bite = script.soundbite
    if bite is None:
        return None
    return ManifestSoundbite(start=bite.start / 1000, duration=bite.duration / 1000, title=bite.title or script.title)


def _sentence(
    sentence: SpokenSentence, sound: str | None, labels: Mapping[str, str], rate: int, language: str
) -> ManifestSentence:
    return ManifestSentence(
        start=samples_to_seconds(sentence.start, rate),
        end=samples_to_seconds(sentence.end, rate),
        text=sentence.text,
        speaker=labels[sentence.speaker],
        new_paragraph=sentence.new_paragraph,
        line=sentence.line,
        said=sentence.said if sentence.said not in {"", sentence.text} else None,
        languages=tuple(sentence.languages) if set(sentence.languages) - {language} else None,
        sound=sound,
    )

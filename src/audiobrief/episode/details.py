"""The details of a rendered episode, from which its tag, transcripts and manifest are written; and its manifest."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import zip_longest

from audiobrief import __version__
from audiobrief.audio.loudness import Loudness
from audiobrief.episode.manifest import (
    Manifest,
    ManifestAlternate,
    ManifestAudio,
    ManifestChapter,
    ManifestClip,
    ManifestFile,
    ManifestLoudness,
    ManifestPerson,
    ManifestRecording,
    ManifestSegment,
    ManifestSentence,
    ManifestShow,
    ManifestSilence,
    ManifestSoundbite,
    ManifestSource,
    ManifestTarget,
    ManifestVoice,
    ManifestWord,
)
from audiobrief.script.models.formats import AUDIO_FORMATS
from audiobrief.script.models.optional_segments import omitted_segments
from audiobrief.script.models.script import Script
from audiobrief.storage.unicode_names import readable_name
from audiobrief.timeline.fitting import Fit
from audiobrief.timeline.timeline import SpokenSentence, Timeline
from audiobrief.units import samples_to_seconds

_SHORTEST_SILENCE = 1
"""Seconds; shorter silences are not listed."""
_SHARED = {"title", "slug", "edition", "number", "season", "language", "summary", "explicit"}
"""Keys that a manifest has from the script as they are."""


@dataclass(frozen=True, slots=True)
class Details:
    """An episode with its timeline."""

    script: Script
    timeline: Timeline
    voices: tuple[ManifestVoice, ...]
    """The voices that are heard, in order of their first words."""
    fitted: Fit | None = None
    """How the episode was fitted to a target duration."""
    clips: tuple[tuple[tuple[str, int], ...], ...] = ()
    """For each sentence of the timeline the keys of its clips, and the samples at which they start; empty where they
    are not known."""

    @property
    def disclosure(self) -> str:
        """The sentences that say which voices are synthetic, and who is heard in recordings."""
        engines = ", ".join(dict.fromkeys(voice.engine for voice in self.voices))
        spoken = f"Spoken by synthetic voices ({engines})." if engines else ""
        people = ", ".join(
            dict.fromkeys(sentence.speaker for sentence in self.timeline.sentences if sentence.is_recorded)
        )
        recorded = f"Recorded, not synthetic: {people}." if people else ""
        return " ".join(filter(None, (spoken, recorded))) or "Without speech."

    @property
    def artist(self) -> str | None:
        """The name that tags have for the artist: the show's author, or the show; None if neither is named."""
        return self.script.show.author or self.script.show.title

    @property
    def comment(self) -> str:
        """The comment of tags: the summary, if there is one, and the disclosure."""
        return " ".join(filter(None, (self.script.summary, self.disclosure)))


def build_manifest(
    details: Details,
    measured: Loudness,
    samples: int,
    episode_files: tuple[ManifestFile, ...],
    alternates: tuple[ManifestAlternate, ...] = (),
) -> Manifest:
    """Return the manifest of an episode.

    Args:
        details: the episode.
        measured: the loudness of its decoded audio file.
        samples: the length of its decoded audio file.
        episode_files: its files.
        alternates: its audio files in further formats.
    """
    script, timeline = details.script, details.timeline
    size = next(file.bytes for file in episode_files if file.role == "audio")
    rate = timeline.sample_rate

    def seconds(position: int) -> float:
        return samples_to_seconds(position, rate)

    labels = script.labels
    return Manifest(
        audiobrief=__version__,
        **script.model_dump(include=_SHARED),
        script=readable_name(script.path.name),
        date=script.date.isoformat() if script.date else None,
        source=ManifestSource.model_validate(script.source),
        show=ManifestShow.model_validate(script.show).model_copy(update={"language": script.show_language}),
        publish_at=script.publish_at.isoformat() if script.publish_at else None,
        persons=tuple(ManifestPerson.model_validate(person) for person in script.persons),
        soundbite=_soundbite(script),
        cover=("episode" if script.own_cover else "show") if script.cover else None,
        duration=round(samples / rate, 3),
        target=_target(details),
        audio=_audio(details, script.output.main_format, samples, size),
        loudness=_loudness(details, measured),
        alternates=alternates,
        chapters=tuple(
            ManifestChapter(
                start=seconds(part.start),
                end=seconds(part.end),
                title=part.title,
                url=part.url,
                source=ManifestSource.model_validate(part.source) if part.source else None,
            )
            for part in timeline.chapters
        ),
        sentences=tuple(
            ManifestSentence(
                start=seconds(part.start),
                end=seconds(part.end),
                text=part.text,
                speaker=labels[part.speaker],
                new_paragraph=part.new_paragraph,
                line=part.line,
                said=part.said if part.said not in {"", part.text} else None,
                recorded=True if part.is_recorded else None,
                languages=part.languages if set(part.languages) - {script.language} else None,
                sound=_digest(clips, part.start) if clips else None,
                clips=tuple(ManifestClip(start=seconds(at), key=key) for key, at in clips) if clips else None,
                words=_words(part, seconds),
            )
            for part, clips in zip_longest(timeline.sentences, details.clips)
        ),
        silences=tuple(
            ManifestSilence(start=seconds(start), end=seconds(end))
            for start, end in timeline.silences(_SHORTEST_SILENCE * rate)
        ),
        voices=details.voices,
        recordings=_recordings(details),
        disclosure=details.disclosure,
        files=episode_files,
    )


def describe_alternate(
    details: Details, format_: str, measured: Loudness, samples: int, file: ManifestFile
) -> ManifestAlternate:
    """Describe the audio file of a further format, given its loudness and the samples of each channel."""
    return ManifestAlternate(
        name=file.name,
        duration=round(samples / details.timeline.sample_rate, 3),
        audio=_audio(details, format_, samples, file.bytes),
        loudness=_loudness(details, measured),
    )


def _audio(details: Details, format_: str, samples: int, size: int) -> ManifestAudio:
    """Describe an audio file of `size` bytes."""
    output, rate = details.script.output, details.timeline.sample_rate
    bitrate = round(8 * size * rate / samples) if AUDIO_FORMATS[format_].is_lossless else output.bitrate
    return ManifestAudio(format=format_, bitrate=bitrate, channels=output.channels, sample_rate=rate, samples=samples)


def _loudness(details: Details, measured: Loudness) -> ManifestLoudness:
    return ManifestLoudness(
        integrated_lufs=round(measured.integrated_lufs, 2),
        true_peak_dbtp=round(measured.true_peak_dbtp, 2),
        convention="stereo" if details.script.output.channels == 2 else "dual mono",
    )


def _digest(clips: Sequence[tuple[str, int]], start: int) -> str:
    """Return a digest of the clips of a sentence and of the silences between them."""
    return hashlib.sha256(repr([(key, at - start) for key, at in clips]).encode()).hexdigest()[:16]


def _recordings(details: Details) -> tuple[ManifestRecording, ...]:
    rate = details.timeline.sample_rate
    return tuple(
        ManifestRecording(
            speaker=speech.speaker,
            file=speech.utterance.recording.path.name,
            sha256=speech.utterance.recording.digest,
            start=samples_to_seconds(speech.start, rate),
            end=samples_to_seconds(speech.end, rate),
        )
        for speech in details.timeline.speech
        if speech.utterance.recording is not None
    )


def _words(sentence: SpokenSentence, seconds: Callable[[int], float]) -> tuple[ManifestWord, ...] | None:
    words = (ManifestWord(start=seconds(word.start), end=seconds(word.end), text=word.text) for word in sentence.words)
    return tuple(words) or None


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

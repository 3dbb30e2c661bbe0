"""An encoder for each audio format: called with a setting of mastering, it writes an episode's audio file once."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from audiobrief.audio import encode
from audiobrief.audio.loudness import Loudness
from audiobrief.audio.master import Setting
from audiobrief.episode.details import Details
from audiobrief.episode.formats import m4a, vorbis, wave
from audiobrief.episode.formats.id3 import id3_tag
from audiobrief.episode.formats.m4a_tracks import ChapterPictures, add_to_chapters
from audiobrief.episode.pictures import framed_jpeg, picture_ending, upright_picture
from audiobrief.errors import OutputError
from audiobrief.mp3.frames import info_frame, info_header
from audiobrief.mp3.mastered_sound import MasteredSound
from audiobrief.mp3.programme import EncodingJob, Programme
from audiobrief.storage import files

_LOG = logging.getLogger(__name__)
_LENGTH_TOLERANCE = 0.06
"""Seconds by which an encoder may lengthen an episode."""
_PICTURE_SIDE = 1000
"""Width and height in pixels of the pictures of an M4A's chapters, all of which are of one size."""


@dataclass(frozen=True, slots=True)
class AudioFile:
    """An audio file that does not have its final name yet."""

    path: Path
    measured: Loudness
    """Of its decoded sound; of a lossless file, that of the first file that was made of the same samples."""
    samples: int
    """Of each channel."""


@dataclass(frozen=True, slots=True)
class EncodingTask:
    """An episode and the file to which it is encoded."""

    details: Details
    """For its tag, with the script and the timeline."""
    programme: Programme
    """Its sound."""
    mastered: MasteredSound
    """Its sound as samples."""
    path: Path
    """The file to write; its ending is that of the format."""
    job: EncodingJob
    """The store of encoded chunks, the number of threads, and the callbacks."""


Encoder = Callable[[Setting], AudioFile]
"""Writes the file anew, mastered by a setting, and measures it; raises an OutputError if it cannot."""


def _mp3_encoder(task: EncodingTask) -> Encoder:
    output, samples = task.details.script.output, task.details.timeline.length
    tag = id3_tag(task.details)
    head = len(tag) + info_header(output).length

    def write(setting: Setting) -> AudioFile:
        encoded = task.programme.encode(setting, task.job, task.path, head)
        _LOG.info(
            "gain %.2f dB: %.2f LUFS, %.2f dBTP; %d chunks made",
            setting.gain,
            encoded.loudness.integrated_lufs,
            encoded.loudness.true_peak_dbtp,
            encoded.encoded_chunks,
        )
        info = info_frame(encoded.frame_lengths, output, samples, encoded.checksum)
        files.write_head(task.path, tag + info, head + encoded.size)
        return AudioFile(task.path, encoded.loudness, samples)

    return write


def _m4a_encoder(task: EncodingTask) -> Encoder:
    details, path, timeline = task.details, task.path, task.details.timeline
    chapters = path.with_suffix(".ffmetadata")
    files.write_bytes(chapters, m4a.chapter_metadata(details).encode())
    cover = None
    if details.script.cover is not None:
        # Under a plain name: ffmpeg takes '%d' in a picture's name for a pattern.
        picture = upright_picture(details.script.cover.path)
        cover = path.with_suffix(picture_ending(picture))
        files.write_bytes(cover, picture)
    pictures = _chapter_pictures(details)

    def write(setting: Setting) -> AudioFile:
        parts = encode.M4aParts(task.mastered.path(setting), chapters, cover, m4a.tag_arguments(details))
        measured = encode.encode_m4a(details.script.output, parts, path)
        m4a.shorten_nero_titles(path)
        if timeline.chapters:
            add_to_chapters(path, timeline.chapters, pictures, timeline.sample_rate)
        return _check_length(task, measured, m4a.sound_seconds(path))

    return write


def _chapter_pictures(details: Details) -> ChapterPictures | None:
    """Return the pictures of an M4A's chapters; those without one have the cover."""
    images = [chapter.image or details.script.cover for chapter in details.timeline.chapters]
    if not any(chapter.image for chapter in details.timeline.chapters):
        return None
    frames = {path: framed_jpeg(path, _PICTURE_SIDE) for path in {image.path if image else None for image in images}}
    return ChapterPictures([frames[image.path if image else None] for image in images], _PICTURE_SIDE)


def _opus_encoder(task: EncodingTask) -> Encoder:
    tags = vorbis.Tags.of(task.details)

    def write(setting: Setting) -> AudioFile:
        measured = encode.encode_opus(task.details.script.output, task.mastered.path(setting), task.path)
        return _check_length(task, measured, vorbis.write_opus_tags(task.path, tags))

    return write


def _flac_encoder(task: EncodingTask) -> Encoder:
    tags = vorbis.Tags.of(task.details)

    def write(setting: Setting) -> AudioFile:
        encode.encode_flac(task.details.script.output, task.mastered.path(setting), task.path)
        return _check_length(task, task.mastered.loudness(setting), vorbis.write_flac_tags(task.path, tags))

    return write


def _wave_encoder(task: EncodingTask) -> Encoder:
    script, timeline = task.details.script, task.details.timeline
    form = wave.WaveForm(timeline.sample_rate, script.output.channels, 16)
    chunks = [*wave.info_chunks(task.details), *wave.marker_chunks(timeline), (b"id3 ", id3_tag(task.details))]

    def write(setting: Setting) -> AudioFile:
        wave.write_wave(task.path, form, wave.read_pieces(task.mastered.path(setting)), timeline.length, chunks)
        return AudioFile(task.path, task.mastered.loudness(setting), timeline.length)

    return write


def _check_length(task: EncodingTask, measured: Loudness, seconds: float) -> AudioFile:
    """Return a finished file, given its loudness and the length that its container states.

    Raises:
        OutputError: its end is missing.
    """
    length, rate = task.details.timeline.length, task.details.timeline.sample_rate
    if abs(seconds - length / rate) > _LENGTH_TOLERANCE:
        raise OutputError(
            f"the encoded file lasts {seconds:.3f} s instead of {length / rate:.3f} s "
            "(free some space on the disk and try again)"
        )
    return AudioFile(task.path, measured, round(seconds * rate))


ENCODERS: Mapping[str, Callable[[EncodingTask], Encoder]] = {
    "mp3": _mp3_encoder,
    "m4a": _m4a_encoder,
    "m4b": _m4a_encoder,
    "opus": _opus_encoder,
    "flac": _flac_encoder,
    "wav": _wave_encoder,
}
"""By the format's name. Tags and pictures are made once, before the encoder is first called."""

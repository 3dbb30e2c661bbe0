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
from audiobrief.episode.pictures import picture_ending, upright_picture
from audiobrief.errors import OutputError
from audiobrief.mp3.frames import info_frame, info_header
from audiobrief.mp3.programme import EncodingJob, Programme
from audiobrief.script.models.script import Output
from audiobrief.storage import files

_LOG = logging.getLogger(__name__)
_LENGTH_TOLERANCE = 0.06
"""Seconds by which an encoder may lengthen an episode."""


@dataclass(frozen=True, slots=True)
class AudioFile:
    """An audio file that does not have its final name yet."""

    path: Path
    measured: Loudness
    """Of its decoded sound."""
    samples: int
    """Of each channel."""


class MasteredSound:
    """The mastered samples of a programme in files, one for each setting, for all encoders."""

    def __init__(self, programme: Programme, folder: Path) -> None:
        """Prepare it; `folder` is for temporary files."""
        self._programme = programme
        self._folder = folder
        self._paths: dict[Setting, Path] = {}

    def path(self, setting: Setting) -> Path:
        """Return a file of 16-bit samples that are mastered by a setting.

        Raises:
            OutputError: it could not be written.
        """
        if setting not in self._paths:
            path = self._folder / f"mastered-{len(self._paths)}.pcm"
            encode.write_samples(self._programme.sound(setting), path)
            self._paths[setting] = path
        return self._paths[setting]


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
    details, path = task.details, task.path
    chapters = path.with_suffix(".ffmetadata")
    files.write_bytes(chapters, m4a.chapter_metadata(details).encode())
    cover = None
    if details.script.cover is not None:
        # Under a plain name: ffmpeg takes '%d' in a picture's name for a pattern.
        picture = upright_picture(details.script.cover.path)
        cover = path.with_suffix(picture_ending(picture))
        files.write_bytes(cover, picture)

    def write(setting: Setting) -> AudioFile:
        parts = encode.M4aParts(task.mastered.path(setting), chapters, cover, m4a.tag_arguments(details))
        encode.encode_m4a(details.script.output, parts, path)
        m4a.shorten_nero_titles(path)
        return _measure(task)

    return write


def _vorbis_encoder(
    task: EncodingTask,
    encode_sound: Callable[[Output, Path, Path], None],
    write_tags: Callable[[Path, vorbis.Tags], None],
) -> Encoder:
    tags = vorbis.Tags.of(task.details)

    def write(setting: Setting) -> AudioFile:
        encode_sound(task.details.script.output, task.mastered.path(setting), task.path)
        write_tags(task.path, tags)
        return _measure(task)

    return write


def _wave_encoder(task: EncodingTask) -> Encoder:
    script, timeline = task.details.script, task.details.timeline
    form = wave.WaveForm(timeline.sample_rate, script.output.channels, 16)
    chunks = [*wave.info_chunks(task.details), *wave.marker_chunks(timeline), (b"id3 ", id3_tag(task.details))]

    def write(setting: Setting) -> AudioFile:
        sound = task.mastered.path(setting)
        wave.write_wave(task.path, form, wave.read_pieces(sound), timeline.length, chunks)
        return _measure(task, lambda: encode.measure_samples(sound, script.output))

    return write


def _measure(task: EncodingTask, measure: Callable[[], tuple[Loudness, int]] | None = None) -> AudioFile:
    """Measure a finished file, and check its length; it is decoded unless `measure` does without."""
    length, rate = task.details.timeline.length, task.details.timeline.sample_rate
    task.job.progress("measuring", 0, 1)
    measured, samples = measure() if measure else encode.measure(task.path, task.details.script.output)
    task.job.progress("measuring", 1, 1)
    if abs(samples - length) > rate * _LENGTH_TOLERANCE:
        raise OutputError(
            f"the encoded file lasts {samples / rate:.3f} s instead of {length / rate:.3f} s "
            "(free some space on the disk and try again)"
        )
    return AudioFile(task.path, measured, samples)


ENCODERS: Mapping[str, Callable[[EncodingTask], Encoder]] = {
    "mp3": _mp3_encoder,
    "m4a": _m4a_encoder,
    "m4b": _m4a_encoder,
    "opus": lambda task: _vorbis_encoder(task, encode.encode_opus, vorbis.write_opus_tags),
    "flac": lambda task: _vorbis_encoder(task, encode.encode_flac, vorbis.write_flac_tags),
    "wav": _wave_encoder,
}
"""By the format's name. Tags and pictures are made once, before the encoder is first called."""

"""Write the audio file of an episode: master, encode and measure its programme until the loudness is right."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from audiobrief.audio import encode
from audiobrief.audio.loudness import Loudness
from audiobrief.audio.master import Setting, first_setting, lower_ceiling, next_setting
from audiobrief.episode.details import Details
from audiobrief.episode.id3 import id3_tag
from audiobrief.episode.m4a import chapter_metadata, shorten_nero_titles, tag_arguments
from audiobrief.episode.pictures import picture_ending, upright_picture
from audiobrief.errors import MasteringError, OutputError
from audiobrief.mp3.frames import info_frame, info_header
from audiobrief.mp3.programme import EncodingJob, Programme
from audiobrief.storage import files

_LOG = logging.getLogger(__name__)
_ATTEMPTS = 6


@dataclass(frozen=True, slots=True)
class AudioFile:
    """An audio file that does not have its final name yet."""

    path: Path
    measured: Loudness
    """Of its decoded sound."""
    samples: int
    """Of each channel."""


def write_audio_file(
    details: Details, programme: Programme, forecast: float, path: Path, job: EncodingJob
) -> AudioFile:
    """Mix, master and encode an episode, until the loudness of the file is right.

    Args:
        details: what its tag says, and the script and the timeline.
        programme: its sound.
        forecast: how loud the mix will be, in LUFS.
        path: the file to write.
        job: the store of encoded chunks, the number of threads, and the callbacks.

    Raises:
        MasteringError: the loudness cannot be reached under the highest peak.
        OutputError: something could not be encoded, kept or written.
    """
    target = details.script.mastering
    encode_file = _ENCODERS[details.script.output.format]
    setting = first_setting(forecast, target)
    for _ in range(_ATTEMPTS):
        file = encode_file(details, programme, setting, path, job)
        louder = next_setting(setting, file.measured.integrated_lufs, target)
        following = lower_ceiling(louder or setting, file.measured.true_peak_dbtp, target) or louder
        if following is None:
            return file
        setting = following
    raise MasteringError(
        f"the episode cannot be brought to {target.loudness:g} LUFS under {target.peak:g} dBTP: "
        f"it measures {file.measured.integrated_lufs:.1f} LUFS and {file.measured.true_peak_dbtp:.1f} dBTP "
        "(choose a lower loudness under mastering:)"
    )


def _encode_mp3(details: Details, programme: Programme, setting: Setting, path: Path, job: EncodingJob) -> AudioFile:
    output, samples = details.script.output, details.timeline.length
    tag = id3_tag(details)
    head = len(tag) + info_header(output).length
    encoded = programme.encode(setting, job, path, head)
    _LOG.info(
        "gain %.2f dB: %.2f LUFS, %.2f dBTP; %d chunks made",
        setting.gain,
        encoded.loudness.integrated_lufs,
        encoded.loudness.true_peak_dbtp,
        encoded.encoded_chunks,
    )
    info = info_frame(encoded.frame_lengths, output, samples, encoded.checksum)
    files.write_head(path, tag + info, head + encoded.size)
    return AudioFile(path, encoded.loudness, samples)


def _encode_m4a(details: Details, programme: Programme, setting: Setting, path: Path, job: EncodingJob) -> AudioFile:
    script, timeline = details.script, details.timeline
    sound, chapters = path.with_suffix(".pcm"), path.with_suffix(".ffmetadata")
    encode.write_samples(programme.sound(setting), sound)
    files.write_bytes(chapters, chapter_metadata(details).encode())
    cover = None
    if script.cover is not None:
        # Under a plain name: ffmpeg takes '%d' in a picture's name for a pattern.
        source = upright_picture(script.cover.path)
        cover = path.with_suffix(picture_ending(source))
        files.write_bytes(cover, source)
    parts = encode.M4aParts(sound, chapters, cover, tag_arguments(details))
    encode.encode_m4a(script.output, parts, path)
    shorten_nero_titles(path)
    sound.unlink()
    job.progress("measuring", 0, 1)
    measured, samples = encode.measure(path, script.output)
    job.progress("measuring", 1, 1)
    rate = timeline.sample_rate
    if abs(samples - timeline.length) > rate * 0.06:
        raise OutputError(
            f"the encoded file lasts {samples / rate:.3f} s instead of {timeline.length / rate:.3f} s "
            "(free some space on the disk and try again)"
        )
    return AudioFile(path, measured, samples)


_ENCODERS: Mapping[str, Callable[[Details, Programme, Setting, Path, EncodingJob], AudioFile]] = {
    "mp3": _encode_mp3,
    "m4a": _encode_m4a,
}
"""The functions that encode an episode once and measure it, by the format's name."""

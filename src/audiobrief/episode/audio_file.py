"""Write the audio file of an episode: master, encode and measure its programme until the loudness is right."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from audiobrief.audio import encode
from audiobrief.audio.loudness import Loudness
from audiobrief.audio.master import Setting, first_setting, lower_ceiling, next_setting
from audiobrief.episode.details import Details
from audiobrief.episode.id3 import id3_tag
from audiobrief.episode.m4a import ffmetadata
from audiobrief.errors import MasteringError, OutputError
from audiobrief.mp3.chunk_store import ChunkStore
from audiobrief.mp3.frames import info_frame, info_header
from audiobrief.mp3.programme import EncodingJob, Programme
from audiobrief.script.models.script import Script
from audiobrief.storage import files
from audiobrief.voices.engine import Samples

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


def make_mp3(
    details: Details,
    programme: Programme,
    forecast: float,
    path: Path,
    store: ChunkStore,
    jobs: int,
    progress: Callable[[int, int], None],
    meanwhile: Callable[[], object] = lambda: None,
) -> AudioFile:
    """Mix, master and encode an episode, until the loudness of the file is right.

    Args:
        details: what its tag says, and the script and the timeline.
        programme: its sound.
        forecast: how loud the mix will be, in LUFS.
        path: the file to write.
        store: where chunks are kept.
        jobs: chunks that are made at once.
        progress: told how many samples are done, and of how many.
        meanwhile: what the calling thread does once in each attempt, instead of waiting for the first chunk.

    Raises:
        MasteringError: the loudness cannot be reached under the highest peak.
        OutputError: something could not be encoded, kept or written.
    """
    script, timeline = details.script, details.timeline
    tag = id3_tag(details)
    head = len(tag) + info_header(script.output).length

    def encoded(samples: int) -> None:
        progress(min(samples, timeline.length), timeline.length)

    setting: Setting | None = first_setting(forecast, script.mastering)
    executor = ThreadPoolExecutor(max_workers=max(1, jobs), thread_name_prefix="encode")
    job = EncodingJob(store, executor, jobs, encoded, meanwhile)
    try:
        for _ in range(_ATTEMPTS):
            assert setting is not None
            made = programme.encode(setting, job, path, head)
            measured = made.loudness
            _LOG.info(
                "gain %.2f dB: %.2f LUFS, %.2f dBTP; %d chunks made",
                setting.gain,
                measured.integrated_lufs,
                measured.true_peak_dbtp,
                made.encoded_chunks,
            )
            setting = next_setting(setting, measured.integrated_lufs, script.mastering)
            if setting is None:
                info = info_frame(made.frame_lengths, script.output, timeline.length, made.checksum)
                files.write_head(path, tag + info, head + made.size)
                store.prune_if_due()
                return AudioFile(path, measured, timeline.length)
    finally:
        executor.shutdown(wait=True, cancel_futures=True)
    raise _out_of_reach(script, measured)


def make_m4a(
    details: Details, programme: Programme, forecast: float, path: Path, progress: Callable[[int, int], None]
) -> AudioFile:
    """Mix, master and encode an episode, until the loudness of the file is right.

    Args:
        details: what it says of itself, and the script and the timeline.
        programme: its sound.
        forecast: how loud the mix will be, in LUFS.
        path: the file to write.
        progress: told how many files were measured, and of how many.

    Raises:
        MasteringError: the loudness cannot be reached under the highest peak.
        OutputError: something could not be encoded or written.
    """
    script, timeline = details.script, details.timeline
    rate = timeline.sample_rate
    setting: Setting | None = first_setting(forecast, script.mastering)
    for _ in range(_ATTEMPTS):
        assert setting is not None
        _encode_m4a(details, programme.sound(setting), path)
        progress(0, 1)
        measured, samples = encode.measure(path, script.output)
        progress(1, 1)
        if abs(samples - timeline.length) > rate * 0.06:
            raise OutputError(
                f"the encoded file lasts {samples / rate:.3f} s instead of {timeline.length / rate:.3f} s "
                "(free some space on the disk and try again)"
            )
        better = next_setting(setting, measured.integrated_lufs, script.mastering)
        quieter = lower_ceiling(better or setting, measured.true_peak_dbtp, script.mastering)
        setting = quieter or better
        if setting is None:
            return AudioFile(path, measured, samples)
    raise _out_of_reach(script, measured)


def _out_of_reach(script: Script, measured: Loudness) -> MasteringError:
    return MasteringError(
        f"the episode cannot be brought to {script.mastering.loudness:g} LUFS under {script.mastering.peak:g} dBTP: "
        f"it measures {measured.integrated_lufs:.1f} LUFS and {measured.true_peak_dbtp:.1f} dBTP "
        "(choose a lower loudness under mastering:)"
    )


def _encode_m4a(details: Details, blocks: Iterator[Samples], path: Path) -> None:
    output = details.script.output
    sound, metadata = path.with_suffix(".pcm"), path.with_suffix(".ffmetadata")
    encode.encode_pcm(blocks, sound)
    files.write_bytes(metadata, ffmetadata(details).encode())
    cover = None
    if details.script.cover is not None:
        # Under a plain name: ffmpeg takes '%d' in a picture's name for a pattern.
        source = details.script.cover.path.read_bytes()
        cover = path.with_suffix(".png" if source.startswith(b"\x89PNG") else ".jpg")
        files.write_bytes(cover, source)
    encode.encode_m4a(output, sound, metadata, cover, path)
    sound.unlink()

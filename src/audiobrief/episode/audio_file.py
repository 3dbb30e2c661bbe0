"""Write the audio files of an episode: master, encode and measure its programme until the loudness is right."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from audiobrief.audio.loudness import Loudness
from audiobrief.audio.master import Setting, first_setting, lower_ceiling, next_setting
from audiobrief.episode.details import Details
from audiobrief.episode.formats.encoders import ENCODERS, AudioFile, Encoder, EncodingTask
from audiobrief.errors import MasteringError
from audiobrief.mp3.programme import EncodingJob, Programme
from audiobrief.script.models.script import Mastering

_ATTEMPTS = 6
_LIKENESS = 0.1
"""LU by which further formats may differ from the first."""


def write_audio_files(
    details: Details, programme: Programme, forecast: float, paths: Sequence[Path], job: EncodingJob
) -> list[AudioFile]:
    """Mix, master and encode an episode in one or several formats, until the loudness of the files is right.

    All formats are made of one mix; the first that is encoded decides the gain.

    Args:
        details: what their tags say, and the script and the timeline.
        programme: its sound.
        forecast: how loud the mix will be, in LUFS.
        paths: the files to write in one folder for temporary files; their endings are those of the formats.
        job: the store of encoded chunks, the number of threads, and the callbacks.

    Returns:
        The files in the order of their paths.

    Raises:
        MasteringError: the loudness cannot be reached under the highest peak.
        OutputError: something could not be encoded, kept or written.
    """
    # MP3 first: its chunks are mastered side by side, and the others need not be mastered again.
    first, *others = sorted(paths, key=lambda path: path.suffix != ".mp3")
    mastered = programme.mastered_sound(first.parent, hold=bool(others))

    def encoder(path: Path) -> Encoder:
        return ENCODERS[path.suffix[1:]](EncodingTask(details, programme, mastered, path, job))

    target = details.script.mastering
    setting = first_setting(forecast, target)
    file, chosen = _encode_first(encoder(first), setting, target)
    reference = file.measured
    setting = replace(setting, gain=chosen.gain)
    mastered.set_loudness(setting, reference)
    encoded = [file, *(_encode_alike(encoder(path), setting, reference.integrated_lufs, target) for path in others)]
    return sorted(encoded, key=lambda each: paths.index(each.path))


def _encode_first(encode: Encoder, setting: Setting, target: Mastering) -> tuple[AudioFile, Setting]:
    """Encode until the loudness is right, and return the setting with which it is."""
    for _ in range(_ATTEMPTS):
        file = encode(setting)
        louder = next_setting(setting, file.measured.integrated_lufs, target)
        following = lower_ceiling(louder or setting, file.measured.true_peak_dbtp, target) or louder
        if following is None:
            return file, setting
        setting = following
    raise _unreachable(file.measured, target)


def _encode_alike(encode: Encoder, setting: Setting, reference: float, target: Mastering) -> AudioFile:
    """Encode until a file is as loud as the first, given the LUFS of that."""
    for _ in range(_ATTEMPTS):
        file = encode(setting)
        difference = reference - file.measured.integrated_lufs
        louder = replace(setting, gain=setting.gain + difference) if abs(difference) > _LIKENESS else None
        following = lower_ceiling(louder or setting, file.measured.true_peak_dbtp, target) or louder
        if following is None:
            return file
        setting = following
    raise _unreachable(file.measured, target)


def _unreachable(measured: Loudness, target: Mastering) -> MasteringError:
    return MasteringError(
        f"the episode cannot be brought to {target.loudness:g} LUFS under {target.peak:g} dBTP: "
        f"it measures {measured.integrated_lufs:.1f} LUFS and {measured.true_peak_dbtp:.1f} dBTP "
        "(choose a lower loudness under mastering:)"
    )

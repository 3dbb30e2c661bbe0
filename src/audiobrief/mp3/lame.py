"""LAME in this process, which saves the start of another program; or in ffmpeg, one run for several streams.

The package lameenc contains LAME, but its encoder has no switch for the bit reservoir. So LAME's own interface (lame.h)
is called in the same library. Where the library does not export it, as on Windows, ffmpeg's LAME is used.
"""

from __future__ import annotations

import ctypes
import tempfile
from collections.abc import Sequence
from ctypes import c_char_p, c_int, c_short, c_ubyte, c_void_p
from functools import cache
from importlib.util import find_spec
from pathlib import Path

import numpy as np

from audiobrief.audio.encode import BIT_EXACT, encoding_error, pcm_input, run_encoder
from audiobrief.errors import ProgramError
from audiobrief.storage.processes import ffmpeg_program
from audiobrief.units import Samples

_STEREO_JOINT, _MONO = 1, 3
_SPARE = 7200
"""Bytes that an encoder may need in addition to 1.25 for each sample (lame.h, `lame_encode_buffer`)."""
_TIME_LIMIT = 600.0
"""Seconds for a run of ffmpeg."""
_SHORTS, _BYTES = ctypes.POINTER(c_short), ctypes.POINTER(c_ubyte)
_SETTINGS = (
    "in_samplerate", "out_samplerate", "num_channels", "mode", "brate", "lowpassfreq", "disable_reservoir",
    "bWriteVbrTag",
)  # fmt: skip
_SIGNATURES: dict[str, tuple[type | None, tuple[type, ...]]] = {
    "get_lame_version": (c_char_p, ()),
    "lame_init": (c_void_p, ()),
    "lame_close": (c_int, (c_void_p,)),
    **{f"lame_set_{name}": (c_int, (c_void_p, c_int)) for name in _SETTINGS},
    "lame_init_params": (c_int, (c_void_p,)),
    "lame_encode_buffer": (c_int, (c_void_p, _SHORTS, _SHORTS, c_int, _BYTES, c_int)),
    "lame_encode_buffer_interleaved": (c_int, (c_void_p, _SHORTS, c_int, _BYTES, c_int)),
    "lame_encode_flush": (c_int, (c_void_p, _BYTES, c_int)),
}


class LameError(Exception):
    """An error of LAME, with its number."""


@cache
def _library() -> ctypes.CDLL | None:
    """Return the library with LAME's interface; None if there is none."""
    spec = find_spec("lameenc")
    if spec is None or spec.origin is None:
        return None
    try:
        library = ctypes.CDLL(spec.origin)
        for name, (result, arguments) in _SIGNATURES.items():
            function = getattr(library, name)
            function.restype, function.argtypes = result, arguments
    except (OSError, AttributeError):
        return None
    return library


@cache
def lame_version() -> str | None:
    """Return LAME's version and its file's size; None if LAME is not available in this process."""
    library, spec = _library(), find_spec("lameenc")
    if library is None or spec is None or spec.origin is None:
        return None
    return f"{library.get_lame_version().decode()} {Path(spec.origin).stat().st_size}"


@cache
def encoder_fingerprint() -> str:
    """Return the encoder's fingerprint, which is part of the chunks' keys."""
    if version := lame_version():
        return version
    program = Path(ffmpeg_program())
    return f"{program.name} {program.stat().st_size}"


def streams_per_run() -> int:
    """Return how many streams are encoded together: several if a program has to be started for them."""
    return 1 if lame_version() is not None else 3


def encode_streams(
    pieces: Sequence[Samples], sample_rate: int, bitrate: int, lowpass: int | None, folder: Path
) -> list[bytes]:
    """Encode pieces of sound, each as a stream of its own, without a bit reservoir and without an Info frame.

    Args:
        pieces: (frames, channels), all with the same number of channels.
        sample_rate: Hz.
        bitrate: bits a second.
        lowpass: the cut-off frequency in Hz; None for LAME's own choice.
        folder: a folder for temporary files.

    Raises:
        OutputError: they could not be encoded.
    """
    try:
        if lame_version() is not None:
            return [encode(piece, sample_rate, bitrate, lowpass) for piece in pieces]
        return _encode_by_ffmpeg(pieces, sample_rate, bitrate, lowpass, folder)
    except (LameError, ProgramError, OSError) as error:
        raise encoding_error(str(error), folder) from error


def _encode_by_ffmpeg(
    pieces: Sequence[Samples], sample_rate: int, bitrate: int, lowpass: int | None, folder: Path
) -> list[bytes]:
    ends = "|".join(map(str, np.cumsum([len(piece) for piece in pieces])[:-1]))
    division = f"asegment=samples={ends}" if ends else "anull"
    labels = [f"[c{at}]" for at in range(len(pieces))]
    arguments = [*pcm_input("pipe:0", sample_rate, pieces[0].shape[1])]
    arguments += ["-filter_complex", f"[0:a]{division}{''.join(labels)}"]
    # By itself, the encoder chooses the cut-off by bit rate and channels; it has to be the same in all chunks.
    cutoff = [] if lowpass is None else ["-cutoff", str(lowpass)]
    with tempfile.TemporaryDirectory(dir=folder) as temporary:
        paths = [Path(temporary) / f"{at}.frames" for at in range(len(pieces))]
        for label, path in zip(labels, paths, strict=True):
            arguments += [
                "-map", label, "-map_metadata", "-1", *BIT_EXACT,
                "-c:a", "libmp3lame", "-b:a", str(bitrate), "-reservoir", "0", *cutoff,
                "-write_xing", "0", "-id3v2_version", "0", "-write_id3v1", "0", "-f", "mp3", f"file:{path}",
            ]  # fmt: skip
        content = b"".join(np.ascontiguousarray(piece, dtype="<i2").tobytes() for piece in pieces)
        run_encoder(arguments, folder, timeout=_TIME_LIMIT, content=content)
        return [path.read_bytes() for path in paths]


def encode(samples: Samples, sample_rate: int, bitrate: int, lowpass: int | None) -> bytes:
    """Encode samples by LAME in this process.

    Args:
        samples: (frames, channels), one channel or two.
        sample_rate: Hz, of the samples and of the stream.
        bitrate: bits a second, one of MPEG-1 layer III's.
        lowpass: the cut-off frequency in Hz; None for LAME's own choice.

    Raises:
        LameError: LAME does not accept these values.
    """
    library = _library()
    assert library is not None, "lame_version() is None if there is none"
    channels = samples.shape[1]
    settings = {
        "in_samplerate": sample_rate,
        "out_samplerate": sample_rate,
        "num_channels": channels,
        "mode": _MONO if channels == 1 else _STEREO_JOINT,
        "brate": bitrate // 1000,
        "disable_reservoir": 1,
        "bWriteVbrTag": 0,
        **({} if lowpass is None else {"lowpassfreq": lowpass}),
    }
    lame = library.lame_init()
    if not lame:
        raise LameError("out of memory")
    try:
        for name, value in settings.items():
            _check(getattr(library, f"lame_set_{name}")(lame, value))
        _check(library.lame_init_params(lame))
        return _encode(library, lame, samples)
    finally:
        library.lame_close(lame)


def _encode(library: ctypes.CDLL, lame: int, samples: Samples) -> bytes:
    content = np.ascontiguousarray(samples, dtype="<i2")
    count, channels = content.shape
    pointer = content.ctypes.data_as(_SHORTS)
    buffer = (c_ubyte * (count * 5 // 4 + 2 * _SPARE))()
    if channels == 1:
        written = _check(library.lame_encode_buffer(lame, pointer, pointer, count, buffer, len(buffer)))
    else:
        written = _check(library.lame_encode_buffer_interleaved(lame, pointer, count, buffer, len(buffer)))
    rest = ctypes.cast(ctypes.byref(buffer, written), _BYTES)
    written += _check(library.lame_encode_flush(lame, rest, len(buffer) - written))
    return bytes(memoryview(buffer)[:written])


def _check(result: int) -> int:
    if result < 0:
        raise LameError(f"error {result}")
    return result

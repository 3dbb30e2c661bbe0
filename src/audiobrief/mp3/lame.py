"""LAME in this process, which saves the start of another program.

The package lameenc contains LAME, but its encoder has no switch for the bit reservoir. So LAME's own interface (lame.h)
is called in the same library. Where the library does not export it, as on Windows, `ffmpeg_lame` is used.
"""

from __future__ import annotations

import ctypes
from ctypes import c_char_p, c_int, c_short, c_ubyte, c_void_p
from functools import cache
from importlib.util import find_spec
from pathlib import Path

import numpy as np

from audiobrief.voices.engine import Samples

_STEREO_JOINT, _MONO = 1, 3
_SPARE = 7200
"""Bytes that an encoder may need in addition to 1.25 for each sample (lame.h, `lame_encode_buffer`)."""
_SIGNATURES: dict[str, tuple[type | None, tuple[type, ...]]] = {
    "get_lame_version": (c_char_p, ()),
    "lame_init": (c_void_p, ()),
    "lame_close": (c_int, (c_void_p,)),
    "lame_set_in_samplerate": (c_int, (c_void_p, c_int)),
    "lame_set_out_samplerate": (c_int, (c_void_p, c_int)),
    "lame_set_num_channels": (c_int, (c_void_p, c_int)),
    "lame_set_mode": (c_int, (c_void_p, c_int)),
    "lame_set_brate": (c_int, (c_void_p, c_int)),
    "lame_set_lowpassfreq": (c_int, (c_void_p, c_int)),
    "lame_set_disable_reservoir": (c_int, (c_void_p, c_int)),
    "lame_set_bWriteVbrTag": (c_int, (c_void_p, c_int)),
    "lame_init_params": (c_int, (c_void_p,)),
    "lame_encode_buffer": (
        c_int,
        (c_void_p, ctypes.POINTER(c_short), ctypes.POINTER(c_short), c_int, ctypes.POINTER(c_ubyte), c_int),
    ),
    "lame_encode_buffer_interleaved": (
        c_int,
        (c_void_p, ctypes.POINTER(c_short), c_int, ctypes.POINTER(c_ubyte), c_int),
    ),
    "lame_encode_flush": (c_int, (c_void_p, ctypes.POINTER(c_ubyte), c_int)),
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


def encode(samples: Samples, sample_rate: int, bitrate: int, lowpass: int | None) -> bytes:
    """Encode samples, without a bit reservoir and without an Info frame.

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
    lame = library.lame_init()
    if not lame:
        raise LameError("out of memory")
    try:
        _configure(library, lame, samples.shape[1], sample_rate, bitrate, lowpass)
        return _encode(library, lame, samples)
    finally:
        library.lame_close(lame)


def _configure(
    library: ctypes.CDLL, lame: int, channels: int, sample_rate: int, bitrate: int, lowpass: int | None
) -> None:
    settings = {
        "in_samplerate": sample_rate,
        "out_samplerate": sample_rate,
        "num_channels": channels,
        "mode": _MONO if channels == 1 else _STEREO_JOINT,
        "brate": bitrate // 1000,
        "disable_reservoir": 1,
        "bWriteVbrTag": 0,
    }
    if lowpass is not None:
        settings["lowpassfreq"] = lowpass
    for name, value in settings.items():
        _check(getattr(library, f"lame_set_{name}")(lame, value))
    _check(library.lame_init_params(lame))


def _encode(library: ctypes.CDLL, lame: int, samples: Samples) -> bytes:
    content = np.ascontiguousarray(samples, dtype="<i2")
    count, channels = content.shape
    pointer = content.ctypes.data_as(ctypes.POINTER(c_short))
    buffer = (c_ubyte * (count * 5 // 4 + 2 * _SPARE))()
    if channels == 1:
        written = _check(library.lame_encode_buffer(lame, pointer, pointer, count, buffer, len(buffer)))
    else:
        written = _check(library.lame_encode_buffer_interleaved(lame, pointer, count, buffer, len(buffer)))
    rest = ctypes.cast(ctypes.byref(buffer, written), ctypes.POINTER(c_ubyte))
    written += _check(library.lame_encode_flush(lame, rest, len(buffer) - written))
    return bytes(memoryview(buffer)[:written])


def _check(result: int) -> int:
    if result < 0:
        raise LameError(f"error {result}")
    return result

"""LAME in this process: samples -> an MP3 stream, without another program's start and pipes.

The package lameenc brings LAME, and offers an encoder without a switch for the bit reservoir. So LAME's own interface
(lame.h) is called in the same library. Where it cannot be seen there, as on Windows, ffmpeg's LAME does the work.
"""

from __future__ import annotations

import ctypes
from ctypes import c_char_p, c_int, c_short, c_ubyte, c_void_p
from functools import cache
from importlib.util import find_spec
from pathlib import Path

import numpy as np

from audiobrief.voices.engine import Samples

__all__ = ["LameError", "encoded", "lame_version"]

_STEREO_JOINT, _MONO = 1, 3
_SPARE = 7200
"""Bytes beside 1.25 for each sample that an encoder may need (lame.h, `lame_encode_buffer`)."""
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
    """LAME refused; its number."""


@cache
def _library() -> ctypes.CDLL | None:
    """Return LAME; None where its interface cannot be seen."""
    found = find_spec("lameenc")
    if found is None or found.origin is None:
        return None
    try:
        library = ctypes.CDLL(found.origin)
        for name, (result, arguments) in _SIGNATURES.items():
            function = getattr(library, name)
            function.restype, function.argtypes = result, arguments
    except (OSError, AttributeError):
        return None
    return library


@cache
def lame_version() -> str | None:
    """Return what tells this LAME from another, by its version and its file's size; None where there is none."""
    library, found = _library(), find_spec("lameenc")
    if library is None or found is None or found.origin is None:
        return None
    return f"{library.get_lame_version().decode()} {Path(found.origin).stat().st_size}"


def encoded(samples: Samples, sample_rate: int, bitrate: int, lowpass: int | None) -> bytes:
    """Encode samples, without a bit reservoir, and without a frame that tells about the others.

    Args:
        samples: (frames, channels), one channel or two.
        sample_rate: Hz, of the samples and of the stream.
        bitrate: bits a second, one of MPEG-1 layer III's.
        lowpass: Hz above which nothing is left; LAME's own choice if not given.

    Raises:
        LameError: LAME does not take these values.
    """
    library = _library()
    assert library is not None, "lame_version() tells whether there is one"
    lame = library.lame_init()
    if not lame:
        raise LameError("there is no memory for it")
    try:
        _set(library, lame, samples.shape[1], sample_rate, bitrate, lowpass)
        return _stream(library, lame, samples)
    finally:
        library.lame_close(lame)


def _set(library: ctypes.CDLL, lame: int, channels: int, sample_rate: int, bitrate: int, lowpass: int | None) -> None:
    wanted = {
        "in_samplerate": sample_rate,
        "out_samplerate": sample_rate,
        "num_channels": channels,
        "mode": _MONO if channels == 1 else _STEREO_JOINT,
        "brate": bitrate // 1000,
        "disable_reservoir": 1,
        "bWriteVbrTag": 0,
    }
    if lowpass is not None:
        wanted["lowpassfreq"] = lowpass
    for name, value in wanted.items():
        _checked(getattr(library, f"lame_set_{name}")(lame, value))
    _checked(library.lame_init_params(lame))


def _stream(library: ctypes.CDLL, lame: int, samples: Samples) -> bytes:
    content = np.ascontiguousarray(samples, dtype="<i2")
    count, channels = content.shape
    left = content.ctypes.data_as(ctypes.POINTER(c_short))
    space = (c_ubyte * (count * 5 // 4 + 2 * _SPARE))()
    if channels == 1:
        written = _checked(library.lame_encode_buffer(lame, left, left, count, space, len(space)))
    else:
        written = _checked(library.lame_encode_buffer_interleaved(lame, left, count, space, len(space)))
    rest = ctypes.cast(ctypes.byref(space, written), ctypes.POINTER(c_ubyte))
    written += _checked(library.lame_encode_flush(lame, rest, len(space) - written))
    return bytes(memoryview(space)[:written])


def _checked(result: int) -> int:
    if result < 0:
        raise LameError(f"error {result}")
    return result

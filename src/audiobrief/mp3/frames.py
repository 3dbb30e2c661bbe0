"""MP3 frames (MPEG-1 Layer III): splitting, conversion from mono to joint stereo, and the Info frame.

Field layouts are those of ISO/IEC 11172-3, 2.4.1; the Info frame is that of LAME's tag specification ("Mp3 Info Tag
rev 1"), as ffmpeg's muxer writes it.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np
from fastcrc import crc16

from audiobrief.script.models.script import Output
from audiobrief.timeline.timeline import FRAME

ENCODER_DELAY = 1105
"""Samples of silence that LAME and a decoder put before the sound (lame 3.100, encoder.h: 576 + 528 + 1)."""
_DECODER_DELAY = 529
_BITRATES = (0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320)
_RATES = (44_100, 48_000, 32_000)
_HEADER, _MONO_SIDE, _STEREO_SIDE = 4, 17, 32
"""Bytes."""
_INFO = 156
"""Bytes of the Info frame's content."""
_GRANULE = 59
"""Bits of a granule's side information."""
_MID_GAIN = 2
"""In steps of a quarter of a power of two: the mid channel of two equal channels is their sum over the root of two."""
_WINDOW_SWITCHED = 1 << 25
_WINDOWS = 0b1111 << 22
"""Bits of a granule's side information: whether windows are switched, their type, and whether they are mixed."""


@dataclass(frozen=True, slots=True)
class FrameHeader:
    """The header of a frame: its first four bytes."""

    bitrate: int
    """Bits a second."""
    sample_rate: int
    """Hz."""
    padded: bool
    """True if the frame has a padding byte."""
    channels: int
    """1 or 2."""

    @property
    def length(self) -> int:
        """Bytes of the frame."""
        return 144 * self.bitrate // self.sample_rate + self.padded

    @property
    def head_length(self) -> int:
        """Bytes of the frame's header and side information."""
        return _HEADER + (_MONO_SIDE if self.channels == 1 else _STEREO_SIDE)

    def to_bytes(self) -> bytes:
        """Return the four bytes; two channels are joint stereo (mid and side)."""
        third = _BITRATES.index(self.bitrate // 1000) << 4 | _RATES.index(self.sample_rate) << 2 | self.padded << 1
        return bytes((0xFF, 0xFB, third, 0xC0 if self.channels == 1 else 0x60))


def _parse_header(data: bytes, at: int) -> FrameHeader:
    first, second, third, fourth = data[at : at + _HEADER]
    if (first, second) != (0xFF, 0xFB) or third >> 4 in (0, 15) or third >> 2 & 3 == 3:
        raise ValueError(f"there is no frame at byte {at}")
    return FrameHeader(
        _BITRATES[third >> 4] * 1000, _RATES[third >> 2 & 3], bool(third >> 1 & 1), 1 if fourth >> 6 == 3 else 2
    )


def split_frames(data: bytes) -> list[bytes]:
    """Split a stream into its frames.

    Raises:
        ValueError: there is something else between frames, or the last one is cut off.
    """
    frames, at = [], 0
    while at < len(data):
        end = at + _parse_header(data, at).length
        if end > len(data):
            raise ValueError(f"the frame at byte {at} is cut off")
        frames.append(data[at:end])
        at = end
    return frames


def mono_bitrate(bitrate: int) -> int | None:
    """Return the highest mono bit rate that can be converted to a stereo bit rate; None below 128k."""
    if bitrate < 128_000:
        return None
    room = 144 * bitrate // 48_000 - _HEADER - _STEREO_SIDE
    fitting = (rate * 1000 for rate in _BITRATES[1:] if 144 * rate * 1000 // 48_000 + 1 - _HEADER - _MONO_SIDE <= room)
    return max(fitting)


def mono_to_joint_stereo(frames: list[bytes], bitrate: int) -> list[bytes]:
    """Convert mono frames to joint stereo frames of two equal channels, without decoding them.

    A joint stereo frame holds mid and side channel. Mid is the mono channel's data, unchanged but for a gain raised by
    the root of two; side is empty. The decoded sound is the same to the last bit.

    Args:
        frames: mono frames, each with all of its own data (no bit reservoir).
        bitrate: the stereo frames' bit rate in bits a second; their data must fit, as at `mono_bitrate`.

    Raises:
        ValueError: data of a frame is in another one, or does not fit.
    """
    paddings = _paddings(bitrate, _parse_header(frames[0], 0).sample_rate) if frames else iter(())
    return [_frame_to_joint_stereo(frame, bitrate, padded) for frame, padded in zip(frames, paddings, strict=False)]


def _paddings(bitrate: int, sample_rate: int) -> Iterator[bool]:
    """Yield for each frame whether it is padded, so that the average bit rate is right (ISO/IEC 11172-3, 2.4.3.1)."""
    rest = 0
    while True:
        rest += 144 * bitrate % sample_rate
        yield rest >= sample_rate
        rest %= sample_rate


def _frame_to_joint_stereo(frame: bytes, bitrate: int, padded: bool) -> bytes:
    header = _parse_header(frame, 0)
    side = int.from_bytes(frame[_HEADER : _HEADER + _MONO_SIDE], "big")
    if side >> 127:
        raise ValueError("a frame's data starts in an earlier one")
    shared = side >> 118 & 0xF
    mask = (1 << _GRANULE) - 1
    stereo_side, used = shared << 4, 0
    for granule in (side >> _GRANULE & mask, side & mask):
        used += granule >> 47
        gain = (granule >> 30 & 0xFF) + _MID_GAIN
        mid = granule & ~(0xFF << 30) | gain << 30
        # The decoder's windows for side must be those of mid, or the channels differ.
        empty = granule & _WINDOWS if granule & _WINDOW_SWITCHED else 0
        stereo_side = stereo_side << 2 * _GRANULE | mid << _GRANULE | empty
    stereo_header = FrameHeader(bitrate, header.sample_rate, padded, 2)
    data = frame[header.head_length : header.head_length + -(-used // 8)]
    room = stereo_header.length - stereo_header.head_length
    if len(data) > room:
        raise ValueError("a frame's data does not fit into a frame of two channels")
    return stereo_header.to_bytes() + stereo_side.to_bytes(_STEREO_SIDE, "big") + data + bytes(room - len(data))


def info_header(output: Output) -> FrameHeader:
    """Return the header of `info_frame`; its bit rate is higher if the content would not fit otherwise."""
    header = FrameHeader(output.bitrate, output.sample_rate, padded=False, channels=output.channels)
    smallest = _INFO + header.head_length
    fitting = (replace(header, bitrate=rate * 1000) for rate in _BITRATES[_BITRATES.index(header.bitrate // 1000) :])
    return next(each for each in fitting if each.length >= smallest)


def info_frame(frame_lengths: Sequence[int], output: Output, samples: int, checksum: int) -> bytes:
    """Return the Info frame, by which players know the exact length and where to seek.

    Args:
        frame_lengths: bytes of each frame that follows.
        output: the format of the frames that follow.
        samples: length of the sound, without the silence that the encoder added.
        checksum: CRC-16/ARC of the frames that follow.
    """
    own = info_header(output)
    count = len(frame_lengths)
    places = np.cumsum(np.append(own.length, frame_lengths), dtype=np.int64)
    total = int(places[-1])
    jumps = bytes(min(255, 256 * int(places[count * percent // 100]) // total) for percent in range(100))
    after = count * FRAME - samples - (ENCODER_DELAY - _DECODER_DELAY)
    tag = b"Info" + struct.pack(">III", 0xF, count, total) + b"\0" + jumps[1:] + bytes(4) + b"Lavf lame" + bytes(12)
    tag += ((ENCODER_DELAY - _DECODER_DELAY) << 12 | after).to_bytes(3, "big") + bytes(4)
    tag += struct.pack(">IH", total, checksum)
    frame = own.to_bytes() + bytes(own.head_length - _HEADER) + tag
    frame += struct.pack(">H", crc16.arc(frame))
    return frame.ljust(own.length, b"\0")

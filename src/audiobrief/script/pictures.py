"""Check pictures: a JPEG or a PNG that is complete and not too large.

Decoding a picture takes longer than reading its script, so the result is stored by the picture's content. A picture
that may take much is decoded in a child process with limits.
"""

from __future__ import annotations

import hashlib
import io
import re
import struct
import warnings
import zlib
from io import BufferedReader
from pathlib import Path
from typing import BinaryIO

from audiobrief.cache.kinds import PICTURES
from audiobrief.cache.records import RecordStore, record_key
from audiobrief.errors import SoundError
from audiobrief.storage.limited_call import LimitError, Limits, call_limited

_JPEG, _PNG = b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n"
# Errors that Pillow raises for incomplete pictures.
_BROKEN = (OSError, SyntaxError, ValueError, TypeError, IndexError, EOFError, struct.error, zlib.error)
MOST_PIXELS = 50_000_000
"""The largest picture, because decoding takes memory: more pixels would take hundreds of megabytes."""
DECODING_LIMITS = Limits(seconds=20, bytes=500_000_000)
_LARGEST = 200_000_000
"""Bytes of a file."""
_MODEST_BYTES, _MODEST_PIXELS, _MODEST_SCANS = 2_000_000, 10_000_000, 12
"""Of a picture that takes little to decode. A progressive JPEG has about ten scans, each of which takes as long."""
_FRAME = re.compile(rb"\xff[\xc0-\xc3\xc5-\xc7\xc9-\xcb\xcd-\xcf]...(..)(..)", re.DOTALL)
"""The head of a JPEG's frame, with its height and width."""
_SCAN = b"\xff\xda"
_TEXTS = {b"tEXt", b"zTXt", b"iTXt"}
"""The chunks of a PNG with texts."""
_LARGEST_PROFILE = 1_000_000
"""Bytes of an unpacked colour profile; Pillow unpacks no more than 1 MiB."""


def check_picture(path: Path, name: str, cache: Path | None = None) -> None:
    """Check that a file is a JPEG or a PNG that is complete and not too large.

    Args:
        path: the file, which exists.
        name: its name in messages.
        cache: the folder of the results of earlier checks; None stores nothing.

    Raises:
        SoundError: it is not.
    """
    with path.open("rb") as stream:
        if not stream.read(8).startswith((_JPEG, _PNG)):
            raise SoundError(f"'{name}' is neither a JPEG nor a PNG picture", "convert it to JPEG or PNG")
        size = path.stat().st_size
        if size > _LARGEST:
            raise SoundError(
                f"'{name}' has {size:,} bytes", f"save it smaller: {_LARGEST // 1_000_000} MB are the most"
            )
        records, key = RecordStore(cache, PICTURES), _record_key(stream)
        if records.get(key) is True:
            return
    try:
        is_modest = size <= _MODEST_BYTES and takes_little(path.read_bytes())
        decoded = _decode(path) if is_modest else call_limited(DECODING_LIMITS, _decode, path)
    except LimitError as error:
        raise SoundError(f"decoding '{name}' takes {error}", "save it anew, smaller, as JPEG or PNG") from error
    if decoded is None:
        raise SoundError(f"'{name}' is a broken or incomplete picture", "save it anew as JPEG or PNG")
    width, height = decoded
    if width * height > MOST_PIXELS:
        raise SoundError(
            f"'{name}' has {width:,} x {height:,} pixels",
            f"make it smaller: 3,000 x 3,000 are enough, {MOST_PIXELS // 1_000_000} million are the most",
        )
    records.put(key, value=True)


def _record_key(stream: BufferedReader) -> str:
    """Return the key of a picture's record: its content, and the limit that it is checked for."""
    stream.seek(0)
    return record_key(hashlib.file_digest(stream, "sha256").hexdigest(), str(MOST_PIXELS))


def takes_little(picture: bytes) -> bool:
    """Return whether a picture with this content takes little time and memory to decode."""
    if len(picture) > _MODEST_BYTES:
        return False
    if picture.startswith(_PNG):
        sizes = [(picture[16:20], picture[20:24])]
    elif picture.startswith(_JPEG) and picture.count(_SCAN) <= _MODEST_SCANS:
        sizes = _FRAME.findall(picture)
    else:
        return False
    return all(int.from_bytes(height) * int.from_bytes(width) <= _MODEST_PIXELS for height, width in sizes)


def png_without_texts(stream: BinaryIO) -> BinaryIO:
    """Return a PNG without its texts, and without a large colour profile: Pillow refuses to unpack what is large.

    Those whose checksum is wrong stay, and so do all other pictures, damaged ones too.
    """
    size = stream.seek(0, io.SEEK_END)
    stream.seek(0)
    if stream.read(len(_PNG)) != _PNG:
        stream.seek(0)
        return stream
    kept = io.BytesIO(_PNG)
    kept.seek(0, io.SEEK_END)
    while len(head := stream.read(8)) == 8:
        # A stated length is not believed: reading reserves as much.
        body = stream.read(min(int.from_bytes(head[:4]) + 4, size))
        is_left_out = head[4:] in _TEXTS or (head[4:] == b"iCCP" and not _is_small_profile(body[:-4]))
        if not is_left_out or zlib.crc32(head[4:] + body[:-4]) != int.from_bytes(body[-4:]):
            kept.write(head + body)
    kept.write(head)
    kept.seek(0)
    return kept


def _is_small_profile(content: bytes) -> bool:
    """Return whether the chunk of a colour profile holds one that is not large (PNG specification, iCCP)."""
    unpacking = zlib.decompressobj()
    try:
        unpacking.decompress(content.partition(b"\0")[2][1:], _LARGEST_PROFILE)
    except zlib.error:
        return False
    return unpacking.eof


def _decode(path: Path) -> tuple[int, int] | None:
    """Return a picture's width and height; unless it has too many pixels, it is decoded completely.

    Returns:
        None if it is broken or incomplete.
    """
    from PIL.JpegImagePlugin import JpegImageFile
    from PIL.PngImagePlugin import PngImageFile

    try:
        with path.open("rb") as stream, warnings.catch_warnings():
            warnings.simplefilter("ignore")
            # Image.open has a limit of its own, and warns below it.
            kind = PngImageFile if stream.read(len(_PNG)) == _PNG else JpegImageFile
            content = png_without_texts(stream)
            picture = kind(content)
            width, height = picture.size
            if width * height <= MOST_PIXELS:
                # Only verify() checks the checksums; after that, the picture has to be opened again.
                picture.verify()
                content.seek(0)
                kind(content).load()
            return width, height
    except _BROKEN:
        return None

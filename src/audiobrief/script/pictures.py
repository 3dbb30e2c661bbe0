"""Check pictures: a JPEG or a PNG that is complete and not too large.

Decoding a picture takes longer than reading its script, so the result is stored by the picture's content.
"""

from __future__ import annotations

import hashlib
import struct
import zlib
from io import BufferedReader
from pathlib import Path

from audiobrief.cache.kinds import PICTURES
from audiobrief.cache.records import RecordStore, record_key
from audiobrief.errors import SoundError

_JPEG, _PNG = b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n"
# Errors that Pillow raises for incomplete pictures.
_BROKEN = (OSError, SyntaxError, ValueError, TypeError, IndexError, EOFError, struct.error, zlib.error)
MOST_PIXELS = 50_000_000
"""The largest picture, because decoding takes memory: more pixels would take hundreds of megabytes."""


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
        head = stream.read(8)
        if not head.startswith((_JPEG, _PNG)):
            raise SoundError(f"'{name}' is neither a JPEG nor a PNG picture", "convert it to JPEG or PNG")
        try:
            records, key = RecordStore(cache, PICTURES), _record_key(stream)
            if records.get(key) is True:
                return
            width, height = _decode(stream, head)
        except _BROKEN as error:
            raise SoundError(f"'{name}' is a broken or incomplete picture", "save it anew as JPEG or PNG") from error
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


def _decode(stream: BufferedReader, head: bytes) -> tuple[int, int]:
    """Return a picture's width and height; unless it has too many pixels, it is decoded completely."""
    from PIL.JpegImagePlugin import JpegImageFile
    from PIL.PngImagePlugin import PngImageFile

    # Image.open has a limit of its own, and warns below it.
    kind = PngImageFile if head.startswith(_PNG) else JpegImageFile
    stream.seek(0)
    picture = kind(stream)
    width, height = picture.size
    if width * height <= MOST_PIXELS:
        # Only verify() checks the checksums; after that, the picture has to be opened again.
        picture.verify()
        stream.seek(0)
        kind(stream).load()
    return width, height

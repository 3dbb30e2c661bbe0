"""Whether a picture can be shown: a JPEG or a PNG, whole, and not too large.

To decode a picture takes longer than to read its script, so what was found whole is remembered by its content.
"""

from __future__ import annotations

import hashlib
import struct
import zlib
from io import BufferedReader
from pathlib import Path

from audiobrief.cache.records import read_record, record_path, write_record
from audiobrief.errors import SoundError

__all__ = ["MOST_PIXELS", "examine_picture"]

_JPEG, _PNG = b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n"
# What Pillow raises for pictures that are not whole.
_BROKEN = (OSError, SyntaxError, ValueError, TypeError, IndexError, EOFError, struct.error, zlib.error)
MOST_PIXELS = 50_000_000
"""Of a picture, which is decoded to see that it is whole: more would take hundreds of megabytes."""


def examine_picture(path: Path, name: str, kept: Path | None = None) -> None:
    """See that a file is a JPEG or a PNG, whole, and of a size that players can show.

    Args:
        path: the file, which is there.
        name: its name in messages.
        kept: the folder in which the pictures that were found good are remembered; None remembers none.

    Raises:
        SoundError: it is no such picture.
    """
    with path.open("rb") as stream:
        head = stream.read(8)
        if not head.startswith((_JPEG, _PNG)):
            raise SoundError(f"'{name}' is neither a JPEG nor a PNG picture", "convert it to JPEG or PNG")
        try:
            known = _record(stream, kept) if kept is not None else None
            if known is not None and read_record(known) is True:
                return
            width, height = _decoded(stream, head)
        except _BROKEN as error:
            raise SoundError(f"'{name}' is a broken or incomplete picture", "save it anew as JPEG or PNG") from error
    if width * height > MOST_PIXELS:
        raise SoundError(
            f"'{name}' has {width:,} x {height:,} pixels",
            f"make it smaller: 3,000 x 3,000 are enough, {MOST_PIXELS // 1_000_000} million are the most",
        )
    if known is not None:
        write_record(known, value=True)


def _record(stream: BufferedReader, kept: Path) -> Path:
    """Return the record of a picture, by its content and what is asked of it."""
    stream.seek(0)
    return record_path(kept, hashlib.file_digest(stream, "sha256").hexdigest(), str(MOST_PIXELS))


def _decoded(stream: BufferedReader, head: bytes) -> tuple[int, int]:
    """Return a picture's width and height; if it has not too many pixels, it is decoded to its end."""
    from PIL.JpegImagePlugin import JpegImageFile
    from PIL.PngImagePlugin import PngImageFile

    # Not through Image.open, which has a limit of its own and warns below it.
    kind = PngImageFile if head.startswith(_PNG) else JpegImageFile
    stream.seek(0)
    picture = kind(stream)
    width, height = picture.size
    if width * height <= MOST_PIXELS:
        # Checksums are verified here and not in decoding; a picture that was verified has to be opened again.
        picture.verify()
        stream.seek(0)
        kind(stream).load()
    return width, height

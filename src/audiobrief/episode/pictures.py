"""Pictures as they are put into files and sites: upright, since some apps do not look at a picture's orientation."""

from __future__ import annotations

import io
from pathlib import Path

from audiobrief.errors import OutputError
from audiobrief.script.pictures import DECODING_LIMITS, png_without_texts, takes_little
from audiobrief.storage.limited_call import LimitError, call_limited

_ORIENTATION = 0x0112
"""The EXIF tag (CIPA DC-008, 4.6.4)."""
_LYING = range(2, 9)
_MARKS = (b"Exif\x00\x00", b"eXIf")
"""Where a JPEG and a PNG state an orientation."""
_QUALITY = 92


def upright_picture(path: Path) -> bytes:
    """Read a JPEG or a PNG that was checked, and return it as it is shown: one that lies on its side is turned.

    Raises:
        OSError: it cannot be read.
        OutputError: turning it takes too much.
    """
    content = path.read_bytes()
    if not any(mark in content for mark in _MARKS):
        return content
    try:
        return _turned(content) if takes_little(content) else call_limited(DECODING_LIMITS, _turned, content)
    except LimitError as error:
        raise OutputError(f"turning '{path.name}' upright takes {error} (save it upright, and smaller)") from error


def framed_jpeg(path: Path | None, side: int) -> bytes:
    """Return a picture that was checked, in the middle of a black square, as a JPEG; None is the square alone.

    Raises:
        OSError: it cannot be read.
        OutputError: decoding it takes too much.
    """
    if path is None:
        return _framed(None, side)
    content = upright_picture(path)
    try:
        return (
            _framed(content, side) if takes_little(content) else call_limited(DECODING_LIMITS, _framed, content, side)
        )
    except LimitError as error:
        raise OutputError(f"decoding '{path.name}' takes {error} (use a smaller picture)") from error


def _framed(content: bytes | None, side: int) -> bytes:
    from PIL import Image, ImageOps

    framed = Image.new("RGB", (side, side))
    if content is not None:
        with Image.open(png_without_texts(io.BytesIO(content))) as image:
            framed = ImageOps.pad(image.convert("RGB"), (side, side))
    written = io.BytesIO()
    framed.save(written, "JPEG", quality=_QUALITY, optimize=True)
    return written.getvalue()


def picture_ending(picture: bytes) -> str:
    """Return the end of the name of a JPEG or PNG file with this content."""
    return ".png" if picture.startswith(b"\x89PNG") else ".jpg"


def picture_type(picture: bytes) -> str:
    """Return the media type of a JPEG or PNG file with this content."""
    return {".png": "image/png", ".jpg": "image/jpeg"}[picture_ending(picture)]


def _turned(content: bytes) -> bytes:
    from PIL import Image, ImageOps

    with Image.open(png_without_texts(io.BytesIO(content))) as image:
        if image.getexif().get(_ORIENTATION) not in _LYING:
            return content
        is_png = image.format == "PNG"
        options = {"icc_profile": image.info.get("icc_profile")}
        turned = ImageOps.exif_transpose(image)
    written = io.BytesIO()
    if is_png:
        turned.save(written, "PNG", optimize=True, **options)
    else:
        turned.save(written, "JPEG", quality=_QUALITY, optimize=True, **options)
    return written.getvalue()

"""Artwork: the cover of a podcast or an episode, and the pictures of chapters."""

from __future__ import annotations

from collections.abc import Iterator

from audiobrief.findings import Finding
from audiobrief.publish.preflight.facts import PictureFacts
from audiobrief.publish.preflight.requirements import Spec, error, warning

SMALLEST, LARGEST = 1400, 3000
"""Pixels of each side."""
HEAVIEST = 512 * 1024
"""Bytes."""
_FORMATS = {"JPEG", "PNG"}
_COLOURS = {"1": "black and white", "L": "grey", "P": "a palette"}
"""Pillow's names of colours, in words; others, such as CMYK, are used as they are."""
_EVERYBODY = (Spec.APPLE, Spec.SPOTIFY, Spec.PSP1)


def cover_rules(picture: PictureFacts | None) -> Iterator[Finding]:
    """Find what directories would refuse in a cover."""
    if picture is None:
        yield error("cover", "there is no picture", "name a square JPEG or PNG in cover:", *_EVERYBODY)
        return
    if not picture.readable:
        yield error("cover", "the picture cannot be read", "save it anew as JPEG or PNG, and render again", *_EVERYBODY)
        return
    if picture.format not in _FORMATS:
        yield error("cover", f"the picture is {picture.format}", "save it as JPEG or PNG", *_EVERYBODY)
    yield from _colour_rules(picture)
    size = f"{picture.width} x {picture.height} pixels"
    if picture.width != picture.height:
        yield error("cover", f"the picture is not square: {size}", "crop it", *_EVERYBODY)
    if min(picture.width, picture.height) < SMALLEST or max(picture.width, picture.height) > LARGEST:
        yield error(
            "cover", f"the picture has {size}", f"make it {SMALLEST} to {LARGEST} pixels wide and high", *_EVERYBODY
        )
    if picture.bytes > HEAVIEST:
        kilobytes = -(-picture.bytes // 1024)
        yield error("cover", f"the picture has {kilobytes} KB", "save it as a JPEG of at most 512 KB", Spec.APPLE)


def _colour_rules(picture: PictureFacts) -> Iterator[Finding]:
    if picture.alpha:
        yield error("cover", "the picture is transparent in parts", "save it without alpha channel", Spec.APPLE)
    elif picture.colours != "RGB":
        yield error(
            "cover",
            f"the picture's colours are {_COLOURS.get(picture.colours, picture.colours)}",
            "save it as RGB",
            Spec.APPLE,
        )


def chapter_picture_rules(number: int, picture: PictureFacts) -> Iterator[Finding]:
    """Check that apps can show the picture of a chapter.

    Args:
        number: the number of the chapter, from 1.
        picture: its picture.
    """
    where = f"chapter {number}"
    if not picture.readable or picture.format not in _FORMATS:
        yield error(
            where, "the picture cannot be shown", "save it anew as JPEG or PNG, and render again", Spec.PODCASTING
        )
    elif picture.bytes > HEAVIEST or max(picture.width, picture.height) > LARGEST:
        size = f"{picture.width} x {picture.height} pixels and {-(-picture.bytes // 1024)} KB"
        yield warning(where, f"the picture has {size}", "make it smaller; apps fetch it on the move", Spec.PODCASTING)
    elif picture.colours == "CMYK":
        yield warning(where, "the picture's colours are CMYK", "save it as RGB", Spec.PODCASTING)

"""Artwork: the cover of a podcast or an episode, and the pictures of chapters."""

from __future__ import annotations

from collections.abc import Iterator

from audiobrief.findings import Finding
from audiobrief.publish.preflight.facts import PictureFacts
from audiobrief.publish.preflight.requirements import DIRECTORIES, Spec, error, warning

SMALLEST, LARGEST = 1400, 3000
"""Pixels of each side."""
HEAVIEST = 512 * 1024
"""Bytes."""
_FORMATS = {"JPEG", "PNG"}
_COLOURS = {"1": "black and white", "L": "grey", "P": "a palette"}
"""Pillow's names of colours, in words; others, such as CMYK, are used as they are."""
_SAVE_ANEW = "save it anew as JPEG or PNG, and render again"


def cover_rules(picture: PictureFacts | None) -> Iterator[Finding]:
    """Find what directories would refuse in a cover."""
    if picture is None:
        yield from missing_cover_rules()
        return
    if not picture.readable:
        yield error("cover", "the picture cannot be read", _SAVE_ANEW, *DIRECTORIES)
        return
    if picture.format not in _FORMATS:
        yield error("cover", f"the picture is {picture.format}", "save it as JPEG or PNG", *DIRECTORIES)
    if picture.alpha:
        yield error("cover", "the picture is transparent in parts", "save it without alpha channel", Spec.APPLE)
    elif picture.colours != "RGB":
        colours = _COLOURS.get(picture.colours, picture.colours)
        yield error("cover", f"the picture's colours are {colours}", "save it as RGB", Spec.APPLE)
    size = f"{picture.width} x {picture.height} pixels"
    if picture.width != picture.height:
        yield error("cover", f"the picture is not square: {size}", "crop it", *DIRECTORIES)
    if min(picture.width, picture.height) < SMALLEST or max(picture.width, picture.height) > LARGEST:
        advice = f"make it {SMALLEST} to {LARGEST} pixels wide and high"
        yield error("cover", f"the picture has {size}", advice, *DIRECTORIES)
    if picture.bytes > HEAVIEST:
        what = f"the picture has {_kilobytes(picture)} KB"
        yield error("cover", what, "save it as a JPEG of at most 512 KB", Spec.APPLE)


def missing_cover_rules(*, has_own: bool = False) -> Iterator[Finding]:
    """Say that a podcast has no picture; `has_own` is true where it may have one, and the episode has its own."""
    if has_own:
        what = "the show's picture is not known, since this episode has one of its own"
        yield error("cover", what, "name the house file that has the show's cover: with --show", *DIRECTORIES)
    else:
        yield error("cover", "there is no picture", "name a square JPEG or PNG in cover:", *DIRECTORIES)


def chapter_picture_rules(number: int, picture: PictureFacts) -> Iterator[Finding]:
    """Check that apps can show the picture of a chapter; chapters are counted from 1."""
    where = f"chapter {number}"
    if not picture.readable or picture.format not in _FORMATS:
        yield error(where, "the picture cannot be shown", _SAVE_ANEW, Spec.PODCASTING)
    elif picture.bytes > HEAVIEST or max(picture.width, picture.height) > LARGEST:
        size = f"{picture.width} x {picture.height} pixels and {_kilobytes(picture)} KB"
        yield warning(where, f"the picture has {size}", "make it smaller; apps fetch it on the move", Spec.PODCASTING)
    elif picture.colours == "CMYK":
        yield warning(where, "the picture's colours are CMYK", "save it as RGB", Spec.PODCASTING)


def _kilobytes(picture: PictureFacts) -> int:
    return -(-picture.bytes // 1024)

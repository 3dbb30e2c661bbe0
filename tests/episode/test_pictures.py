"""Pictures stand upright in files and sites, and whole ones are taken whatever else is in them."""

from __future__ import annotations

import io
import struct
import zlib
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest
from PIL import Image

from audiobrief.episode.formats.id3 import picture_frame
from audiobrief.episode.pictures import upright_picture
from audiobrief.errors import SoundError
from audiobrief.publish.pictures import read_picture
from audiobrief.publish.preflight.facts import picture_facts
from audiobrief.publish.preflight.rules.artwork import cover_rules
from audiobrief.script.pictures import check_picture, png_without_texts
from script.hostile_pictures import chunk

CORNERS = {(0, 0): (250, 10, 10), (1, 0): (10, 250, 10), (0, 1): (10, 10, 250), (1, 1): (250, 250, 10)}


def corners(size: int = 64) -> Image.Image:
    """Return a picture of four colours."""
    image = Image.new("RGB", (2, 2))
    for place, colour in CORNERS.items():
        image.putpixel(place, colour)
    return image.resize((size, size), Image.Resampling.NEAREST)


def content_of(image: Image.Image, kind: str, orientation: int | None = None, **options: object) -> bytes:
    if orientation is not None:
        exif = Image.Exif()
        exif[0x0112] = orientation
        options["exif"] = exif
    content = io.BytesIO()
    image.save(content, kind, **options)
    return content.getvalue()


def lying(kind: str, orientation: int) -> bytes:
    """Return the picture of four colours as a camera that was held otherwise writes it."""
    ways = {
        2: Image.Transpose.FLIP_LEFT_RIGHT, 3: Image.Transpose.ROTATE_180, 4: Image.Transpose.FLIP_TOP_BOTTOM,
        5: Image.Transpose.TRANSPOSE, 6: Image.Transpose.ROTATE_90, 7: Image.Transpose.TRANSVERSE,
        8: Image.Transpose.ROTATE_270,
    }  # fmt: skip
    return content_of(corners().transpose(ways[orientation]), kind, orientation, quality=95)


def shown(content: bytes) -> list[tuple[int, ...]]:
    """Return the corners of a picture as an app shows it that does not know EXIF, without small differences."""
    with Image.open(png_without_texts(io.BytesIO(content))) as image:
        size = image.width
        pixels = [image.getpixel((x * size // 2 + size // 4, y * size // 2 + size // 4)) for x, y in CORNERS]
    return [tuple(10 if part < 130 else 250 for part in pixel) for pixel in pixels if isinstance(pixel, tuple)]


def written(tmp_path: Path, content: bytes, name: str = "cover") -> Path:
    path = tmp_path / name
    path.write_bytes(content)
    return path


@pytest.mark.parametrize("kind", ["JPEG", "PNG"])
@pytest.mark.parametrize("orientation", range(2, 9))
def test_a_picture_is_turned_upright(kind: str, orientation: int, tmp_path: Path) -> None:
    path = written(tmp_path, lying(kind, orientation))
    assert shown(path.read_bytes()) != list(CORNERS.values())
    for content in (upright_picture(path), picture_frame(path, 3, "Cover").data, read_picture(path)):
        assert shown(content) == list(CORNERS.values())
        with Image.open(io.BytesIO(content)) as image:
            assert (image.format, image.getexif().get(0x0112, 1)) == (kind, 1)


@pytest.mark.parametrize("kind", ["JPEG", "PNG"])
@pytest.mark.parametrize("orientation", [None, 1, 0, 9])
def test_an_upright_picture_keeps_its_bytes(kind: str, orientation: int | None, tmp_path: Path) -> None:
    content = content_of(corners(), kind, orientation)
    assert upright_picture(written(tmp_path, content)) == content


@pytest.mark.parametrize("kind", ["JPEG", "PNG"])
def test_a_colour_profile_stays(kind: str, tmp_path: Path) -> None:
    image = corners().transpose(Image.Transpose.ROTATE_90)
    content = content_of(image, kind, 6, icc_profile=b"a profile")
    with Image.open(io.BytesIO(upright_picture(written(tmp_path, content)))) as turned:
        assert turned.info["icc_profile"] == b"a profile"


def several(orientation: int | None = None) -> bytes:
    """Return a JPEG with a second picture, as cameras write it."""
    first = corners(1400) if orientation is None else corners(1400).transpose(Image.Transpose.ROTATE_90)
    return content_of(first, "MPO", orientation, save_all=True, append_images=[corners(64)])


@cache
def plain_png() -> bytes:
    return content_of(corners(1400), "PNG")


def png_with(*chunks: bytes) -> bytes:
    """Return a PNG with more chunks behind its head."""
    content = plain_png()
    return content[:33] + b"".join(chunks) + content[33:]


def packed(text: bytes) -> bytes:
    return b"XML:com.adobe.xmp\0\1\0\0\0" + zlib.compress(text)


WHOLE: dict[str, Callable[[], bytes]] = {
    "several pictures": several,
    "several pictures, lying": lambda: several(6),
    "XMP of 1.4 MB, compressed": lambda: png_with(chunk(b"iTXt", packed(b"x" * 1_400_000))),
    "XMP of 70 MB, compressed": lambda: png_with(chunk(b"iTXt", packed(b"x" * 70_000_000))),
    "XMP of 300 kB": lambda: png_with(chunk(b"iTXt", b"XML:com.adobe.xmp\0\0\0\0\0" + b"x" * 300_000)),
    "a profile of 2 MB": lambda: png_with(chunk(b"iCCP", b"icc\0\0" + zlib.compress(bytes(2_000_000)))),
    "a text of 2 MB": lambda: png_with(chunk(b"zTXt", b"Comment\0\0" + zlib.compress(b"x" * 2_000_000))),
}


@pytest.mark.parametrize("kind", WHOLE)
def test_a_whole_picture_is_taken(kind: str, tmp_path: Path) -> None:
    path = written(tmp_path, WHOLE[kind]())
    check_picture(path, "cover")
    content = upright_picture(path)
    assert list(cover_rules(picture_facts(content))) == []
    assert shown(content) == list(CORNERS.values())


@pytest.mark.parametrize(
    "damaged",
    [
        lambda: png_with(chunk(b"iTXt", packed(b"x" * 1_400_000))[:-1] + b"\0"),
        lambda: png_with(struct.pack(">I", 500) + b"zTXt"),
        lambda: png_with(b"\xff\xff\xff\xffzTXt"),
        lambda: png_with(chunk(b"iTXt", b"x"))[:-30],
        lambda: content_of(corners(), "PNG")[:40],
        lambda: several()[:3000],
    ],
)
def test_a_damaged_one_is_not(damaged: Callable[[], bytes], tmp_path: Path) -> None:
    path = written(tmp_path, damaged())
    with pytest.raises(SoundError, match="broken or incomplete"):
        check_picture(path, "cover")
    assert not picture_facts(damaged()).readable

"""Pictures of a few kilobytes or megabytes that somebody made in order to use up the machine that decodes them."""

from __future__ import annotations

import io
import struct
import zlib
from collections.abc import Callable

from PIL import Image

from builders import picture

Content = Callable[[], bytes]


def chunk(kind: bytes, content: bytes) -> bytes:
    """Return a chunk of a PNG."""
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))


def png(width: int, height: int, *chunks: bytes, depth: int = 8, colours: int = 2, interlace: int = 0) -> bytes:
    """Return a PNG of chunks, without a check that they belong together."""
    head = struct.pack(">IIBBBBB", width, height, depth, colours, 0, 0, interlace)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + b"".join(chunks) + chunk(b"IEND", b"")


def zeros(count: int) -> bytes:
    """Return compressed zeros."""
    packer = zlib.compressobj(9)
    piece = bytes(1_000_000)
    packed = b"".join(packer.compress(piece) for _ in range(count // len(piece)))
    return packed + packer.compress(bytes(count % len(piece))) + packer.flush()


def rows(width: int, height: int, bytes_per_pixel: int = 3) -> bytes:
    return chunk(b"IDAT", zeros((width * bytes_per_pixel + 1) * height))


def jpeg(width: int, height: int, **options: object) -> bytes:
    content = io.BytesIO()
    Image.effect_noise((width, height), 60).convert("RGB").save(content, "JPEG", **options)
    return content.getvalue()


def scans(width: int, height: int, count: int) -> bytes:
    """Return a progressive JPEG that repeats its last scan."""
    content = jpeg(width, height, progressive=True)
    last = content.rindex(b"\xff\xda")
    return content[:last] + content[last:-2] * count + b"\xff\xd9"


def resized(content: bytes, width: int, height: int) -> bytes:
    """Return a JPEG that states another size."""
    for marker in (b"\xff\xc0", b"\xff\xc2"):
        if (at := content.find(marker)) >= 0:
            return content[: at + 5] + struct.pack(">HH", height, width) + content[at + 9 :]
    raise AssertionError("there is no frame")


PROFILE = b"\xff\xe2\xff\xffICC_PROFILE\0\1\1"
EXIF = b"Exif\0\0MM\0*\0\0\0\x08\xff\xff"
PICTURES: dict[str, Content] = {
    "high.png": lambda: png(1, 49_999_999, rows(1, 49_999_999)),
    "wide.png": lambda: png(49_999_999, 1, rows(49_999_999, 1)),
    "large.png": lambda: png(7_000, 7_000, rows(7_000, 7_000)),
    "large-alpha.png": lambda: png(7_000, 7_000, rows(7_000, 7_000, 8), depth=16, colours=6),
    "interlaced.png": lambda: png(7_000, 7_000, rows(7_000, 7_000), interlace=1),
    "high-interlaced.png": lambda: png(1, 40_000_000, rows(1, 40_000_000), interlace=1),
    "too-large.png": lambda: png(2**31 - 1, 2**31 - 1, rows(10, 10)),
    "no-size.png": lambda: png(0, 0, rows(1, 1)),
    "bomb.png": lambda: png(10, 10, chunk(b"IDAT", zeros(1_000_000_000))),
    "text.png": lambda: png(10, 10, chunk(b"zTXt", b"a\0\0" + zeros(1_000_000_000)), rows(10, 10)),
    "international.png": lambda: png(10, 10, chunk(b"iTXt", b"a\0\1\0\0\0" + zeros(1_000_000_000)), rows(10, 10)),
    "texts.png": lambda: png(10, 10, chunk(b"tEXt", b"a\0b") * 300_000, rows(10, 10)),
    "profile.png": lambda: png(10, 10, chunk(b"iCCP", b"a\0\0" + zeros(1_000_000_000)), rows(10, 10)),
    "chunks.png": lambda: png(10, 10, chunk(b"abCd", b"") * 800_000, rows(10, 10)),
    "pieces.png": lambda: png(10, 10, *[chunk(b"IDAT", b"")] * 500_000, rows(10, 10)),
    "long-chunk.png": lambda: png(10, 10)[:-12] + struct.pack(">I", 2**31 - 1) + b"IDAT",
    "frames.png": lambda: png(
        10, 10, chunk(b"acTL", struct.pack(">II", 2**31 - 1, 0)), rows(10, 10), chunk(b"fcTL", bytes(26)) * 100_000
    ),
    "palette.png": lambda: png(10, 10, chunk(b"PLTE", b"a" * 9_000_000), rows(10, 10, 1), colours=3),
    "truncated.png": lambda: picture("PNG", 800, 800)[:-1000],
    "no-data.png": lambda: png(3_000, 3_000),
    "scans.jpg": lambda: scans(400, 400, 2_000),
    "large-scans.jpg": lambda: scans(1_500, 1_500, 2_000)[:60_000_000],
    "larger.jpg": lambda: resized(jpeg(100, 100), 60_000, 60_000),
    "large.jpg": lambda: resized(jpeg(100, 100), 7_000, 7_000),
    "large-progressive.jpg": lambda: resized(scans(100, 100, 1_000), 7_000, 7_000),
    "no-size.jpg": lambda: resized(jpeg(100, 100), 0, 0),
    "markers.jpg": lambda: b"\xff\xd8" + b"\xff\xfe\x00\x02" * 2_000_000 + jpeg(10, 10)[2:],
    "filled.jpg": lambda: b"\xff\xd8" + b"\xff" * 9_000_000 + jpeg(10, 10)[2:],
    "restarts.jpg": lambda: jpeg(100, 100)[:-2] + b"\xff\xd0" * 4_000_000,
    "tables.jpg": lambda: b"\xff\xd8" + (b"\xff\xdb\x00\x43\x00" + b"\1" * 64) * 100_000 + jpeg(10, 10)[2:],
    "profile.jpg": lambda: b"\xff\xd8" + (PROFILE + bytes(65_519)) * 150 + jpeg(10, 10)[2:],
    "exif.jpg": lambda: jpeg(10, 10, exif=EXIF + b"\1\0\0\x02\xff\xff\xff\xff\0\0\0\0" * 5_000),
    "truncated.jpg": lambda: jpeg(800, 800)[:5_000],
    "nothing.jpg": lambda: b"\xff\xd8\xff",
    "endless.jpg": lambda: b"\xff\xd8\xff\xe0" + b"\0" * 9_000_000,
}

"""WAV files: samples with markers where chapters are, and texts.

Sources: Multimedia Programming Interface and Data Specifications 1.0 (RIFF, cue points, associated data, INFO),
EBU Tech 3306 (RF64, for files of 4 GB and more), and RFC 2361.
"""

from __future__ import annotations

import struct
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from audiobrief.episode.details import Details
from audiobrief.storage.files import write_failure
from audiobrief.timeline.timeline import Timeline

Chunk = tuple[bytes, bytes]
"""Name and content."""
_PIECE = 1 << 20
"""Bytes that are copied at once."""
_LARGEST_RIFF = 0xFFFF_FFFF
"""Bytes after the first eight."""
_PCM, _FLOAT = 1, 3
"""Formats of samples (RFC 2361)."""


@dataclass(frozen=True, slots=True)
class WaveForm:
    """The form of samples."""

    sample_rate: int
    """Hz."""
    channels: int
    bits: int
    """16: whole numbers; 32: floats."""

    @property
    def frame(self) -> int:
        """Bytes of one sample of each channel."""
        return self.channels * self.bits // 8


def write_wave(path: Path, form: WaveForm, pieces: Iterable[bytes], length: int, chunks: Sequence[Chunk]) -> None:
    """Write a WAV file.

    Args:
        path: the file, in a folder for temporary files.
        form: of its samples.
        pieces: the samples as bytes.
        length: samples of each channel.
        chunks: what stands after the samples.

    Raises:
        OutputError: it could not be written.
    """
    tail = b"".join(_chunk(name, content) for name, content in chunks)
    size = length * form.frame
    try:
        with path.open("wb") as file:
            file.write(_head(form, length, len(tail)))
            for piece in pieces:
                file.write(piece)
            file.write(bytes(size % 2) + tail)
    except OSError as error:
        raise write_failure(path, error) from error


def read_pieces(path: Path) -> Iterator[bytes]:
    """Yield the content of a file of samples."""
    with path.open("rb") as file:
        while piece := file.read(_PIECE):
            yield piece


def marker_chunks(timeline: Timeline) -> list[Chunk]:
    """Return the chunks of a marker with a title and a length for each chapter."""
    points, labels = [], []
    # Numbered as in the ID3 tag: ffmpeg reads both, and takes markers and chapters of the same number for one.
    for number, chapter in enumerate(timeline.chapters):
        points.append(struct.pack("<II4sIII", number, chapter.start, b"data", 0, 0, chapter.start))
        labels.append(_chunk(b"labl", struct.pack("<I", number) + chapter.title.encode() + b"\0"))
        # No country, language and dialect; the texts are in UTF-8, which has no code page here.
        region = struct.pack("<II4sHHHH", number, chapter.end - chapter.start, b"rgn ", 0, 0, 0, 0)
        labels.append(_chunk(b"ltxt", region))
    cue = struct.pack("<I", len(points)) + b"".join(points)
    return [(b"cue ", cue), (b"LIST", b"adtl" + b"".join(labels))]


def info_chunks(details: Details) -> list[Chunk]:
    """Return the chunk of an episode's texts."""
    script = details.script
    texts = {
        b"INAM": script.title,
        b"IART": details.artist,
        b"IPRD": script.show.title,
        b"ICRD": script.release_date.isoformat() if script.release_date else None,
        b"ITRK": str(script.number) if script.number is not None else None,
        b"IGNR": "Podcast",
        b"ILNG": script.language,
        b"ICOP": script.show.copyright,
        b"ICMT": details.comment,
        b"ISFT": "audiobrief",
    }
    parts = (_chunk(name, text.encode() + b"\0") for name, text in texts.items() if text)
    return [(b"LIST", b"INFO" + b"".join(parts))]


def _head(form: WaveForm, length: int, tail: int) -> bytes:
    """Return the bytes before the samples, given the bytes of what stands after them."""
    size = length * form.frame
    rate = form.sample_rate
    kind = _PCM if form.bits == 16 else _FLOAT
    described = struct.pack("<HHIIHH", kind, form.channels, rate, rate * form.frame, form.frame, form.bits)
    if kind == _PCM:
        head = _chunk(b"fmt ", described)
    else:
        head = _chunk(b"fmt ", described + struct.pack("<H", 0)) + _chunk(b"fact", struct.pack("<I", length))
    whole = 4 + len(head) + 8 + size + size % 2 + tail
    if whole <= _LARGEST_RIFF:
        return b"RIFF" + struct.pack("<I", whole) + b"WAVE" + head + b"data" + struct.pack("<I", size)
    sizes = _chunk(b"ds64", struct.pack("<QQQI", whole + 36, size, length, 0))
    unknown = struct.pack("<I", 0xFFFF_FFFF)
    return b"RF64" + unknown + b"WAVE" + sizes + head + b"data" + unknown


def _chunk(name: bytes, content: bytes) -> bytes:
    return name + struct.pack("<I", len(content)) + content + bytes(len(content) % 2)

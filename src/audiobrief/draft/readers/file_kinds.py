"""Detect the kind of a file by its content, whatever its name says, and refuse those that have no article."""

from __future__ import annotations

import io
import re
import zipfile

from audiobrief.draft.readers.documents.packed import BROKEN_ARCHIVE
from audiobrief.errors import ArticleError

_ARCHIVE = b"PK\x03\x04"
_SIGNATURES = ((b"%PDF-", "pdf"), (b"{\\rtf", "rtf"))
_FEED = re.compile(rb"(?:\xef\xbb\xbf)?\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:rss|feed|rdf:RDF)\b", re.DOTALL)
"""The beginning of an RSS or Atom feed."""
_LONGEST_HEAD = 5_000
_UTF16 = (b"\xff\xfe", b"\xfe\xff")
_OTHERS = (
    (0, b"\x89PNG\r\n\x1a\n", "a picture (PNG)"),
    (0, b"\xff\xd8\xff", "a picture (JPEG)"),
    (0, b"GIF87a", "a picture (GIF)"),
    (0, b"GIF89a", "a picture (GIF)"),
    (0, b"II*\x00", "a picture (TIFF)"),
    (0, b"MM\x00*", "a picture (TIFF)"),
    (8, b"WEBP", "a picture (WebP)"),
    (4, b"ftypheic", "a picture (HEIC)"),
    (4, b"ftypavif", "a picture (AVIF)"),
    (4, b"ftyp", "a video or sound file (MP4)"),
    (0, b"\x1aE\xdf\xa3", "a video (Matroska or WebM)"),
    (8, b"WAVE", "a sound file (WAV)"),
    (0, b"ID3", "a sound file (MP3)"),
    (0, b"OggS", "a sound file (Ogg)"),
    (0, b"fLaC", "a sound file (FLAC)"),
    (0, b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "a file of an old Word, Excel or PowerPoint"),
    (0, b"SQLite format 3\x00", "a database"),
    (0, b"\x7fELF", "a program"),
    (0, b"%!PS", "a PostScript file"),
    (0, b"AT&TFORM", "a DjVu file"),
    (60, b"BOOKMOBI", "a Kindle book"),
)
"""Position and signs by which kinds of files without an article that can be read are known."""
_COMPRESSED = (b"\x1f\x8b", b"BZh", b"\xfd7zXZ", b"\x28\xb5\x2f\xfd", b"7z\xbc\xaf", b"Rar!")
_OPEN_DOCUMENT = "application/vnd.oasis.opendocument."
_TYPES = {
    f"{_OPEN_DOCUMENT}text": "odt",
    f"{_OPEN_DOCUMENT}text-template": "odt",
    "application/epub+zip": "epub",
}
_PARTS = (
    ("word/", "docx"),
    ("xl/", "an Excel table"),
    ("ppt/", "a PowerPoint presentation"),
    ("Index/Document.iwa", "a document of Pages"),
)
_CONTROL = bytes((*range(0x01, 0x09), *range(0x0E, 0x1B), *range(0x1C, 0x20), 0x7F))
"""Control characters that a text has none of."""
_MOST_CONTROL = 0.05
"""Share of the bytes of a text."""
_READ = "a text, Markdown, HTML, PDF, DOCX, ODT, RTF or EPUB file"
READABLE = ("pdf", "docx", "odt", "rtf", "epub")
"""The kinds of files that are no text."""


def is_text(content: bytes) -> bool:
    """Return whether a file may be a text: it has no signature of another kind."""
    known = (_ARCHIVE, *_UTF16, *_COMPRESSED, *(signature for signature, _ in _SIGNATURES))
    return not content.startswith(known) and _other_kind(content) is None


def detect_kind(content: bytes, name: str) -> str | None:
    """Return one of `READABLE`, or None for a text.

    Raises:
        ArticleError: the file is of a kind that has no article to read.
    """
    if content.startswith(_COMPRESSED):
        raise ArticleError(f"{name}: this file is compressed (unpack it first)")
    if content.startswith(_ARCHIVE):
        return _kind_of_archive(content, name)
    if _FEED.match(content[:_LONGEST_HEAD]):
        raise ArticleError(f"{name}: this is a feed, not an article (name it with --feed)")
    if other := _other_kind(content):
        advice = "save it as DOCX" if "Word" in other else f"name {_READ}"
        raise ArticleError(f"{name}: this is {other} ({advice})")
    kind = next((kind for signature, kind in _SIGNATURES if content.startswith(signature)), None)
    if kind is None and not content.startswith(_UTF16) and _is_binary(content):
        raise ArticleError(f"{name}: this is not a text (name {_READ})")
    return kind


def _is_binary(content: bytes) -> bool:
    return len(content) - len(content.translate(None, _CONTROL)) > _MOST_CONTROL * len(content)


def _other_kind(content: bytes) -> str | None:
    return next((kind for at, signs, kind in _OTHERS if content.startswith(signs, at)), None)


def _kind_of_archive(content: bytes, name: str) -> str:
    """Return the kind of a ZIP archive by the parts in it."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            names = packed.namelist()
            stated = packed.open("mimetype").read(100).decode("ascii", "replace") if "mimetype" in names else ""
    except BROKEN_ARCHIVE as error:
        raise ArticleError(f"{name}: this DOCX, ODT or EPUB file, or archive, is damaged (save it again)") from error
    if kind := _TYPES.get(stated.strip()):
        return kind
    if stated.startswith(_OPEN_DOCUMENT):
        raise ArticleError(f"{name}: this is an OpenDocument file, but no text (save the article as ODT)")
    found = next((kind for part, kind in _PARTS if any(each.startswith(part) for each in names)), None)
    if found is None:
        raise ArticleError(f"{name}: this is a ZIP archive of other files (unpack it, and name the article in it)")
    if found not in READABLE:
        raise ArticleError(f"{name}: this is {found} (name {_READ})")
    return found

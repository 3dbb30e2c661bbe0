"""Check files that are ZIP archives, such as DOCX, ODT and EPUB, before a library unpacks them."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib

from audiobrief.errors import ArticleError

BROKEN_ARCHIVE = (zipfile.BadZipFile, zlib.error, struct.error, EOFError, OSError, ValueError, RuntimeError)
"""The errors that zipfile raises for archives that are damaged or encrypted."""
_MOST_UNPACKED = 60_000_000
"""The most bytes of a file once it is unpacked."""
_MOST_TEXT = 10_000_000
"""The most bytes of its text with markup."""
_TEXTS = (".xml", ".rels", ".xhtml", ".html", ".htm", ".opf", ".ncx")


def check_packed(content: bytes, name: str, kind: str) -> None:
    """Check the unpacked size that an archive states; a reader stops at that size.

    Raises:
        ArticleError: the file is no archive, or too large.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            parts = packed.infolist()
    except BROKEN_ARCHIVE as error:
        raise ArticleError(f"{name}: this is not a {kind} file, or it is damaged (save it again)") from error
    markup = sum(part.file_size for part in parts if part.filename.lower().endswith(_TEXTS))
    if sum(part.file_size for part in parts) > _MOST_UNPACKED or markup > _MOST_TEXT:
        raise ArticleError(f"{name}: too large once it is unpacked (save the article by itself)")

"""Read an article from a file: detect its kind by name and first bytes, and limit its size."""

from __future__ import annotations

import re
import stat
from pathlib import Path

from audiobrief.draft.model import LARGEST_DOCUMENT, LARGEST_PAGE, LARGEST_TEXT, Article, size_error
from audiobrief.errors import ArticleError

_ENDINGS = {
    ".txt": "text",
    ".text": "text",
    ".md": "markdown",
    ".markdown": "markdown",
    ".html": "html",
    ".htm": "html",
    ".xhtml": "html",
    ".pdf": "pdf",
    ".docx": "docx",
}
_MARKUP = re.compile(
    r"\s*(?:<\?xml[^>]*>\s*|<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body|article|div)\b", re.IGNORECASE | re.DOTALL
)
_META_CHARSET = re.compile(rb"<meta[^>]{0,200}charset\s*=\s*[\"']?\s*([A-Za-z0-9_.:-]{2,40})", re.IGNORECASE)
_COMPRESSED = (b"\x1f\x8b", b"BZh", b"\xfd7zXZ", b"\x28\xb5\x2f\xfd", b"7z\xbc\xaf", b"Rar!")


def read_article(path: Path) -> Article:
    """Read the article in a file.

    Raises:
        ArticleError: the file cannot be read, or is not an article.
    """
    try:
        status = path.stat()
        if not stat.S_ISREG(status.st_mode):
            raise ArticleError(
                f"{path}: this is not a file (name the article's text, Markdown, HTML, PDF or DOCX file)"
            )
        if status.st_size > LARGEST_DOCUMENT:
            raise size_error(str(path), LARGEST_DOCUMENT)
        content = path.read_bytes()
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise ArticleError(f"{path}: cannot be read: {reason} (check the path and its rights)") from error
    except ValueError as error:
        raise ArticleError(f"{path!s:.200}: is not a path: {error} (check the path)") from error
    return read_content(content, str(path), _ENDINGS.get(path.suffix.lower()))


def read_content(
    content: bytes, name: str, kind: str | None, url: str | None = None, charset: str | None = None
) -> Article:
    """Read an article's bytes.

    Args:
        content: the bytes.
        name: the file's name or the address, for messages.
        kind: `text`, `markdown`, `html`, `pdf` or `docx`; detected from the bytes if None.
        url: the address it was fetched from.
        charset: its encoding, if the server stated one.

    Raises:
        ArticleError: the file cannot be read, or is not an article.
    """
    if content.startswith(_COMPRESSED):
        raise ArticleError(f"{name}: this file is compressed (unpack it first)")
    if content.startswith(b"%PDF-"):
        from audiobrief.draft.readers.pdf import read_pdf

        return read_pdf(content, name)
    if content.startswith(b"PK\x03\x04"):
        from audiobrief.draft.readers.docx import read_docx

        return read_docx(content, name)
    if kind in {"pdf", "docx"}:
        raise ArticleError(f"{name}: this is not a {kind.upper()} file, whatever its name says (save it again)")
    if len(content) > LARGEST_PAGE:
        raise size_error(name, LARGEST_PAGE)
    text = _decoded(content, name, charset)
    if not text.strip():
        raise ArticleError(f"{name}: the file is empty (name one with an article in it)")
    if kind == "html" or (kind in {None, "text"} and _MARKUP.match(text[:2000])):
        return _page(text, name, url)
    if len(content) > LARGEST_TEXT:
        raise size_error(name, LARGEST_TEXT)
    if kind == "markdown":
        from audiobrief.draft.readers.markdown import read_markdown

        return read_markdown(text)
    from audiobrief.draft.readers.text import read_text

    return read_text(text)


def _page(text: str, name: str, url: str | None) -> Article:
    from audiobrief.draft.readers.html.page import read_page

    try:
        return read_page(text, url)
    except ArticleError as error:
        raise ArticleError(f"{name}: {error}") from error


def _decoded(content: bytes, name: str, charset: str | None) -> str:
    """Decode a text in the stated encoding, or UTF-8, or Windows-1252."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        charset = "utf-16"
    if charset is None and (match := _META_CHARSET.search(content[:4096])):
        charset = match[1].decode("ascii")
    for each in ("utf-8-sig", charset, "cp1252"):
        if each is None:
            continue
        try:
            text = content.decode(each)
        except (UnicodeDecodeError, LookupError):
            continue
        if text.count("\0") > len(text) // 4:
            break
        return text
    raise ArticleError(f"{name}: this is not a text (save the article as UTF-8 text, Markdown, HTML, PDF or DOCX)")

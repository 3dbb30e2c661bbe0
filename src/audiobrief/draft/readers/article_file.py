"""Read an article from a file: detect its kind by name and first bytes, and limit its size.

A file that may be made to use up the machine, such as a PDF, is read in a child process with limits.
"""

from __future__ import annotations

import errno
import logging
import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Concatenate, ParamSpec, TypeVar

from audiobrief.draft.model import LARGEST_DOCUMENT, LARGEST_PAGE, LARGEST_TEXT, Article, size_error
from audiobrief.draft.readers.file_kinds import READABLE, detect_kind, is_text
from audiobrief.errors import ArticleError
from audiobrief.storage.limited_call import LimitError, Limits, call_limited
from audiobrief.storage.regular_files import read_regular_file

_Arguments = ParamSpec("_Arguments")
_Result = TypeVar("_Result")
ENDINGS = {
    ".txt": "text",
    ".text": "text",
    ".md": "markdown",
    ".markdown": "markdown",
    ".html": "html",
    ".htm": "html",
    ".xhtml": "html",
    ".pdf": "pdf",
    ".docx": "docx",
    ".odt": "odt",
    ".ott": "odt",
    ".rtf": "rtf",
    ".epub": "epub",
}
"""The kinds of articles by the ends of their files' names."""
_MARKUP = re.compile(
    r"\s*(?:<\?xml[^>]*>\s*|<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body|article|div)\b", re.IGNORECASE | re.DOTALL
)
_META_CHARSET = re.compile(rb"<meta[^>]{0,200}charset\s*=\s*[\"']?\s*([A-Za-z0-9_.:-]{2,40})", re.IGNORECASE)
_LIBRARIES = ("pypdf", "trafilatura", "htmldate", "courlan", "docx")
"""Libraries that warn of broken files, which the program reports in a line of its own."""
_LIMITS = Limits(seconds=20, bytes=500_000_000)
_SIMPLE = 50_000
"""Bytes of a text that is read without a child process."""
_HEAD = 2000
"""Bytes in which markup of a page would start."""


@dataclass(frozen=True, slots=True)
class Document:
    """The content of a file or a web page with an article."""

    content: bytes
    name: str
    """The file's name or the address, for messages."""
    kind: str | None
    """`text`, `markdown`, `html`, `pdf`, `docx`, `odt`, `rtf` or `epub`; detected from the content if None."""
    url: str | None = None
    """The address it was fetched from."""
    charset: str | None = None
    """Its encoding, if the server stated one."""

    @property
    def is_simple(self) -> bool:
        """True if reading it takes little, whatever it contains: it is a short text."""
        head = self.content[:_HEAD].decode("latin-1")
        has_markup = self.kind == "html" or _MARKUP.match(head) is not None
        return len(self.content) <= _SIMPLE and not has_markup and is_text(self.content)


def load_document(path: Path) -> Document:
    """Load the content of a file.

    Raises:
        ArticleError: the file cannot be read, or is too large.
    """
    try:
        content = read_regular_file(path, LARGEST_DOCUMENT)
    except OSError as error:
        if error.errno == errno.EFBIG:
            raise size_error(str(path), LARGEST_DOCUMENT) from error
        if error.errno in {errno.EINVAL, errno.EISDIR}:
            advice = "name the article's text, Markdown, HTML, PDF, DOCX, ODT, RTF or EPUB file"
            raise ArticleError(f"{path}: this is not a file ({advice})") from error
        reason = (error.strerror or str(error)).lower()
        raise ArticleError(f"{path}: cannot be read: {reason} (check the path and its rights)") from error
    except ValueError as error:
        raise ArticleError(f"{path!s:.200}: is not a path: {error} (check the path)") from error
    return Document(content, str(path), ENDINGS.get(path.suffix.lower()))


def read_article(path: Path) -> Article:
    """Read the article in a file.

    Raises:
        ArticleError: the file cannot be read, or is not an article.
    """
    return call_with_document(read_document, load_document(path))


def call_with_document(
    function: Callable[Concatenate[Document, _Arguments], _Result],
    document: Document,
    *arguments: _Arguments.args,
    **named: _Arguments.kwargs,
) -> _Result:
    """Call a function that reads a document; unless that is simple, in a child process with limits.

    Raises:
        ArticleError: as the function raises it, or it takes too long or too much memory.
    """
    if document.is_simple:
        return function(document, *arguments, **named)
    try:
        return call_limited(_LIMITS, function, document, *arguments, **named)
    except LimitError as error:
        raise ArticleError(
            f"{document.name}: reading it takes {error} (save the article by itself, as text)"
        ) from error


def read_document(document: Document) -> Article:
    """Read the article in a document.

    Raises:
        ArticleError: it is not an article.
    """
    return read_content(document.content, document.name, document.kind, document.url, document.charset)


def read_content(
    content: bytes, name: str, kind: str | None, url: str | None = None, charset: str | None = None
) -> Article:
    """Read an article's bytes.

    Args:
        content: the bytes.
        name: the file's name or the address, for messages.
        kind: `text`, `markdown`, `html`, `pdf`, `docx`, `odt`, `rtf` or `epub`; detected from the bytes if None.
        url: the address it was fetched from.
        charset: its encoding, if the server stated one.

    Raises:
        ArticleError: the file cannot be read, or is not an article.
    """
    if detected := detect_kind(content, name):
        return _reader(detected)(content, name)
    if kind in READABLE:
        named = f"{'an' if kind[0] in 'eor' else 'a'} {kind.upper()}"
        raise ArticleError(f"{name}: this is not {named} file, whatever its name says (save it again)")
    if len(content) > LARGEST_PAGE:
        raise size_error(name, LARGEST_PAGE)
    text = _decoded(content, name, charset)
    if not text.strip():
        raise ArticleError(f"{name}: the file is empty (name one with an article in it)")
    if kind == "html" or (kind in {None, "text"} and _MARKUP.match(text[:_HEAD])):
        return _page(text, name, url)
    if len(content) > LARGEST_TEXT:
        raise size_error(name, LARGEST_TEXT)
    if kind == "markdown":
        from audiobrief.draft.readers.markdown import read_markdown

        return read_markdown(text)
    from audiobrief.draft.readers.text import read_text

    return read_text(text)


def _reader(kind: str) -> Callable[[bytes, str], Article]:
    """Return the reader of a kind of file that is no text; only its libraries are imported."""
    if kind == "pdf":
        from audiobrief.draft.readers.pdf.document import read_pdf as read
    elif kind == "docx":
        from audiobrief.draft.readers.docx.document import read_docx as read
    elif kind == "odt":
        from audiobrief.draft.readers.documents.odt import read_odt as read
    elif kind == "rtf":
        from audiobrief.draft.readers.documents.rtf import read_rtf as read
    else:
        from audiobrief.draft.readers.documents.epub import read_epub as read
    return read


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
    raise ArticleError(
        f"{name}: this is not a text (save the article as UTF-8 text, Markdown, HTML, PDF, DOCX, ODT, RTF or EPUB)"
    )


def silence_readers() -> None:
    """Keep the warnings of the libraries that read articles off standard error."""
    for library in _LIBRARIES:
        logging.getLogger(library).setLevel(logging.CRITICAL)

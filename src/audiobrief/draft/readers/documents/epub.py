"""Read an EPUB book as blocks: each document of its reading order is a section (EPUB 3.3)."""

from __future__ import annotations

import io
import posixpath
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, replace
from urllib.parse import unquote

from lxml import etree, html
from lxml.etree import _Element as Element

from audiobrief.draft.cleanup.text import clean_line, clean_text, words_of
from audiobrief.draft.model import Article, Block, Metadata
from audiobrief.draft.readers.documents.packed import BROKEN_ARCHIVE, check_packed
from audiobrief.draft.readers.html.article_part import boxes_of_story
from audiobrief.draft.readers.html.markup_walk import read_texts
from audiobrief.draft.readers.metadata import read_metadata
from audiobrief.errors import ArticleError

_CONTAINER = "META-INF/container.xml"
_ENCRYPTION = "META-INF/encryption.xml"
_PAGES = {"application/xhtml+xml", "text/html"}
_ABOUT = {"title": "title", "creator": "author", "publisher": "publisher", "date": "date", "language": "language"}
"""The elements of Dublin Core that a book states, and our names for them."""
_NO_STORY = ("cover", "nav", "toc", "title-page", "titlepage", "copyright-page", "imprint")
"""The types of documents that are no part of the story (EPUB 3 Structural Semantics Vocabulary)."""


def read_epub(content: bytes, name: str) -> Article:
    """Read an EPUB book.

    Raises:
        ArticleError: the file cannot be read, or is protected.
    """
    check_packed(content, name, "EPUB")
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            return _read(packed, name)
    except (*BROKEN_ARCHIVE, LookupError, etree.LxmlError) as error:
        raise ArticleError(f"{name}: this is not an EPUB file, or it is damaged (save it again)") from error


@dataclass(frozen=True, slots=True)
class _Section:
    """A document of the reading order."""

    root: html.HtmlElement
    reason: str | None
    """Why it is not part of the story."""


def _read(packed: zipfile.ZipFile, name: str) -> Article:
    container = _xml(packed.read(_CONTAINER))
    place = _first(container, "rootfile").get("full-path") or ""
    package = _xml(packed.read(place))
    sections = list(_sections(packed, package, posixpath.dirname(place), name))
    metadata = read_metadata(_stated(package))
    told = [_blocks(section, metadata) for section in sections]
    is_one = sum(section.reason is None for section in sections) == 1
    blocks = [block for part in told for block in part]
    if is_one and metadata.title is None:
        metadata, blocks = _with_headline(metadata, blocks)
    return Article(metadata, tuple(blocks), has_headings=True)


def _stated(package: Element) -> dict[str, str]:
    """Return what a book says of itself."""
    found: dict[str, list[str]] = {}
    for element in package.iter():
        key = _ABOUT.get(_local(element))
        if key and element.text and (text := clean_line(element.text)):
            found.setdefault(key, []).append(text)
    return {key: ", ".join(texts) if key == "author" else texts[0] for key, texts in found.items()}


def _sections(packed: zipfile.ZipFile, package: Element, folder: str, name: str) -> Iterator[_Section]:
    """Yield the documents of the reading order."""
    protected = _protected(packed)
    items = {item.get("id"): item for item in package.iter() if _local(item) == "item"}
    for reference in (each for each in package.iter() if _local(each) == "itemref"):
        item = items.get(reference.get("idref"))
        if item is None or item.get("media-type") not in _PAGES:
            continue
        path = posixpath.normpath(posixpath.join(folder, unquote(item.get("href") or "")))
        if path in protected:
            raise ArticleError(f"{name}: this book is protected against copying (save the article in another format)")
        root = _page(packed.read(path))
        types = f"{_types(root)} {item.get('properties') or ''}".lower().split()
        is_contents = "nav" in types or "toc" in types
        is_outside = reference.get("linear") == "no" or any(kind in types for kind in _NO_STORY)
        reason = "table of contents" if is_contents else "not in the reading order of the book" if is_outside else None
        yield _Section(root, reason)


def _protected(packed: zipfile.ZipFile) -> set[str]:
    """Return the paths of the files that are encrypted."""
    if _ENCRYPTION not in packed.namelist():
        return set()
    references = (each for each in _xml(packed.read(_ENCRYPTION)).iter() if _local(each) == "CipherReference")
    return {unquote(each.get("URI") or "") for each in references}


def _types(root: html.HtmlElement) -> str:
    """Return the types of a document: those of its body, and of the one element in it."""
    body = root.find("body")
    elements = [body, *body[:1]] if body is not None else []
    return " ".join(each.get("epub:type") or "" for each in elements if isinstance(each.tag, str))


def _blocks(section: _Section, metadata: Metadata) -> list[Block]:
    """Return the blocks of a section; a heading with the title of the book is said in the intro."""
    texts = read_texts(section.root)
    story = boxes_of_story(texts)
    title = words_of(metadata.title or "")
    blocks = []
    for text in texts:
        is_heading = bool(text.level) and not text.is_quotation
        is_title = is_heading and bool(title) and words_of(text.text) == title
        box = next((box.reason for box in text.boxes if box.number not in story), None)
        reason = section.reason or text.reason or box or ("title (said in the intro)" if is_title else None)
        block = Block(
            f"{text.number} {text.text}".strip(),
            is_heading,
            reason,
            is_bold=text.is_bold and not text.level,
            is_quotation=text.is_quotation,
        )
        blocks.append(block)
    return blocks


def _with_headline(metadata: Metadata, blocks: list[Block]) -> tuple[Metadata, list[Block]]:
    """Take the first heading of a book with one document and no title for its title."""
    first = next((block for block in blocks if block.reason is None), None)
    if first is None or not first.is_heading:
        return metadata, blocks
    return replace(metadata, title=first.text), [block for block in blocks if block is not first]


def _xml(content: bytes) -> Element:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, recover=True)
    root = etree.fromstring(content, parser)
    if root is None:
        raise ValueError("there is no element")
    return root


def _page(content: bytes) -> html.HtmlElement:
    """Parse a document as a page, as reading systems do where it is not well-formed."""
    text = clean_text(content.decode("utf-8-sig", errors="replace"))
    parser = html.HTMLParser(encoding="utf-8", no_network=True, remove_comments=True, remove_pis=True)
    source = text[text.find("<html") :] if "<html" in text else f"<p>{text}</p>"
    return html.document_fromstring(source.encode(), parser=parser, ensure_head_body=True)


def _first(root: Element, name: str) -> Element:
    found = next((element for element in root.iter() if _local(element) == name), None)
    if found is None:
        raise LookupError(name)
    return found


def _local(element: Element) -> str:
    return etree.QName(element).localname if isinstance(element.tag, str) else ""

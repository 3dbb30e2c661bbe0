"""EPUB books: the reading order, chapters, what is no story, and protection."""

from __future__ import annotations

import io
import zipfile

import pytest

from audiobrief.draft.drafting import make_draft
from audiobrief.draft.readers.documents.epub import read_epub
from audiobrief.errors import ArticleError

SENTENCE = "For the third time this summer the church went past her window, and she waved at it."
ABOUT = "<dc:title>The walking church</dc:title><dc:creator>Ann Lee</dc:creator><dc:language>en</dc:language>"


def epub(*documents: str, about: str = ABOUT, encrypted: str = "") -> bytes:
    """Build a book of documents; one that begins with `nav:` is the table of contents."""
    content = io.BytesIO()
    items, spine = [], []
    with zipfile.ZipFile(content, "w") as packed:
        packed.writestr("mimetype", "application/epub+zip")
        packed.writestr(
            "META-INF/container.xml",
            "<container xmlns='urn:oasis:names:tc:opendocument:xmlns:container'><rootfiles>"
            "<rootfile full-path='OEBPS/a.opf'/></rootfiles></container>",
        )
        if encrypted:
            reference = f"<CipherReference URI='{encrypted}'/>"
            packed.writestr("META-INF/encryption.xml", f"<encryption><CipherData>{reference}</CipherData></encryption>")
        for number, document in enumerate(documents):
            is_contents = document.startswith("nav:")
            properties = "properties='nav'" if is_contents else ""
            items.append(
                f"<item id='d{number}' href='d%20{number}.xhtml' media-type='application/xhtml+xml' {properties}/>"
            )
            spine.append(f"<itemref idref='d{number}'/>")
            body = document.removeprefix("nav:")
            packed.writestr(
                f"OEBPS/d {number}.xhtml",
                "<?xml version='1.0'?><html xmlns='http://www.w3.org/1999/xhtml' xmlns:epub='http://www.idpf.org/2007/ops'>"
                f"<head><title>d</title></head><body>{body}</body></html>",
            )
        packed.writestr(
            "OEBPS/a.opf",
            "<package xmlns='http://www.idpf.org/2007/opf' xmlns:dc='http://purl.org/dc/elements/1.1/'>"
            f"<metadata>{about}</metadata><manifest>{''.join(items)}</manifest><spine>{''.join(spine)}</spine></package>",
        )
    return content.getvalue()


def outcome(content: bytes) -> list[str]:
    """Return the texts in order: headings with a hash, what is left out with its reason."""
    return [
        f"{block.reason}: {block.text}" if block.reason else f"{'# ' * block.is_heading}{block.text}"
        for block in read_epub(content, "a.epub").blocks
    ]


def test_each_document_is_a_section_in_the_reading_order() -> None:
    book = epub(
        "nav:<nav><ol><li>The roof</li></ol></nav>",
        f"<h1>The roof</h1><p>{SENTENCE}</p>",
        f"<h1>The crack</h1><p>{SENTENCE}</p>",
    )
    draft = make_draft(read_epub(book, "a.epub"))
    assert [chapter.title for chapter in draft.chapters] == ["The roof", "The crack"]
    assert [(each.reason, each.block.text) for each in draft.omitted] == [("table of contents", "1. The roof")]


def test_the_book_says_what_it_is() -> None:
    metadata = read_epub(epub(f"<p>{SENTENCE}</p>"), "a.epub").metadata
    assert (metadata.title, metadata.author, metadata.language) == ("The walking church", "Ann Lee", "en")


def test_the_title_is_said_once() -> None:
    assert outcome(epub(f"<h1>The walking church</h1><p>{SENTENCE}</p>")) == [
        "title (said in the intro): The walking church",
        SENTENCE,
    ]


def test_markup_is_that_of_pages() -> None:
    body = "<p>It was added<sup>2</sup> to <del>the</del> a list.</p><ol><li>Stop</li></ol><p>It <q>is</q> old.</p>"
    read = read_epub(epub(body, f"<p>{SENTENCE}</p>"), "a.epub")
    assert [block.text for block in read.blocks] == [
        "It was added to a list.",
        "the",
        "1. Stop",
        "It “is” old.",
        SENTENCE,
    ]


def test_captions_and_notes_are_listed() -> None:
    figure = "<figure><img src='a.png'/><figcaption>The church in May</figcaption></figure>"
    notes = "<aside epub:type='footnote'><p>Of 1904.</p></aside>"
    assert outcome(epub(f"<h1>The roof</h1><p>{SENTENCE}</p>{figure}{notes}")) == [
        "# The roof",
        SENTENCE,
        "caption: The church in May",
        "box beside the story: Of 1904.",
    ]


@pytest.mark.parametrize("kind", ["cover", "titlepage", "toc"])
def test_documents_that_are_no_story_are_listed(kind: str) -> None:
    book = epub(f"<section epub:type='{kind}'><p>Esk Press</p></section>", f"<p>{SENTENCE}</p>")
    assert outcome(book)[0].endswith(": Esk Press")
    assert outcome(book)[1] == SENTENCE


def test_a_protected_book_is_refused_and_one_with_protected_fonts_is_not() -> None:
    assert outcome(epub(f"<p>{SENTENCE}</p>", encrypted="OEBPS/font.otf")) == [SENTENCE]
    with pytest.raises(ArticleError, match="is protected against copying"):
        read_epub(epub(f"<p>{SENTENCE}</p>", encrypted="OEBPS/d%200.xhtml"), "a.epub")

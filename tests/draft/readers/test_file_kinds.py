"""A file is read as what it contains; what has no article is refused as what it is."""

from __future__ import annotations

import pytest

from audiobrief.draft.readers.article_file import read_content
from audiobrief.draft.readers.file_kinds import detect_kind
from audiobrief.errors import ArticleError
from builders import zipped
from draft.readers.documents.test_epub import epub
from draft.readers.documents.test_odt import odt, p
from draft.readers.docx.test_document import paragraph, run, word


def packed(**files: str) -> bytes:
    return zipped({name.replace("__", "/").replace("_", "."): text for name, text in files.items()})


OPEN = "application/vnd.oasis.opendocument."
SENTENCE = "The pump of the town stopped on Monday, and nobody in the town knows yet why it did."


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (word(paragraph(run(SENTENCE))), "docx"),
        (odt(p(SENTENCE)), "odt"),
        (epub(f"<p>{SENTENCE}</p>"), "epub"),
        (rb"{\rtf1 " + SENTENCE.encode() + b"}", "rtf"),
        (SENTENCE.encode(), None),
    ],
)
@pytest.mark.parametrize("name", ["a.txt", "a.docx", "a"])
def test_the_content_decides(content: bytes, kind: str | None, name: str) -> None:
    assert detect_kind(content, name) == kind
    if kind:
        assert SENTENCE in [block.text for block in read_content(content, name, "text").blocks]


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"\x89PNG\r\n\x1a\n" + bytes(range(256)), "this is a picture (PNG)"),
        (b"\xff\xd8\xff\xe0" + bytes(50), "this is a picture (JPEG)"),
        (b"RIFF\x00\x00\x00\x00WEBP", "this is a picture (WebP)"),
        (b"\x00\x00\x00\x20ftypM4A ", "this is a video or sound file (MP4)"),
        (b"ID3\x04", "this is a sound file (MP3)"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "this is a file of an old Word, Excel or PowerPoint (save it as DOCX)"),
        (b"\x7fELF\x02", "this is a program"),
        (b'<?xml version="1.0"?>\n<!-- made -->\n<rss version="2.0">', "this is a feed, not an article (name it with"),
        (b'<feed xmlns="http://www.w3.org/2005/Atom">', "this is a feed, not an article"),
        (b"\x1f\x8b\x08", "this file is compressed (unpack it first)"),
        (bytes(range(1, 32)) * 20, "this is not a text"),
        (packed(a_txt="words"), "this is a ZIP archive of other files (unpack it, and name the article in it)"),
        (packed(xl__workbook_xml=""), "this is an Excel table"),
        (packed(ppt__presentation_xml=""), "this is a PowerPoint presentation"),
        (packed(mimetype=f"{OPEN}spreadsheet"), "this is an OpenDocument file, but no text"),
        (b"PK\x03\x04 and no more", "this DOCX, ODT or EPUB file, or archive, is damaged (save it again)"),
    ],
)
@pytest.mark.parametrize("name", ["a.txt", "a.docx"])
def test_what_has_no_article_is_refused_as_what_it_is(content: bytes, message: str, name: str) -> None:
    with pytest.raises(ArticleError) as caught:
        read_content(content, name, "docx" if name.endswith("docx") else "text")
    assert str(caught.value).startswith(f"{name}: {message}")
    assert str(caught.value).endswith(")")


@pytest.mark.parametrize(
    ("kind", "named"), [("pdf", "a PDF"), ("odt", "an ODT"), ("rtf", "an RTF"), ("epub", "an EPUB")]
)
def test_a_text_with_the_name_of_another_kind_is_refused(kind: str, named: str) -> None:
    with pytest.raises(ArticleError, match=rf"^a: this is not {named} file, whatever its name says \(save it again\)$"):
        read_content(SENTENCE.encode(), "a", kind)

"""Articles of a few kilobytes or megabytes that somebody made in order to use up the machine that reads them."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Callable

from builders import zipped

Content = Callable[[], bytes]
WORDS = "The bridge over the river is open again, the engineer said on Monday. "
_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/>'
    '<Override PartName="/word/document.xml" '
    'ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>'
)
_RELATIONS = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" '
    'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" '
    'Target="{target}"/></Relationships>'
)


def docx(body: str, *, head: str = "", target: str = "word/document.xml", **parts: str) -> bytes:
    """Return a Word file with a body in WordprocessingML."""
    document = f'<?xml version="1.0"?>{head}<w:document {_W}><w:body>{body}</w:body></w:document>'
    files = {
        "[Content_Types].xml": _TYPES,
        "_rels/.rels": _RELATIONS.format(target=target),
        "word/document.xml": document,
    }
    return zipped({**files, **{name.replace("__", "/"): part for name, part in parts.items()}})


def paragraph(text: str) -> str:
    return f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>"


def table(cells: str) -> str:
    return f"<w:tbl><w:tblGrid><w:gridCol/></w:tblGrid><w:tr>{cells}</w:tr></w:tbl>"


def wide_cell(span: int | str) -> str:
    return table(f'<w:tc><w:tcPr><w:gridSpan w:val="{span}"/></w:tcPr>{paragraph(WORDS)}</w:tc>')


def merged_rows(count: int) -> str:
    """Return a table whose rows are merged into the one above them."""
    cell = f"<w:tc><w:tcPr><w:vMerge/></w:tcPr>{paragraph('a')}</w:tc>"
    first = f'<w:tc><w:tcPr><w:vMerge w:val="restart"/></w:tcPr>{paragraph("a")}</w:tc>'
    rows = f"<w:tr>{first}</w:tr>" + f"<w:tr>{cell}</w:tr>" * count
    return f"<w:tbl><w:tblGrid><w:gridCol/></w:tblGrid>{rows}</w:tbl>"


def odt(text: str) -> bytes:
    content = (
        '<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
        'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0">'
        f"<office:text><text:p>{text}</text:p></office:text></office:document-content>"
    )
    return zipped({"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": content})


def pdf(*objects: bytes, root: int = 1) -> bytes:
    """Return a PDF file of numbered objects."""
    content = bytearray(b"%PDF-1.7\n")
    offsets = []
    for number, value in enumerate(objects, 1):
        offsets.append(len(content))
        content += b"%d 0 obj\n%s\nendobj\n" % (number, value)
    start = len(content)
    content += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    content += b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    content += b"trailer <</Size %d /Root %d 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, root, start)
    return bytes(content)


def stream(content: bytes, entries: bytes = b"") -> bytes:
    return b"<<%s /Length %d>>\nstream\n%s\nendstream" % (entries, len(content), content)


def flate(content: bytes, times: int = 1) -> bytes:
    for _ in range(times):
        content = zlib.compress(content, 9)
    return stream(content, b"/Filter [" + b"/FlateDecode " * times + b"]")


def pages(contents: bytes, count: int = 1, resources: bytes = b"<</Font <</F 4 0 R>>>>", *more: bytes) -> bytes:
    """Return a PDF whose pages share a stream."""
    page = b"<</Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] /Resources %s /Contents 3 0 R>>" % resources
    kids = b" ".join(b"%d 0 R" % (5 + len(more) + number) for number in range(count))
    return pdf(
        CATALOG,
        b"<</Type /Pages /Count %d /Kids [%s]>>" % (count, kids),
        contents,
        b"<</Type /Font /Subtype /Type1 /BaseFont /Helvetica>>",
        *more,
        *[page] * count,
    )


def shown(text: str, count: int) -> bytes:
    return b"BT /F 12 Tf 50 700 Td " + b"(%s) Tj 0 -14 Td " % text.encode() * count + b"ET"


def page(body: str, head: str = "") -> bytes:
    head = f"<head><title>Bridge</title>{head}</head>"
    return f"<!DOCTYPE html><html>{head}<body><h1>Bridge</h1>{body}</body></html>".encode()


RELATIONS_TO_ITSELF = _RELATIONS.format(target="document.xml")
STORY = f"<p>{WORDS * 3}</p>" * 4
DOCX: dict[str, Content] = {
    "wide.docx": lambda: docx(wide_cell(1_000_000_000)),
    "wider.docx": lambda: docx(wide_cell("9" * 18)),
    "negative.docx": lambda: docx(wide_cell(-1)),
    "digits.docx": lambda: docx(wide_cell("9" * 5000)),
    "before.docx": lambda: docx(table('<w:trPr><w:gridBefore w:val="1000000000"/></w:trPr><w:tc/>')),
    "after.docx": lambda: docx(table('<w:trPr><w:gridAfter w:val="1000000000"/></w:trPr><w:tc/>')),
    "many-wide.docx": lambda: docx(table(wide_cell(100_000) * 20)),
    "merged.docx": lambda: docx(merged_rows(20_000)),
    "tables.docx": lambda: docx("<w:tbl><w:tr><w:tc>" * 100 + paragraph(WORDS) + "</w:tc></w:tr></w:tbl>" * 100),
    "deep.docx": lambda: docx("<w:x>" * 200_000 + "</w:x>" * 200_000),
    "runs.docx": lambda: docx("<w:p>" + "<w:r><w:t>a</w:t></w:r>" * 300_000 + "</w:p>"),
    "paragraphs.docx": lambda: docx(paragraph("a") * 200_000),
    "attributes.docx": lambda: docx("<w:p " + " ".join(f'a{n}=""' for n in range(300_000)) + "/>"),
    "long.docx": lambda: docx(paragraph("word " * 1_900_000)),
    "tabs.docx": lambda: docx("<w:p><w:r>" + "<w:tab/>" * 1_000_000 + "</w:r></w:p>"),
    "entities.docx": lambda: docx(paragraph("&c;"), head=entities(20)),
    "external.docx": lambda: docx(paragraph("&x;"), head='<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]>'),
    "bomb.docx": lambda: zipped({"word/document.xml": b"<a>" * 30_000_000}),
    "picture.docx": lambda: docx(paragraph("a"), word__media__a_png="\0" * 100_000_000),
    "target.docx": lambda: docx(paragraph("a"), target="../../../../etc/passwd"),
    "loop.docx": lambda: docx(paragraph(WORDS), word___rels__document_xml_rels=RELATIONS_TO_ITSELF),
    "parts.docx": lambda: zipped({f"{n}.xml": "" for n in range(60_000)}),
    "truncated.docx": lambda: docx(paragraph(WORDS * 100))[:700],
    "encrypted.docx": lambda: with_headers(docx(paragraph(WORDS)), 6, 8, b"\x01"),
    "beyond.docx": lambda: beyond_the_end(docx(paragraph(WORDS))),
    "sizes.docx": lambda: lying_sizes(docx(paragraph(WORDS * 10_000))),
    "list.odt": lambda: odt(WORDS),
    "bomb.odt": lambda: odt("a" * 100_000_000),
    "deep.odt": lambda: odt("<text:p>" * 100_000 + "</text:p>" * 100_000),
    "spans.odt": lambda: odt("<text:span>" * 200 + WORDS + "</text:span>" * 200),
    "deep.rtf": lambda: b"{\\rtf1 " + b"{" * 1_000_000 + WORDS.encode(),
    "words.rtf": lambda: b"{\\rtf1 " + b"\\b0 \\par " * 1_000_000 + WORDS.encode() + b"}",
    "notes.rtf": lambda: b"{\\rtf1 " + b"{\\footnote " * 9_000 + WORDS.encode() + b"}" * 9_000,
    "codes.rtf": lambda: b"{\\rtf1\\ansicpg99999\\uc99999\\u999999999 \\'ff" + WORDS.encode(),
    "bomb.epub": lambda: zipped({"mimetype": "application/epub+zip", "META-INF/container.xml": "a" * 100_000_000}),
    "loop.epub": lambda: zipped(
        {
            "mimetype": "application/epub+zip",
            "META-INF/container.xml": "<a><rootfile full-path='../../etc/passwd'/></a>",
        }
    ),
}


def entities(count: int) -> str:
    parts = "".join(f'<!ENTITY c{n} "&c{n - 1};&c{n - 1};&c{n - 1};&c{n - 1};">' for n in range(1, count))
    return f'<!DOCTYPE a [<!ENTITY c0 "aaaaaaaaaa">{parts}<!ENTITY c "&c{count - 1};">]>'


def lying_sizes(archive: bytes) -> bytes:
    """Return an archive that states small sizes for what it unpacks to."""
    content = bytearray(archive)
    at = 0
    while (at := content.find(b"PK\x01\x02", at)) >= 0:
        content[at + 24 : at + 28] = struct.pack("<I", 100)
        at += 4
    return bytes(content)


def with_headers(archive: bytes, local: int, central: int, value: bytes) -> bytes:
    """Return an archive with other bytes in the headers of all parts, at these offsets."""
    content = bytearray(archive)
    for sign, offset in ((b"PK\x03\x04", local), (b"PK\x01\x02", central)):
        at = 0
        while (at := content.find(sign, at)) >= 0:
            content[at + offset : at + offset + len(value)] = value
            at += 4
    return bytes(content)


def beyond_the_end(archive: bytes) -> bytes:
    """Return an archive whose parts are not compressed, and end after the end of the file."""
    stored = with_headers(archive, 8, 10, bytes(2))
    return with_headers(stored, 18, 20, struct.pack("<II", 1_000_000, 1_000_000))


CATALOG = b"<</Type /Catalog /Pages 2 0 R>>"
FONT = b"<</Font <</F 5 0 R>>>>"
MAPPED = b"<</Type /Font /Subtype /Type0 /ToUnicode 6 0 R>>"
FORM = b"<</Type /XObject /Subtype /Form /BBox [0 0 9 9] /Resources <</XObject <</X 5 0 R>>>>"
PDF: dict[str, Content] = {
    "shared.pdf": lambda: pages(flate(shown(WORDS, 5_000)), 100),
    "shared-operators.pdf": lambda: pages(flate(b"q Q " * 2_000_000), 100),
    "shared-numbers.pdf": lambda: pages(flate(b"1 " * 5_000_000), 100),
    "shared-names.pdf": lambda: pages(flate(b"/a " * 3_000_000), 50),
    "bomb.pdf": lambda: pages(flate(b" " * 500_000_000)),
    "twice.pdf": lambda: pages(flate(b" " * 2_000_000_000, 2)),
    "arrays.pdf": lambda: pages(flate(b"[" * 1_000_000)),
    "dictionaries.pdf": lambda: pages(flate(b"<</a " * 300_000)),
    "strings.pdf": lambda: pages(flate(b"BT " + b"(" * 2_000_000 + b" Tj ET")),
    "hexadecimal.pdf": lambda: pages(flate(b"BT <" + b"4" * 10_000_000 + b"> Tj ET")),
    "one-string.pdf": lambda: pages(flate(b"BT /F 12 Tf (" + b"a" * 20_000_000 + b") Tj ET")),
    "inline.pdf": lambda: pages(flate(b"BI /W 1 /H 1 ID " + b"E" * 10_000_000)),
    "loop.pdf": lambda: pages(flate(b"/X Do "), 1, b"<</XObject <</X 5 0 R>>>>", stream(b"/X Do", FORM[2:-2] + b">>")),
    "forms.pdf": lambda: pages(
        flate(b"/X Do " * 100_000), 1, b"<</XObject <</X 5 0 R>>>>", stream(shown("a", 99), FORM[2:-2])
    ),
    "kids.pdf": lambda: pdf(CATALOG, b"<</Type /Pages /Count 9 /Kids [2 0 R 2 0 R]>>"),
    "parent.pdf": lambda: pdf(
        CATALOG, b"<</Type /Pages /Kids [3 0 R] /Count 1 /Parent 3 0 R>>", b"<</Type /Page /Parent 2 0 R>>"
    ),
    "itself.pdf": lambda: pdf(b"1 0 R"),
    "count.pdf": lambda: pdf(CATALOG, b"<</Type /Pages /Count 999999999 /Kids []>>"),
    "many-kids.pdf": lambda: pdf(
        CATALOG, b"<</Type /Pages /Count 1 /Kids [" + b"3 0 R " * 1_000_000 + b"]>>", b"<</Type /Page>>"
    ),
    "deep.pdf": lambda: pdf(b"[" * 1_000_000),
    "xref.pdf": lambda: b"%PDF-1.7\nxref\n0 999999999\ntrailer <</Root 1 0 R>>\nstartxref\n9\n%%EOF",
    "previous.pdf": lambda: b"%PDF-1.7\nxref\n0 0\ntrailer <</Root 1 0 R /Prev 9>>\nstartxref\n9\n%%EOF",
    "objects.pdf": lambda: b"%PDF-1.7\n" + b"1 0 obj<<>>endobj\n" * 1_000_000,
    "number.pdf": lambda: pdf(CATALOG, b"<</Type /Pages /Count " + b"9" * 100_000 + b">>"),
    "predictor.pdf": lambda: pages(
        stream(zlib.compress(bytes(30_000_000)), b"/Filter /FlateDecode /DecodeParms <</Predictor 12 /Columns 1>>")
    ),
    "runs.pdf": lambda: pages(stream(b"\x81 " * 1_000_000, b"/Filter /RunLengthDecode")),
    "lzw.pdf": lambda: pages(stream(b"\x80\x0b\x60\x50" * 1_000_000, b"/Filter /LZWDecode")),
    "ascii.pdf": lambda: pages(stream(b"z" * 10_000_000, b"/Filter /ASCII85Decode")),
    "map.pdf": lambda: pages(
        flate(shown("a", 100)), 1, FONT, MAPPED, flate(b"1 beginbfrange <0000> <FFFFFFFF> <0000> endbfrange")
    ),
    "maps.pdf": lambda: pages(
        flate(shown("a", 100)),
        1,
        FONT,
        MAPPED,
        flate(b"1 beginbfrange " + b"<0000> <FFFF> <0000> " * 3_000 + b"endbfrange"),
    ),
    "differences.pdf": lambda: pages(
        flate(shown("a", 9)),
        1,
        FONT,
        b"<</Type /Font /Subtype /Type1 /Encoding <</Differences [0 " + b"/a " * 1_000_000 + b"]>>>>",
    ),
    "encrypted.pdf": lambda: pages(flate(b"")).replace(
        b"/Root", b"/Encrypt <</Filter /Standard /V 5 /R 6 /Length 999999999>> /Root"
    ),
    "half.pdf": lambda: pages(flate(shown(WORDS, 1_000)))[:3000],
}
HTML: dict[str, Content] = {
    "attributes.html": lambda: page("<p " + " ".join(f"a{n}=1" for n in range(400_000)) + f">{WORDS}</p>"),
    "same-attributes.html": lambda: page("<p " + "a=1 " * 1_000_000 + f">{WORDS}</p>"),
    "attribute.html": lambda: page(f'<p class="{"a " * 2_000_000}">{WORDS}</p>' + STORY),
    "style.html": lambda: page(f'<p style="{"display " * 500_000}">{WORDS}</p>' + STORY),
    "spaces.html": lambda: page(f'<p style="display{" " * 4_000_000}x">{WORDS}</p>' + STORY),
    "deep.html": lambda: b"<div>" * 900_000 + b"text",
    "deeper-story.html": lambda: page("<div>" * 250 + STORY + "</div>" * 250),
    "spans.html": lambda: page(f"<p>{'<span>' * 400_000}{WORDS}</p>" + STORY),
    "bold.html": lambda: page("<b><i>" * 300_000 + STORY),
    "links.html": lambda: page(f"<a href=x>{WORDS}" * 50_000),
    "tables.html": lambda: b"<table><tr><td>" * 300_000 + b"text",
    "cells.html": lambda: page(f"<table>{'<tr><td>a<td>b' * 200_000}</table>" + STORY),
    "lists.html": lambda: page("<ul><li>" * 300_000 + STORY),
    "headings.html": lambda: page("<h2>Why?</h2>" * 4_000 + STORY),
    "paragraphs.html": lambda: page("<p>a" * 1_000_000),
    "long.html": lambda: page(f"<p>{WORDS * 1_400}</p>" * 3),
    "word.html": lambda: page(f"<p>{'a' * 99_000}</p>" * 4),
    "quotes.html": lambda: page(f"<p>{'“' * 90_000}</p>" + STORY),
    "full-stops.html": lambda: page(f"<p>{'. ' * 45_000}</p>" * 3 + STORY),
    "breaks.html": lambda: page(f"<p>{'a<br>' * 500_000}</p>" + STORY),
    "comments.html": lambda: page("<!--" * 500_000 + STORY),
    "scripts.html": lambda: page("<script>" * 500_000 + STORY),
    "entities.html": lambda: page("&amp" * 1_000_000 + STORY),
    "references.html": lambda: page("&#" + "9" * 2_000_000 + ";" + STORY),
    "doctype.html": lambda: b"<!DOCTYPE html [" * 300_000 + STORY.encode(),
    "declaration.html": lambda: b"<?xml " * 800_000 + STORY.encode(),
    "brackets.html": lambda: page("<" * 4_000_000),
    "data.html": lambda: page(STORY, f'<script type="application/ld+json">{"[" * 1_000_000}</script>'),
    "metadata.html": lambda: page(STORY, '<meta name="author" content="a;b">' * 100_000),
    "dates.html": lambda: page("<time>2024-05-01</time> " * 150_000 + STORY),
    "charset.html": lambda: b'<meta charset="idna">' + STORY.encode(),
    "title.html": lambda: page(STORY, f"<title>{'a ' * 2_000_000}</title>"),
    "address.html": lambda: page(STORY, f'<link rel="canonical" href="http://{"[" * 1_000_000}">'),
    "figures.html": lambda: page("<figure>" * 250_000 + STORY),
    "headers.html": lambda: page("<header>" * 250_000 + STORY),
}
TEXT: dict[str, Content] = {
    "line.txt": lambda: b"The word is that. " * 21_000,
    "lines.txt": lambda: b"a\n" * 240_000,
    "empty-lines.txt": lambda: b"a\n\n" * 160_000,
    "word.txt": lambda: b"a" * 490_000,
    "quotes.txt": lambda: "“a” ".encode() * 50_000,
    "open-quotes.txt": lambda: b"Title\n\n" + "“a ".encode() * 20_000,
    "full-stops.txt": lambda: b"Title\n\n" + b". " * 45_000,
    "capitals.txt": lambda: b"Title\n\n" + b"A. B. " * 15_000,
    "digits.txt": lambda: b"Title\n\n" + b"1" * 90_000,
    "dates.txt": lambda: b"Title\n\n" + b"1 May 2024 " * 8_000,
    "commas.txt": lambda: b"Title\n\n" + b"a, b " * 18_000,
    "brackets.txt": lambda: b"Title\n\n" + b"([{<" * 20_000,
    "underlined.txt": lambda: b"Title\n=====\n" * 20_000,
    "header.txt": lambda: b"Subject: a\n" * 40_000,
    "colons.txt": lambda: b"Said: a: b: " * 8_000,
    "nul.txt": lambda: b"\0" * 490_000,
    "marks.txt": lambda: "a\u0301".encode() * 100_000,
    "joined.txt": lambda: "\U0001f469\u200d".encode() * 50_000,
    "right-to-left.txt": lambda: "\u202e\u05d0 ".encode() * 50_000,
    "utf-16.txt": lambda: ("Title\n\n" + WORDS * 3_000).encode("utf-16"),
    "by.txt": lambda: b"By " * 80_000,
    "marks.md": lambda: b"*a **b " * 70_000,
    "emphasis.md": lambda: b"*" * 240_000 + b"a" + b"*" * 240_000,
    "emphases.md": lambda: b"**a*" * 120_000,
    "links.md": lambda: b"[" * 490_000,
    "link-ends.md": lambda: b"[a](" * 120_000,
    "pictures.md": lambda: b"![" * 240_000,
    "references.md": lambda: b"[a]: b\n" * 70_000,
    "quotations.md": lambda: b">" * 490_000,
    "nested-lists.md": lambda: b"- " * 240_000,
    "lists.md": lambda: b"".join(b" " * n + b"- a\n" for n in range(900)),
    "code.md": lambda: b"`" * 240_000 + b"a",
    "codes.md": lambda: b"".join(b"`" * n + b"a" for n in range(900)),
    "table.md": lambda: b"|" * 200 + b"\n" + b"|-" * 200 + b"|\n" + (b"|a" * 200 + b"|\n") * 1_000,
    "wide-table.md": lambda: b"|a" * 80_000 + b"|\n" + b"|-" * 80_000 + b"|\n",
    "html.md": lambda: b"<a " * 160_000,
    "comments.md": lambda: b"<!--" * 120_000,
    "declarations.md": lambda: b"<!A" * 160_000,
    "instructions.md": lambda: b"<?" * 240_000,
    "entities.md": lambda: b"&amp" * 120_000,
    "escapes.md": lambda: b"\\" * 490_000,
    "front.md": lambda: b"---\n" + b"a: [" * 100_000 + b"\n---\n" + WORDS.encode(),
    "front-lines.md": lambda: b"---\n" + b"a: b\n" * 90_000,
    "anchors.md": lambda: b"---\na: &a [x]\n" + b"".join(b"b%d: [*a, *a]\n" % n for n in range(5_000)) + b"---\n",
}
SHORT: dict[str, Content] = {
    "short-links.md": lambda: b"[" * 50_000,
    "short-pictures.md": lambda: b"![" * 25_000,
    "short-emphasis.md": lambda: b"*a **b " * 7_100,
    "short-table.md": lambda: b"|a" * 12_000 + b"|\n" + b"|-" * 12_000 + b"|\n",
    "short-front.md": lambda: b"---\n" + b"a: [" * 12_000 + b"\n---\n",
    "short-quotes.txt": lambda: b"Title\n\n" + "“a ".encode() * 9_900,
    "short-lines.txt": lambda: b"a\n" * 25_000,
    "short-word.txt": lambda: b"a" * 50_000,
    "short-brackets.txt": lambda: b"Title\n\n" + b"(a [b " * 8_000,
    "short-digits.txt": lambda: b"Title\n\n" + b"1." * 24_000,
    "short-capitals.txt": lambda: b"Title\n\n" + b"Aa " * 16_000,
}
"""Texts that are read without a child process."""
ARTICLES: dict[str, Content] = {**DOCX, **PDF, **HTML, **TEXT, **SHORT}

"""Word files: tracked changes, content controls, hidden text, notes, boxes, fields and lists."""

from __future__ import annotations

import io
import zipfile
from itertools import takewhile

import pytest
from docx import Document
from docx.oxml.ns import nsdecls

from audiobrief.draft.model import Article
from audiobrief.draft.readers.docx.document import read_docx
from draft.article_files import texts_of

NAMES = (
    f"{nsdecls('w')} xmlns:mc='http://schemas.openxmlformats.org/markup-compatibility/2006' "
    "xmlns:m='http://schemas.openxmlformats.org/officeDocument/2006/math' xmlns:v='urn:schemas-microsoft-com:vml'"
)
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
RELATED = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PART = "application/vnd.openxmlformats-officedocument.wordprocessingml.{}+xml"
FIELD = "<w:r><w:fldChar w:fldCharType='{}'/></w:r>"
CHOICE = (
    "<mc:AlternateContent><mc:Choice Requires='wps'>{0}</mc:Choice><mc:Fallback>{0}</mc:Fallback></mc:AlternateContent>"
)
BOX = "<w:pict><v:textbox><w:txbxContent>{}</w:txbxContent></v:textbox></w:pict>"


def run(text: str, properties: str = "") -> str:
    return f"<w:r><w:rPr>{properties}</w:rPr><w:t xml:space='preserve'>{text}</w:t></w:r>"


def paragraph(content: str, properties: str = "") -> str:
    return f"<w:p><w:pPr>{properties}</w:pPr>{content}</w:p>"


def word(body: str, **parts: str) -> bytes:
    """Build a Word file from the XML of its body and of other parts, such as `footnotes`."""
    roots = {"document": f"<w:body>{body}</w:body>", **parts}
    types = {kind: PART.format("document.main" if kind == "document" else kind) for kind in roots}
    overrides = "".join(f"<Override PartName='/word/{kind}.xml' ContentType='{types[kind]}'/>" for kind in roots)
    rels = "<Default Extension='rels' ContentType='application/vnd.openxmlformats-package.relationships+xml'/>"
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as packed:
        packed.writestr("[Content_Types].xml", f"<Types xmlns='{PACKAGE}/content-types'>{rels}{overrides}</Types>")
        packed.writestr("_rels/.rels", relationships({"officeDocument": "word/document.xml"}))
        packed.writestr("word/_rels/document.xml.rels", relationships({kind: f"{kind}.xml" for kind in parts}))
        for kind, xml in roots.items():
            packed.writestr(f"word/{kind}.xml", f"<w:{kind} {NAMES}>{xml}</w:{kind}>")
    return content.getvalue()


def relationships(targets: dict[str, str]) -> str:
    listed = "".join(
        f"<Relationship Id='r{at}' Type='{RELATED}/{kind}' Target='{target}'/>"
        for at, (kind, target) in enumerate(targets.items())
    )
    return f"<Relationships xmlns='{PACKAGE}/relationships'>{listed}</Relationships>"


def article(body: str, **parts: str) -> Article:
    return read_docx(word(body, **parts), "a.docx")


def outcome(body: str, **parts: str) -> list[str]:
    return texts_of(article(body, **parts))


DECK = run("The deck will be ")
HOLM = run("of steel from Holm")
END = run(" and will hold.")


@pytest.mark.parametrize(
    "within",
    [
        f"<w:ins w:id='1'>{HOLM}</w:ins>",
        f"<w:moveTo w:id='1'>{HOLM}</w:moveTo>",
        f"<w:sdt><w:sdtPr/><w:sdtContent>{HOLM}</w:sdtContent></w:sdt>",
        f"<w:smartTag w:element='place'>{HOLM}</w:smartTag>",
        f"<w:customXml w:element='a'>{HOLM}</w:customXml>",
        f"<w:hyperlink w:anchor='a'>{HOLM}</w:hyperlink>",
        f"<w:fldSimple w:instr='REF a'>{HOLM}</w:fldSimple>",
        f"{FIELD.format('begin')}<w:r><w:instrText>X</w:instrText></w:r>{FIELD.format('separate')}{HOLM}{FIELD.format('end')}",
        CHOICE.format(HOLM),
        "<w:r><w:t>of</w:t><w:tab/><w:t>steel</w:t><w:br/><w:t>from</w:t><w:cr/><w:t>Ho</w:t><w:softHyphen/><w:t>lm</w:t></w:r>",
    ],
)
def test_the_text_in_elements_of_a_paragraph_is_kept(within: str) -> None:
    assert outcome(paragraph(DECK + within + END)) == ["The deck will be of steel from Holm and will hold."]


@pytest.mark.parametrize(
    ("properties", "text"),
    [
        ("<w:vanish/>", "hidden: of steel from Holm"),
        ("<w:strike/>", "struck out: of steel from Holm"),
        ("<w:dstrike w:val='1'/>", "struck out: of steel from Holm"),
    ],
)
def test_hidden_and_struck_text_is_listed(properties: str, text: str) -> None:
    body = paragraph(DECK + run("of steel from Holm", properties) + END)
    assert outcome(body) == ["The deck will be and will hold.", text]


def test_a_property_that_is_off_hides_nothing() -> None:
    assert outcome(paragraph(run("It holds.", "<w:vanish w:val='0'/><w:strike w:val='false'/>"))) == ["It holds."]


def test_deletions_are_listed_and_what_is_moved_away_is_only_in_its_new_place() -> None:
    deleted = "<w:del w:id='1'><w:r><w:delText>of wood </w:delText></w:r></w:del>"
    moved = f"<w:moveFrom w:id='2'>{HOLM}</w:moveFrom>"
    assert outcome(paragraph(DECK + deleted + moved + END)) == [
        "The deck will be and will hold.",
        "deletion that is tracked: of wood",
    ]


def test_a_deleted_end_of_a_paragraph_joins_it_to_the_next() -> None:
    body = paragraph(DECK, "<w:rPr><w:del w:id='1'/></w:rPr>") + paragraph(HOLM + run("."))
    assert outcome(body) == ["The deck will be of steel from Holm."]


def test_raised_numbers_are_exponents() -> None:
    raised = "<w:vertAlign w:val='superscript'/>"
    body = paragraph(
        run("10") + run("-", raised) + run("6", raised) + run(" m, CO") + run("2", "<w:vertAlign w:val='subscript'/>")
    )
    assert outcome(body) == ["10⁻⁶ m, CO2"]


def test_blocks_in_content_controls_are_kept() -> None:
    assert outcome(f"<w:sdt><w:sdtContent>{paragraph(HOLM)}</w:sdtContent></w:sdt>") == ["of steel from Holm"]


@pytest.mark.parametrize("kind", ["footnote", "endnote", "comment"])
def test_notes_are_listed_where_they_are_referred_to(kind: str) -> None:
    mark = f"<w:r><w:rPr><w:vertAlign w:val='superscript'/></w:rPr><w:{kind}Reference w:id='2'/></w:r>"
    notes = (
        f"<w:{kind} w:id='2'>{paragraph(run('Of 1904.'))}</w:{kind}><w:{kind} w:id='3'>{paragraph(run('x'))}</w:{kind}>"
    )
    body = paragraph(DECK + mark + END) + paragraph(HOLM)
    assert outcome(body, **{f"{kind}s": notes}) == [
        "The deck will be and will hold.",
        f"{kind}: Of 1904.",
        "of steel from Holm",
    ]


@pytest.mark.parametrize("box", [BOX, CHOICE.format(BOX.format("{0}"))])
def test_text_boxes_are_listed_once(box: str) -> None:
    content = box.format(paragraph(run("Nine weeks.")))
    assert outcome(paragraph(f"{DECK}<w:r>{content}</w:r>{HOLM}")) == [
        "The deck will be of steel from Holm",
        "text box: Nine weeks.",
    ]


def test_headers_are_listed_once() -> None:
    body = paragraph(HOLM)
    assert outcome(body, header=paragraph(run("The Crier"))) == ["of steel from Holm", "header: The Crier"]


def numbered(text: str, level: int = 0, name: int = 91) -> str:
    return paragraph(run(text), f"<w:numPr><w:ilvl w:val='{level}'/><w:numId w:val='{name}'/></w:numPr>")


LISTS = """
<w:abstractNum w:abstractNumId='91'>
  <w:lvl w:ilvl='0'><w:start w:val='1'/><w:numFmt w:val='decimal'/></w:lvl>
  <w:lvl w:ilvl='1'><w:start w:val='1'/><w:numFmt w:val='lowerLetter'/></w:lvl>
</w:abstractNum>
<w:abstractNum w:abstractNumId='92'><w:lvl w:ilvl='0'><w:numFmt w:val='bullet'/></w:lvl></w:abstractNum>
<w:num w:numId='91'><w:abstractNumId w:val='91'/></w:num>
<w:num w:numId='92'><w:abstractNumId w:val='92'/></w:num>
<w:num w:numId='93'><w:abstractNumId w:val='91'/>
  <w:lvlOverride w:ilvl='0'><w:startOverride w:val='5'/></w:lvlOverride></w:num>
"""


def test_numbered_items_keep_their_numbers() -> None:
    items = [
        ("Stop", 0, 91),
        ("Now", 1, 91),
        ("Then", 1, 91),
        ("Call", 0, 91),
        ("Soon", 1, 91),
        ("Wait", 0, 92),
        ("Go", 0, 93),
    ]
    body = "".join(numbered(*item) for item in items)
    assert outcome(body, numbering=LISTS) == ["1. Stop", "a. Now", "b. Then", "2. Call", "a. Soon", "Wait", "5. Go"]


def test_a_paragraph_that_takes_the_number_of_its_style_away_is_in_no_list() -> None:
    style = "<w:style w:type='paragraph' w:styleId='Item'><w:name w:val='Item'/><w:pPr>{}</w:pPr></w:style>"
    styles = style.format("<w:numPr><w:numId w:val='91'/></w:numPr>")
    own = "<w:pStyle w:val='Item'/>{}"
    body = paragraph(run("Stop"), own.format("")) + paragraph(
        run("Wait"), own.format("<w:numPr><w:numId w:val='0'/></w:numPr>")
    )
    read = article(body, numbering=LISTS, styles=styles)
    assert [(block.text, block.is_line) for block in read.blocks] == [("1. Stop", True), ("Wait", False)]


def test_styles_say_what_a_paragraph_is() -> None:
    document = Document()
    for text, style in [
        ("The pump", "Title"),
        ("Monday", "Heading 1"),
        ("It was old.", "Quote"),
        ("It stopped.", "Normal"),
        ("Call us.", "List Number"),
        ("The pump in May", "Caption"),
    ]:
        document.add_paragraph(text, style=style)
    content = io.BytesIO()
    document.save(content)
    read = read_docx(content.getvalue(), "a.docx")
    assert (read.metadata.title, read.has_headings) == ("The pump", True)
    assert [block.text for block in read.blocks if block.is_heading] == ["Monday"]
    assert [block.text for block in read.blocks if block.is_quotation] == ["It was old."]
    assert [block.text for block in read.blocks if block.reason == "caption"] == ["The pump in May"]
    assert "1. Call us." in [block.text for block in read.blocks]


def row(*cells: str) -> str:
    return f"<w:tr>{''.join(f'<w:tc>{cell}</w:tc>' for cell in cells)}</w:tr>"


def test_a_table_is_one_block_with_its_insertions() -> None:
    inserted = f"<w:ins w:id='1'>{run('9 weeks')}</w:ins>"
    table = f"<w:tbl>{row(paragraph(run('Walls')), paragraph(inserted))}</w:tbl>"
    text = paragraph(run("The house was built again by its keepers after the fire of the year before. " * 2))
    assert outcome(text + table)[-1] == "table: Walls | 9 weeks"


def test_a_table_that_holds_the_article_is_read_as_one() -> None:
    cells = [
        paragraph(run(f"{text} of the old house was built again.")) for text in ("The wall", "The roof", "The door")
    ]
    table = f"<w:tbl>{row(''.join(cells[:2]), cells[2])}</w:tbl>"
    assert [text.split(" of")[0] for text in outcome(table)] == ["The wall", "The roof", "The door"]


def test_items_of_a_list_are_no_headings() -> None:
    read = article(numbered("Stop the pump") + numbered("Call us"), numbering=LISTS)
    assert list(takewhile(lambda block: block.is_line, read.blocks)) == list(read.blocks)

"""OpenDocument texts: styles, tracked changes, notes, boxes, lists and tables."""

from __future__ import annotations

import io
import zipfile

import pytest

from audiobrief.draft.model import Article
from audiobrief.draft.readers.documents.odt import read_odt
from audiobrief.errors import ArticleError
from draft.article_files import texts_of

PREFIXES = ("office", "text", "style", "table", "drawing", "svg-compatible", "xsl-fo-compatible", "manifest")
SHORT = {"drawing": "draw", "svg-compatible": "svg", "xsl-fo-compatible": "fo"}
NAMES = " ".join(
    f"xmlns:{SHORT.get(name, name)}='urn:oasis:names:tc:opendocument:xmlns:{name}:1.0'" for name in PREFIXES
)
STYLES = """
<style:style style:name='up' style:family='text'><style:text-properties style:text-position='super 58%'/></style:style>
<style:style style:name='down' style:family='text'><style:text-properties style:text-position='sub 58%'/></style:style>
<style:style style:name='base' style:family='text'>
  <style:text-properties style:text-line-through-style='solid'/></style:style>
<style:style style:name='struck' style:family='text' style:parent-style-name='base'/>
<style:style style:name='gone' style:family='text'><style:text-properties text:display='none'/></style:style>
<style:style style:name='P1' style:family='paragraph' style:parent-style-name='Title'/>
<style:style style:name='Title' style:family='paragraph'/>
<style:style style:name='Quotations' style:family='paragraph'/>
<style:style style:name='Illustration' style:family='paragraph'/>
<text:list-style style:name='L1'>
  <text:list-level-style-number text:level='1' style:num-format='1'/>
  <text:list-level-style-number text:level='2' style:num-format='a'/></text:list-style>
<text:list-style style:name='L0'>
  <text:list-level-style-number text:level='1' style:num-format='1' text:start-value='0'/></text:list-style>
<text:list-style style:name='L2'><text:list-level-style-bullet text:level='1'/></text:list-style>
"""


NOTE_BODY = "<text:note-body><text:p>In 1904.</text:p></text:note-body>"
NOTE = f"<text:note><text:note-citation>1</text:note-citation>{NOTE_BODY}</text:note>"
RUBY = "<text:ruby><text:ruby-base>字</text:ruby-base><text:ruby-text>ji</text:ruby-text></text:ruby>"
BOX = "<draw:text-box><text:p>Nine weeks.</text:p></draw:text-box>"


def odt(body: str, styles: str = "", manifest: str = "") -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as packed:
        packed.writestr("mimetype", "application/vnd.oasis.opendocument.text")
        packed.writestr(
            "content.xml",
            f"<office:document-content {NAMES}><office:automatic-styles>{STYLES}</office:automatic-styles>"
            f"<office:body><office:text>{body}</office:text></office:body></office:document-content>",
        )
        packed.writestr("styles.xml", f"<office:document-styles {NAMES}>{styles}</office:document-styles>")
        packed.writestr("META-INF/manifest.xml", f"<manifest:manifest {NAMES}>{manifest}</manifest:manifest>")
    return content.getvalue()


def article(body: str, styles: str = "") -> Article:
    return read_odt(odt(body, styles), "a.odt")


def outcome(body: str, styles: str = "") -> list[str]:
    return texts_of(article(body, styles))


def p(content: str, style: str = "Standard") -> str:
    return f"<text:p text:style-name='{style}'>{content}</text:p>"


def span(text: str, style: str) -> str:
    return f"<text:span text:style-name='{style}'>{text}</text:span>"


@pytest.mark.parametrize(
    ("content", "texts"),
    [
        (
            "The <text:a>deck</text:a> of<text:s/>steel<text:tab/>from<text:line-break/>Holm",
            ["The deck of steel from Holm"],
        ),
        (f"It holds 10{span('6', 'up')} m of CO{span('2', 'down')}", ["It holds 10⁶ m of CO2"]),
        (f"The price of {span('£20', 'struck')} £15", ["The price of £15", "struck out: £20"]),
        (f"The deck {span('so they say ', 'gone')}holds", ["The deck holds", "hidden: so they say"]),
        ("The <text:change-start text:change-id='1'/>new<text:change-end text:change-id='1'/> deck", ["The new deck"]),
        ("Page <text:page-number>3</text:page-number> of it", ["Page 3 of it"]),
        (f"The sign {RUBY} is old", ["The sign 字 is old", "sound of a character: ji"]),
        (f"It was added{NOTE} later", ["It was added later", "footnote: In 1904."]),
        ("It<office:annotation><text:p>Why?</text:p></office:annotation> is", ["It is", "comment: Why?"]),
        (f"It<draw:frame>{BOX}<svg:desc>A box</svg:desc></draw:frame> is", ["It is", "text box: Nine weeks."]),
    ],
)
def test_what_a_paragraph_contains(content: str, texts: list[str]) -> None:
    assert outcome(p(content)) == texts


def test_styles_say_what_a_paragraph_is() -> None:
    heading = "<text:h text:outline-level='1'>Monday</text:h>"
    quoted, told = p("It was old.", "Quotations"), p("Nobody knows yet why it stopped.")
    read = article(p("The pump", "P1") + heading + quoted + told + p("In May", "Illustration"))
    assert (read.metadata.title, read.has_headings) == ("The pump", True)
    assert [(block.text, block.is_heading, block.is_quotation, block.reason) for block in read.blocks] == [
        ("Monday", True, False, None),
        ("It was old.", False, True, None),
        ("Nobody knows yet why it stopped.", False, False, None),
        ("In May", False, False, "caption"),
    ]


def test_quotations_that_are_most_of_the_text_are_the_story() -> None:
    read = article(p("Ann Lee, 90, remembers the pump:") + p("It was old. We all knew that it was old.", "Quotations"))
    assert [block.is_quotation for block in read.blocks] == [False, False]


def test_deletions_are_listed() -> None:
    deletion = f"<text:deletion>{p('of wood')}</text:deletion>"
    changes = f"<text:tracked-changes><text:changed-region>{deletion}</text:changed-region></text:tracked-changes>"
    assert outcome(changes + p("The deck <text:change text:change-id='1'/>holds")) == [
        "The deck holds",
        "deletion that is tracked: of wood",
    ]


def item(*content: str) -> str:
    return f"<text:list-item>{''.join(content)}</text:list-item>"


def test_numbered_items_keep_their_numbers() -> None:
    inner = f"<text:list>{item(p('Now'))}{item(p('Then'))}</text:list>"
    first = f"<text:list text:style-name='L1'>{item(p('Stop'), inner)}{item(p('Call'))}</text:list>"
    more = f"<text:list text:style-name='L1' text:continue-numbering='true'>{item(p('Wait'))}</text:list>"
    bullets = f"<text:list text:style-name='L2'>{item(p('Go'))}</text:list>"
    assert outcome(first + more + bullets) == ["1. Stop", "a. Now", "b. Then", "2. Call", "3. Wait", "Go"]


def test_a_list_may_begin_at_zero() -> None:
    restarted = item(p("Go")).replace("list-item>", "list-item text:start-value='0'>", 1)
    assert outcome(f"<text:list text:style-name='L0'>{item(p('Stop'))}{item(p('Call'))}</text:list>") == [
        "0. Stop",
        "1. Call",
    ]
    assert outcome(f"<text:list text:style-name='L1'>{item(p('Stop'))}{restarted}</text:list>") == ["1. Stop", "0. Go"]


def test_tables_sections_and_contents() -> None:
    cells = "".join(f"<table:table-cell>{p(text)}</table:table-cell>" for text in ("Walls", "9 weeks"))
    row = f"<table:table-row>{cells}</table:table-row>"
    contents = f"<text:table-of-content><text:index-body>{p('Monday 3')}</text:index-body></text:table-of-content>"
    hidden = f"<text:section text:display='none'>{p('Old.')}</text:section>"
    body = f"{contents}<text:section>{p('It is old.')}</text:section>{hidden}<table:table>{row}</table:table>"
    assert outcome(body) == ["table of contents: Monday 3", "It is old.", "hidden: Old.", "table: Walls | 9 weeks"]


def test_headers_are_listed() -> None:
    master = f"<style:master-page><style:header>{p('The Star')}</style:header></style:master-page>"
    assert outcome(p("It is old."), master) == ["It is old.", "header: The Star"]


def test_a_protected_file_is_refused() -> None:
    content = odt(p("x"), manifest="<manifest:file-entry><manifest:encryption-data/></manifest:file-entry>")
    with pytest.raises(ArticleError, match="needs a password"):
        read_odt(content, "a.odt")

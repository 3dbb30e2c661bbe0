"""Kinds of markup and wording that were once read wrong, each in every format that has it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from audiobrief.draft.drafting import Draft, make_draft
from audiobrief.draft.readers.article_file import read_content
from builders import wrong_rows
from draft.readers.docx.test_document import LISTS, numbered, paragraph, run, word
from draft.readers.pdf.test_layout import SMALL, Lines, pdf

FIRST = "The ferry of Esk is older than anyone who lives in the town, and nobody wants another."
LAST = "It was built in the year of the flood, and it has not been painted since the war was over."
TITLE = "The old ferry of Esk"
BREAK = "\n\n"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What comes of a body between two paragraphs."""

    said: tuple[str, ...] = ()
    listed: tuple[str, ...] = ()
    chapters: tuple[str, ...] = ()
    title: str = TITLE


def draft(kind: str, body: str | bytes) -> Draft:
    if isinstance(body, bytes):
        return make_draft(read_content(body, f"a.{kind}", kind))
    wrapped = {
        "html": f"<html lang='en'><article><h1>{TITLE}</h1><p>{FIRST}</p>{body}<p>{LAST}</p></article></html>",
        "markdown": BREAK.join([f"# {TITLE}", FIRST, body, LAST]),
        "text": BREAK.join([TITLE, FIRST, body, LAST]),
    }
    content = word(paragraph(run(FIRST)) + body + paragraph(run(LAST))) if kind == "docx" else wrapped[kind].encode()
    return make_draft(read_content(content, f"a.{kind}", kind))


def outcome(kind: str, body: str | bytes) -> Outcome:
    drafted = draft(kind, body)
    said = [text for chapter in drafted.chapters for text in chapter.paragraphs if text not in {FIRST, LAST}]
    chapters = tuple(chapter.title for chapter in drafted.chapters if chapter.title)
    listed = tuple(f"{each.reason}: {each.block.text}" for each in drafted.omitted)
    title = TITLE if kind == "docx" else drafted.metadata.title or ""
    return Outcome(tuple(said), listed, chapters, title)


def said(*texts: str) -> Outcome:
    return Outcome(texts)


HEADING = "<h2>The crew</h2><p>There are nine of them.</p>"
SENTENCE = "On Monday, Bo Ray, 61, and two other masters of the ferry denied that it had ever been late."
STANDFIRST = (
    "The town of Esk keeps its old ferry for another nine years, since nobody wants to pay for a new one and all like "
    "the old one."
)
FAQ = (
    "<div class='schema-faq'><div><strong class='schema-faq-question'>When does it leave?</strong>"
    "<p class='schema-faq-answer'>It leaves at noon.</p></div></div>"
)
HIDDEN = "<span class='visually-hidden'>Opens in new window</span>"
CREDIT = "(Reporting by Tom Fox in Esk; Editing by Ida Lee)"
LINKED = "<sup><a href='#cite_note-1'>1</a></sup>"
BRACKETED = "<sup class='reference'>[1]</sup>"
HEAD: Lines = ["The Esk Star", 20.0]
NOTE: Lines = [20.0, ("1 It is of oak.", SMALL)]
CUT = ("The ferry of Esk is older than anyone who lives in", "the town, and nobody wants another one now.")


def test_pages() -> None:
    rows = [
        (
            "<h2><a>The crew</a></h2><p>There are <a>nine</a> of them.</p>",
            Outcome(("There are nine of them.",), (), ("The crew",)),
        ),
        (
            "<p>The report by Ann Lee says:</p><blockquote><p>It is too old.</p></blockquote>",
            said("The report by Ann Lee says:", "“It is too old.”"),
        ),
        ("<p>The council<br>votes on it.</p>", said("The council votes on it.")),
        ("<p><span class='drop-cap big'>M</span>r Hollis is the master.</p>", said("Mr Hollis is the master.")),
        (FAQ, Outcome(("It leaves at noon.",), (), ("When does it leave?",))),
        ("<p>It was added<sup>2</sup> for all.<sup>4</sup></p>", said("It was added for all.")),
        ("<p>The ferry<sup>a</sup> was late.</p>", said("The ferry was late.")),
        (f"<p>It was{LINKED} late, as before.{BRACKETED}</p>", said("It was late, as before.")),
        (
            f"<p>See the map{HIDDEN} for more.</p>",
            Outcome(("See the map for more.",), ("hidden: Opens in new window",)),
        ),
        (f"<p><a href='/x'><strong>{SENTENCE}</strong></a></p>", said(SENTENCE)),
        ("<ul><li><span>Paint the rails</span></li></ul>", said("Paint the rails")),
        (
            "<p>It has four steps:</p><ol><li>Paint the rails</li><li>Sweep the deck</li></ol>",
            said("It has four steps:", "1. Paint the rails", "2. Sweep the deck"),
        ),
        (
            f"<div>It is of oak.</div>{HEADING}",
            Outcome(("It is of oak.", "There are nine of them."), (), ("The crew",)),
        ),
        ("<p>Ann Lee said: <q>We shall pay for it.</q></p>", said("Ann Lee said: “We shall pay for it.”")),
        (
            "<p>The sign <ruby>字<rt>ji</rt></ruby> is on it.</p>",
            Outcome(("The sign 字 is on it.",), ("sound of a character: ji",)),
        ),
        (f"<p>{CREDIT}</p>", Outcome((), (f"credit: {CREDIT}",))),
        (
            "<p>The old fare of <del>£20</del> <ins>£15</ins> stays.</p>",
            Outcome(("The old fare of £15 stays.",), ("struck out: £20",)),
        ),
        ("<p>It takes 10<sup>6</sup> fish.</p>", said("It takes 10⁶ fish.")),
        ("<p>It takes 3&times;10<sup>-3</sup> g.</p>", said("It takes 3×10⁻³ g.")),
        (
            "<p>On the 19<sup>th</sup>, it took 9 km<sup>2</sup>, CO<sub>2</sub> and H<sub>2</sub>O.</p>",
            said("On the 19th, it took 9 km2, CO2 and H2O."),
        ),
        ("<p>It costs $11<sup>99</sup> a day.</p>", said("It costs $11.99 a day.")),
    ]
    assert not wrong_rows(outcome, [(("html", body), expected) for body, expected in rows])


def test_a_standfirst_is_a_paragraph() -> None:
    page = f"<html><body><h1>{TITLE}</h1><h2>{STANDFIRST}</h2><p>{FIRST}</p><p>{LAST}</p></body></html>"
    assert outcome("html", page.encode()) == said(STANDFIRST)


def test_a_layout_table_is_the_story() -> None:
    text = "It <i>is</i> of <i>oak</i>, and green."
    page = f"<html><body><h1>{TITLE}</h1><table><tr><td><p>{text}</p><p>{FIRST}</p></td></tr></table></body></html>"
    assert outcome("html", page.encode()) == said("It is of oak, and green.")


def test_an_article_of_two_short_paragraphs_is_said_once() -> None:
    page = f"<html><body><article><h1>{TITLE}</h1><p>It is old.</p><p>It is late.</p></article></body></html>"
    assert outcome("html", page.encode()) == said("It is old.", "It is late.")


def test_markdown() -> None:
    rows = [
        ("The report by Ann Lee says:\n\n> It is too old.", said("The report by Ann Lee says:", "“It is too old.”")),
        ("The council<br>votes on it.", said("The council votes on it.")),
        ("***\n\nIt is late.\n\n---\n\n* * *", said("It is late.")),
        ("*The ferry in March. Photo: T. Reed*", Outcome((), ("caption: The ferry in March. Photo: T. Reed",))),
        ("It is late.[^1]\n\n[^1]: By a day.", Outcome(("It is late.",), ("footnote: [^1]: By a day.",))),
        ("1. Paint the rails\n2. Sweep the deck", said("1. Paint the rails", "2. Sweep the deck")),
        ("- [ ] Paint the rails\n- [x] Sweep the deck", said("Paint the rails", "Sweep the deck")),
        ("It is *not* **old**, `no`, [really](/x).", said("It is not old, no, really.")),
        ("## The crew\n\nThere are nine.", Outcome(("There are nine.",), (), ("The crew",))),
        ("The fare was ~~20~~ 15 pounds.", Outcome(("The fare was 15 pounds.",), ("struck out: 20",))),
    ]
    assert not wrong_rows(outcome, [(("markdown", body), expected) for body, expected in rows])


def test_texts() -> None:
    rows = [
        ("It is the bri-\ndge of nine mil-\nlion citi-\nzens.", said("It is the bridge of nine million citizens.")),
        ("It has twenty-\nfive well-\nknown masters.", said("It has twenty-five well-known masters.")),
        ("***\n\nIt is late.", Outcome(("It is late.",), ("nothing to say: ***",))),
        (CREDIT, Outcome((), (f"credit: {CREDIT}",))),
    ]
    assert not wrong_rows(outcome, [(("text", body), expected) for body, expected in rows])


def test_word_files() -> None:
    inserted = f"<w:ins w:id='1'>{run('of steel from Holm ')}</w:ins>"
    control = f"<w:sdt><w:sdtContent>{run('of steel from Holm ')}</w:sdtContent></w:sdt>"
    block = f"<w:sdt><w:sdtContent>{paragraph(run('It is late.'))}</w:sdtContent></w:sdt>"
    hidden = run("so they say ", "<w:vanish/>")
    rows = [
        (
            paragraph(run("The deck will be ") + inserted + run("and will hold.")),
            said("The deck will be of steel from Holm and will hold."),
        ),
        (
            paragraph(run("The deck will be ") + control + run("and will hold.")),
            said("The deck will be of steel from Holm and will hold."),
        ),
        (block, said("It is late.")),
        (
            paragraph(run("The deck ") + hidden + run("will hold.")),
            Outcome(("The deck will hold.",), ("hidden: so they say",)),
        ),
    ]
    assert not wrong_rows(word_outcome, [((body,), expected) for body, expected in rows])
    steps = word(paragraph(run(FIRST)) + numbered("Paint the rails") + numbered("Sweep the deck"), numbering=LISTS)
    assert outcome("docx", steps).said == ("1. Paint the rails", "2. Sweep the deck")


def word_outcome(body: str) -> Outcome:
    return outcome("docx", body)


def test_pdfs() -> None:
    story: Lines = [*HEAD, TITLE, 20.0, CUT[0], *NOTE]
    found = outcome("pdf", pdf(story, [*HEAD, CUT[1], 20.0, "It was built in the year of the flood, long ago."]))
    assert found.title == TITLE
    assert found.said == (" ".join(CUT), "It was built in the year of the flood, long ago.")
    assert set(found.listed) == {"stands on every page: The Esk Star", "footnote: 1 It is of oak."}


VERBS = ("grumbled", "vowed", "joked", "muttered", "confirmed", "agreed", "concedes", "added", "replied", "tweeted")


def speakers(body: str) -> list[str]:
    """Return who is said to speak, in the remarks of a draft."""
    remarks = [remark for chapter in draft("text", body).chapters for remark in chapter.remarks]
    return list(_speakers(remarks))


def _speakers(remarks: list[str]) -> Iterator[str]:
    for remark in remarks:
        if remark.startswith("Said by "):
            yield remark.removeprefix("Said by ").split(":")[0].split(",")[0]
        elif remark.startswith("Who says this?"):
            yield "?"


def test_speakers() -> None:
    rows = [
        ("According to Ann Lee, “the deck is sound”.", ["Ann Lee"]),
        ("“First we mend the deck.\n\n“Then we paint the rails,” said Bo Ray.", ["Bo Ray", "Bo Ray"]),
        ('Jo was there. She didn\'t say "perhaps never," but she left.', ["?"]),
        ('"They talk for a year" -- and the council just looks on," the minister said.', ["the minister"]),
        *((f"“It holds for a year,” {verb} Ada Byrne.", ["Ada Byrne"]) for verb in VERBS),
    ]
    assert not wrong_rows(speakers, [((body,), expected) for body, expected in rows])

"""PDFs: paragraphs over page ends, running heads and feet, notes, raised numbers, divided words."""

from __future__ import annotations

import io

from reportlab.lib.styles import getSampleStyleSheet
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Paragraph, SimpleDocTemplate

from audiobrief.draft.readers.pdf.document import read_pdf
from draft.article_files import texts_of

BODY = 11.0
SMALL = 8.0
LEFT = 70
TOP = 770

Lines = list[str | tuple[str, float] | float]
"""Lines of a page: a text, a text with its size in points, or a space in points."""


def pdf(*pages: Lines) -> bytes:
    content = io.BytesIO()
    canvas = Canvas(content, invariant=1)
    for lines in pages:
        height = float(TOP)
        for line in lines:
            if isinstance(line, float):
                height -= line
                continue
            text, size = line if isinstance(line, tuple) else (line, BODY)
            canvas.setFont("Helvetica", size)
            canvas.drawString(LEFT, height, text)
            height -= 1.2 * BODY
        canvas.showPage()
    canvas.save()
    return content.getvalue()


def outcome(*pages: Lines) -> list[str]:
    return texts_of(read_pdf(pdf(*pages), "a.pdf"))


GAP = 20.0
FIRST: Lines = [
    "The bridge over the river will be closed for nine weeks from Monday on,",
    "since its deck has to be made anew by the",
]
SECOND: Lines = [
    "firm of Holm in Brackwater, which has made it once before, in the year",
    "of the great flood, the mayor said.",
]
SENTENCE = (
    "The bridge over the river will be closed for nine weeks from Monday on, since its deck has to be made anew by the "
    "firm of Holm in Brackwater, which has made it once before, in the year of the great flood, the mayor said."
)


def test_a_sentence_goes_on_behind_the_end_of_the_page() -> None:
    assert outcome(FIRST, SECOND) == [SENTENCE]


def test_so_does_one_that_goes_on_with_a_capital_letter() -> None:
    first: Lines = ["The bridge will be closed for nine weeks, since its deck is made by the firm of"]
    assert outcome(first, ["Holm in the town."]) == [f"{first[0]} Holm in the town."]


def test_a_note_at_the_foot_does_not_stand_within_the_sentence() -> None:
    note = ("1 Holm was founded in 1904.", SMALL)
    more = ("It has forty workers.", SMALL)
    assert outcome([*FIRST, GAP, note, more], SECOND) == [
        SENTENCE,
        "footnote: 1 Holm was founded in 1904. It has forty workers.",
    ]


def test_a_note_of_the_same_size_is_known_by_its_mark_and_the_broken_sentence() -> None:
    assert outcome([*FIRST, GAP, "* Holm was founded in 1904."], SECOND) == [
        SENTENCE,
        "footnote: * Holm was founded in 1904.",
    ]


def test_two_notes_are_listed_apart() -> None:
    notes: Lines = [("1 Holm is a firm.", SMALL), ("2 It has forty workers.", SMALL)]
    assert outcome([*FIRST, GAP, *notes], SECOND)[1:] == [
        "footnote: 1 Holm is a firm.",
        "footnote: 2 It has forty workers.",
    ]


def test_a_numbered_paragraph_at_the_foot_is_no_note() -> None:
    assert outcome([*SECOND, GAP, "1. The deck is made anew."]) == [
        " ".join(map(str, SECOND)),
        "1. The deck is made anew.",
    ]


def test_running_heads_of_two_pages_are_listed() -> None:
    head: Lines = ["The Brackwater Crier", GAP]
    found = outcome([*head, "Old bridge to be mended", GAP, *FIRST], [*head, *SECOND])
    assert found == [
        "stands on every page: The Brackwater Crier",
        "Old bridge to be mended",
        SENTENCE,
        "stands on every page: The Brackwater Crier",
    ]


def test_running_feet_may_count_the_pages() -> None:
    assert outcome([*FIRST, GAP, "The Crier, page 7 of the news"], [*SECOND, GAP, "The Crier, page 8 of the news"]) == [
        SENTENCE,
        "stands on every page: The Crier, page 7 of the news",
        "stands on every page: The Crier, page 8 of the news",
    ]


def test_page_numbers_are_listed() -> None:
    assert outcome([*FIRST, GAP, "- 1 -"], [*SECOND, GAP, "- 2 -"])[1:] == ["page number: - 1 -", "page number: - 2 -"]


def test_divided_words_are_joined_and_compounds_keep_their_hyphens() -> None:
    lines: Lines = ["It was the largest bri-", "dge in the well-", "known town, and cost twenty-", "five mil-", "lion."]
    assert outcome(lines) == ["It was the largest bridge in the well-known town, and cost twenty-five million."]


def test_a_line_in_larger_letters_is_a_paragraph_of_its_own() -> None:
    assert outcome([("Old bridge to be mended, says the mayor of the town", 16.0), *FIRST, *SECOND])[0] == (
        "Old bridge to be mended, says the mayor of the town"
    )


def test_raised_numbers_are_exponents_or_marks_of_notes() -> None:
    content = io.BytesIO()
    text = (
        "It holds 10<super>6</super> fish, the council<super>2</super> said, and took CO<sub>2</sub> and <b>more</b>."
    )
    SimpleDocTemplate(content, invariant=1).build([Paragraph(text, getSampleStyleSheet()["BodyText"])])
    assert [block.text for block in read_pdf(content.getvalue(), "a.pdf").blocks] == [
        "It holds 10⁶ fish, the council said, and took CO2 and more."
    ]

"""RTF files: signs, formats, notes, boxes, lists and tables."""

from __future__ import annotations

import pytest

from audiobrief.draft.model import Article
from audiobrief.draft.readers.documents.rtf import read_rtf
from draft.article_files import texts_of

HEAD = (
    r"{\rtf1\ansi\ansicpg1252\deff0{\fonttbl{\f0\froman\fcharset0 Times;}{\f1\fcharset204 Arial;}}"
    r"{\stylesheet{\s0 Normal;}{\s1\b heading 1;}{\s2 Title;}{\s3\i Quote;}{\*\cs10 Default;}}{\info{\title Draft 7}}"
)


NOTES = ("footnote: In May.", "footnote: So.")
BOX = ("text box: Nine weeks.",)


def article(body: str) -> Article:
    return read_rtf(f"{HEAD}{body}}}".encode("latin-1"), "a.rtf")


def outcome(body: str) -> list[str]:
    return texts_of(article(body))


@pytest.mark.parametrize(
    ("content", "texts"),
    [
        (r"It is old.\par And late.\par", ["It is old.", "And late."]),
        (r"The deck{\b  of} steel\tab from\line Holm", ["The deck of steel from Holm"]),
        (r"Caf\'e9 \'93Bo\'94 \u8364?9 \u-10179?\u-8704? \ldblquote a\rdblquote\emdash b", ["Café “Bo” €9 😀 “a”—b"]),
        (r"\uc2\u1078 zh\f1 \'e8\'ec\f0  end", ["жим end"]),
        (r"bri\-dge, twenty\_five, 9\~km", ["bridge, twenty-five, 9\xa0km"]),
        (r"It holds 10{\super 6} m of CO{\sub 2}", ["It holds 10⁶ m of CO2"]),
        (r"It holds 10\up6 6\up0  m and x\super 2\nosupersub  m", ["It holds 10⁶ m and x² m"]),
        (r"The price of {\strike \'a320} \'a315", ["The price of £15", "struck out: £20"]),
        (r"The deck {\v so they say }holds", ["The deck holds", "hidden: so they say"]),
        (r"It {\deleted of oak }{\revised now }holds", ["It now holds", "deletion that is tracked: of oak"]),
        (r"It was{\super\chftn{\footnote\pard\chftn In May.\par So.}} late", ["It was late", *NOTES]),
        (r"It is{\*\annotation\pard Why?} old", ["It is old", "comment: Why?"]),
        (r'See {\field{\*\fldinst HYPERLINK "http://x"}{\fldrslt the map}} here', ["See the map here"]),
        (r"It is{\shp{\*\shpinst{\sp{\sn a}{\sv 1}}{\shptxt\pard Nine weeks.\par}}} old", ["It is old", *BOX]),
        (r"{\header\pard The Star\par}{\footer\pard 3\par}It is old", ["It is old", "header: The Star", "footer: 3"]),
        (r"{\*\generator Word;}{\pict\pngblip 89504e47}It is old", ["It is old"]),
    ],
)  # fmt: skip
def test_what_a_paragraph_contains(content: str, texts: list[str]) -> None:
    assert outcome(rf"\pard {content}\par") == texts


def test_styles_say_what_a_paragraph_is() -> None:
    read = article(
        r"\pard\s2 The pump\par\pard\s1 Monday\par\pard\s3 It was old.\par"
        r"\pard It stopped on Monday at noon.\par\pard\outlinelevel0 Then\par"
    )
    assert (read.metadata.title, read.has_headings) == ("The pump", True)
    assert [(block.text, block.is_heading, block.is_quotation) for block in read.blocks] == [
        ("Monday", True, False),
        ("It was old.", False, True),
        ("It stopped on Monday at noon.", False, False),
        ("Then", True, False),
    ]


def test_quotations_that_are_most_of_the_text_are_the_story() -> None:
    read = article(r"\pard Ann Lee, 90, remembers:\par\pard\s3 It was old. We all knew that it was old.\par")
    assert [block.is_quotation for block in read.blocks] == [False, False]


def test_numbered_items_keep_their_numbers() -> None:
    body = r"\pard{\listtext\f0 1.\tab}Stop\par{\pntext\f0 2)\tab}Call\par{\listtext\f0\'b7\tab}Wait\par"
    assert outcome(body) == ["1. Stop", "2) Call", "Wait"]


def test_a_table_is_a_block_for_each_row() -> None:
    body = r"\trowd\cellx1\cellx2\pard\intbl Walls\cell 9\par weeks\cell\row\pard It is old.\par"
    assert outcome(body) == ["table: Walls | 9 weeks", "It is old."]


@pytest.mark.parametrize(
    "damaged", [r"}}}It is old.", r"{{{{It is old.", r"It is old.\u", r"It is old.\'zz\uc-5\u99999999999 "]
)
def test_damaged_files_are_read_as_far_as_possible(damaged: str) -> None:
    assert isinstance(read_rtf(rb"{\rtf1 " + damaged.encode(), "a.rtf"), Article)

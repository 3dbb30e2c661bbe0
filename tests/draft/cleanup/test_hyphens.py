"""Words at line ends: joined if they are one word, with their hyphen if they are a compound."""

from __future__ import annotations

import pytest

from audiobrief.draft.cleanup.hyphens import DividedWords, mark_soft_hyphens
from audiobrief.draft.readers.text import read_text
from builders import wrong_rows

ENGLISH = "The men of the town have been at the river, and they were in the water for a day. "
GERMAN = "Die Leute aus der Stadt waren an dem Fluss, und sie haben ihn nicht mehr gesehen. "
FRENCH = "Les gens de la ville sont venus au bord de la rivière, et ils ne sont pas restés. "


def joined(text: str, around: str) -> str:
    return DividedWords(f"{around}\n\n{text}").join(mark_soft_hyphens(text).split("\n"))


def test_divided_words() -> None:
    rows = [
        ("the old bri-\ndge", "the old bridge"),
        ("nine mil-\nlion", "nine million"),
        ("all citi-\nzens", "all citizens"),
        ("the south-\nern road", "the southern road"),
        ("be-\nfore noon", "before noon"),
        ("to Brack-\nwater", "to Brackwater"),
        ("twenty-\nfive", "twenty-five"),
        ("a well-\nknown man", "a well-known man"),
        ("in the north-\neast", "in the north-east"),
        ("a long-\nterm plan", "a long-term plan"),
        ("a US-\nled force", "a US-led force"),
        ("the Anglo-\nFrench war", "the Anglo-French war"),
        ("first- and\nsecond-class", "first- and second-class"),
        ("first-\nand second-class", "first- and second-class"),
        ("in May -\nor in June", "in May - or in June"),
        ("the old bri\u00ad\ndge", "the old bridge"),
        ("the old bri\u2010\ndge", "the old bridge"),
        ("the old bri¬\ndge", "the old bridge"),
    ]
    assert not wrong_rows(joined, [((text, ENGLISH), expected) for text, expected in rows])


@pytest.mark.parametrize(
    ("text", "around", "expected"),
    [
        ("alle Bür-\nger", GERMAN, "alle Bürger"),
        ("Haus-\nund Hoftür", GERMAN, "Haus- und Hoftür"),
        ("die Nord-\nSee", GERMAN, "die Nord-See"),
        ("toutes les voi-\ntures", FRENCH, "toutes les voitures"),
        ("peut-\nêtre", FRENCH, "peut-être"),
    ],
)
def test_divided_words_in_other_languages(text: str, around: str, expected: str) -> None:
    assert joined(text, around) == expected


@pytest.mark.parametrize(
    ("around", "expected"),
    [
        ("The haybarn is new.", "the haybarn"),
        ("The hay-barn is new.", "the hay-barn"),
        ("The bridge is new.", "the hay-barn"),
    ],
)
def test_the_articles_own_words_come_first(around: str, expected: str) -> None:
    assert joined("the hay-\nbarn", f"{ENGLISH}{around}") == expected


STORY = (
    "The ferry to the islands did not leave on Monday, since the wind had torn the roof of its hall in two. "
    "Nobody was hurt. The keepers of the hall said that they had heard it coming for an hour or so, and had gone home. "
    "Bo Ray, who has been the master of the ferry for thirty years, said he had never seen such a wind. It will be "
    "mended in the open, he said, as long as it does not rain, and will leave again on Friday or on the day after."
)


@pytest.mark.parametrize("width", [18, 25, 40, 66, 72, 80, 100, 120, 160])
def test_a_text_is_read_alike_whatever_width_it_was_wrapped_at(width: int) -> None:
    lines = [""]
    for word in STORY.split():
        if len(lines[-1]) + 1 + len(word) > width:
            lines.append("")
        lines[-1] = f"{lines[-1]} {word}".strip()
    half = len(lines) // 2
    text = "\n".join(lines)
    assert [block.text for block in read_text(text).blocks] == [STORY]
    apart = "\n".join([*lines[:half], "", *lines[half:]])
    assert [block.text for block in read_text(apart).blocks] == [" ".join(lines[:half]), " ".join(lines[half:])]


def test_long_lines_that_nobody_wrapped_are_paragraphs() -> None:
    sentences = [f"{sentence}." for sentence in STORY.removesuffix(".").split(". ")]
    long = [" ".join(sentences[:2]), sentences[2], sentences[3]]
    assert [block.text for block in read_text("\n".join(long)).blocks] == long

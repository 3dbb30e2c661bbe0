"""Raised, struck and hidden parts of a paragraph."""

from __future__ import annotations

import pytest

from audiobrief.draft.readers.inline import Kind, Piece, compose_line


def composed(line: str) -> str:
    """Compose a line in which `^{}` raises, `~{}` strikes out, `_{}` hides and `'{}` gives a sound."""
    kinds = {"^": Kind.RAISED, "~": Kind.STRUCK, "_": Kind.HIDDEN, "'": Kind.READING}
    pieces = []
    while line:
        start = min((line.find(f"{sign}{{") for sign in kinds if f"{sign}{{" in line), default=len(line))
        pieces.append(Piece(line[:start]))
        if start < len(line):
            end = line.index("}", start)
            pieces.append(Piece(line[start + 2 : end], kinds[line[start]]))
            line = line[end + 1 :]
        else:
            line = ""
    result = compose_line(pieces)
    return " # ".join([result.text, *(f"{block.reason}: {block.text}" for block in result.omitted)])


@pytest.mark.parametrize(
    ("line", "text"),
    [
        ("10^{6} eels", "10⁶ eels"),
        ("3×10^{-3} g", "3×10⁻³ g"),
        ("3×10^{−3} g", "3×10⁻³ g"),
        ("2^{32} keys", "2³² keys"),
        ("12^{2} = 144", "12² = 144"),
        ("x^{2} + y^{2}", "x² + y²"),
        ("(a + b)^{2}", "(a + b)²"),
        ("90 m^{2} of deck", "90 m2 of deck"),
        ("per km^{2}", "per km2"),
        ("It rose by 3 m^{1} at night", "It rose by 3 m at night"),
        ("6 in^{2}", "6 in2"),
        ("9.8 m/s^{2}", "9.8 m/s²"),
        ("5 s^{-1}", "5 s⁻¹"),
        ("Ca^{2+} and Cl^{-}", "Ca²⁺ and Cl⁻"),
        ("2^{n} ways", "2ⁿ ways"),
        ("by ^{14}C", "by 14C"),
    ],
)
def test_exponents(line: str, text: str) -> None:
    assert composed(line) == text


@pytest.mark.parametrize(
    ("line", "text"),
    [
        ("the 19^{th}", "the 19th"),
        ("le XIX^{e} siècle", "le XIXe siècle"),
        ("la 1^{a} vez", "la 1a vez"),
        ("M^{me} Roy", "Mme Roy"),
        ("N^{o} 5", "No 5"),
        ("M^{c}Kay", "McKay"),
        ("$11^{99} a ticket", "$11.99 a ticket"),
        ("£1,250^{00}", "£1,250.00"),
        ("11^{99} € now", "11.99 € now"),
        ("1^{1}/2 cups", "1 1/2 cups"),
        ("^{3}⁄4 of it", "3⁄4 of it"),
        ("Deckol^{TM} holds", "Deckol™ holds"),
        ("pump^{new model} here", "pump new model here"),
    ],
)
def test_other_raised_text_is_kept(line: str, text: str) -> None:
    assert composed(line) == text


@pytest.mark.parametrize(
    ("line", "text"),
    [
        ("It was added^{2} later.^{4}", "It was added later."),
        ("the bridge^{a} fell", "the bridge fell"),
        ("the bridge^{[3]} fell", "the bridge fell"),
        ("the bridge ^{1,2} fell", "the bridge fell"),
        ("the bridge^{*}, he said", "the bridge, he said"),
        ("came in^{2} late", "came in late"),
        ("“It holds.”^{7} It did.", "“It holds.” It did."),
        ("rose to 45^{3} last year", "rose to 45 last year # note mark: 45³"),
        ("in 1904^{12}, he said", "in 1904, he said # note mark: 1904¹²"),
    ],
)
def test_marks_of_notes_are_not_spoken(line: str, text: str) -> None:
    assert composed(line) == text


@pytest.mark.parametrize(
    ("line", "text"),
    [
        ("The price of ~{£20} £15", "The price of £15 # struck out: £20"),
        ("The price ~{of £20}, now", "The price, now # struck out: of £20"),
        ("eel~{s} here", "eel here # struck out: s"),
        ("~{Old} new", "new # struck out: Old"),
        ("(~{old} new)", "(new) # struck out: old"),
        ("~{All of it.}", " # struck out: All of it."),
        ("The map_{Opens in new window} shows it", "The map shows it # hidden: Opens in new window"),
        ("字'{ji} is read", "字 is read # sound of a character: ji"),
    ],
)
def test_what_is_not_spoken_is_listed(line: str, text: str) -> None:
    assert composed(line) == text


def test_pieces_of_one_kind_belong_together() -> None:
    pieces = [Piece("It is 10"), Piece("-", Kind.RAISED), Piece("3", Kind.RAISED), Piece(" g"), Piece("ram")]
    assert compose_line(pieces).text == "It is 10⁻³ gram"

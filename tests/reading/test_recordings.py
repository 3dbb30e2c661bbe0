"""The words of a recording, in sentences."""

from __future__ import annotations

from audiobrief.reading.recordings import recorded_sentences
from audiobrief.script.markup.parser import parse_markup
from audiobrief.script.models.segment import Turn


def sentences(text: str) -> list[tuple[str, int, int, bool, int]]:
    turn = Turn("Ada", parse_markup(text).paragraphs)
    return [
        (each.text, each.first, each.last, each.new_paragraph, each.offset) for each in recorded_sentences(turn, "en")
    ]


def test_sentences_have_places_among_all_words() -> None:
    assert sentences("One two. Three.\n\nFour five.") == [
        ("One two.", 0, 8, True, 0),
        ("Three.", 9, 15, False, 9),
        ("Four five.", 16, 26, True, 17),
    ]

"""The words of a recording, in sentences."""

from __future__ import annotations

from audiobrief.reading.recordings import place_sentences, recorded_sentences
from audiobrief.script.markup.parser import parse_markup
from audiobrief.script.models.segment import Turn
from audiobrief.script.models.sound import RecordedWords


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


def test_without_a_transcript_time_is_shared_out_by_length() -> None:
    turn = Turn("Ada", parse_markup("One two. Three.").paragraphs)
    assert place_sentences(recorded_sentences(turn, "en"), 1500, 1000) == ((0, 800), (900, 1500))


def timed(*cues: RecordedWords) -> tuple[tuple[str, tuple[int, int]], ...]:
    """Return the sentences of the cues of a clip of 10 s, with their first and last milliseconds."""
    turn = Turn("Ada", parse_markup(" ".join(cue.text for cue in cues)).paragraphs, cues=cues)
    sentences = recorded_sentences(turn, "en")
    return tuple(zip((each.text for each in sentences), place_sentences(sentences, 10_000, 1000), strict=True))


def test_sentences_are_where_their_cues_say() -> None:
    cues = (
        RecordedWords("It starts", 1000, 1900),
        RecordedWords("today. And", 2000, 3000),
        RecordedWords("ends.", 4000, 4500),
    )
    assert timed(*cues) == (("It starts today.", (1000, 2600)), ("And ends.", (2700, 4500)))


def test_words_outside_the_clip_are_shown_inside() -> None:
    assert timed(RecordedWords("Before.", -400, 900), RecordedWords("After.", 9500, 10_400)) == (
        ("Before.", (0, 900)),
        ("After.", (9500, 10_000)),
    )

"""The words of a text at the times at which they are heard, whatever is said for them."""

from __future__ import annotations

import pytest

from audiobrief.reading.recordings import RecordedSentence
from audiobrief.reading.utterances import Replacement, Utterance
from audiobrief.script.models.voice import Voice
from audiobrief.timeline.plan import Plan, PlannedPiece, PlannedSegment, PlannedSentence
from audiobrief.timeline.timeline import TimedWord, lay_out
from audiobrief.timeline.words import SaidWord, time_words, with_words
from audiobrief.voices.engine import Word

ROWS: list[tuple[str, str, tuple[tuple[str, str], ...], list[tuple[int, int, str]]]] = [
    ("It rained.", "It rained.", (), [(0, 1, "It"), (1, 2, "rained.")]),
    ("“Yes”, he said – twice.", '"Yes", he said, twice.', (), [
        (0, 1, "“Yes”,"), (1, 2, "he"), (2, 3, "said –"), (3, 4, "twice."),
    ]),
    ("– So Mr Hill left.", "So Mister Hill left.", (("Mr", "Mister"),), [
        (0, 1, "– So"), (1, 2, "Mr"), (2, 3, "Hill"), (3, 4, "left."),
    ]),
    ("on 17 February 2023, at", "on the seventeenth of February, twenty twenty-three, at", (), [
        (0, 1, "on"), (1, 4, "17"), (4, 5, "February"), (5, 7, "2023,"), (7, 8, "at"),
    ]),
    ("paid $4.2bn at once", "paid four point two billion dollars at once", (), [
        (0, 1, "paid"), (1, 6, "$4.2bn"), (6, 7, "at"), (7, 8, "once"),
    ]),
    ("the U.S. $5bn plan", "the U S five billion dollars plan", (("U.S.", "U S"), ("$5bn", "five billion dollars")), [
        (0, 1, "the"), (1, 3, "U.S."), (3, 6, "$5bn"), (6, 7, "plan"),
    ]),
    ("the U.S. $5bn plan", "the U S five billion dollars plan", (), [
        (0, 1, "the"), (1, 6, "U.S. $5bn"), (6, 7, "plan"),
    ]),
    ("17 May 2023, Mr Hill", "seventeenth of May twenty twenty-three, Mister Hill",
     (("17 May 2023", "seventeenth of May twenty twenty-three"), ("Mr", "Mister")), [
        (0, 2, "17"), (2, 3, "May"), (3, 5, "2023,"), (5, 6, "Mr"), (6, 7, "Hill"),
    ]),
    ("in New York City now", "in noo yawk now", (("New York City", "noo yawk"),), [
        (0, 1, "in"), (1, 3, "New York City"), (3, 4, "now"),
    ]),
    ("5 & 6", "five and six", (), [(0, 3, "5 & 6")]),
    ("a word (sic) left", "a word left", (), [(0, 1, "a"), (1, 2, "word (sic)"), (2, 3, "left")]),
    ("Room 5", "Room number 5", (), [(0, 2, "Room"), (2, 3, "5")]),
    ("…", "", (), []),
    ("Hm.", "", (), []),
]  # fmt: skip


@pytest.mark.parametrize(("text", "said", "replaced", "expected"), ROWS)
def test_each_word_has_the_time_of_what_is_said_for_it(
    text: str, said: str, replaced: tuple[tuple[str, str], ...], expected: list[tuple[int, int, str]]
) -> None:
    spoken = [SaidWord(word, number * 100, number * 100 + 90) for number, word in enumerate(said.split())]
    replacements = [Replacement(written, words, "rule") for written, words in replaced]
    timed = time_words(text, spoken, replacements)
    assert timed == tuple(TimedWord(first * 100, last * 100 - 10, shown) for first, last, shown in expected)
    assert not timed or " ".join(word.text for word in timed) == text


VOICE = Voice("tone", "440")
HE, GONE = Utterance("Mr. He’s", VOICE), Utterance("gone – so.", VOICE)
SENTENCE = PlannedSentence("Mr. He’s gone – so.", "low", (PlannedPiece(HE, "low", 0), PlannedPiece(GONE, "low", 100)))


def spoken(words: dict[Utterance, tuple[Word, ...]]) -> tuple[TimedWord, ...]:
    plan = Plan((PlannedSegment("intro", (SENTENCE,), 0, chapter="A"),))
    (sentence,) = with_words(plan, lay_out(plan, {HE: 4000, GONE: 3000}, {}, {}, 1000), words).sentences
    return sentence.words


def test_words_of_clips_are_brought_to_their_place_in_the_episode() -> None:
    # A voice may report parts of a word.
    words = {
        HE: (Word(0, 900, 0, 3), Word(1000, 2000, 4, 6), Word(2000, 2500, 6, 8)),
        GONE: (Word(50, 1000, 0, 4), Word(2000, 2900, 7, 10)),
    }
    assert spoken(words) == (
        TimedWord(0, 900, "Mr."),
        TimedWord(1000, 2500, "He’s"),
        TimedWord(4150, 5100, "gone –"),
        TimedWord(6100, 7000, "so."),
    )


def test_sentences_of_a_recording_have_no_words() -> None:
    recorded = (RecordedSentence("It rained.", 0, 10), RecordedSentence("Twice.", 11, 17))
    clip = PlannedSentence("It rained. Twice.", "Ada", (PlannedPiece(HE, "Ada", 0),), recorded=recorded)
    plan = Plan((PlannedSegment("intro", (clip, SENTENCE), 0, chapter="A"),))
    words = {HE: (Word(0, 900, 0, 3),), GONE: (Word(0, 900, 0, 4),)}
    sentences = with_words(plan, lay_out(plan, {HE: 4000, GONE: 3000}, {}, {}, 1000), words).sentences
    assert [len(sentence.words) for sentence in sentences] == [0, 0, 2]


def test_a_sentence_has_no_words_where_a_voice_reports_none() -> None:
    assert spoken({HE: (Word(0, 900, 0, 3), Word(1000, 2000, 4, 8)), GONE: ()}) == ()

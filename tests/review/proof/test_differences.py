"""What differences mean."""

from __future__ import annotations

import pytest

from audiobrief.episode.manifest import ManifestSentence
from audiobrief.findings import Finding
from audiobrief.review.proof.comparison.align import align
from audiobrief.review.proof.comparison.phonemes import look_up_pronunciations
from audiobrief.review.proof.differences import Kind, find_dead_air, find_word_differences, proof_finding
from audiobrief.review.proof.texts import ScriptText, script_text
from review.proof.listeners import LETTERS, heard, script

SENTENCES = (
    "The price was high.",
    "The sanctions on Russia hurt.",
    "Then Minsk asked for peace.",
    "Nobody answered it.",
)
WHOLE = " ".join(SENTENCES)
WORDLESS = script_text(
    [ManifestSentence(start=at, end=at + 1, text="…", speaker="low", line=at) for at in (0, 1)], "en"
)
"""Two sentences with their numbers as lines, as long as they are compared."""


def findings(text: str, said: ScriptText | None = None) -> list[Finding]:
    expected, hearing = said or script(*SENTENCES), heard(text)
    sounds = look_up_pronunciations({*expected.words, *hearing.words}, "en")
    return list(
        find_word_differences(align(expected.words, hearing.words, sounds).differences, expected, hearing, sounds)
    )


def one(text: str) -> Finding:
    (finding,) = findings(text)
    return finding


def test_a_text_that_is_heard_as_it_is_written_gives_no_finding() -> None:
    assert findings(WHOLE) == []
    assert findings(WHOLE.lower().replace(".", "")) == []


@pytest.mark.parametrize(("number", "time"), [(0, 0.0), (1, 2.0), (2, 4.5), (3, 7.0)])
def test_a_sentence_that_is_missing(number: int, time: float) -> None:
    rest = " ".join(sentence for at, sentence in enumerate(SENTENCES) if at != number)
    assert one(rest) == proof_finding(Kind.MISSING_SENTENCE, time, number + 1, script=SENTENCES[number])


def test_two_sentences_that_are_missing_are_two_findings() -> None:
    assert [(each.kind, each.place.line) for each in findings(f"{SENTENCES[0]} {SENTENCES[3]}")] == [
        (Kind.MISSING_SENTENCE, 2),
        (Kind.MISSING_SENTENCE, 3),
    ]


def test_a_sentence_in_whose_place_others_words_are_heard() -> None:
    finding = one(WHOLE.replace(SENTENCES[2], "Good evening ladies, gentlemen."))
    assert (finding.kind, finding.place.line, finding.details["heard"]) == (
        Kind.MISSING_SENTENCE,
        3,
        "Good evening ladies, gentlemen.",
    )


@pytest.mark.parametrize("number", range(4))
def test_a_sentence_that_is_heard_twice(number: int) -> None:
    twice = " ".join(f"{each} {each}" if at == number else each for at, each in enumerate(SENTENCES))
    finding = one(twice)
    assert (finding.kind, finding.place.line) == (Kind.REPEATED, number + 1)


def test_words_that_are_heard_twice_are_placed_at_the_second_time() -> None:
    finding = one(WHOLE.replace("Minsk asked", "Minsk asked Minsk asked"))
    assert (finding.kind, finding.place.line, finding.place.time) == (Kind.REPEATED, 3, 6.0)


def test_words_that_are_left_out() -> None:
    assert one(WHOLE.replace("sanctions on ", "")) == proof_finding(Kind.MISSING_WORDS, 2.5, 2, script="sanctions on")


def test_another_word() -> None:
    assert one(WHOLE.replace("high", "low")) == proof_finding(Kind.OTHER_WORDS, 1.5, 1, script="high", heard="low")


def test_a_name_that_is_said_differently() -> None:
    assert one(WHOLE.replace("Minsk", "Munst")) == proof_finding(Kind.NAME, 5.0, 3, script="Minsk", heard="Munst")


def test_another_name_is_another_word() -> None:
    assert one(WHOLE.replace("Russia", "Poland")).kind is Kind.OTHER_WORDS


def test_words_that_the_script_does_not_have() -> None:
    finding = one(WHOLE.replace("Then", "Thank you for watching. Then"))
    assert finding == proof_finding(Kind.UNEXPECTED, 4.5, 3, heard="Thank you for watching")


def test_words_in_a_script_without_words_belong_to_its_first_sentence() -> None:
    assert [each.place.line for each in findings("Good evening.", WORDLESS)] == [0]


def test_another_language_gives_no_finding_of_words() -> None:
    foreign = [
        ManifestSentence(start=0, end=2, text="Good evening to all.", speaker="low", line=1),
        ManifestSentence(start=2, end=3, text="Добрий день.", speaker="low", line=2, languages=("uk",)),
        ManifestSentence(start=3, end=4, text="So much for that.", speaker="low", line=3),
    ]
    text = script_text(foreign, "en")
    assert findings("Good evening to all. Dobry then. So much for that.", text) == []
    assert [each.place.line for each in findings("Good evening to all. So much for that.", text)] == [2]


def test_words_that_were_given_to_the_voices_are_those_that_should_be_heard() -> None:
    said = "The World Health Organization met."
    text = script_text([ManifestSentence(start=0, end=2, text="The WHO met.", speaker="low", said=said)], "en")
    assert findings(said, text) == []


class TestDeadAir:
    def found(self, text: str, *silences: tuple[float, float], wanted: tuple[float, float] = (0, 0)) -> list[Finding]:
        expected, hearing = script(*SENTENCES), heard(text)
        matches = align(expected.words, hearing.words, LETTERS).matches
        return list(find_dead_air(silences, [wanted], matches, expected, hearing))

    def test_between_sentences(self) -> None:
        text = WHOLE.replace("high.", "high. _ _ _ _ _ _")
        assert self.found(text, (2.1, 4.9)) == [proof_finding(Kind.DEAD_AIR, 2.1, 1, silence=2.8)]

    def test_in_a_sentence(self) -> None:
        text = WHOLE.replace("Minsk asked", "Minsk _ _ _ _ _ _ asked")
        assert self.found(text, (5.5, 8.5)) == [proof_finding(Kind.DEAD_AIR, 5.5, 3, silence=3.0)]

    def test_before_the_first_word_and_behind_the_last(self) -> None:
        found = self.found(f"_ _ _ _ _ _ {WHOLE} _ _ _ _ _ _", (0, 3), (11.5, 14.5))
        assert [each.place.line for each in found] == [1, 4]

    def test_where_nothing_is_heard(self) -> None:
        assert [each.place.line for each in self.found("", (0, 9))] == [1]

    def test_in_a_script_without_words(self) -> None:
        silence = find_dead_air([(0, 9)], [], {}, WORDLESS, heard(""))
        assert [each.place.line for each in silence] == [0]

    def test_a_silence_that_the_script_asks_for_is_no_fault(self) -> None:
        text = WHOLE.replace("high.", "high. _ _ _ _ _ _")
        assert self.found(text, (2.0, 5.0), wanted=(2.0, 4.5)) == []

    def test_a_silence_that_the_script_asks_for_elsewhere_is_no_excuse(self) -> None:
        text = WHOLE.replace("high.", "high. _ _ _ _ _ _")
        assert len(self.found(text, (2.0, 5.0), wanted=(6.0, 9.0))) == 1

"""Captions: what is said, in cues that can be read in time."""

from __future__ import annotations

import itertools
from dataclasses import replace

import pytest
import regex
from hypothesis import given
from hypothesis import strategies as st

from audiobrief.episode.caption_units import SHORTEST
from audiobrief.episode.captions import FASTEST, LONGEST, TranscriptCue, transcript_cues
from audiobrief.episode.line_breaks import LONGEST_LINE, width
from audiobrief.timeline.timeline import SentencePart, SpokenSentence, TimedWord, Timeline
from episode.details_builder import RATE, chapters, timed

LABELS = {"low": "Low", "high": "High & mighty"}
Said = tuple[float, float, str] | tuple[float, float, str, str]


def sentence(start: float, end: float, text: str, speaker: str = "low", *parts: SentencePart) -> SpokenSentence:
    return SpokenSentence(round(start * RATE), round(end * RATE), text, speaker, languages=("en-GB",), parts=parts)


def part(start: float, end: float, text: str, speaker: str) -> SentencePart:
    return SentencePart(round(start * RATE), round(end * RATE), text, speaker)


def spoken(*sentences: SpokenSentence) -> Timeline:
    return timed(chapters("A", seconds=1000), sentences)


def cues(*said: Said) -> tuple[TranscriptCue, ...]:
    return transcript_cues(spoken(*(sentence(*each) for each in said)), LABELS)


def text_of(made: tuple[TranscriptCue, ...]) -> str:
    return " ".join(line for cue in made for line in cue.lines)


LONG = (
    "The friendship has had its quarrels, and in 2020 the neighbour was said to want to swallow the country whole, "
    "yet when a disputed election brought crowds onto the streets, it was its support that helped to crush them."
)


class TestCutting:
    def test_a_short_sentence_is_one_cue(self) -> None:
        assert cues((1.5, 3.25, "It rained.")) == (TranscriptCue(1.5, 3.25, ("It rained.",), "Low"),)

    def test_a_long_one_is_cut_between_clauses(self) -> None:
        made = cues((10, 24, LONG))
        assert [cue.lines for cue in made] == [
            ("The friendship has had its quarrels,",),
            ("and in 2020 the neighbour was said", "to want to swallow the country whole,"),
            ("yet when a disputed election", "brought crowds onto the streets,"),
            ("it was its support", "that helped to crush them."),
        ]

    def test_time_is_shared_out_by_length_without_gaps(self) -> None:
        made = cues((10, 24, LONG))
        assert (made[0].start, made[-1].end) == (10, 24)
        assert [cue.end for cue in made[:-1]] == [cue.start for cue in made[1:]]
        lengths = [len("".join("".join(cue.lines).split())) for cue in made]
        assert [cue.end - cue.start for cue in made] == pytest.approx(
            [14 * length / sum(lengths) for length in lengths], abs=0.002
        )

    def test_no_short_word_stands_alone(self) -> None:
        text = "If our Russian brothers need help, we are always ready to offer them all of our own assistance.”"
        assert all(len(line.split()) > 1 for cue in cues((0, 6, text)) for line in cue.lines)

    def test_slow_speech_is_cut_after_seven_seconds(self) -> None:
        made = cues((0, 12, "The minister said that the bridge would be open by the end of May."))
        assert len(made) == 2
        assert all(SHORTEST <= cue.end - cue.start <= LONGEST for cue in made)

    def test_a_word_longer_than_two_lines_is_cut(self) -> None:
        made = cues((0, 5, "a" * 100))
        assert "".join(line for cue in made for line in cue.lines) == "a" * 100
        assert all(len(line) <= LONGEST_LINE for cue in made for line in cue.lines)

    def test_an_end_is_later_than_its_start(self) -> None:
        assert all(cue.start < cue.end for cue in cues((1, 1, "Ha."), (1, 1, "Ho.", "high")))

    def test_nothing_said_is_no_cue(self) -> None:
        assert cues() == ()


def with_words(start: float, text: str, *times: tuple[float, float], parts: tuple[SentencePart, ...] = ()) -> Timeline:
    """Make a timeline of a sentence whose words start and end at times."""
    words = tuple(
        TimedWord(round(first * RATE), round(last * RATE), word)
        for word, (first, last) in zip(text.split(), times, strict=True)
    )
    said = sentence(start, times[-1][1], text, "low", *parts)
    return spoken(replace(said, words=words))


class TestWordTimes:
    text = "The minister said that the bridge would be open, by the end of May."
    times = tuple((at * 0.75, at * 0.75 + 0.5) for at in range(14))

    def test_a_cue_starts_with_its_first_word_and_ends_with_the_next(self) -> None:
        made = transcript_cues(with_words(0, self.text, *self.times), LABELS)
        assert [(cue.start, cue.end, " ".join(cue.lines)) for cue in made] == [
            (0, 6.75, "The minister said that the bridge would be open,"),
            (6.75, 10.25, "by the end of May."),
        ]

    def test_a_cue_before_a_pause_ends_with_its_last_word(self) -> None:
        times = (*self.times[:9], *((start + 2, end + 2) for start, end in self.times[9:]))
        made = transcript_cues(with_words(0, self.text, *times), LABELS)
        assert [(cue.start, cue.end) for cue in made] == [(0, 6.5), (8.75, 12.25)]

    def test_the_times_of_the_words_are_those_of_their_lines(self) -> None:
        (cue,) = transcript_cues(with_words(0, "It rained in May.", (0, 0.4), (0.5, 1), (1, 1.2), (1.2, 2)), LABELS)
        assert (cue.lines, cue.word_times) == (("It rained in May.",), ((0, 0.5, 1, 1.2),))
        times = [(at / 4, at / 4 + 0.2) for at in range(14)]
        (cue,) = transcript_cues(with_words(0, self.text, *times), LABELS)
        assert cue.lines == ("The minister said that the bridge", "would be open, by the end of May.")
        assert cue.word_times == (tuple(at / 4 for at in range(6)), tuple(at / 4 for at in range(6, 14)))

    def test_words_that_are_timed_as_one_have_one_time(self) -> None:
        said = sentence(0, 3, "On 17 May it rained.")
        words = (
            TimedWord(0, RATE, "On"),
            TimedWord(RATE, 2 * RATE, "17 May"),
            TimedWord(2 * RATE, 3 * RATE, "it rained."),
        )
        (cue,) = transcript_cues(spoken(replace(said, words=words)), LABELS)
        assert cue.word_times == ((0, 1, None, 2, None),)

    def test_words_that_are_not_all_of_the_text_are_not_used(self) -> None:
        said = replace(sentence(0, 3, "It rained."), words=(TimedWord(RATE, 2 * RATE, "It"),))
        (cue,) = transcript_cues(spoken(said), LABELS)
        assert (cue.start, cue.end, cue.word_times) == (0, 3, ())

    def test_of_several_voices_each_part_has_its_own(self) -> None:
        parts = (part(0, 2, "He said:", "low"), part(2.25, 4.5, "“It rained.”", "high"))
        times = (0.0, 0.5), (0.75, 1.5), (2.5, 3), (3.25, 4.5)
        made = transcript_cues(with_words(0, "He said: “It rained.”", *times, parts=parts), LABELS)
        assert [(cue.start, cue.end, cue.word_times) for cue in made] == [
            (0, 2, ((0, 0.75),)),
            (2.25, 4.5, ((2.25, 3.25),)),
        ]


class TestShortSentences:
    def test_of_one_word_stand_with_their_neighbour(self) -> None:
        made = cues((0, 0.8, "Hello."), (1.3, 4, "This is the news."), (4.5, 7, "It rained."), (7.5, 8, "Again."))
        assert [cue.lines for cue in made] == [("Hello. This is the news.",), ("It rained. Again.",)]

    def test_of_one_word_stand_alone_where_their_neighbour_is_of_another_voice_or_far(self) -> None:
        made = cues((0, 1.5, "Hello."), (2, 4, "It rained.", "high"), (5, 6.5, "Where?", "high"))
        assert [cue.lines for cue in made] == [("Hello.",), ("It rained.",), ("Where?",)]

    def test_are_shown_into_the_pause_after_them(self) -> None:
        made = cues((5, 5.5, "No."), (6.5, 8, "It was closed."))
        assert [(cue.start, cue.end) for cue in made] == [(5, 6), (6.5, 8)]

    def test_are_shown_from_the_pause_before_them(self) -> None:
        made = cues((1, 3, "It was closed."), (4, 4.8, "No."), (4.9, 7, "It is open.", "high"))
        assert [(cue.start, cue.end) for cue in made] == [(1, 3), (3.9, 4.9), (4.9, 7)]

    def test_stand_with_their_neighbour_where_there_is_no_pause(self) -> None:
        made = cues((1, 3, "It was closed."), (3.1, 3.5, "No."), (3.6, 6, "It is open."))
        assert [(cue.start, cue.end, cue.lines) for cue in made] == [
            (1, 3.5, ("It was closed. No.",)),
            (3.6, 6, ("It is open.",)),
        ]

    def test_of_another_voice_stand_alone(self) -> None:
        assert [cue.speaker for cue in cues((1, 1.5, "No."), (1.6, 4, "It is open.", "high"))] == [
            "Low",
            "High & mighty",
        ]

    def test_are_shown_as_long_as_reading_takes(self) -> None:
        text = "It is said twice as fast as anybody reads it."
        (cue,) = cues((0, 1.1, text))
        assert cue.end == pytest.approx(len(text) / FASTEST)


class TestVoices:
    def test_the_name_is_the_speakers_label(self) -> None:
        assert [cue.speaker for cue in cues((0, 1, "One."), (1, 2, "Two.", "high"))] == ["Low", "High & mighty"]

    def test_a_part_that_another_voice_reads_is_named(self) -> None:
        parts = (
            part(0, 3, "By May, he admitted that it would", "low"),
            part(3.12, 4.3, "“drag on this way”.", "high"),
        )
        text = "By May, he admitted that it would “drag on this way”."
        made = transcript_cues(spoken(sentence(0, 4.3, text, "low", *parts)), LABELS)
        assert [(cue.start, cue.end, cue.speaker, cue.lines) for cue in made] == [
            (0, 3, "Low", ("By May, he admitted that it would",)),
            (3.12, 4.3, "High & mighty", ("“drag on this way”.",)),
        ]

    def test_a_part_that_is_too_short_stands_under_the_longer_ones_name(self) -> None:
        parts = (part(0, 0.5, "He said:", "low"), part(0.6, 4, "“We are always ready.”", "high"))
        made = transcript_cues(spoken(sentence(0, 4, "He said: “We are always ready.”", "low", *parts)), LABELS)
        assert [(cue.speaker, cue.lines) for cue in made] == [("High & mighty", ("He said: “We are always ready.”",))]

    def test_names_stand_before_the_text_where_the_speaker_changes(self) -> None:
        made = cues((0, 2, "One fell."), (2, 4, "Two fell."), (4, 7, "The third of them is a longer one.", "high"))
        assert [cue.named_lines for cue in made] == [
            ("Low: One fell.",),
            (),
            ("High & mighty: The third", "of them is a longer one."),
        ]

    def test_one_voice_is_not_named(self) -> None:
        assert [cue.named_lines for cue in cues((0, 2, "One fell."), (2, 4, "Two fell."))] == [(), ()]

    def test_a_name_wider_than_a_line_is_shown_all_the_same(self) -> None:
        labels = {"low": "Low", "high": "The " + "very " * 10 + "high one"}
        made = transcript_cues(spoken(sentence(0, 2, "One."), sentence(2, 4, "Two.", "high")), labels)
        assert made[1].named_lines == (f"{labels['high']}: Two.",)


WORDS = st.text("abcdefghijklmnop", min_size=1, max_size=14)
ENDS = st.sampled_from(["", "", "", "", ",", ",", ":", "”"])
SENTENCES = st.lists(st.tuples(WORDS, ENDS).map("".join), min_size=1, max_size=60).map(" ".join)
RATES = st.floats(10, 17)


@given(st.lists(st.tuples(SENTENCES, RATES, st.sampled_from(["low", "low", "high"])), min_size=1, max_size=8))
def test_no_rule_is_broken_unless_a_word_does(said: list[tuple[str, float, str]]) -> None:
    at, sentences = 0.0, []
    for text, rate, speaker in said:
        sentences.append((at, at + max(0.4, len(text) / rate), text, speaker))
        at = sentences[-1][1] + 0.3
    made = cues(*sentences)
    assert text_of(made) == " ".join(text for text, _, _ in said)
    assert all(one.end <= two.start + 0.001 for one, two in itertools.pairwise(made))
    for number, cue in enumerate(made):
        assert len(cue.lines) <= 2
        assert len(cue.named_lines) <= 2
        assert max(map(width, cue.lines + cue.named_lines)) <= LONGEST_LINE
        assert cue.end - cue.start <= LONGEST + 0.002 or len(text_of((cue,)).split()) == 1
        # Only between two voices there may be no room for a second, and a short word may stand alone.
        neighbours = made[max(0, number - 1) : number] + made[number + 1 : number + 2]
        is_orphan = len(text_of((cue,)).split()) == 1 and width(cue.lines[0]) <= 12
        assert not is_orphan or cue.speaker not in {each.speaker for each in neighbours}
        assert cue.end - cue.start >= SHORTEST - 0.002 or cue.speaker not in {each.speaker for each in neighbours}


TEXTS = (
    st.text(st.characters(exclude_categories=["C"]), min_size=1, max_size=200)
    .map(lambda text: " ".join(text.split()))
    .filter(bool)
)


@given(TEXTS, st.floats(0.01, 20))
def test_no_character_of_any_text_is_lost_or_broken(text: str, seconds: float) -> None:
    made = cues((0, seconds, text))
    lines = [line for cue in made for line in cue.lines]
    assert "".join("".join(lines).split()) == "".join(text.split())
    clusters = [cluster for word in text.split() for cluster in regex.findall(r"\X", word)]
    assert [cluster for line in lines for word in line.split() for cluster in regex.findall(r"\X", word)] == clusters
    assert all(cue.start < cue.end for cue in made)

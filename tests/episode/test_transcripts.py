"""WebVTT and SubRip transcripts."""

from __future__ import annotations

import itertools
import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from audiobrief.episode.sidecars import LONGEST_LINE, TranscriptCue, srt, transcript_cues, vtt
from audiobrief.timeline.timeline import SpokenSentence, Timeline
from episode.details_builder import RATE, chapters, timed

LABELS = {"low": "Low", "high": "High & mighty"}
VTT_TIMES = re.compile(r"(\d{2}):(\d{2}):(\d{2})\.(\d{3}) --> (\d{2}):(\d{2}):(\d{2})\.(\d{3})")


def spoken(*sentences: tuple[float, float, str] | tuple[float, float, str, str]) -> Timeline:
    """Make a timeline of sentences, each its start and end in seconds, its text, and its speaker if not `low`."""
    return timed(
        chapters("A", seconds=1000),
        tuple(
            SpokenSentence(round(start * RATE), round(end * RATE), text, (*speaker, "low")[0])
            for start, end, text, *speaker in sentences
        ),
    )


def cues(*sentences: tuple[float, float, str] | tuple[float, float, str, str]) -> tuple[TranscriptCue, ...]:
    return transcript_cues(spoken(*sentences), LABELS)


LONG = (
    "The friendship has had its quarrels, and in 2020 the neighbour was said to want to swallow the country whole. " * 3
)


class TestCues:
    def test_a_short_sentence_is_one(self) -> None:
        assert cues((1.5, 3.25, "It rained.")) == (TranscriptCue(1.5, 3.25, ("It rained.",), "Low"),)

    def test_a_long_one_is_cut_into_pairs_of_lines(self) -> None:
        made = cues((10, 40, LONG.strip()))
        assert len(made) == 3
        assert all(1 <= len(cue.lines) <= 2 for cue in made)
        assert all(len(line) <= LONGEST_LINE for cue in made for line in cue.lines)
        assert " ".join(line for cue in made for line in cue.lines) == LONG.strip()

    def test_its_time_is_shared_out_by_length_without_gaps(self) -> None:
        made = cues((10, 40, LONG.strip()))
        assert made[0].start == 10
        assert made[-1].end == 40
        assert [cue.end for cue in made[:-1]] == [cue.start for cue in made[1:]]
        lengths = [sum(map(len, cue.lines)) for cue in made]
        assert [cue.end - cue.start for cue in made] == pytest.approx(
            [30 * length / sum(lengths) for length in lengths], abs=0.002
        )

    def test_65_letters_are_one_line_and_66_two(self) -> None:
        assert [len(cue.lines) for cue in cues((0, 1, "ab " * 21 + "ab"), (1, 2, "ab " * 21 + "abc"))] == [1, 2]

    def test_a_word_longer_than_a_line_is_cut(self) -> None:
        (cue,) = cues((0, 1, "a" * 100))
        assert cue.lines == ("a" * 65, "a" * 35)

    def test_an_end_is_later_than_its_start(self) -> None:
        assert [cue.end for cue in cues((1, 1, "Ha."))] == [1.001]

    def test_the_name_is_the_speakers_label(self) -> None:
        assert [cue.speaker for cue in cues((0, 1, "One."), (1, 2, "Two.", "high"))] == ["Low", "High & mighty"]

    def test_nothing_said_is_no_cue(self) -> None:
        assert cues() == ()


TEXTS = (
    st.text(st.characters(exclude_categories=["C"]), min_size=1, max_size=300)
    .map(lambda text: " ".join(text.split()))
    .filter(bool)
)


@given(st.lists(st.tuples(TEXTS, st.floats(0.001, 20), st.sampled_from(["low", "high"])), max_size=8))
@example([("a --> b & <c>\u2028</v>", 0.01, "low")])
def test_whatever_is_said_is_shown_in_order_and_in_time(said: list[tuple[str, float, str]]) -> None:
    at, sentences = 0.0, []
    for text, seconds, speaker in said:
        sentences.append((at, at + seconds, text, speaker))
        at += seconds
    made = cues(*sentences)
    shown = " ".join(line for cue in made for line in cue.lines)
    assert "".join(shown.split()) == "".join("".join(text.split()) for text, _, _ in said)
    assert all(cue.start < cue.end for cue in made)
    assert all(one.start <= two.start for one, two in itertools.pairwise(made))
    assert all(0 < len(cue.lines) <= 2 and all(0 < len(line) <= LONGEST_LINE for line in cue.lines) for cue in made)

    blocks = vtt(made).removesuffix("\n").split("\n\n")
    assert blocks[0] == "WEBVTT"
    assert len(blocks) - 1 == len(made)
    for number, block in enumerate(blocks[1:], 1):
        first, times, body = block.split("\n", 2)
        assert first == str(number)
        assert VTT_TIMES.fullmatch(times)
        assert "-->" not in body
        assert re.sub(r"&(amp|lt|gt);", "", body).count("&") == 0
        assert body.count("<") == body.count(">") == 2  # the voice's own


class TestVtt:
    def test_is_written_as_the_standard_has_it(self) -> None:
        made = cues((1.5, 3.25, "It rained."), (3725.0, 3726.5, "It stopped.", "high"))
        assert vtt(made) == (
            "WEBVTT\n\n"
            "1\n00:00:01.500 --> 00:00:03.250\n<v Low>It rained.</v>\n\n"
            "2\n01:02:05.000 --> 01:02:06.500\n<v High &amp; mighty>It stopped.</v>\n"
        )

    def test_signs_of_its_own_are_escaped(self) -> None:
        assert "<v Low>a &amp; b &lt;c&gt; --&gt; d</v>" in vtt(cues((0, 1, "a & b <c> --> d")))

    def test_two_lines_have_one_voice(self) -> None:
        text = vtt(cues((0, 5, "word " * 20 + "end.")))
        assert text.count("<v Low>") == text.count("</v>") == 1
        assert max(map(len, text.splitlines())) <= LONGEST_LINE + len("<v Low></v>")

    def test_of_silence_is_its_head(self) -> None:
        assert vtt(()) == "WEBVTT\n"


class TestSrt:
    def test_is_written_as_players_read_it(self) -> None:
        made = cues((1.5, 3.25, "It rained."), (3.25, 4.0, "It <stopped> & ended."))
        assert srt(made) == (
            "1\n00:00:01,500 --> 00:00:03,250\nIt rained.\n\n2\n00:00:03,250 --> 00:00:04,000\nIt <stopped> & ended.\n"
        )

    def test_of_several_speakers_each_is_named_where_it_starts(self) -> None:
        made = cues((0, 1, "One."), (1, 2, "Two."), (2, 3, "Three.", "high"), (3, 4, "Four."))
        assert [block.split("\n")[2] for block in srt(made).split("\n\n")] == [
            "Low: One.",
            "Two.",
            "High & mighty: Three.",
            "Low: Four.\n".strip(),
        ]

    def test_an_arrow_in_the_text_is_no_time(self) -> None:
        (body,) = srt(cues((0, 1, "a --> b"))).split("\n")[2:3]
        assert body == "a → b"

    @given(st.lists(st.tuples(TEXTS, st.sampled_from(["low", "high"])), min_size=1, max_size=6))
    def test_no_cue_has_more_than_two_lines(self, said: list[tuple[str, str]]) -> None:
        made = cues(*((at, at + 1, text, speaker) for at, (text, speaker) in enumerate(said)))
        blocks = srt(made).removesuffix("\n").split("\n\n")
        assert len(blocks) == len(made)
        assert all(3 <= len(block.split("\n")) <= 4 for block in blocks)

"""WebVTT and SubRip transcripts."""

from __future__ import annotations

import itertools
import json
import re
import subprocess
from pathlib import Path

import imageio_ffmpeg
from hypothesis import example, given
from hypothesis import strategies as st

from audiobrief.episode.captions import TranscriptCue, transcript_cues
from audiobrief.episode.line_breaks import LONGEST_LINE, width
from audiobrief.episode.sidecars import srt, transcript_json, vtt
from audiobrief.timeline.timeline import SentencePart, SpokenSentence, TimedWord, Timeline
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


TEXTS = (
    st.text(st.characters(exclude_categories=["C"]), min_size=1, max_size=300)
    .map(lambda text: " ".join(text.split()))
    .filter(bool)
)


@given(st.lists(st.tuples(TEXTS, st.floats(0.001, 20), st.sampled_from(["low", "high"])), max_size=8))
@example([("a --> b & <c>\u2028</v>", 0.01, "low")])
def test_whatever_is_said_is_a_cue_in_order(said: list[tuple[str, float, str]]) -> None:
    at, sentences = 0.0, []
    for text, seconds, speaker in said:
        sentences.append((at, at + seconds, text, speaker))
        at += seconds
    made = cues(*sentences)
    assert all(one.start <= two.start for one, two in itertools.pairwise(made))
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
        text = vtt(cues((0, 5, "word " * 12 + "end.")))
        assert text.count("<v Low>") == text.count("</v>") == 1
        assert max(map(width, text.splitlines())) <= LONGEST_LINE + len("<v Low></v>")

    def test_words_have_their_times_where_it_is_asked_for(self) -> None:
        # A tag is later than those before it, and lies inside its cue.
        times = ((1.5, 2.0, None, 2.5), (2.5, 4.0, 3.0, 5.0))
        made = (
            TranscriptCue(1.5, 5, ("<It> rained on &", "and on and on."), "Low", word_times=times),
            TranscriptCue(5, 6, ("It stopped.",), "Low"),
        )
        assert vtt(made, word_times=True) == (
            "WEBVTT\n\n"
            "1\n00:00:01.500 --> 00:00:05.000\n"
            "<v Low>&lt;It&gt; <00:00:02.000>rained on <00:00:02.500>&amp;\n"
            "and <00:00:04.000>on and on.</v>\n\n"
            "2\n00:00:05.000 --> 00:00:06.000\n<v Low>It stopped.</v>\n"
        )
        assert "<00" not in vtt(made)

    def test_of_silence_is_its_head(self) -> None:
        assert vtt(()) == "WEBVTT\n"


class TestSrt:
    def test_is_written_as_players_read_it(self) -> None:
        made = cues((1.5, 3.25, "It rained."), (3.25, 5.0, "It stopped & ended."))
        assert srt(made) == (
            "1\n00:00:01,500 --> 00:00:03,250\nIt rained.\n\n2\n00:00:03,250 --> 00:00:05,000\nIt stopped & ended.\n"
        )

    def test_what_looks_like_a_tag_is_shown_by_players(self, tmp_path: Path) -> None:
        said = "Press <Enter> and type x<y and y>z.", "Use {\\an8}here {y:i} <b>bold</b> <i> {b1} a < b"
        (tmp_path / "x.srt").write_text(srt(cues(*((4 * at, 4 * at + 3, text) for at, text in enumerate(said)))))
        command = [imageio_ffmpeg.get_ffmpeg_exe(), "-v", "error", "-i", tmp_path / "x.srt", "-f", "ass", "-"]
        lines = subprocess.run(command, check=True, capture_output=True, timeout=60).stdout.decode().splitlines()
        shown = [line.split(",", 9)[9] for line in lines if line.startswith("Dialogue:")]
        # ffmpeg escapes braces in ASS, and breaks lines with \\N.
        plain = [re.sub(r"\\([{}])", r"\1", text.replace("\\N", " ").replace("\u200b", "")) for text in shown]
        assert plain == list(said)

    def test_of_several_speakers_each_is_named_where_it_starts(self) -> None:
        made = cues((0, 1, "One fell."), (1, 2, "Two fell."), (2, 3, "Three.", "high"), (3, 4, "Four."))
        assert [block.split("\n")[2] for block in srt(made).split("\n\n")] == [
            "Low: One fell.",
            "Two fell.",
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


class TestJson:
    def test_each_word_is_a_segment(self) -> None:
        words = (
            TimedWord(0, RATE, "“Yes”,"),
            TimedWord(RATE, RATE * 3 // 2, "she"),
            TimedWord(RATE * 2, RATE * 3, "said."),
        )
        parts = (SentencePart(0, RATE, "“Yes”,", "high"), SentencePart(RATE, RATE * 3, "she said.", "low"))
        sentence = SpokenSentence(0, RATE * 3, "“Yes”, she said.", "low", words=words, parts=parts)
        assert json.loads(transcript_json(timed(chapters("A"), (sentence,)), LABELS)) == {
            "version": "1.0.0",
            "segments": [
                {"speaker": "High & mighty", "startTime": 0.0, "endTime": 1.0, "body": "“Yes”,"},
                {"speaker": "Low", "startTime": 1.0, "endTime": 1.5, "body": "she"},
                {"speaker": "Low", "startTime": 2.0, "endTime": 3.0, "body": "said."},
            ],
        }

    def test_a_sentence_without_words_is_a_segment(self) -> None:
        made = json.loads(transcript_json(spoken((0, 1, "It rained.", "high")), LABELS))
        assert made["segments"] == [
            {"speaker": "High & mighty", "startTime": 0.0, "endTime": 1.0, "body": "It rained."}
        ]

    def test_an_episode_without_speech_has_no_segments(self) -> None:
        assert json.loads(transcript_json(spoken(), LABELS)) == {"version": "1.0.0", "segments": []}

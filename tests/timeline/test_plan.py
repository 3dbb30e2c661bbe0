"""Script to plan: what is said and played, in order."""

from __future__ import annotations

from pathlib import Path

import pytest

from audiobrief.reading.utterances import VOICE_PAUSE
from audiobrief.script.loader import load_script
from audiobrief.script.models.voice import Voice
from audiobrief.timeline.plan import Plan, PlannedSegment, make_plan
from builders import sine, tone_script, write_wave, wrong_rows

PAUSES = "pauses: {sentence: 200ms, paragraph: 400ms, segment: 600ms}\n"
SOUNDS = "sounds: {sting: sting.wav, theme: theme.wav}\n"


@pytest.fixture(autouse=True)
def sounds(tmp_path: Path) -> None:
    for name in ("sting", "theme"):
        write_wave(tmp_path / f"{name}.wav", sine(0.5))


def plan(folder: Path, segments: str, extra: str = "") -> Plan:
    return make_plan(load_script(tone_script(folder, segments, f"{PAUSES}{SOUNDS}{extra}")))


def said(segment: PlannedSegment) -> list[tuple[int, str]]:
    """Return the pause before each piece, and its text."""
    return [(piece.pause, piece.utterance.text) for sentence in segment.sentences for piece in sentence.pieces]


class TestPauses:
    def test_stand_between_sentences_and_paragraphs(self, tmp_path: Path) -> None:
        (segment,) = plan(tmp_path, "  - narration: |\n      One. Two.\n\n      Three. Four.\n").segments
        assert said(segment) == [(0, "One."), (200, "Two."), (400, "Three."), (200, "Four.")]
        assert [sentence.new_paragraph for sentence in segment.sentences] == [True, False, True, False]

    def test_between_turns_are_those_of_paragraphs(self, tmp_path: Path) -> None:
        (segment,) = plan(tmp_path, "  - narration:\n      - low: Why? Oh.\n      - high: Because.\n").segments
        assert said(segment) == [(0, "Why?"), (260, "Oh."), (400, "Because.")]
        assert [sentence.speaker for sentence in segment.sentences] == ["low", "low", "high"]

    def test_is_longer_after_a_question_or_a_quotation(self, tmp_path: Path) -> None:
        rows = [
            ("One. Two.", 200),
            ("Why? Two.", 260),
            ("“Why?” Two.", 260),
            ("He said “no”. Two.", 260),
            ('He said "no." Two.', 260),
            ("It is the workers’. Two.", 200),
        ]

        def pause(text: str) -> int:
            (segment,) = plan(tmp_path, f"  - narration: |\n      {text}\n").segments
            return said(segment)[1][0]

        assert wrong_rows(pause, [((text,), expected) for text, expected in rows]) == []

    def test_after_a_segment_are_the_scripts_or_its_own(self, tmp_path: Path) -> None:
        made = plan(
            tmp_path, "  - narration: One.\n  - narration: Two.\n    pause: 1s\n  - narration: Three.\n    pause: 0ms\n"
        )
        assert [segment.pause for segment in made.segments] == [600, 1000, 0]

    @pytest.mark.parametrize(
        ("text", "pieces"),
        [
            ("One. [1s] Two.", [(0, "One."), (1000, "Two.")]),
            ("One [1s] two.", [(0, "One"), (1000, "two.")]),
            ("[1s] One.", [(1000, "One.")]),
            ("One. [0ms] Two.", [(0, "One."), (0, "Two.")]),
            # At the end of a paragraph, at the beginning of the next, and both.
            ("One. [1s]\n\nTwo.", [(0, "One."), (1000, "Two.")]),
            ("One.\n\n[1s] Two.", [(0, "One."), (1000, "Two.")]),
            ("One. [1s]\n\n[2s] Two.", [(0, "One."), (3000, "Two.")]),
            ("One.\n\n[1s]\n\nTwo.", [(0, "One."), (1000, "Two.")]),
            ("One. [0ms]\n\nTwo.", [(0, "One."), (0, "Two.")]),
        ],
    )
    def test_a_break_takes_the_place_of_the_pause(
        self, tmp_path: Path, text: str, pieces: list[tuple[int, str]]
    ) -> None:
        indented = text.replace("\n", "\n      ")
        (segment,) = plan(tmp_path, f"  - narration: |\n      {indented}\n").segments
        assert said(segment) == pieces
        assert segment.closing_break == 0

    def test_a_break_at_the_very_end_is_kept(self, tmp_path: Path) -> None:
        (segment,) = plan(tmp_path, "  - narration: |\n      One.\n\n      Two. [1s]\n\n      [2s]\n").segments
        assert said(segment) == [(0, "One."), (400, "Two.")]
        assert segment.closing_break == 3000


class TestVoices:
    def test_the_first_is_the_default(self, tmp_path: Path) -> None:
        (segment,) = plan(tmp_path, "  - narration: One.\n").segments
        assert segment.sentences[0].speaker == "low"
        assert segment.sentences[0].pieces[0].utterance.voice == Voice("tone", "220")

    def test_a_segment_may_name_another(self, tmp_path: Path) -> None:
        made = plan(tmp_path, "  - narration: One.\n    voice: high\n  - narration: Two.\n", "voice: low\n")
        assert [segment.sentences[0].speaker for segment in made.segments] == ["high", "low"]

    def test_a_mark_gives_words_to_another(self, tmp_path: Path) -> None:
        (segment,) = plan(tmp_path, '  - narration: He said (no)[voice:"high"].\n').segments
        (sentence,) = segment.sentences
        assert (sentence.text, sentence.speaker) == ("He said no.", "low")
        assert [(piece.speaker, piece.pause) for piece in sentence.pieces] == [("low", 0), ("high", VOICE_PAUSE)]


class TestChapters:
    def test_the_first_segment_starts_one(self, tmp_path: Path) -> None:
        made = plan(tmp_path, "  - intro: One.\n  - narration: Two.\n    chapter: More\n  - outro: Three.\n")
        assert [segment.chapter for segment in made.segments] == ["An episode", "More", None]

    def test_its_own_title_wins(self, tmp_path: Path) -> None:
        made = plan(tmp_path, "  - intro: One.\n    chapter: Headlines\n    url: https://example.org/\n")
        assert (made.segments[0].chapter, made.segments[0].url) == ("Headlines", "https://example.org/")


class TestSounds:
    def test_a_transition_is_played_between_narrations_that_have_none(self, tmp_path: Path) -> None:
        made = plan(
            tmp_path,
            "  - intro: One.\n  - narration: Two.\n  - narration: Three.\n  - transition: Four.\n  - narration: Five.\n"
            "  - narration: Six.\n    sound: theme\n  - narration: Seven.\n  - outro: Eight.\n",
            "transition: {sound: sting}\n",
        )
        assert [segment.sound for segment in made.segments] == [
            None, None, "sting", None, None, "theme", "sting", None,
        ]  # fmt: skip

    def test_a_sound_alone_says_nothing(self, tmp_path: Path) -> None:
        made = plan(tmp_path, "  - narration: One.\n  - transition:\n    sound: sting\n  - narration: Two.\n")
        assert made.segments[1].sentences == ()
        assert made.segments[1].sound == "sting"

    def test_a_bed_is_named(self, tmp_path: Path) -> None:
        assert plan(tmp_path, "  - intro: One.\n    bed: theme\n").segments[0].bed == "theme"


def test_utterances_are_all_that_is_said_in_order(tmp_path: Path) -> None:
    made = plan(tmp_path, "  - intro: One. Two.\n  - narration: One.\n  - outro: Three.\n")
    assert [utterance.text for utterance in made.utterances()] == ["One.", "Two.", "One.", "Three."]


def test_positions_are_where_a_text_is_said_first(tmp_path: Path) -> None:
    made = plan(tmp_path, "  - intro: One.\n  - narration: Two.\n  - outro: One.\n")
    places = {utterance.text: position.line for utterance, position in made.positions().items()}
    lines = (tmp_path / "episode.yaml").read_text().splitlines()
    assert lines[places["One."] - 1] == "  - intro: One."
    assert lines[places["Two."] - 1] == "  - narration: Two."


def test_the_same_script_is_the_same_plan(tmp_path: Path) -> None:
    segments = '  - intro: One. [1s] (Two)[voice:"high"]. Three.\n    bed: theme\n'
    assert plan(tmp_path, segments) == plan(tmp_path, segments)


def test_a_sentence_knows_the_line_on_which_it_starts(tmp_path: Path) -> None:
    made = plan(
        tmp_path,
        """\
  - narration: |
      One. (Two and)[voice:"high"] three. Four
      five.

      [1s] (Six. Seven.
      Eight.)[voice:"high"]   Nine.
  - narration: >-
      Ten is
      long. Eleven.
  - narration: "Twelve.
      Thirteen."
  - narration:
      - low: Fourteen.
      - high: Fifteen.
""",
    )
    first = 1 + (tmp_path / "episode.yaml").read_text(encoding="utf-8").splitlines().index("segments:")
    lines = [sentence.line - first for segment in made.segments for sentence in segment.sentences]
    assert lines == [2, 2, 2, 5, 5, 6, 6, 8, 9, 10, 11, 13, 14]


def test_what_is_said_is_what_engines_are_given(tmp_path: Path) -> None:
    ((sentence,),) = (
        segment.sentences
        for segment in plan(tmp_path, '  - narration: (Kyiv)[sub:"Keev"] is (so)[voice:"high"] calm.\n').segments
    )
    assert (sentence.text, sentence.said) == ("Kyiv is so calm.", "Keev is so calm.")


def test_another_pace_is_another_speed_of_every_voice(tmp_path: Path) -> None:
    plan = make_plan(load_script(tone_script(tmp_path, "  - narration: One.\n  - narration: Two.\n    voice: high\n")))
    assert [each.voice.speed for each in plan.paced(1.05).utterances()] == [1.05, 1.05]
    assert plan.paced(1.0) == plan


def test_pauses_change_all_by_the_same_share(tmp_path: Path) -> None:
    text = "  - narration: One. Two. [1s] Three. [400ms]\n  - narration: Four.\n"
    plan = make_plan(load_script(tone_script(tmp_path, text, "pauses: {sentence: 200ms, segment: 600ms}\n")))
    half = plan.with_pauses(0.5)
    assert [piece.pause for sentence in half.segments[0].sentences for piece in sentence.pieces] == [0, 100, 500]
    assert (half.segments[0].closing_break, half.segments[0].pause) == (200, 300)
    assert plan.with_pauses(1.0) == plan


def test_the_first_pauses_may_have_a_share_of_their_own(tmp_path: Path) -> None:
    segments = "  - narration: Hi. [100ms] Hello. [200ms]\n    pause: 1s\n  - narration: Bye.\n"
    plan = make_plan(load_script(tone_script(tmp_path, segments)))

    def silences(plan: Plan) -> list[int]:
        found = []
        for segment in plan.segments:
            found += [piece.pause for sentence in segment.sentences for piece in sentence.pieces]
            found += [segment.closing_break, segment.pause]
        return found

    own = silences(plan)
    assert len(own) == plan.silence_count() == 7
    for first in range(8):
        expected = [round(pause * (2 if at < first else 0.5)) for at, pause in enumerate(own)]
        assert silences(plan.with_pauses(0.5, 2, first)) == expected

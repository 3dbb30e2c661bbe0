"""Plan and durations to timeline: every position, to the sample."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from audiobrief.reading.utterances import Utterance
from audiobrief.script.loader import load_script
from audiobrief.script.models.sound import Sound
from audiobrief.script.models.voice import Voice
from audiobrief.timeline.plan import Plan, PlannedPiece, PlannedSegment, PlannedSentence, make_plan
from audiobrief.timeline.timeline import CLOSING_SILENCE, FRAME, OVERLAP, Bed, Chapter, Cue, Timeline, lay_out
from audiobrief.voices.engines.tone import tone_length
from builders import TONE_VOICES, sine, write_script, write_wave

RATE = 44_100
CLOSING = round(CLOSING_SILENCE * RATE / 1000)
VOICE = Voice("tone")
STING, THEME = round(0.5 * RATE), 4 * RATE


def ms(milliseconds: float) -> int:
    return round(milliseconds * RATE / 1000)


def framed(samples: int) -> int:
    """Return the nearest MP3 frame."""
    return round(samples / FRAME) * FRAME


def behind(samples: int) -> int:
    """Return the first MP3 frame that does not start before."""
    return -(-samples // FRAME) * FRAME


@dataclass(frozen=True)
class Laid:
    """A timeline, and what is said at which sample."""

    timeline: Timeline

    @property
    def said(self) -> list[tuple[int, str]]:
        return [(speech.start, speech.utterance.text) for speech in self.timeline.speech]


def laid(folder: Path, segments: str, theme: str = "", extra: str = "") -> Laid:
    """Lay out a script whose voices are tones, with a sting of 0.5 s and a theme of 4 s."""
    for name, length in (("sting", STING), ("theme", THEME)):
        write_wave(folder / f"{name}.wav", sine(length / RATE))
    script = load_script(
        write_script(
            folder,
            "pauses: {sentence: 200ms, paragraph: 400ms, segment: 600ms}\n"
            f"sounds: {{sting: sting.wav, other: theme.wav, theme: {{file: theme.wav{theme}}}}}\n"
            f"{extra}{TONE_VOICES}segments:\n{segments}",
        )
    )
    plan = make_plan(script)
    durations = {each: tone_length(each.text, each.voice.speed) for each in plan.utterances()}
    sounds = {sound.name: sound for sound in script.sounds}
    return Laid(lay_out(plan, durations, sounds, {"sting": STING, "other": THEME, "theme": THEME}, RATE))


# "One." lasts four times 60 ms.
ONE = tone_length("One.")


class TestSpeech:
    def test_starts_at_the_first_sample_and_silence_follows_the_last_word(self, tmp_path: Path) -> None:
        result = laid(tmp_path, "  - narration: One.\n")
        assert ONE == 10_584
        assert result.said == [(0, "One.")]
        assert result.timeline.speech[0].end == ONE
        assert result.timeline.length == ONE + CLOSING

    def test_stands_behind_its_pauses(self, tmp_path: Path) -> None:
        result = laid(tmp_path, "  - narration: |\n      One. Two.\n\n      Six.\n  - narration: Ten.\n    pause: 5s\n")
        second = framed(ONE + ms(200))
        third = framed(second + ONE + ms(400))
        fourth = framed(third + ONE + ms(600))
        assert result.said == [(0, "One."), (second, "Two."), (third, "Six."), (fourth, "Ten.")]
        # The pause after the last segment would be heard by nobody.
        assert result.timeline.length == fourth + ONE + CLOSING

    def test_a_segments_own_pause_follows_it(self, tmp_path: Path) -> None:
        result = laid(tmp_path, "  - narration: One.\n    pause: 2s\n  - narration: Two.\n")
        assert result.said == [(0, "One."), (framed(ONE + ms(2000)), "Two.")]

    def test_breaks_are_silence(self, tmp_path: Path) -> None:
        result = laid(tmp_path, "  - narration: '[300ms] One. [1s] Two. [2s]'\n  - narration: Six.\n")
        first = framed(ms(300))
        second = framed(first + ONE + ms(1000))
        third = framed(second + ONE + ms(2000) + ms(600))
        assert result.said == [(first, "One."), (second, "Two."), (third, "Six.")]

    def test_positions_follow_the_sample_rate(self) -> None:
        utterance = Utterance("One.", VOICE)
        piece = PlannedPiece(utterance, "low", 250)
        plan = Plan((PlannedSegment("narration", (PlannedSentence("One.", "low", (piece,)),), 0, chapter="A"),))
        timeline = lay_out(plan, {utterance: 1000}, {}, {}, 48_000)
        assert timeline.sample_rate == 48_000
        assert timeline.speech[0].start == 10 * FRAME
        assert timeline.length == 10 * FRAME + 1000 + 48 * CLOSING_SILENCE

    def test_sentences_last_from_their_first_piece_to_their_last(self, tmp_path: Path) -> None:
        result = laid(tmp_path, "  - narration: 'He said (no)[voice:\"high\"] twice. Fine.'\n")
        first, second = result.timeline.sentences
        pieces = result.timeline.speech
        assert (first.text, first.start, first.end) == ("He said no twice.", 0, pieces[2].end)
        assert (second.text, second.start, second.end) == ("Fine.", pieces[3].start, pieces[3].end)
        assert [speech.speaker for speech in pieces] == ["low", "high", "low", "low"]


class TestCues:
    def test_a_sound_is_played_before_the_text(self, tmp_path: Path) -> None:
        result = laid(tmp_path, "  - narration: One.\n  - transition: Two.\n    sound: sting\n")
        start = framed(ONE + ms(600))
        assert result.timeline.cues == (Cue(start, start + STING, "sting"),)
        assert result.said == [(0, "One."), (behind(start + STING), "Two.")]

    def test_a_sound_alone_has_its_place(self, tmp_path: Path) -> None:
        result = laid(tmp_path, "  - narration: One.\n  - transition:\n    sound: sting\n  - narration: Two.\n")
        start = framed(ONE + ms(600))
        assert result.timeline.cues == (Cue(start, start + STING, "sting"),)
        assert result.said[1] == (framed(start + STING + ms(600)), "Two.")

    def test_the_scripts_transition_stands_between_narrations(self, tmp_path: Path) -> None:
        segments = "  - narration: One.\n  - narration: Two.\n"
        result = laid(tmp_path, segments, extra="transition: {sound: sting}\n")
        assert result.timeline.cues == (Cue(framed(ONE + ms(600)), framed(ONE + ms(600)) + STING, "sting"),)


class TestBeds:
    def test_music_comes_first_and_fades_behind_the_last_word(self, tmp_path: Path) -> None:
        result = laid(tmp_path, "  - intro: One.\n    bed: theme\n", ", lead_in: 1s, tail: 0.9s")
        start = framed(ms(1000))
        assert result.said == [(start, "One.")]
        end = start + ONE + ms(900)
        assert result.timeline.beds == (Bed(0, end, "theme", ms(900) * 2 // 3),)
        assert result.timeline.length == end + CLOSING

    def test_it_ends_where_its_music_ends_if_that_is_near(self, tmp_path: Path) -> None:
        # The theme lasts 4 s; the last word ends at 1.24 s, and 1.26 s later than the tail is within 1.5 s.
        result = laid(tmp_path, "  - intro: One.\n    bed: theme\n", ", lead_in: 1s, tail: 1.5s")
        assert result.timeline.beds == (Bed(0, THEME, "theme", 0),)
        assert result.timeline.length == THEME + CLOSING

    def test_it_does_not_wait_long_for_that(self, tmp_path: Path) -> None:
        result = laid(tmp_path, "  - intro: One.\n    bed: theme\n", ", lead_in: 1s, tail: 1.2s")
        assert result.timeline.beds[0].fade_out > 0
        assert result.timeline.beds[0].end == framed(ms(1000)) + ONE + ms(1200)

    def test_it_goes_on_under_segments_that_have_it_too(self, tmp_path: Path) -> None:
        segments = "  - intro: One.\n    bed: theme\n  - narration: Two.\n    bed: theme\n  - outro: Six.\n"
        result = laid(tmp_path, segments, ", lead_in: 0.5s, tail: 0.9s")
        first = framed(ms(500))
        second = framed(first + ONE + ms(600))
        end = second + ONE + ms(900)
        # It is 4 s long, and would end more than 1.5 s behind its tail.
        assert result.timeline.beds == (Bed(0, end, "theme", ms(900) * 2 // 3),)
        assert result.said == [(first, "One."), (second, "Two."), (framed(end), "Six.")]

    def test_it_fades_under_the_sound_that_follows(self, tmp_path: Path) -> None:
        segments = "  - intro: One.\n    bed: theme\n  - narration: Two.\n    bed: theme\n    sound: sting\n"
        result = laid(tmp_path, segments, ", lead_in: 1s, tail: 0.9s")
        last = framed(ms(1000)) + ONE
        first_end = last + ms(900)
        sting = framed(last + ms(600))
        second = behind(sting + STING)
        assert [(bed.start, bed.end) for bed in result.timeline.beds] == [
            (0, first_end),
            (second, framed(second + ms(1000)) + ONE + ms(900)),
        ]
        assert result.timeline.cues == (Cue(sting, sting + STING, "sting"),)

    def test_it_goes_on_for_half_a_second_under_the_music_that_follows(self, tmp_path: Path) -> None:
        segments = "  - intro: One.\n    bed: theme\n  - narration: Two.\n    bed: other\n"
        result = laid(tmp_path, segments, ", lead_in: 1s, tail: 4s", "")
        last = framed(ms(1000)) + ONE
        one, two = result.timeline.beds
        assert one == Bed(0, last + ms(1100), "theme", ms(1100) * 2 // 3)
        assert two.start == framed(last + ms(600))
        assert result.said[1] == (framed(two.start + ms(1500)), "Two.")

    def test_the_last_of_an_episode_waits_longer_for_its_musics_end(self, tmp_path: Path) -> None:
        # 4 s of theme; the last word ends at 1.24 s, so that 1.26 s pass between its tail and the theme's end.
        alone = "  - intro: One.\n    bed: theme\n"
        assert laid(tmp_path, alone, ", lead_in: 1s, tail: 1.5s").timeline.beds[0].end == THEME
        followed = laid(tmp_path, alone + "  - outro: Six.\n", ", lead_in: 1s, tail: 1.5s").timeline
        assert followed.beds[0].end == framed(ms(1000)) + ONE + ms(1500)

    def test_a_pause_longer_than_the_tail_is_kept(self, tmp_path: Path) -> None:
        segments = "  - intro: One.\n    bed: theme\n    pause: 3s\n  - outro: Six.\n"
        result = laid(tmp_path, segments, ", lead_in: 0ms, tail: 0.9s")
        assert result.said[1] == (framed(ONE + ms(3000)), "Six.")

    def test_without_a_tail_it_fades_under_the_last_word(self, tmp_path: Path) -> None:
        result = laid(tmp_path, "  - intro: One.\n    bed: theme\n", ", lead_in: 0ms, tail: 0ms")
        (bed,) = result.timeline.beds
        assert bed == Bed(0, ONE, "theme", min(ms(250), ONE))

    def test_the_fade_is_never_longer_than_the_bed(self, tmp_path: Path) -> None:
        result = laid(tmp_path, "  - intro: A\n    bed: theme\n", ", lead_in: 0ms, tail: 0ms")
        (bed,) = result.timeline.beds
        assert bed.fade_out == bed.end - bed.start == tone_length("A")


class TestChapters:
    def test_the_first_starts_at_0_and_the_last_ends_with_the_episode(self, tmp_path: Path) -> None:
        result = laid(tmp_path, "  - intro: One.\n    bed: theme\n  - narration: Two.\n")
        assert result.timeline.chapters == (Chapter(0, result.timeline.length, "An episode"),)

    def test_each_ends_where_the_next_starts(self, tmp_path: Path) -> None:
        result = laid(
            tmp_path,
            "  - intro: One.\n    chapter: A\n  - narration: Two.\n  - transition: Six.\n    sound: sting\n"
            "    chapter: B\n    url: https://example.org/\n",
        )
        start = framed(framed(ONE + ms(600)) + ONE + ms(600))
        assert result.timeline.chapters == (
            Chapter(0, start, "A"),
            Chapter(start, result.timeline.length, "B", "https://example.org/"),
        )
        # The chapter starts with its sound, not behind it.
        assert result.timeline.cues[0].start == start


@st.composite
def plans(draw: st.DrawFn) -> Plan:
    segments = []
    for number in range(draw(st.integers(1, 8))):
        sentences = tuple(
            PlannedSentence(
                "x",
                "low",
                tuple(
                    PlannedPiece(Utterance("x" * length, VOICE), "low", draw(st.integers(0, 3000)))
                    for length in draw(st.lists(st.integers(1, 40), min_size=1, max_size=3))
                ),
            )
            for _ in range(draw(st.integers(0, 3)))
        )
        segments.append(
            PlannedSegment(
                "narration",
                sentences,
                draw(st.integers(0, 3000)),
                chapter="A" if number == 0 else draw(st.sampled_from([None, "B"])),
                bed=draw(st.sampled_from([None, "bed", "theme"])),
                sound=draw(st.sampled_from([None, "sting"])),
                closing_break=draw(st.integers(0, 2000)),
            )
        )
    return Plan(tuple(segments))


@given(plans(), st.sampled_from([44_100, 48_000]), st.integers(0, 5000), st.integers(0, 5000))
@settings(max_examples=150, deadline=None)
def test_whatever_is_planned_stands_in_order_and_inside(plan: Plan, rate: int, lead_in: int, tail: int) -> None:
    durations = {utterance: tone_length(utterance.text) for utterance in plan.utterances()}
    sounds = {name: Sound(name=name, path=Path(name), lead_in=lead_in, tail=tail) for name in ("bed", "theme", "sting")}
    lengths = {"bed": 100_003, "theme": 300_000, "sting": 7001}
    timeline = lay_out(plan, durations, sounds, lengths, rate)
    assert [speech.utterance for speech in timeline.speech] == list(plan.utterances())
    assert all(speech.end - speech.start == durations[speech.utterance] for speech in timeline.speech)
    assert all(one.end <= two.start for one, two in pairwise(timeline.speech))
    assert all(one.end <= two.start for one, two in pairwise(timeline.cues))
    overlap = round(OVERLAP * rate / 1000) + FRAME
    assert all(one.start <= two.start and one.end <= two.start + overlap for one, two in pairwise(timeline.beds))
    assert all(0 <= bed.fade_out <= bed.end - bed.start for bed in timeline.beds)
    assert all(one.end == two.start for one, two in pairwise(timeline.chapters))
    assert timeline.chapters[0].start == 0
    assert timeline.chapters[-1].end == timeline.length
    for placed in (timeline.speech, timeline.cues, timeline.beds, timeline.sentences):
        assert all(0 <= each.start <= each.end <= timeline.length for each in placed)
    # No sound is played over a voice.
    assert not [
        cue for cue in timeline.cues for speech in timeline.speech if cue.start < speech.end and speech.start < cue.end
    ]
    assert len(timeline.sentences) == sum(len(segment.sentences) for segment in plan.segments)


def test_silences_are_where_nothing_is_placed(tmp_path: Path) -> None:
    made = laid(
        tmp_path,
        """\
  - narration: One. [1500ms] One.
  - narration: One. [900ms] One.
    sound: sting
    pause: 2s
  - narration: One. [3s] One.
    bed: theme
""",
    ).timeline
    (first, second, *_, third) = (made.speech[0].end, made.speech[1].start, made.speech[3].end)
    assert made.silences(RATE) == ((first, second), (third, made.beds[0].start))
    assert made.silences(3 * RATE) == ()

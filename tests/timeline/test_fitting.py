"""An episode is brought to the length that its script wants, by the means in their order."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from audiobrief.errors import TargetError
from audiobrief.production.forecast import forecast
from audiobrief.production.render import render_episode
from audiobrief.production.session import Settings
from audiobrief.script.loader import load_script
from audiobrief.script.models.optional_segments import versions
from audiobrief.script.models.script import Script
from audiobrief.timeline.fitting import Fit, Lengths, UnreachableDuration, fit, target_error
from audiobrief.timeline.plan import Plan, make_plan
from audiobrief.timeline.timeline import FRAME, Timeline, lay_out
from audiobrief.voices.engines.tone import tone_length
from builders import audiobrief, sine, tone_script, write_wave

RATE = 44_100
WORDS = "Words that last a while are here. " * 10
SEGMENTS = f"""\
  - intro: {WORDS}
    chapter: One
  - narration: {WORDS}
    chapter: Two
    optional: true
  - narration: {WORDS}
    chapter: Three
    optional: true
  - outro: {WORDS}
    chapter: Four
"""


def on_frames(seconds: float) -> float:
    """Return where that starts which is due after so many seconds."""
    return round(seconds * RATE / FRAME) * FRAME / RATE


SENTENCE = 33 * 0.06


def whole(segments: int, pauses: float = 1, pace: float = 1) -> float:
    """Return the seconds of an episode with so many segments.

    Ten sentences of 33 characters of 60 ms in each, nine pauses of 250 ms; then 700 ms, or the end after 300 ms.
    """
    sentence = SENTENCE / pace
    beginnings = segments * 9 * on_frames(sentence + 0.25 * pauses) + (segments - 1) * on_frames(
        sentence + 0.7 * pauses
    )
    return beginnings + sentence + 0.3


WHOLE = whole(4)


def measured(plan: Plan) -> Lengths:
    return {each: tone_length(each.text, each.voice.speed) for each in plan.utterances()}


def laid(plan: Plan, lengths: Lengths) -> Timeline:
    return lay_out(plan, lengths, {}, {}, RATE, on_time=True)


def fitted(folder: Path, seconds: float) -> tuple[Script, Fit | UnreachableDuration]:
    script = load_script(tone_script(folder, SEGMENTS))
    plans = [make_plan(version) for version in versions(script)]
    return script, fit(plans, measured, laid, round(seconds * RATE))


@pytest.fixture(scope="module")
def plans(tmp_path_factory: pytest.TempPathFactory) -> tuple[Plan, ...]:
    script = load_script(tone_script(tmp_path_factory.mktemp("script"), SEGMENTS))
    return tuple(map(make_plan, versions(script)))


def seconds(timeline: Timeline) -> float:
    return timeline.length / timeline.sample_rate


@pytest.mark.parametrize("off", [-0.46, 0, 0.1, 0.46])
def test_what_is_within_half_a_second_is_left_as_it_is(off: float, tmp_path: Path) -> None:
    script, found = fitted(tmp_path, WHOLE + off)
    plan = make_plan(script)
    assert found == Fit(plan, laid(plan, measured(plan)), 0)


@pytest.mark.parametrize(
    ("wanted", "version", "pauses", "pace"),
    [
        (WHOLE - 0.5, 0, (0.9, 1.0), (1.0, 1.0)),
        (WHOLE - 3, 0, (0.6, 1.0), (1.0, 1.0)),
        (WHOLE + 4, 0, (1.0, 1.5), (1.0, 1.0)),
        (WHOLE + 12, 0, (1.6, 1.8), (0.94, 0.9999)),
        (WHOLE - 8, 0, (0.5, 0.7), (1.0001, 1.06)),
        (whole(3), 1, (1.0, 1.0), (1.0, 1.0)),
        (whole(3) + 0.7, 1, (1.0, 1.2), (1.0, 1.0)),
        (whole(2) + 1.4, 2, (1.0, 1.4), (1.0, 1.0)),
    ],
)
def test_segments_go_before_pauses_and_pauses_before_the_pace(
    wanted: float, version: int, pauses: tuple[float, float], pace: tuple[float, float], tmp_path: Path
) -> None:
    _, found = fitted(tmp_path, wanted)
    assert isinstance(found, Fit)
    assert seconds(found.timeline) == pytest.approx(wanted, abs=0.05)
    assert found.version == version
    assert pauses[0] <= found.pauses <= pauses[1]
    assert pace[0] <= found.pace <= pace[1]


def sluggish(plan: Plan) -> Lengths:
    """Speak as the natural voices do: a small change of speed is felt by a third."""
    return {each: round(tone_length(each.text) / (1 + (each.voice.speed - 1) / 3)) for each in plan.utterances()}


@pytest.mark.parametrize("wanted", [WHOLE - 9.2, WHOLE - 8, WHOLE + 10, WHOLE + 13])
def test_a_voice_that_hardly_heeds_its_speed_is_asked_for_more(wanted: float, tmp_path: Path) -> None:
    plans = [make_plan(version) for version in versions(load_script(tone_script(tmp_path, SEGMENTS)))]
    found = fit(plans, sluggish, laid, round(wanted * RATE))
    assert isinstance(found, Fit)
    assert seconds(found.timeline) == pytest.approx(wanted, abs=0.05)
    assert found.version == 0
    natural = sum(speech.end - speech.start for speech in laid(plans[0], sluggish(plans[0])).speech)
    assert natural / sum(speech.end - speech.start for speech in found.timeline.speech) == pytest.approx(
        found.pace, abs=0.001
    )
    assert 0.936 <= found.pace <= 1.064


def test_what_cannot_be_met_says_what_can(tmp_path: Path) -> None:
    _, found = fitted(tmp_path, 5)
    assert isinstance(found, UnreachableDuration)
    ends = [end / RATE for both in found.ranges for end in both]
    expected = [whole(segments, *means) for segments in (2, 3, 4) for means in ((0.5, 1.06), (1.8, 0.94))]
    assert ends == pytest.approx(expected, abs=0.02)


@pytest.mark.parametrize("measure", [measured, sluggish])
@pytest.mark.parametrize("end", range(6))
def test_the_ends_of_what_can_be_had_can_be_had(
    end: int, measure: Callable[[Plan], Lengths], plans: tuple[Plan, ...]
) -> None:
    unreachable = fit(plans, measure, laid, 1)
    assert isinstance(unreachable, UnreachableDuration)
    wanted = [each for both in unreachable.ranges for each in both][end]
    found = fit(plans, measure, laid, wanted)
    assert isinstance(found, Fit)
    assert abs(found.timeline.length - wanted) <= RATE // 2


@pytest.mark.parametrize("measure", [measured, sluggish])
@pytest.mark.parametrize("end", range(6))
def test_what_lies_within_half_a_second_of_an_end_is_met_from_there(
    end: int, measure: Callable[[Plan], Lengths], plans: tuple[Plan, ...]
) -> None:
    unreachable = fit(plans, measure, laid, 1)
    assert isinstance(unreachable, UnreachableDuration)
    outwards = 1 if end % 2 else -1
    wanted = [each for both in unreachable.ranges for each in both][end] + round(outwards * 0.4 * RATE)
    found = fit(plans, measure, laid, wanted)
    assert isinstance(found, Fit)
    assert abs(found.timeline.length - wanted) <= RATE // 2
    assert found.version == 2 - end // 2
    assert found.pauses == (1.8 if end % 2 else 0.5)


def test_what_is_met_exactly_goes_before_what_is_nearly_met(tmp_path: Path) -> None:
    segments = SEGMENTS.replace(f"{WORDS}\n    chapter: Three", "Not long.\n    chapter: Three")
    plans = [make_plan(version) for version in versions(load_script(tone_script(tmp_path, segments)))]
    unreachable = fit(plans, measured, laid, 1)
    assert isinstance(unreachable, UnreachableDuration)
    shortest = unreachable.versions[0][0]
    found = fit(plans, measured, laid, shortest - round(0.3 * RATE))
    assert isinstance(found, Fit)
    assert found.version == 1
    assert seconds(found.timeline) == pytest.approx(shortest / RATE - 0.3, abs=0.05)


@given(wanted=st.integers(round(whole(4, 0.51, 1.055) * RATE), round(whole(4, 1.79, 0.945) * RATE)))
@settings(max_examples=20)
def test_a_length_is_met_to_a_twentieth_of_a_second_unless_the_script_is_as_long_already(
    wanted: int, plans: tuple[Plan, ...]
) -> None:
    found = fit(plans, measured, laid, wanted)
    assert isinstance(found, Fit)
    off = abs(found.timeline.length - wanted) / RATE
    assert off <= (0.05 if found.plan != plans[0] else 0.5)


@pytest.mark.parametrize("share", [0.53, *(pytest.param(share, marks=pytest.mark.slow) for share in (0.8, 1.04))])
def test_an_episode_lasts_as_long_as_its_script_wants(share: float, tmp_path: Path) -> None:
    write_wave(tmp_path / "bed.wav", sine(5))
    wanted = f"{WHOLE * share:.1f}s"
    segments = SEGMENTS + "    bed: bed\n"
    path = tone_script(tmp_path, segments, f"target: {wanted}\nsounds: {{bed: {{file: bed.wav, lead_in: 1s}}}}\n")
    first = render_episode(load_script(path), tmp_path / "a/episode.mp3", Settings(jobs=1))
    second = render_episode(load_script(path), tmp_path / "b/episode.mp3", Settings(jobs=3, store=tmp_path / "store"))
    third = render_episode(load_script(path), tmp_path / "c/episode.mp3", Settings(jobs=2, store=tmp_path / "store"))
    assert first.audio.read_bytes() == second.audio.read_bytes() == third.audio.read_bytes()
    assert first.manifest == second.manifest
    manifest = first.manifest
    assert manifest.duration == pytest.approx(WHOLE * share, abs=0.5)
    assert manifest.target is not None
    gone = {segment.chapter for segment in manifest.target.left_out}
    assert [chapter.title for chapter in manifest.chapters] == [
        title for title in ("One", "Two", "Three", "Four") if title not in gone
    ]
    assert manifest.chapters[-1].end == pytest.approx(manifest.duration, abs=0.06)
    assert len(manifest.sentences) == 10 * (4 - len(gone))


def test_the_last_bed_ends_on_the_last_word(tmp_path: Path) -> None:
    write_wave(tmp_path / "bed.wav", sine(5))
    path = tone_script(tmp_path, SEGMENTS + "    bed: bed\n", f"target: {WHOLE:.1f}s\nsounds: {{bed: bed.wav}}\n")
    found = forecast(load_script(path)).fitted
    assert isinstance(found, Fit)
    (bed,) = found.timeline.beds
    assert bed.end == found.timeline.speech[-1].end
    assert bed.fade_out > 0


@pytest.mark.slow
def test_a_note_says_what_was_left_out(tmp_path: Path) -> None:
    tone_script(tmp_path, SEGMENTS, f"target: {whole(3):.1f}s\n")
    run = audiobrief("render", "episode.yaml", cwd=tmp_path)
    assert run.status == 0
    assert "episode.yaml: to last 1:08: without the segment of line 13" in run.err


def test_a_target_that_cannot_be_met_is_refused_in_one_line(tmp_path: Path) -> None:
    tone_script(tmp_path, SEGMENTS, "target: 0:05\n")
    run = audiobrief("render", "episode.yaml", cwd=tmp_path)
    assert (run.status, run.out) == (1, "")
    assert run.err == (
        "episode.yaml:3:9: the episode cannot last 0:05, it is 0:35.2 too long at the least: it can last from 0:40.2 "
        "to 0:51.8 or from 1:00.3 to 1:18.2 or from 1:20.4 to 1:44.6 (change target:, or mark segments as "
        "optional: true)\n"
    )
    assert not list(tmp_path.rglob("*.mp3"))
    with pytest.raises(TargetError):
        render_episode(load_script(tmp_path / "episode.yaml"), tmp_path / "x.mp3")


def test_the_manifest_says_nothing_of_a_target_without_one(tmp_path: Path) -> None:
    episode = render_episode(load_script(tone_script(tmp_path, "  - narration: Hi.\n")), tmp_path / "e.mp3")
    assert "target" not in json.loads(episode.manifest_path.read_text())


@pytest.mark.parametrize(
    ("written", "message"),
    [
        ("target: soon", "target: 'soon' is not a length (write it as 5:00, 90s or 1:02:30)"),
        ("target: 7:00:00", "target: '7:00:00' is no length of an episode (1s to 6:00:00)"),
    ],
)
def test_a_target_is_a_length(written: str, message: str, tmp_path: Path) -> None:
    tone_script(tmp_path, "  - narration: Hi.\n", f"{written}\n")
    run = audiobrief("check", "episode.yaml", cwd=tmp_path)
    assert (run.status, run.err) == (2, f"episode.yaml:3:9: {message}\n")


UNREACHABLE = UnreachableDuration(
    tuple((round(low * RATE), round(high * RATE)) for low, high in ((80, 104), (62, 70), (40.12, 51.87)))
)


@pytest.mark.parametrize(
    ("target", "off", "advice"),
    [
        ("0:38", "0:02.2 too long", "mark segments as optional: true"),
        ("0:56", "0:04.2 too short", "divide the segment of line 10 into two optional ones"),
        ("1:12", "0:02.0 too short", "divide the segment of line 13 into two optional ones"),
        ("2:00", "0:16.0 too short", "write more"),
        ("1:44.6", "0:00.6 too short", "write more"),
    ],
)
def test_the_figure_of_a_refusal_leads_to_a_length_that_is_named_and_its_advice_to_the_target(
    target: str, off: str, advice: str, tmp_path: Path
) -> None:
    script = load_script(tone_script(tmp_path, SEGMENTS, f"target: {target}\n"))
    assert str(target_error(script, UNREACHABLE)).endswith(
        f": the episode cannot last {target}, it is {off} at the least: it can last from 0:40.2 to 0:51.8 or from "
        f"1:02.0 to 1:10.0 or from 1:20.0 to 1:44.0 (change target:, or {advice})"
    )


def test_lengths_that_follow_on_each_other_are_one_range() -> None:
    assert UnreachableDuration(((50, 80), (40, 60), (10, 20))).ranges == ((10, 20), (40, 80))

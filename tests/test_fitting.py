"""An episode is brought to the length that its script wants, by the means in their order."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from audiobrief.errors import TargetError
from audiobrief.fitting import Fit, Lengths, Missed, fit, left_out, versions
from audiobrief.plan import Plan, make_plan
from audiobrief.preparation import forecast
from audiobrief.render import Settings, render_episode
from audiobrief.script.load import load_script
from audiobrief.script.model import Script
from audiobrief.speech.tone import tone_length
from audiobrief.timeline import Timeline, lay_out
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
# Each of the four: ten sentences of 33 characters of 60 ms, nine pauses of 250 ms; then three of 700 ms, and the end.
SEGMENT = 10 * 33 * 0.06 + 9 * 0.25
WHOLE = 4 * SEGMENT + 3 * 0.7 + 0.3


def measured(plan: Plan) -> Lengths:
    return {each: tone_length(each.text, each.voice.speed) for each in plan.utterances()}


def laid(plan: Plan, lengths: Lengths) -> Timeline:
    return lay_out(plan, lengths, {}, {}, RATE, on_time=True)


def fitted(folder: Path, seconds: float) -> tuple[Script, Fit | Missed]:
    script = load_script(tone_script(folder, SEGMENTS))
    plans = [make_plan(version) for version in versions(script)]
    return script, fit(plans, measured, laid, round(seconds * RATE))


def seconds(timeline: Timeline) -> float:
    return timeline.length / timeline.sample_rate


def test_what_fits_is_left_as_it_is(tmp_path: Path) -> None:
    script, found = fitted(tmp_path, WHOLE + 0.1)
    plan = make_plan(script)
    assert found == Fit(plan, laid(plan, measured(plan)), 0)


@pytest.mark.parametrize(
    ("wanted", "version", "pauses", "pace"),
    [
        (WHOLE - 3, 0, (0.6, 1.0), (1.0, 1.0)),
        (WHOLE + 4, 0, (1.0, 1.5), (1.0, 1.0)),
        (WHOLE + 12, 0, (1.6, 1.8), (0.94, 0.9999)),
        (WHOLE - 8, 0, (0.5, 0.7), (1.0001, 1.06)),
        (WHOLE - SEGMENT, 1, (0.9, 1.1), (1.0, 1.0)),
        (WHOLE - 2 * SEGMENT, 2, (1.0, 1.4), (1.0, 1.0)),
    ],
)
def test_segments_go_before_pauses_and_pauses_before_the_pace(
    wanted: float, version: int, pauses: tuple[float, float], pace: tuple[float, float], tmp_path: Path
) -> None:
    _, found = fitted(tmp_path, wanted)
    assert isinstance(found, Fit)
    assert seconds(found.timeline) == pytest.approx(wanted, abs=0.21)
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
    assert seconds(found.timeline) == pytest.approx(wanted, abs=0.21)
    assert found.version == 0
    natural = sum(speech.end - speech.start for speech in laid(plans[0], sluggish(plans[0])).speech)
    assert natural / sum(speech.end - speech.start for speech in found.timeline.speech) == pytest.approx(
        found.pace, abs=0.001
    )
    assert 0.936 <= found.pace <= 1.064


def test_the_last_optional_segment_goes_first(tmp_path: Path) -> None:
    script = load_script(tone_script(tmp_path, SEGMENTS))
    assert [[segment.chapter for segment in version.segments] for version in versions(script)] == [
        ["One", "Two", "Three", "Four"],
        ["One", "Two", "Four"],
        ["One", "Four"],
    ]
    assert [segment.chapter for segment in left_out(script, 1)] == ["Three"]
    assert [segment.chapter for segment in left_out(script, 2)] == ["Two", "Three"]
    assert left_out(script, 0) == ()


def test_one_segment_always_stays(tmp_path: Path) -> None:
    script = load_script(tone_script(tmp_path, "  - narration: A.\n    optional: true\n"))
    assert versions(script) == (script,)


def test_what_cannot_be_met_says_what_can(tmp_path: Path) -> None:
    _, found = fitted(tmp_path, 5)
    assert isinstance(found, Missed)
    speech, pauses = 2 * 10 * 33 * 0.06, 2 * 9 * 0.25 + 0.7
    shortest = speech / 1.06 + 0.5 * pauses + 0.3
    assert found.ranges[0][0] / RATE == pytest.approx(shortest, abs=0.02)
    assert found.missing / RATE == pytest.approx(shortest - 5, abs=0.02)
    assert len(found.ranges) == 3


@pytest.mark.parametrize("share", [0.53, 0.8, 1.04])
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
    assert manifest["duration"] == pytest.approx(WHOLE * share, abs=0.5)
    gone = {entry["chapter"] for entry in manifest["target"]["left_out"]}
    assert [chapter["title"] for chapter in manifest["chapters"]] == [
        title for title in ("One", "Two", "Three", "Four") if title not in gone
    ]
    assert manifest["chapters"][-1]["end"] == pytest.approx(manifest["duration"], abs=0.06)
    assert len(manifest["sentences"]) == 10 * (4 - len(gone))


def test_the_last_bed_ends_on_the_last_word(tmp_path: Path) -> None:
    write_wave(tmp_path / "bed.wav", sine(5))
    path = tone_script(tmp_path, SEGMENTS + "    bed: bed\n", f"target: {WHOLE:.1f}s\nsounds: {{bed: bed.wav}}\n")
    found = forecast(load_script(path)).fitted
    assert isinstance(found, Fit)
    (bed,) = found.timeline.beds
    assert bed.end == found.timeline.speech[-1].end
    assert bed.fade_out > 0


def test_a_note_says_what_was_left_out(tmp_path: Path) -> None:
    tone_script(tmp_path, SEGMENTS, f"target: {WHOLE - SEGMENT:.1f}s\n")
    run = audiobrief("render", "episode.yaml", cwd=tmp_path)
    assert run.status == 0
    assert "episode.yaml: to last 1:08: without the segment of line 13" in run.err


def test_a_target_that_cannot_be_met_is_refused_in_one_line(tmp_path: Path) -> None:
    tone_script(tmp_path, SEGMENTS, "target: 0:05\n")
    run = audiobrief("render", "episode.yaml", cwd=tmp_path)
    assert (run.status, run.out) == (1, "")
    assert run.err == (
        "episode.yaml:3:9: the episode cannot last 0:05, it is 0:35.3 too long at the least: it can last from 0:40.3 "
        "to 0:51.7 or from 1:00.5 to 1:18.1 or from 1:20.6 to 1:44.5 (change target:, or mark segments as "
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
        ("target: soon", "'soon' is not a length (write it as 5:00, 90s or 1:02:30)"),
        ("target: 7:00:00", "'7:00:00' is no length of an episode (from 1s to 6:00:00)"),
    ],
)
def test_a_target_is_a_length(written: str, message: str, tmp_path: Path) -> None:
    tone_script(tmp_path, "  - narration: Hi.\n", f"{written}\n")
    run = audiobrief("check", "episode.yaml", cwd=tmp_path)
    assert (run.status, run.err) == (2, f"episode.yaml:3:9: {message}\n")

"""The sample's music, stings and pauses stand close together."""

from __future__ import annotations

from itertools import pairwise

from audiobrief.production.forecast import estimate
from audiobrief.script.loader import load_script
from audiobrief.timeline.timeline import Timeline, join_ranges
from builders import ROOT


def sample() -> Timeline:
    return estimate(load_script(ROOT / "scripts" / "belarus-briefing.yaml"))


def test_no_gap_between_words_is_longer_than_two_and_a_half_seconds() -> None:
    timeline = sample()
    gaps = [(two.start - one.end) / timeline.sample_rate for one, two in pairwise(timeline.speech)]
    assert 2.0 < max(gaps) <= 2.5


def test_no_gap_without_music_is_longer_than_1200_milliseconds() -> None:
    timeline = sample()
    heard = join_ranges(
        sorted((each.start, each.end) for each in (*timeline.speech, *timeline.cues, *timeline.beds)), gap=0
    )
    assert max(two[0] - one[1] for one, two in pairwise(heard)) <= 1.2 * timeline.sample_rate

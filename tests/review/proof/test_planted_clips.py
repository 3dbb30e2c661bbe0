"""Whisper listens to clips in which faults are planted: a voice says another text than the script has."""

from __future__ import annotations

import csv
import os
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from audiobrief.reading.normalise import spoken_text
from audiobrief.reading.utterances import Utterance
from audiobrief.review.proof.clips.batches import SpokenClip
from audiobrief.review.proof.clips.hearing import hear_clips
from audiobrief.review.proof.pace import find_excesses
from audiobrief.review.proof.recogniser import Recogniser, open_recogniser
from audiobrief.review.proof.sound import RATE
from audiobrief.review.proof.verdicts import Verdict
from audiobrief.script.models.voice import Voice
from audiobrief.voices.clip_store import ClipStore
from audiobrief.voices.registry import open_engines
from audiobrief.voices.speaking import ClipSource, resample

pytestmark = pytest.mark.proof

LANGUAGE = "en-GB"
VOICE = Voice("hibari", "heart", "en-US")
TOGETHER = 6
"""Clips that are heard together."""

with (Path(__file__).parent / "comparison" / "comparison.tsv").open(encoding="utf-8", newline="") as file:
    ROWS = [(row["kind"], row["written"], row["heard"]) for row in csv.DictReader(file, delimiter="\t", quoting=3)]
with (Path(__file__).parent / "faults.tsv").open(encoding="utf-8", newline="") as file:
    NEW_FAULTS = [(row["written"], row["said"]) for row in csv.DictReader(file, delimiter="\t", quoting=3)]
"""Faults that were written after the rules."""
FAULTS = [(written, said) for kind, written, said in ROWS if kind != "harmless"][:40] + NEW_FAULTS
MOST_MISSED = 6
"""Of all 120. Measured; missed are 'the the' (twice), 'in in', 'man' for 'men', 'July 26th' for '25 July', and one of
'will will' and 'euros' for 'pounds'."""
RIGHT = [(written, written) for kind, written, _ in ROWS if kind == "harmless"]
STEP = 1 if int(os.environ.get("AUDIOBRIEF_TRIES", "5")) > 5 else 3
"""Every third row is heard, unless more is asked for: hearing all of them takes a quarter of an hour."""


@pytest.fixture(scope="module")
def whisper() -> Recogniser:
    return open_recogniser(min(2, os.cpu_count() or 1))


def verdicts(rows: Sequence[tuple[str, str]], whisper: Recogniser, folder: Path) -> Iterator[Verdict]:
    """Yield the verdict on each row: what is said, judged by what is written."""
    with open_engines(folder) as engines:
        clips = ClipSource(engines, ClipStore(folder / "clips"), 44_100)
        sounds = [resample(clips.clip(utterance(said)), RATE) for _, said in rows]
    said = [
        (utterance(written).text, len(sound.samples) / RATE) for (written, _), sound in zip(rows, sounds, strict=True)
    ]
    excesses = find_excesses({VOICE: said}, LANGUAGE)
    spoken = [
        SpokenClip(utterance(written), sound, is_foreign=False, excess=excesses.get(each))
        for (written, _), sound, each in zip(rows, sounds, said, strict=True)
    ]
    for at in range(0, len(spoken), TOGETHER):
        yield from hear_clips(spoken[at : at + TOGETHER], whisper, LANGUAGE)


def utterance(text: str) -> Utterance:
    return Utterance(spoken_text(text, LANGUAGE), VOICE)


def test_planted_faults_are_found(whisper: Recogniser, tmp_path: Path) -> None:
    rows = FAULTS[::STEP]
    missed = [row for row, verdict in zip(rows, verdicts(rows, whisper, tmp_path), strict=True) if not verdict.findings]
    assert len(FAULTS) == 120
    assert len(missed) <= -(-MOST_MISSED // STEP), missed


def test_what_is_said_as_it_is_written_raises_no_alarm(whisper: Recogniser, tmp_path: Path) -> None:
    rows = RIGHT[::STEP]
    alarms = [
        (row, [finding.message for finding in verdict.findings])
        for row, verdict in zip(rows, verdicts(rows, whisper, tmp_path), strict=True)
        if verdict.findings
    ]
    assert len(alarms) <= 1, alarms

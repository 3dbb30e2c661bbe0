"""Whisper listens to the sample: it finds every fault that is planted in it, and none where there is none."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from audiobrief.review.proof.comparison.compare import compare_texts
from audiobrief.review.proof.differences import Kind
from audiobrief.review.proof.episode import Report
from audiobrief.review.proof.recogniser import Recogniser, open_recogniser
from builders import SAMPLE, audiobrief_process
from review.proof.listeners import proof
from review.proof.planted import CUT, SILENT, SWAPPED, TWICE, Spoken, spoken

pytestmark = pytest.mark.proof


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Spoken:
    return spoken(SAMPLE, tmp_path_factory.mktemp("sample") / "x.mp3")


@pytest.fixture(scope="module")
def whisper() -> Recogniser:
    return open_recogniser(min(2, os.cpu_count() or 1))


def found(report: Report) -> list[tuple[str, int | None]]:
    return [(finding.kind, finding.place.line) for finding in report.findings]


def test_the_sample_raises_no_alarm_and_is_understood(sample: Spoken, whisper: Recogniser) -> None:
    report = proof(sample.audio, whisper)
    assert report.findings == ()
    assert report.episode.as_rendered
    assert report.word_error_rate <= 0.03


def test_sentences_that_are_cut_out(sample: Spoken, whisper: Recogniser, tmp_path: Path) -> None:
    report = proof(sample.cut(tmp_path), whisper)
    assert found(report) == [(Kind.MISSING_SENTENCE, line) for line in sample.lines(CUT)]
    assert not report.complete
    assert not report.episode.as_rendered


def test_sentences_that_are_heard_twice(sample: Spoken, whisper: Recogniser, tmp_path: Path) -> None:
    report = proof(sample.doubled(tmp_path), whisper)
    assert found(report) == [(Kind.REPEATED, line) for line in sample.lines(TWICE)]
    assert report.complete


def test_words_that_are_swapped(sample: Spoken, whisper: Recogniser, tmp_path: Path) -> None:
    report = proof(sample.swapped(tmp_path), whisper)
    lines = [
        next(entry["line"] for entry in sample.manifest["sentences"] if words in entry["text"]) for words in SWAPPED
    ]
    assert found(report) == [(Kind.OTHER_WORDS, line) for line in lines]
    *words, date = [str(finding.details["heard"]) for finding in report.findings]
    assert words == ["south", "Russia", "west", "Polish"]
    assert compare_texts("the 11th of June", date, "en-GB") == (), date  # which may be written '11 June'


def test_silences(sample: Spoken, whisper: Recogniser, tmp_path: Path) -> None:
    report = proof(sample.silenced(tmp_path), whisper)
    assert found(report) == [(Kind.DEAD_AIR, line) for line in sample.lines(SILENT)]
    assert [finding.details["seconds"] for finding in report.findings] == pytest.approx([3.0] * 5, abs=0.5)


def test_the_command_ends_with_1_where_a_sentence_is_missing(sample: Spoken, tmp_path: Path) -> None:
    run = audiobrief_process("proof", sample.cut(tmp_path), "--jobs", "2", cwd=tmp_path, timeout=600)
    assert run.status == 1
    assert len(run.out.splitlines()) == len(CUT)
    assert run.out.startswith("belarus-briefing.yaml:17: at 0:1")
    assert "not heard: “With the anniversary of the invasion" in run.out
    note, summary = run.err.splitlines()
    assert note.endswith("x.mp3: note: it has been changed since it was rendered")
    assert summary.endswith("%, 5 findings")

"""What is off target, in words."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from audiobrief.findings import Finding, Level, Place
from audiobrief.report.levels import Levels
from audiobrief.report.model import CheckedFile, EpisodeReport, FindingGroup, Target
from audiobrief.report.sound import SoundMeasures
from audiobrief.report.speech import Part, Pauses
from audiobrief.report.verdict import decimal, judge
from report.test_speech import manifest

SAID = manifest(silences=[], loudness={"integrated_lufs": -16.0, "true_peak_dbtp": -2.0})
FINE = EpisodeReport(
    "one.mp3", SAID,
    SoundMeasures(
        44_100, 2, 10.0, np.full(100, 10 ** ((-16 + 0.691) / 10)), np.array([-3.0, -2.0]),
        np.zeros(500, np.float32), np.zeros(500, np.float32), np.zeros((160, 9), np.uint8),
    ),
    Target(-16, -1, 0.5, "as directories ask of podcasts"), (), (), None, 6, 60, Pauses(0, 0, 0, ()), Levels(), (), (),
)  # fmt: skip


def speaker(title: str, loudness: float, seconds: float = 10) -> Part:
    return Part(title, 0, seconds, 20, 120, loudness)


def finding(level: Level, message: str = "it is wrong") -> Finding:
    return Finding(level, "", Place("one.mp3"), message, "mend it")


def said(report: EpisodeReport) -> list[str]:
    return [f"{remark.level}: {remark.text}" for remark in judge(report)]


def with_sound(lufs: float = -16.0, peak: float = -2.0, seconds: float = 10.0) -> EpisodeReport:
    energies = np.full(100, 10 ** ((lufs + 0.691) / 10))
    sound = replace(FINE.sound, energies=energies, peaks=np.array([-3.0, peak]), seconds=seconds)
    written = {"integrated_lufs": lufs, "true_peak_dbtp": peak}
    return replace(FINE, sound=sound, manifest=manifest(silences=[], loudness=written))


def test_nothing_is_said_of_what_is_on_target() -> None:
    assert said(FINE) == []
    assert said(with_sound(-15.51, -1.0)) == []
    assert said(with_sound(peak=-0.96)) == []


def test_loudness_and_peak() -> None:
    assert said(with_sound(-14.0)) == ["warning: It is 2.0 LU too loud: −14.0 LUFS, and the target is −16.0."]
    assert said(with_sound(-19.2)) == ["warning: It is 3.2 LU too quiet: −19.2 LUFS, and the target is −16.0."]
    assert said(with_sound(peak=0.3)) == [
        "warning: Its true peak is 0.3 dBTP at 0:01, 1.3 dB above the limit; players may distort it."
    ]
    assert said(with_sound(peak=-0.94)) == [
        "warning: Its true peak is −0.9 dBTP at 0:01, 0.1 dB above the limit; players may distort it."
    ]
    assert said(replace(FINE, sound=replace(FINE.sound, energies=np.zeros(100)))) == ["error: Nothing is heard."]


def test_a_manifest_that_says_something_else() -> None:
    assert said(replace(FINE, manifest=manifest(silences=[]))) == ["note: The manifest does not say how loud it is."]
    other = manifest(silences=[], loudness={"integrated_lufs": -15.5, "true_peak_dbtp": -2.0}, duration=9.0)
    assert said(replace(FINE, manifest=other)) == [
        "error: It lasts 0:10.0, and the manifest says 0:09.0.",
        "warning: The manifest says −15.5 LUFS and −2.0 dBTP, and the file has −16.0 and −2.0.",
    ]


def test_voices_apart_and_silences() -> None:
    voices = (speaker("Ada", -15), speaker("Bo", -17.5), speaker("Cy", -30, seconds=1))
    assert said(replace(FINE, speakers=voices)) == ["warning: Bo is 2.5 LU quieter than Ada."]
    silent = manifest(silences=[{"start": 4, "end": 8}], loudness={"integrated_lufs": -16, "true_peak_dbtp": -2})
    assert said(replace(FINE, manifest=silent)) == ["warning: Nothing is heard for 4.0 s at 0:04."]


def test_files_and_findings_the_worst_first() -> None:
    groups = (
        FindingGroup("Check", tuple(finding(Level.WARNING) for _ in range(4))),
        FindingGroup("Preflight", (finding(Level.NOTE), finding(Level.ERROR, "it is no MP3"))),
    )
    files = (CheckedFile("one.mp3", 1, None, "the file is missing"),)
    assert said(replace(FINE, groups=groups, files=files)) == [
        "error: one.mp3: the file is missing.",
        "error: Preflight: it is no MP3.",
        "warning: Check: 4 warnings, listed below.",
    ]


def test_the_target_duration() -> None:
    target = {"duration": 8.0, "left_out": [], "pauses": 1.0, "pace": 1.0}
    content = {"silences": [], "loudness": {"integrated_lufs": -16, "true_peak_dbtp": -2}, "target": target}
    assert said(replace(FINE, manifest=manifest(**content))) == [
        "warning: It is 2 s longer than the script asks for (0:08)."
    ]


@pytest.mark.parametrize(("number", "text"), [(-16.04, "−16.0"), (-0.04, "0.0"), (float("-inf"), "silent")])
def test_numbers(number: float, text: str) -> None:
    assert decimal(number) == text

"""`render --changed`: the sentences that changed, to listen to."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from audiobrief.audio.encode import decode
from audiobrief.cli.changes import describe_changes
from audiobrief.production.changes import Changes, Gap, Sentence
from audiobrief.script.models.script import Output
from builders import Run, audiobrief, tone_script

LINES = "".join(
    f"  - narration: Sentence {letter} is said here, and it is a long one.\n" for letter in "ABCDEFGHIJKLMNOP"
)


def render(folder: Path, segments: str, *arguments: str) -> Run:
    tone_script(folder, segments)
    return audiobrief("render", "episode.yaml", "--changed", "clip.mp3", *arguments, cwd=folder)


@pytest.mark.slow
def test_what_changed_is_written_with_its_surroundings(tmp_path: Path) -> None:
    first = render(tmp_path, LINES)
    assert first.err.splitlines()[1] == "clip.mp3: not written: there is no earlier render to compare with"
    again = render(tmp_path, LINES)
    assert again.err.splitlines()[1] == "clip.mp3: not written: no sentence changed"
    assert not (tmp_path / "clip.mp3").exists()
    changed = render(tmp_path, LINES.replace("Sentence H", "Sentence, as it were, number H"))
    assert changed.status == 0
    assert changed.err.splitlines()[1].endswith("; line 14 changed")
    heard = np.concatenate(list(decode(tmp_path / "clip.mp3", Output())))
    sentence = json.loads((tmp_path / "out/episode.episode.json").read_text())["sentences"][7]
    assert len(heard) / 44_100 == pytest.approx(sentence["end"] - sentence["start"] + 4, abs=0.002)


@pytest.mark.slow
def test_an_m4a_file_has_a_clip_as_well(tmp_path: Path) -> None:
    render(tmp_path, LINES, "--format", "m4a")
    assert "line 14 changed" in render(tmp_path, LINES.replace("Sentence H", "Another H"), "--format", "m4a").err
    assert (tmp_path / "clip.mp3").read_bytes()[:2] == b"\xff\xfb"


def test_a_wrong_name_is_refused_before_anything_is_done(tmp_path: Path) -> None:
    tone_script(tmp_path, LINES)
    for arguments, said in (
        (("--changed", "clip.wav"), "ends in .mp3, and 'clip.wav' does not"),
        (("-o", "x.mp3", "--changed", "x.mp3"), "the episode itself is written to x.mp3"),
        (("episode.yaml", "--changed", "x.mp3"), "--changed names one file, and there are several scripts"),
    ):
        run = audiobrief("render", "episode.yaml", *arguments, cwd=tmp_path)
        assert run.status == 2
        assert said in run.err
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        (Changes(), "no sentence changed"),
        (Changes((Sentence(0, 1, 5),)), "line 5 changed"),
        (Changes((Sentence(0, 1, 5), Sentence(1, 2, 5), Sentence(2, 3, 6))), "lines 5 and 6 changed"),
        (Changes(tuple(Sentence(0, 1, line) for line in (2, 3, 4, 9))), "lines 2 to 4 and 9 changed"),
        (Changes((), (Gap(0, 3), Gap(9, None))), "sentences taken out before line 3 and at the end"),
        (
            Changes((Sentence(0, 1, 5),), (Gap(0, 3), Gap(1, 8))),
            "line 5 changed, sentences taken out before lines 3 and 8",
        ),
    ],
)
def test_changes_are_said_by_their_lines(changes: Changes, said: str) -> None:
    assert describe_changes(changes) == said

"""A soundbite lies inside its episode: `render` refuses another, and `check` warns of one that is far off."""

from __future__ import annotations

from pathlib import Path

import pytest

from builders import Run, audiobrief, tone_script

SEGMENTS = """\
  - narration: Words that last two seconds, or so.
  - narration: These words last two more, or so.
    optional: true
"""


def run(folder: Path, command: str, bite: str, extra: str = "") -> Run:
    tone_script(folder, SEGMENTS, f"{extra}soundbite: {bite}\n")
    return audiobrief(command, "episode.yaml", cwd=folder)


@pytest.mark.parametrize("bite", ["{start: 1s, duration: 2s}", "{start: 0ms, duration: 4.98s}"])
def test_one_inside_is_taken(bite: str, tmp_path: Path) -> None:
    assert run(tmp_path, "render", bite).status == 0
    assert "soundbite" not in run(tmp_path, "check", bite).out


def test_one_that_starts_after_the_end_is_refused_and_told_before(tmp_path: Path) -> None:
    refused = run(tmp_path, "render", "{start: 60s, duration: 20s}")
    assert refused.status == 2
    assert refused.err == (
        "episode.yaml:3:12: the soundbite ends at 1:20.0, and the episode lasts 0:05.1 (bring it inside the episode)\n"
    )
    assert not list(tmp_path.rglob("*.mp3"))
    told = run(tmp_path, "check", "{start: 60s, duration: 20s}")
    assert told.status == 0
    assert (
        "episode.yaml:3:12: warning: the soundbite starts at 1:00.0, and the episode lasts about 0:04.7 (bring it "
        "inside the episode)\n"
    ) in told.out


def test_one_that_ends_after_the_end_is_refused_for_certain_only_when_it_was_spoken(tmp_path: Path) -> None:
    assert "the soundbite ends at 0:05.5, and" in run(tmp_path, "render", "{start: 500ms, duration: 5s}").err
    assert "soundbite" not in run(tmp_path, "check", "{start: 500ms, duration: 5s}").out


@pytest.mark.slow
def test_what_a_target_leaves_out_counts(tmp_path: Path) -> None:
    assert (
        "the soundbite ends at 0:04.0, and the episode lasts 0:02."
        in run(tmp_path, "render", "{start: 3s, duration: 1s}", "target: 2.3s\n").err
    )
    assert "late" not in run(tmp_path, "check", "{start: 3s, duration: 1s}", "target: 4.7s\n").out
    assert "the soundbite starts" in run(tmp_path, "check", "{start: 3s, duration: 1s}", "target: 2.3s\n").out

"""Editions whose target cannot be met are found before anything is spoken."""

from __future__ import annotations

import json
from pathlib import Path

from builders import audiobrief, tone_script

SEGMENTS = """\
  - intro: Good evening. This is what happened today, in one minute and a half.
  - narration: The bridge over the river is open again. It had been closed for a week.
"""


def findings(folder: Path, editions: str) -> list[tuple[str, int, int]]:
    tone_script(folder, SEGMENTS, f"editions: {{{editions}}}\n")
    (script,) = json.loads(audiobrief("check", "episode.yaml", "--format", "json", cwd=folder).out)["scripts"]
    return [(each["check"], each["line"], each["column"]) for each in script["findings"] if "edition" in each["check"]]


def test_a_target_out_of_reach_is_found(tmp_path: Path) -> None:
    assert findings(tmp_path, "short: {target: 0:02}") == [("edition-target", 3, 28)]


def test_others_are_not(tmp_path: Path) -> None:
    assert findings(tmp_path, "loud: {loudness: -14 LUFS}, same: {target: 0:10}") == []

"""Hostile pictures: each is refused in one line or accepted, within the limits of time and memory."""

from __future__ import annotations

from pathlib import Path

import pytest

from builders import measured_run
from script.hostile_pictures import PICTURES

SCRIPT = (
    "version: 1\ntitle: T\ncover: {}\nvoices:\n  low: {{engine: tone, name: '220'}}\nsegments:\n  - intro: Hello.\n"
)
EVERYDAY = {"no-size.jpg", "exif.jpg", "larger.jpg"}


@pytest.mark.parametrize(
    "name", [name if name in EVERYDAY else pytest.param(name, marks=pytest.mark.slow) for name in PICTURES]
)
def test_each_ends_in_one_line_or_is_accepted(name: str, tmp_path: Path) -> None:
    (tmp_path / name).write_bytes(PICTURES[name]())
    (tmp_path / "episode.yaml").write_text(SCRIPT.format(name), encoding="utf-8")
    run = measured_run("check", "episode.yaml", "-q", cwd=tmp_path)
    assert run.status in {0, 2}
    assert (run.err.count("\n"), "fault" in run.err) == (run.status // 2, False)
    assert run.seconds <= 45  # the limit is 20 s; other tests share the processor
    assert run.megabytes <= 600

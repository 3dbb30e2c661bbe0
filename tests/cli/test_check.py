"""`check` says it to people, to programs, and to a GitHub workflow."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest
from click.testing import CliRunner

from audiobrief.cli.check import command
from audiobrief.production.forecast import Forecast
from audiobrief.review import unknown_words_cache
from audiobrief.review.names import UnknownWord
from audiobrief.review.unknown_words_cache import cached_unknown_words
from audiobrief.voices.engine import Engine
from builders import audiobrief, picture, sine, tone_script, write_script, write_wave

BODY = "voices:\n  low: {engine: tone}\nsegments:\n  - intro: Hello, 100% there.\n  - outro: It ends today.\n"


def test_several_scripts_get_a_line_each(tmp_path: Path) -> None:
    for name in ("a", "b"):
        write_script(tmp_path, BODY, f"{name}.yaml")
    run = audiobrief("check", "a.yaml", "b.yaml", cwd=tmp_path)
    assert [line for line in run.out.splitlines() if "warning" not in line] == [
        f"{name}.yaml: good; about 0:04, 6 words, 1 chapter" for name in ("a", "b")
    ]


def test_one_gets_its_parts_and_warnings_leave_its_status(tmp_path: Path) -> None:
    write_script(tmp_path, BODY, "a.yaml")
    run = audiobrief("check", "a.yaml", cwd=tmp_path)
    assert (run.status, run.err) == (0, "")
    assert run.out.splitlines() == [
        "a.yaml: good; about 0:04, 6 words, 1 chapter",
        "  139 words a minute",
        "  low   0:03",
        "  line   6  intro        0:03   99 words a minute  An episode",
        "  line   7  outro        0:01  234 words a minute",
        "a.yaml:7:20: warning: nothing says which day 'today' is (write date: in the script, or name the day)",
    ]
    assert audiobrief("check", "a.yaml", "-q", cwd=tmp_path).out == ""


HEAVY = {
    "PIL",
    "audiobrief.audio.recipe",
    "audiobrief.production.say",
    "babel",
    "num2words",
    "numpy",
    "pydub",
    "sentencex",
}
"""What is imported to decode sounds and pictures, and to read and speak sentences."""


def imported(folder: Path, script: str) -> set[str]:
    """Check a script, and give what of the heavy modules was imported for it."""
    code = "import sys; from audiobrief.cli.main import main\nsys.argv = ['audiobrief', 'check', '-q', sys.argv[1]]\n"
    code += "try: main()\nexcept SystemExit as end: assert end.code == 0\nprint(*sys.modules)"
    env = {**os.environ, "AUDIOBRIEF_CACHE": str(folder / ".cache")}
    done = subprocess.run(
        [sys.executable, "-c", code, script],
        cwd=folder,
        env=env,
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    assert done.stderr == ""
    return HEAVY & set(done.stdout.split())


def test_what_is_remembered_of_a_changed_script_is_not_looked_at_again(tmp_path: Path) -> None:
    (tmp_path / "cover.jpg").write_bytes(picture())
    write_wave(tmp_path / "theme.wav", sine(1.0))
    segments = "  - intro: In 2023, Ada said it.\n    bed: theme\n"
    script = tone_script(tmp_path, segments, "cover: cover.jpg\nsounds: {theme: theme.wav}\n")
    never = {
        "audiobrief.audio.recipe",
        "babel",
        "audiobrief.production.say",
    }
    assert imported(tmp_path, script.name) == HEAVY - never
    script.write_text(script.read_text() + "# a remark\n")
    assert imported(tmp_path, script.name) == set()
    script.write_text(script.read_text().replace("Ada", "Eve"))
    assert not {"PIL", "numpy", "pydub"} & imported(tmp_path, script.name)


def test_the_scripts_of_a_run_have_the_same_engines(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[object] = []

    def names(ahead: Forecast, kept: Path, engines: Mapping[str, Engine], **how: bool) -> tuple[UnknownWord, ...]:
        asked.append(engines)
        return cached_unknown_words(ahead, kept, engines, **how)

    monkeypatch.setattr(unknown_words_cache, "cached_unknown_words", names)
    monkeypatch.setenv("AUDIOBRIEF_CACHE", str(tmp_path / ".cache"))
    paths = [str(write_script(tmp_path, BODY, name)) for name in ("a.yaml", "b.yaml")]
    CliRunner().invoke(command, paths, catch_exceptions=False)
    assert len(asked) == 2
    assert asked[0] is asked[1]


def test_a_target_is_told_of(tmp_path: Path) -> None:
    write_script(tmp_path, f"target: 3.6s\n{BODY}", "a.yaml")
    assert "  target 0:04: as long as it should be" in audiobrief("check", "a.yaml", cwd=tmp_path).out
    write_script(tmp_path, f"target: 1:03\n{BODY}", "a.yaml")
    assert (
        "  target 1:03: about 0:59 too short; it cannot be met by the estimate: it can last from 0:03.1 to 0:04.3\n"
    ) in audiobrief("check", "a.yaml", cwd=tmp_path).out


def test_all_that_a_target_leaves_out_is_told(tmp_path: Path) -> None:
    transition = "  - transition: What then?\n    optional: true\n"
    narration = "  - narration: Then this is told.\n    optional: true\n"
    write_script(tmp_path, f"target: 3.6s\n{BODY}{transition}{narration}", "a.yaml")
    assert "; render leaves out the segments of lines 9 and 11" in audiobrief("check", "a.yaml", cwd=tmp_path).out
    content = json.loads(audiobrief("check", "a.yaml", "--format", "json", cwd=tmp_path).out)
    assert content["scripts"][0]["target"]["left_out"] == [9, 11]


def test_json_has_all_of_it(tmp_path: Path) -> None:
    write_script(tmp_path, f"target: 3.6s\n{BODY}", "a.yaml")
    write_script(tmp_path, "segments: []\n", "bad.yaml")
    run = audiobrief("check", "a.yaml", "bad.yaml", "--format", "json", cwd=tmp_path)
    assert (run.status, run.err) == (2, "")
    good, bad = json.loads(run.out)["scripts"]
    assert {key: value for key, value in good.items() if key not in {"segments", "findings", "target"}} == {
        "script": "a.yaml",
        "good": True,
        "seconds": 3.6,
        "words": 6,
        "words_a_minute": 139,
        "chapters": 1,
        "voices": [{"voice": "low", "seconds": 2.6}],
    }
    assert good["target"]["met"] is True
    assert good["segments"][0] == {
        "kind": "intro",
        "chapter": "An episode",
        "line": 7,
        "seconds": 2.5,
        "words": 3,
        "words_a_minute": 99,
    }
    assert good["findings"] == [
        {
            "level": "warning",
            "check": "relative-date",
            "file": "a.yaml",
            "line": 8,
            "column": 20,
            "message": "nothing says which day 'today' is",
            "advice": "write date: in the script, or name the day",
            "passage": None,
        }
    ]
    assert (bad["script"], bad["good"], bad["findings"][0]["level"]) == ("bad.yaml", False, "error")


def test_github_gets_annotations(tmp_path: Path) -> None:
    write_script(tmp_path, BODY, "a,b.yaml")
    write_script(tmp_path, "segments: []\n", "bad.yaml")
    run = audiobrief("check", "a,b.yaml", "bad.yaml", "--format", "github", cwd=tmp_path)
    assert run.status == 2
    error, warning = run.out.splitlines()
    assert error.startswith(
        "::error file=bad.yaml,line=3,col=11::segments: a list with at least one segment is wanted here (write '"
    )
    assert warning.startswith("::warning file=a%2Cb.yaml,line=7,col=20::nothing says which day 'today' is (write date")


def test_an_article_that_is_not_there_is_told(tmp_path: Path) -> None:
    write_script(tmp_path, BODY, "a.yaml")
    run = audiobrief("check", "a.yaml", "--against", "none.txt", cwd=tmp_path)
    assert (run.status, run.out) == (2, "")
    assert run.err == "none.txt: cannot be read: no such file or directory (check the path and its rights)\n"

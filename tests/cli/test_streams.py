"""Closed streams, ignored signals, few open files, a deleted folder; and what others wrote on a terminal."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from audiobrief.cli.messages import echo, echo_json, say_error
from audiobrief.errors import OutputError, Position, Problem, ScriptError
from builders import Run, tone_script

CLOSED = "standard output cannot be written: it is closed (write it elsewhere)\n"


def in_shell(folder: Path, command: str) -> Run:
    """Run a line of shell, in which `audiobrief` is the program."""
    done = subprocess.run(
        ["bash", "-c", command.replace("audiobrief", f"{sys.executable} -m audiobrief")],
        cwd=folder,
        env={**os.environ, "AUDIOBRIEF_CACHE": str(folder / ".cache"), "NO_COLOR": "1"},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    return Run(done.returncode, done.stdout, done.stderr)


class TestClosedStreams:
    def test_a_result_that_cannot_be_printed(self, tmp_path: Path) -> None:
        tone_script(tmp_path, "  - narration: Hello.\n")
        assert in_shell(tmp_path, "audiobrief check episode.yaml >&-") == Run(1, "", CLOSED)

    def test_files_do_not_take_the_place_of_streams(self, tmp_path: Path) -> None:
        tone_script(tmp_path, "  - narration: Hello.\n")
        run = in_shell(tmp_path, "audiobrief render episode.yaml >&- 2>&- <&-")
        assert run == Run(0, "", "")
        manifest = json.loads((tmp_path / "out" / "episode.episode.json").read_text())
        for file in manifest["files"]:
            assert (tmp_path / "out" / file["name"]).stat().st_size == file["bytes"]


def test_ignored_ends_of_child_processes(tmp_path: Path) -> None:
    program = "import subprocess, sys; from audiobrief.cli.main import run; run(['completion', 'bash']); "
    program += "sys.exit(subprocess.call(['false']))"
    done = subprocess.run(
        ["bash", "-c", "trap '' CHLD; exec \"$0\" -c \"$1\"", sys.executable, program],
        cwd=tmp_path, capture_output=True, timeout=60, check=False,
    )  # fmt: skip
    assert done.returncode == 1


def test_few_open_files(tmp_path: Path) -> None:
    tone_script(tmp_path, "  - narration: Hello.\n")
    run = in_shell(tmp_path, "ulimit -n 5; audiobrief render episode.yaml -q")
    assert (run.status, len(run.err.splitlines())) == (1, 1)
    assert "too many" in run.err
    assert "ulimit -n" in run.err


@pytest.mark.parametrize("command", ["check episode.yaml", "serve ."])
def test_a_deleted_folder(tmp_path: Path, command: str) -> None:
    (tmp_path / "gone").mkdir()
    run = in_shell(tmp_path, f"cd gone; rmdir ../gone; audiobrief {command}")
    assert run == Run(1, "", "the working folder has been deleted (change to another one)\n")


class TestTerminals:
    def test_errors_are_one_line(self, capsys: pytest.CaptureFixture[str]) -> None:
        say_error(str(OutputError("a\x1b]0;title\x07\nb\x9b cannot be written")))
        problem = Problem(Position("\x1b[2J.yaml"), "wrong", "correct it")
        say_error(str(ScriptError([problem])))
        lines = capsys.readouterr().err.splitlines()
        assert lines == [
            r"a\x1b]0;title\x07\nb\x9b cannot be written",
            r"\x1b[2J.yaml:1:1: wrong (correct it)",
        ]

    def test_results(self, capsys: pytest.CaptureFixture[str]) -> None:
        echo("title\x1b[31m\r\x85")
        echo_json({"title": "\x1b\x7f\x9b\u2028é"})
        text, content = capsys.readouterr().out.splitlines()
        assert text == r"title\x1b[31m\r\x85"
        assert content == r'{"title": "\u001b\u007f\u009b\u2028é"}'
        assert json.loads(content) == {"title": "\x1b\x7f\x9b\u2028é"}

    def test_names_of_files_and_titles(self, tmp_path: Path) -> None:
        (tmp_path / "\x1b]0;x\x07\n.yaml").write_text("nothing")
        for command in ("check", "render", "preflight", "serve"):
            run = in_shell(tmp_path, f"audiobrief {command} $'\\e]0;x\\a\\n.yaml'")
            assert run.status in {1, 2}
            assert len(run.err.splitlines()) == 1
            assert "\x1b" not in run.err + run.out

    def test_names_that_are_not_utf8(self, tmp_path: Path) -> None:
        script = tone_script(tmp_path, "  - narration: Hello.\n")
        script.rename(os.fsdecode(os.fsencode(tmp_path) + b"/\xff.yaml"))
        run = in_shell(tmp_path, "audiobrief check $'\\xff.yaml'")
        assert run.status in {0, 2}
        assert "Traceback" not in run.err
        assert r"\udcff.yaml" in run.out + run.err

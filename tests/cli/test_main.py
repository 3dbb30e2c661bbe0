"""The program as people meet it: help, messages, exit statuses."""

from __future__ import annotations

import json
import os
import random
import re
import signal
import subprocess
import sys
import time
import wave
from pathlib import Path
from typing import Any

import psutil
import pytest

from audiobrief.script.models.formats import AUDIO_FORMATS
from builders import audiobrief, audiobrief_process, sine, tone_script, write_script, write_wave

GOOD = "  - narration: Hello there.\n"
FORMATS = ", ".join(AUDIO_FORMATS)


@pytest.mark.parametrize("command", ["render", "check", "proof", "voices", "say", "schema", "completion"])
def test_every_command_has_help_with_examples(command: str, tmp_path: Path) -> None:
    run = audiobrief(command, "--help", cwd=tmp_path)
    assert run.status == 0
    assert f"audiobrief {command}" in run.out.split("Examples:")[1]
    assert command in audiobrief("--help", cwd=tmp_path).out


def test_render_writes_to_out_under_the_scripts_name(tmp_path: Path) -> None:
    run = audiobrief("render", tone_script(tmp_path, GOOD).name, cwd=tmp_path)
    assert (run.status, run.out) == (0, "")
    assert re.match(r"out/episode\.mp3: 0:01, 1 chapter, -1(5\.[7-9]|6\.[0-3]) LUFS", run.err)
    names = [
        "episode.chapters.json",
        "episode.episode.json",
        "episode.mp3",
        "episode.srt",
        "episode.transcript.json",
        "episode.vtt",
    ]
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == names


def test_a_slug_names_the_files(tmp_path: Path) -> None:
    script = tone_script(tmp_path, GOOD, "slug: monday\n")
    assert audiobrief("render", script.name, "-q", cwd=tmp_path).err == ""
    assert (tmp_path / "out/monday.mp3").exists()


def test_json_is_all_that_stands_on_standard_output(tmp_path: Path) -> None:
    first, second = tone_script(tmp_path, GOOD, name="a.yaml"), tone_script(tmp_path, GOOD, name="b.yaml")
    run = audiobrief("render", first.name, second.name, "--json", cwd=tmp_path)
    assert [json.loads(line)["slug"] for line in run.out.splitlines()] == ["a", "b"]
    assert json.loads((tmp_path / "out/a.episode.json").read_text()) == json.loads(run.out.splitlines()[0])


def test_word_times_are_asked_for_by_the_script_or_on_the_command_line(tmp_path: Path) -> None:
    text = "  - narration: It rained in May.\n"
    tone_script(tmp_path, text, name="plain.yaml")
    tone_script(tmp_path, text, name="timed.yaml", extra="output: {word_times: true}\n")
    made = []
    for arguments in (["plain.yaml"], ["plain.yaml", "--word-times"], ["timed.yaml"]):
        assert audiobrief("render", *arguments, cwd=tmp_path).status == 0
        made.append((tmp_path / "out" / arguments[0]).with_suffix(".vtt").read_text(encoding="utf-8"))
    plain, asked, always = made
    assert ("<00:" in plain, asked) == (False, always)
    assert re.search(r"<v [^>]*>It <00:00:00\.\d{3}>rained <00:00:00\.\d{3}>in <00:00:\d\d\.\d{3}>May\.</v>", asked)


def test_the_name_given_with_o_decides_the_format(tmp_path: Path) -> None:
    script = tone_script(tmp_path, GOOD)
    assert audiobrief("render", script.name, "-o", "deep/er/x.m4a", cwd=tmp_path).status == 0
    assert json.loads((tmp_path / "deep/er/x.episode.json").read_text())["audio"]["format"] == "m4a"


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["render"], "Missing argument 'SCRIPT...'"),
        (["rendr"], "there is no command 'rendr' (did you mean 'render'?)"),
        (["render", "--jbs", "2", "a.yaml"], "--jbs"),
        (["render", "a.yaml", "--jobs", "0"], "--jobs"),
        (["render", "a.yaml", "--format", "ogg"], f"'ogg' is not one of {FORMATS}"),
        (["render", "a.yaml", "b.yaml", "-o", "x.mp3"], "-o names one file, and there are several scripts"),
        (["render", "a.yaml", "-o", "x.txt"], "'x.txt' does not"),
        (["render", "a.yaml", "-o", "x.mp3", "--format", "m4a"], "'x.mp3' does not"),
        (["render", "a.yaml", "--format", "mp3,ogg"], f"'ogg' is not one of {FORMATS}"),
        (["render", "a.yaml", "--format", ""], "'' is not one of mp3"),
        (["render", "a.yaml", "-o", "x.wav", "--format", "mp3,opus"], "ends in .mp3 or .opus, and 'x.wav' does not"),
        (["render", "a.yaml", "-q", "-v"], "-q and -v exclude each other"),
        (["say", "Hi.", "-o", "x.mp3"], "'x.mp3' does not"),
        (["say", "...", "-o", "x.wav"], "there is nothing to say in this text"),
        (["say", '(a)[voce:"b"]', "-o", "x.wav"], "unknown mark 'voce'"),
        (
            ["say", '(a)[voice:"b"]', "-o", "x.wav"],
            "unknown voice 'b' in a mark: there is one voice only, the one that --voice names",
        ),
        (["completion", "tcsh"], "'tcsh' is not one of"),
    ],
)
def test_a_wrong_command_line_is_said_in_one_line_and_ends_with_2(
    arguments: list[str], message: str, tmp_path: Path
) -> None:
    tone_script(tmp_path, GOOD, name="a.yaml")
    tone_script(tmp_path, GOOD, name="b.yaml")
    run = audiobrief(*arguments, cwd=tmp_path)
    assert (run.status, run.out) == (2, "")
    assert message in run.err
    assert len(run.err.splitlines()) == 1


def test_one_wrong_script_does_not_keep_the_others_from_being_rendered(tmp_path: Path) -> None:
    tone_script(tmp_path, GOOD, name="good.yaml")
    write_script(tmp_path, "segmnts: []\n", name="bad.yaml")
    run = audiobrief("render", "bad.yaml", "good.yaml", cwd=tmp_path)
    assert run.status == 2
    assert "bad.yaml:3:1: unknown key 'segmnts' (did you mean 'segments'?)" in run.err
    assert (tmp_path / "out/good.mp3").exists()


UNEXPECTED = """
from audiobrief.cli import main, voices

def fail(*_arguments):
    raise {error}

main.audiobrief.invoke = fail
main.main()
"""


@pytest.mark.parametrize(
    ("error", "line"),
    [
        ("OSError(5, 'Input/output error', 'site/.audiobrief-abc/feed.xml')", "site: input/output error"),
        ("PermissionError(13, 'Permission denied', 'feed.xml')", "feed.xml: permission denied"),
    ],
)
def test_an_error_of_the_machine_is_no_fault_of_the_program(error: str, line: str) -> None:
    program = [sys.executable, "-c", UNEXPECTED.format(error=error), "schema"]
    done = subprocess.run(program, capture_output=True, text=True, timeout=60, check=False)
    assert (done.returncode, done.stderr) == (1, f"{line} (check the disk and the rights of its files)\n")


def test_too_many_open_files_have_advice_of_their_own() -> None:
    program = [sys.executable, "-c", UNEXPECTED.format(error="OSError(24, 'Too many open files')"), "schema"]
    done = subprocess.run(program, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 1
    assert done.stderr == "too many files are open at once (raise the limit, as with ulimit -n)\n"


FAILING = """
import sys
from audiobrief.production import forecast, render
from audiobrief.cli.main import main

def failing(module, name):
    works = getattr(module, name)
    def fails(script, *arguments, **named):
        if script.slug == "bad":
            raise {error}
        return works(script, *arguments, **named)
    setattr(module, name, fails)

failing(render, "render_episode")
failing(forecast, "forecast")
main()
"""


@pytest.mark.parametrize("command", ["render", "check"])
@pytest.mark.parametrize(
    ("error", "line"),
    [
        ("OSError(5, 'Input/output error', '/x/y.jpg')", "bad.yaml: /x/y.jpg: input/output error ("),
        ("OSError(24, 'Too many open files')", "bad.yaml: too many open files ("),
        ("OSError('odd')", "bad.yaml: odd ("),
    ],
)
def test_a_fault_of_the_machine_stops_one_script_only(command: str, error: str, line: str, tmp_path: Path) -> None:
    names = [tone_script(tmp_path, GOOD, name=f"{name}.yaml").name for name in ("a", "bad", "z")]
    program = [sys.executable, "-c", FAILING.format(error=error), command, *names]
    done = subprocess.run(program, cwd=tmp_path, capture_output=True, text=True, timeout=60, check=False)
    said = (done.stdout + done.stderr).splitlines()
    assert done.returncode == 1
    assert [each for each in said if each.startswith("bad.yaml")] == [
        f"{line}check the disk and the files that the script names)"
    ]
    assert len([each for each in said if " warning: " not in each]) == 3


def test_a_fault_of_the_program_stops_them_all(tmp_path: Path) -> None:
    names = [tone_script(tmp_path, GOOD, name=f"{name}.yaml").name for name in ("a", "bad", "z")]
    program = [sys.executable, "-c", FAILING.format(error="KeyError('x')"), "render", *names]
    done = subprocess.run(program, cwd=tmp_path, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 1
    assert done.stderr.splitlines()[1].startswith("KeyError: 'x' (this is a fault in audiobrief")
    assert not (tmp_path / "out/z.mp3").exists()


EVERYTHING_WRONG = """\
version: 1
titel: T
voices:
  low: {engine: tone, name: "220"}
  high: {engine: tone, name: treble}
  odd: {engine: tome}
sounds:
  good: {file: good.wav, start: 1s}
  text: text.wav
  none: none.wav
  cut: {file: text.wav, end: 1, start: 5s}
segments:
  - narration: Hello (there)[voice:"odd"] and (you)[lang:"xx"].
    bed: piano
    chapter: One
    image: text.wav
  - narration: [low: Why?, hig: Because.]
  - narration: Well.
    voice: odd
  - narration: 1.10
"""
# Line and column of each mistake, and part of what is said there.
MISTAKES = [
    ("1:1", "'title' is missing"),
    ("2:1", "unknown key 'titel'"),
    ("5:24", "tone has no voice 'treble'"),
    ("6:17", "unknown engine 'tome'"),
    ("8:16", "start or end lies beyond"),
    ("9:9", "'text.wav' is not a sound file"),
    ("10:9", "there is no file 'none.wav'"),
    ("11:15", "'text.wav' is not a sound file"),
    ("11:30", "'1' is not a duration"),
    ("14:10", "unknown sound 'piano'"),
    ("16:12", "'text.wav' is neither a JPEG nor a PNG picture"),
    ("17:28", "unknown voice 'hig'"),
    ("20:16", "YAML reads '1.10' as a number"),
]


@pytest.mark.parametrize("command", ["check", "render"])
def test_mistakes_of_texts_sounds_and_voices_come_in_one_run_in_order(command: str, tmp_path: Path) -> None:
    write_wave(tmp_path / "good.wav", sine(0.1))
    (tmp_path / "text.wav").write_text("no sound")
    (tmp_path / "x.yaml").write_text(EVERYTHING_WRONG)
    run = audiobrief(command, "x.yaml", cwd=tmp_path)
    assert (run.status, run.out) == (2, "")
    lines = [line.split(": ", 1) for line in run.err.splitlines()]
    assert [place for place, _ in lines] == [f"x.yaml:{place}" for place, _ in MISTAKES]
    assert [said for (_, said), (_, part) in zip(lines, MISTAKES, strict=True) if part not in said] == []
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize("command", ["check", "render"])
def test_mistakes_of_sounds_and_voices_alone_come_in_one_run(command: str, tmp_path: Path) -> None:
    (tmp_path / "text.wav").write_text("no sound")
    script = tone_script(tmp_path, GOOD, "sounds: {text: text.wav}\n")
    script.write_text(script.read_text().replace("880", "treble"))
    run = audiobrief(command, script.name, cwd=tmp_path)
    assert run.status == 2
    assert [line.split(" (")[0] for line in run.err.splitlines()] == [
        "episode.yaml:3:16: 'text.wav' is not a sound file, or it is broken",
        "episode.yaml:6:24: tone has no voice 'treble'",
    ]
    assert not (tmp_path / "out").exists()


def test_a_voice_that_fails_does_not_hide_what_is_wrong_in_the_script(tmp_path: Path) -> None:
    package = tmp_path / "fake" / "pyttsx3"
    package.mkdir(parents=True)
    (package / "__init__.py").write_text("raise ImportError('no voices today')")
    write_script(tmp_path, "number: x\nsegments:\n  - narration: Hello.\n", "x.yaml")
    path = os.pathsep.join([str(tmp_path / "fake"), os.environ.get("PYTHONPATH", "")])
    run = audiobrief_process("check", "x.yaml", cwd=tmp_path, env={"PYTHONPATH": path})
    assert (run.status, run.err) == (
        2,
        "x.yaml:3:9: number: 'x' is not a whole number (write digits only, without quotes, such as 3)\n",
    )


def test_a_pattern_may_name_the_house_file_and_no_other_file_without_segments(tmp_path: Path) -> None:
    tone_script(tmp_path, GOOD, name="good.yaml")
    (tmp_path / "show.yaml").write_text("voices: {v: {engine: tone}}\n")
    run = audiobrief("check", "good.yaml", "show.yaml", cwd=tmp_path)
    assert (run.status, run.err) == (0, "show.yaml: passed over, a house file\n")
    (tmp_path / "other.yaml").write_text("version: 1\ntitle: T\nvoices: {v: {engine: tone}}\n")
    assert audiobrief("check", "good.yaml", "other.yaml", cwd=tmp_path).status == 2


def test_scripts_that_would_overwrite_each_other_are_refused(tmp_path: Path) -> None:
    tone_script(tmp_path / "a", GOOD)
    tone_script(tmp_path / "b", GOOD)
    run = audiobrief("render", "a/episode.yaml", "b/episode.yaml", cwd=tmp_path)
    assert run.status == 2
    assert "several scripts would be written to out/episode; give each a slug: of its own" in run.err
    assert not (tmp_path / "out").exists()


def test_check_says_how_long_it_runs_and_renders_nothing(tmp_path: Path) -> None:
    write_script(tmp_path, f"voices:\n  low: {{engine: tone}}\nsegments:\n{GOOD}")
    run = audiobrief("check", "episode.yaml", cwd=tmp_path)
    assert (run.status, run.out) == (0, "episode.yaml: good; about 0:01, 2 words, 1 chapter\n")
    assert not (tmp_path / "out").exists()


def test_voices_can_be_narrowed_down(tmp_path: Path) -> None:
    run = audiobrief("voices", "--engine", "pyttsx3", "--language", "uk", "--json", cwd=tmp_path)
    assert [(voice["engine"], voice["name"]) for voice in json.loads(run.out)] == [("pyttsx3", "zle/uk")]
    assert "gmw/en-gb-x-rp" in audiobrief("voices", "--language", "en", cwd=tmp_path).out


def test_say_writes_a_wave_file(tmp_path: Path) -> None:
    run = audiobrief("say", "Hello.", "--engine", "tone", "--voice", "440", "-o", "x.wav", cwd=tmp_path)
    assert (run.status, run.err) == (0, "")
    with wave.open(str(tmp_path / "x.wav")) as file:
        assert (file.getframerate(), file.getnchannels(), file.getnframes()) == (44_100, 1, 15_876 + 13_230)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["Hello.", "--voice", "nobody"], "no voice 'nobody' for the language 'en' is installed"),
        (["Hello.", "--engine", "pyttsx3", "--voice", "nobody"], "pyttsx3 has no voice 'nobody'"),
        (["Hello.", "--language", "tlh"], "no voice for the language 'tlh' is installed"),
        (["Hello, (nuqneH)[lang:'tlh'].", "--engine", "pyttsx3"], "pyttsx3 has no voice for the language 'tlh'"),
    ],
)
def test_say_with_a_voice_that_is_not_there_ends_with_2(arguments: list[str], message: str, tmp_path: Path) -> None:
    run = audiobrief("say", *arguments, "-o", "x.wav", cwd=tmp_path)
    assert run.status == 2
    assert run.err in {f"{message} (audiobrief voices lists those {those})\n" for those in ("it has", "that are")}
    assert list(tmp_path.iterdir()) == []


def test_schema_is_json(tmp_path: Path) -> None:
    assert "segments" in json.loads(audiobrief("schema", cwd=tmp_path).out)["properties"]
    assert "segments" not in json.loads(audiobrief("schema", "--show", cwd=tmp_path).out)["properties"]


def test_a_shell_completes_commands_and_options(tmp_path: Path) -> None:
    assert "_AUDIOBRIEF_COMPLETE" in audiobrief("completion", "bash", cwd=tmp_path).out
    env = {"_AUDIOBRIEF_COMPLETE": "bash_complete", "COMP_WORDS": "audiobrief render --no", "COMP_CWORD": "2"}
    program = Path(sys.executable).with_name("audiobrief")
    done = subprocess.run([program], env={**os.environ, **env}, capture_output=True, text=True, timeout=60, check=False)
    assert done.stdout == "plain,--no-cache\n"


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_an_interrupt_ends_with_130_and_leaves_nothing(number: signal.Signals, tmp_path: Path) -> None:
    text = " ".join(f"Sentence number {count} of a long text." for count in range(500))
    script = write_script(tmp_path, f"segments:\n  - narration: {text}\n")
    command = [sys.executable, "-m", "audiobrief", "render", script.name, "--no-cache"]
    running = psutil.Popen(command, cwd=tmp_path, stderr=subprocess.PIPE)
    while not list(tmp_path.glob("out/.audiobrief-*/clips/*/*.clip")):
        time.sleep(0.02)
    children = running.children(recursive=True)
    running.send_signal(number)
    _, said = running.communicate(timeout=30)
    assert (running.returncode, said.strip()) == (130, b"interrupted; files that were finished before are whole")
    assert list((tmp_path / "out").iterdir()) == []
    assert psutil.wait_procs(children, timeout=5)[1] == []


def early_moments(seed: int) -> list[Any]:
    """Return moments of the first tenth of a second, in which the program imports, and some after it.

    All but three are slow.
    """
    choose = random.Random(seed)  # a repeatable choice
    moments = [choose.uniform(0, 0.1) for _ in range(10)] + [choose.uniform(0.1, 0.4) for _ in range(5)]
    return [
        moment if at % 5 == 0 else pytest.param(moment, marks=pytest.mark.slow) for at, moment in enumerate(moments)
    ]


@pytest.mark.parametrize("moment", early_moments(1))
def test_an_early_end_is_a_quiet_one(moment: float, tmp_path: Path) -> None:
    # Until Python runs the program's own code, SIGTERM ends it without a word.
    script = tone_script(tmp_path, GOOD)
    running = subprocess.Popen(
        [sys.executable, "-m", "audiobrief", "check", script.name], cwd=tmp_path, stderr=subprocess.PIPE, text=True
    )
    time.sleep(moment)
    running.terminate()
    _, said = running.communicate(timeout=30)
    assert (running.returncode, said.strip()) in [(0, ""), (-signal.SIGTERM, ""), (130, INTERRUPTED)]


ANNOUNCING = """
from audiobrief.cli.main import Interruption, main

catch_signals = Interruption.catch_signals

def announce(interruption):
    catch_signals(interruption)
    print(flush=True)

Interruption.catch_signals = announce
main()
"""
"""The program, which writes a line as soon as it catches signals."""
INTERRUPTED = "interrupted; files that were finished before are whole"


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
@pytest.mark.parametrize("moment", [0.0, *early_moments(2)])
def test_an_interrupt_while_the_program_is_imported_is_one_line(
    moment: float, number: signal.Signals, tmp_path: Path
) -> None:
    script = tone_script(tmp_path, GOOD)
    running = subprocess.Popen(
        [sys.executable, "-c", ANNOUNCING, "check", script.name],
        cwd=tmp_path,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert running.stdout is not None
    running.stdout.readline()
    time.sleep(moment)
    running.send_signal(number)
    _, said = running.communicate(timeout=30)
    # The program may be done before the signal is sent.
    assert (running.returncode, said.strip()) in [(130, INTERRUPTED), (0, "")]


def test_an_interrupt_while_the_command_line_is_imported_is_one_line() -> None:
    code = """
import runpy, sys

class Interrupting:
    def find_spec(self, name, path=None, target=None):
        if name == "audiobrief.cli.main":
            raise KeyboardInterrupt

sys.meta_path.insert(0, Interrupting())
runpy.run_module("audiobrief", run_name="__main__")
"""
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=False)
    assert (run.returncode, run.stdout, run.stderr) == (130, "", "interrupted\n")


AT_AN_EVENT = """
import runpy, signal, sys

count, last = 0, int(sys.argv[1])

def interrupt(event, arguments):
    global count
    if count == 0 and not (event == "exec" and arguments[0].co_filename.endswith("__main__.py")):
        return  # what comes before is Python's
    count += 1
    if count == last:
        signal.raise_signal(signal.SIGINT)

sys.argv = ["audiobrief", "--version"]
sys.addaudithook(interrupt)
try:
    runpy.run_module("audiobrief", run_name="__main__", alter_sys=True)
finally:
    print(count)
"""
"""The program, which is interrupted at the n-th event of importing, from its own first line on."""


def test_an_interrupt_from_the_first_line_on_is_one_line() -> None:
    def run(at: int) -> tuple[int, str, str]:
        done = subprocess.run(
            [sys.executable, "-c", AT_AN_EVENT, str(at)], capture_output=True, text=True, timeout=60, check=False
        )
        return done.returncode, done.stdout, done.stderr

    events = int(run(0)[1].split()[-1])
    assert events > 300
    moments = [*range(2, 9), *range(9, events, events // 8)]  # the first event is before the first line
    ends = {at: run(at) for at in moments}
    assert {
        at: end for at, end in ends.items() if end[0] != 130 or end[2].strip() not in {"interrupted", INTERRUPTED}
    } == {}


INTERRUPTING = """
import os

from audiobrief.cli.main import main
from audiobrief.script import loader

read_script = loader.read_script

class Interrupting:
    def __del__(self):
        os.kill(os.getpid(), int(os.environ["SIGNAL"]))
        self.ignored = True

def interrupt(*arguments, **options):
{body}
    return read_script(*arguments, **options)

loader.read_script = interrupt
main()
"""
"""The program, which is interrupted while it reads a script."""


def interrupted(body: str, number: int, command: str, folder: Path) -> subprocess.CompletedProcess[str]:
    script = tone_script(folder, GOOD)
    return subprocess.run(
        [sys.executable, "-c", INTERRUPTING.format(body=body), command, script.name],
        cwd=folder,
        env={**os.environ, "SIGNAL": str(int(number))},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
@pytest.mark.parametrize("command", ["render", "check"])
def test_an_interrupt_that_python_ignores_still_gives_130(command: str, number: signal.Signals, tmp_path: Path) -> None:
    done = interrupted("    Interrupting()", number, command, tmp_path)
    assert (done.returncode, done.stderr.splitlines()[-1]) == (130, INTERRUPTED)
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_an_interrupt_in_code_that_exec_runs_gives_130(number: signal.Signals, tmp_path: Path) -> None:
    body = """    exec("os.kill(os.getpid(), int(os.environ['SIGNAL'])); os.getpid()")"""
    (tmp_path / "program.py").write_text(INTERRUPTING.format(body=body))
    # As a module, since Python ends only a module's process by the signal.
    done = subprocess.run(
        [sys.executable, "-m", "program", "check", tone_script(tmp_path, GOOD).name],
        cwd=tmp_path,
        env={**os.environ, "SIGNAL": str(int(number))},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert (done.returncode, done.stderr.strip()) == (130, INTERRUPTED)


RAISING = """
    try:
        os.kill(os.getpid(), int(os.environ["SIGNAL"]))
        os.getpid()
    except BaseException as error:
        raise {error} from error
"""


@pytest.mark.parametrize("error", ["RuntimeError('fault')", "OSError(5, 'fault')"])
def test_an_interrupt_that_a_library_turns_into_an_error_still_gives_130(error: str, tmp_path: Path) -> None:
    done = interrupted(RAISING.format(error=error), signal.SIGTERM, "check", tmp_path)
    assert (done.returncode, done.stderr.splitlines()[-1]) == (130, INTERRUPTED)
    assert "Traceback" not in done.stderr


def test_without_a_folder_to_keep_clips_in_it_goes_on(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("not a folder")
    script = tone_script(tmp_path, GOOD)
    run = audiobrief("render", script.name, cwd=tmp_path, env={"AUDIOBRIEF_CACHE": str(tmp_path / "file")})
    assert run.status == 0
    assert "the cache is not used" in run.err
    assert (tmp_path / "out/episode.mp3").exists()


def test_a_reader_that_goes_away_is_no_fault(tmp_path: Path) -> None:
    command = f"{sys.executable} -m audiobrief voices | head -1"
    done = subprocess.run(
        ["bash", "-c", command], cwd=tmp_path, capture_output=True, text=True, timeout=60, check=False
    )
    assert done.stdout.count("\n") == 1
    assert done.stderr == ""


def test_help_starts_without_the_heavy_libraries(tmp_path: Path) -> None:
    program = "import sys; import audiobrief.cli.main as m; m.run(['--help']); sys.exit(str(sorted(sys.modules)))"
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=tmp_path, capture_output=True, text=True, timeout=60, check=False
    )
    for heavy in ("numpy", "pydantic", "yaml", "pydub", "rich", "mutagen"):
        assert f"'{heavy}'" not in done.stderr

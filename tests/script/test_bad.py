"""Every bad script is refused with the place, the fault and what to do, through the library and the program.

The scripts in `bad/` say in their first lines what must be reported: `# expect: LINE:COLUMN: part of the message`,
with a file's name in front where the fault lies in a file that the script names.
"""

from __future__ import annotations

import os
import re
import shutil
from pathlib import Path

import pytest

from audiobrief.errors import ScriptError
from audiobrief.script.loader import load_script
from builders import Run, audiobrief, picture, sine, write_wave

BAD = Path(__file__).parent / "bad"
NAMES = sorted(path.name for path in BAD.glob("*.yaml"))
MESSAGE = re.compile(r"(?P<file>[^:]+):(?P<line>[1-9]\d*):(?P<column>[1-9]\d*): \S.* \(\S.*\)")

# Files that git or an editor would spoil: their bytes, and what must be reported.
MADE: dict[str, tuple[bytes, str]] = {
    "made-not-utf8.yaml": (b"version: 1\ntitle: \xc3\xa9\xff\n", "2:9: this is not UTF-8 text"),
    "made-latin1.yaml": ("version: 1\ntitle: café\n".encode("latin-1"), "2:11: this is not UTF-8 text"),
    "made-utf16.yaml": ("version: 1\n".encode("utf-16"), "1:1: this is not UTF-8 text"),
    "made-utf32.yaml": ("version: 1\n".encode("utf-32"), "1:1: this is not UTF-8 text"),
    "made-control.yaml": (b"version: 1\r\ntitle: a\x07b\r\n", "2:9: control character U+0007 (delete it)"),
    "made-nul.yaml": (b"version: 1\ntitle: \x00\n", "2:8: control character U+0000"),
    "made-binary.yaml": (b"RIFF\x24\x00\x00\x00WAVEfmt ", "1:6: control character U+0000"),
    "made-no-bytes.yaml": (b"", "1:1: the file is empty"),
    "made-only-bom.yaml": (b"\xef\xbb\xbf", "1:1: the file is empty"),
    "made-huge.yaml": (b"version: 1\ntitle: " + b"a" * 1_000_000, "1:1: the file is larger than 1 MB"),
    "made-nodes.yaml": (b"[" + b"1," * 100_000 + b"]", "1:200000: more than 100,000 values"),
    "made-crlf.yaml": (b"version: 1\r\ntitle: T\r\nnumber: x\r\n", "3:9: 'x' is not a whole number"),
    "made-old-mac.yaml": (b"version: 1\rtitle: T\rnumber: x\r", "3:9: 'x' is not a whole number"),
    "made-bom.yaml": (b"\xef\xbb\xbfvertion: 1\n", "1:1: unknown key 'vertion'"),
    "made-line-separator.yaml": (
        "version: 1\ntitle: a\u2028b\u2029c\x85d\nnumber: x\n".encode(),
        "3:9: 'x' is not a whole number",
    ),
}


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project's folder with the bad scripts in it, and sounds and links for them to name."""
    folder = tmp_path_factory.mktemp("bad") / "project"
    shutil.copytree(BAD, folder / "scripts")
    for name, (content, _) in MADE.items():
        (folder / "scripts" / name).write_bytes(content)
    (folder / "audio_assets").mkdir()
    (folder / "audio_assets" / "cut.jpg").write_bytes(picture()[:-20])
    tone = write_wave(folder / "audio_assets" / "tone.wav", sine(0.1))
    shutil.copy(tone, folder.parent / "outside.wav")
    (folder / "audio_assets" / "link.wav").symlink_to(folder.parent / "outside.wav")
    (folder / "audio_assets" / "loop.wav").symlink_to("loop.wav")
    os.mkfifo(folder / "audio_assets" / "pipe.wav")
    return folder


@pytest.fixture(scope="module")
def checked(project: Path) -> Run:
    """All bad scripts given to the program at once."""
    return audiobrief("check", *(f"scripts/{name}" for name in [*NAMES, *MADE]), cwd=project)


def expected(name: str) -> list[str]:
    """What must be reported of a script: the beginning of lines."""
    if name in MADE:
        wanted = [MADE[name][1]]
    else:
        lines = (BAD / name).read_text(encoding="utf-8").split("\n")
        wanted = [line.removeprefix("# expect: ") for line in lines if line.startswith("# expect: ")]
    return [f"scripts/{text}" if text.startswith("files/") else f"scripts/{name}:{text}" for text in wanted]


def is_reported(wanted: str, lines: list[str]) -> bool:
    """Whether a line starts at the place that is wanted and holds the text that is."""
    file, line, column, text = wanted.split(":", 3)
    return any(each.startswith(f"{file}:{line}:{column}: ") and text.strip() in each for each in lines)


@pytest.mark.parametrize("name", [*NAMES, *MADE])
def test_is_refused_where_it_is_wrong(name: str, project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(project)

    with pytest.raises(ScriptError) as caught:
        load_script(Path("scripts") / name)

    lines = str(caught.value).split("\n")
    wanted = expected(name)
    assert wanted
    assert [text for text in wanted if not is_reported(text, lines)] == [], "\n".join(lines)
    assert [line for line in lines if not MESSAGE.fullmatch(line)] == []
    assert caught.value.exit_status == 2


@pytest.mark.parametrize("name", NAMES)
def test_says_no_more_than_what_is_wrong(name: str, project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(project)

    with pytest.raises(ScriptError) as caught:
        load_script(Path("scripts") / name)

    places = [str(problem.position) for problem in caught.value.problems]
    assert sorted(places) == sorted(":".join(text.split(":", 3)[:3]) for text in expected(name)), str(caught.value)


def test_all_mistakes_of_a_script_come_in_one_run(project: Path) -> None:
    with pytest.raises(ScriptError) as caught:
        load_script(project / "scripts" / "fifteen-mistakes.yaml", "fifteen-mistakes.yaml")

    assert len(caught.value.problems) == 16
    assert list(caught.value.problems) == sorted(caught.value.problems, key=lambda problem: problem.position)


def test_the_program_reports_each_of_them_and_ends_with_2(checked: Run) -> None:
    lines = checked.err.splitlines()
    missing = [text for name in [*NAMES, *MADE] for text in expected(name) if not is_reported(text, lines)]

    assert missing == []
    assert checked.status == 2
    assert checked.out == ""


def test_the_program_says_nothing_else(checked: Run) -> None:
    assert "Traceback" not in checked.err
    assert [line for line in checked.err.splitlines() if not MESSAGE.fullmatch(line)] == []


def test_there_is_a_bad_script_for_every_rule() -> None:
    assert len(NAMES) + len(MADE) >= 70


@pytest.mark.parametrize(
    ("name", "fault"),
    [("text.wav", b"This is not sound.\n"), ("cut.wav", b"RIFF\xff\xff\xff\xffWAVEfmt "), ("none.wav", b"")],
)
def test_a_file_that_is_no_sound_is_reported_at_its_name(name: str, fault: bytes, project: Path) -> None:
    (project / "audio_assets" / name).write_bytes(fault)
    script = project / "scripts" / f"sound-{name}.yaml"
    script.write_text(
        f"version: 1\ntitle: T\nsounds:\n  s: ../audio_assets/{name}\nsegments:\n  - transition:\n    sound: s\n"
    )

    run = audiobrief("check", f"scripts/{script.name}", cwd=project)

    assert run.status == 2
    assert run.err.startswith(f"scripts/{script.name}:4:6: ")
    assert MESSAGE.fullmatch(run.err.strip())

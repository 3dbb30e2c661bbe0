"""What the documents show is true: their scripts, messages, commands, links, keys and versions."""

from __future__ import annotations

import ast
import itertools
import json
import re
import shlex
import shutil
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import click
import pytest

from audiobrief.cli.main import audiobrief as program
from audiobrief.script.models import lexicon, script, segment, show, sound, voice
from audiobrief.script.models.base import Model
from audiobrief.script.models.script import HouseFile
from audiobrief.script.schema import script_schema, show_schema
from audiobrief.script.validation import validate
from audiobrief.script.yaml.tree import parse_document
from builders import ROOT, audiobrief, sine, write_wave

DOCUMENTS = tuple(sorted([*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md"), ROOT / "audio_assets" / "README.md"]))
FENCE = re.compile(r"^```(?P<kind>[^\n]*)\n(?P<text>.*?)^```$", re.MULTILINE | re.DOTALL)
NAMED = re.compile(r"# scripts/(?P<name>[\w-]+\.yaml)\n")
LINK = re.compile(r"!?\[[^\]\n]*\]\((?P<target>[^)\s]+)\)")
MODELS: dict[str, type[Model]] = {
    "The script": script.ScriptFile,
    "Segments": segment.SegmentDefinition,
    "Clips": sound.ClipDefinition,
    "Voices": voice.VoiceDefinition,
    "Sounds": sound.SoundDefinition,
    "Lexicon": lexicon.EntryDefinition,
    "Pauses": script.Pauses,
    "Mastering": script.Mastering,
    "Output": script.Output,
    "Source": segment.Source,
    "Transition": script.Transition,
    "Editions": script.EditionDefinition,
    "Owner": show.Owner,
    "Funding": show.Funding,
    "Persons": show.Person,
    "Soundbite": script.SoundbiteDefinition,
}


@dataclass(frozen=True, slots=True)
class Fence:
    """A fenced block of a document."""

    path: Path
    line: int
    kind: str
    text: str
    following: str
    """The text of the next block of the document."""

    def __str__(self) -> str:
        return f"{self.path.name}:{self.line}"


def fences(path: Path) -> list[Fence]:
    text = path.read_text(encoding="utf-8")
    matches = list(FENCE.finditer(text))
    following = [*(match["text"] for match in matches[1:]), ""][: len(matches)]
    return [
        Fence(path, text.count("\n", 0, match.start()) + 1, match["kind"].strip(), match["text"], after)
        for match, after in zip(matches, following, strict=True)
    ]


ALL = [fence for path in DOCUMENTS for fence in fences(path)]
YAML = [fence for fence in ALL if fence.kind == "yaml"]
WRONG = [fence for fence in ALL if fence.kind == "yaml wrong"]


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A folder like the project's: the assets, a recording, and the house file in `scripts`."""
    (tmp_path / "scripts").mkdir()
    shutil.copytree(ROOT / "audio_assets", tmp_path / "audio_assets", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "scripts" / "show.yaml", tmp_path / "scripts")
    write_wave(tmp_path / "clips" / "mayor.wav", sine(20, sample_rate=8000), 8000)
    return tmp_path


def whole(text: str) -> str:
    """Fill a part of a script up with what a script needs."""
    if re.search("^version:", text, re.MULTILINE):
        return text
    text = "version: 1\nshow: show.yaml\ntitle: An example\n" + text
    return text if "\nsegments:" in text else text + "segments:\n  - narration: These are words.\n"


def is_house_file(text: str) -> bool:
    return "version:" in text and "\nsegments:" not in text


def test_scripts_are_good(project: Path) -> None:
    scripts = [fence for fence in YAML if not is_house_file(fence.text)]
    for number, fence in enumerate(scripts):
        # A message names the file, and so the document and the line of the script.
        name = f"{number}-{fence.path.stem}-{fence.line}.yaml"
        (project / "scripts" / name).write_text(whole(fence.text), encoding="utf-8")
    written = sorted(path.relative_to(project) for path in (project / "scripts").glob("[0-9]*.yaml"))
    assert len(written) == len(scripts)
    run = audiobrief("check", *written, cwd=project)
    assert (run.status, run.err) == (0, "")


@pytest.mark.parametrize("fence", [fence for fence in YAML if "\ntarget: " in f"\n{fence.text}"], ids=str)
def test_a_target_is_met_as_the_text_says(fence: Fence, project: Path) -> None:
    (project / "scripts" / "example.yaml").write_text(whole(fence.text), encoding="utf-8")
    run = audiobrief("render", "--json", "scripts/example.yaml", cwd=project)
    assert run.status == 0, run.err
    assert run.manifest["duration"] == pytest.approx(run.manifest["target"]["duration"], abs=0.5)
    assert [segment["kind"] for segment in run.manifest["target"]["left_out"]] == ["transition", "narration"]


@pytest.mark.parametrize("fence", [fence for fence in YAML if is_house_file(fence.text)], ids=str)
def test_house_files_are_good(fence: Fence, project: Path) -> None:
    named = NAMED.match(fence.text)
    assert named, "a house file's block says its name"
    _, problems = validate(HouseFile, parse_document(fence.text, named["name"]))
    assert not problems
    (project / "scripts" / named["name"]).write_text(fence.text, encoding="utf-8")
    script = f"version: 1\ntitle: An example\nshow: {named['name']}\nsegments:\n  - narration: These are words.\n"
    (project / "scripts" / "example.yaml").write_text(script, encoding="utf-8")
    run = audiobrief("check", "scripts/example.yaml", cwd=project)
    assert (run.status, run.err) == (0, "")


@pytest.mark.parametrize("fence", WRONG, ids=str)
def test_messages_are_as_shown(fence: Fence, project: Path) -> None:
    named = NAMED.match(fence.text)
    assert named, "a wrong script's block says its name, which the messages repeat"
    (project / "scripts" / named["name"]).write_text(fence.text, encoding="utf-8")
    run = audiobrief("check", f"scripts/{named['name']}", cwd=project)
    assert run.status == 2
    assert sorted(run.err.splitlines()) == sorted(fence.following.splitlines())


def test_estimate_of_the_tutorial_is_as_shown(project: Path) -> None:
    shown = next(fence.text for fence in ALL if fence.text.startswith("scripts/first.yaml: good; "))
    first = next(fence for fence in YAML if fence.text.startswith("# scripts/first.yaml"))
    (project / "scripts" / "first.yaml").write_text(first.text, encoding="utf-8")
    assert audiobrief("check", "scripts/first.yaml", cwd=project).out.startswith(shown)


def test_estimate_of_the_readme_is_as_shown(tmp_path: Path) -> None:
    line = audiobrief("check", "scripts/belarus-briefing.yaml", cwd=ROOT, env={"AUDIOBRIEF_CACHE": str(tmp_path)}).out
    shown = re.search(r"For the sample it says (\d+:\d\d);", (ROOT / "README.md").read_text("utf-8"))
    assert shown
    assert f"about {shown[1]}," in line


def test_the_tutorials_episode_comes_out_as_told(project: Path) -> None:
    last = [fence for fence in YAML if fence.text.startswith("# scripts/first.yaml")][-1]
    (project / "scripts" / "first.yaml").write_text(last.text, encoding="utf-8")
    run = audiobrief("render", "scripts/first.yaml", "--json", "-q", cwd=project)
    assert (run.status, run.err) == (0, "")
    names = {path.name for path in (project / "out").iterdir()}
    assert names == {
        f"first{end}" for end in (".mp3", ".vtt", ".srt", ".transcript.json", ".chapters.json", ".episode.json")
    }
    chapters = [chapter["title"] for chapter in run.manifest["chapters"]]
    assert chapters == ["Headlines", "A week of ice", "What comes next", "Credits"]
    assert "Siobhan" in (project / "out" / "first.vtt").read_text("utf-8")
    assert {voice["speaker"] for voice in run.manifest["voices"]} == {"presenter", "quote"}
    assert abs(run.manifest["loudness"]["integrated_lufs"] + 16) <= 0.5
    assert run.manifest == json.loads((project / "out" / "first.episode.json").read_text("utf-8"))


def test_what_preflight_finds_is_as_shown(project: Path) -> None:
    script = next(fence for fence in YAML if fence.text.startswith("# scripts/bridge.yaml"))
    (project / "scripts" / "bridge.yaml").write_text(script.text, encoding="utf-8")
    assert audiobrief("render", "scripts/bridge.yaml", "-q", cwd=project).status == 0
    run = audiobrief("preflight", "out/bridge.mp3", cwd=project)
    assert (run.status, run.out) == (1, script.following)


@dataclass(frozen=True, slots=True)
class Call:
    """A call of the program that a document or a help text shows."""

    place: str
    words: tuple[str, ...]
    """The command and its arguments."""
    split_story: bool
    """Whether arguments may be left out: in running text, and where xargs adds them."""

    def __str__(self) -> str:
        return f"{self.place}: {' '.join(self.words)}"


def shown_lines() -> Iterator[tuple[str, str, bool]]:
    """Return the place of each line of shell, the line, and whether it is part of a sentence."""
    for fence in ALL:
        if fence.kind == "sh":
            yield from ((str(fence), line, False) for line in fence.text.splitlines())
    for path in DOCUMENTS:
        for match in re.finditer(r"`(audiobrief [^`\n]+)`", FENCE.sub("", path.read_text(encoding="utf-8"))):
            yield path.name, match[1], True
    context = click.Context(program)
    commands = {name: program.get_command(context, name) for name in program.list_commands(context)}
    for name, command in {"audiobrief": program, **commands}.items():
        assert command is not None
        parts = command.commands.values() if isinstance(command, click.Group) else ()
        for each in (command, *parts):
            yield from ((f"{name} --help", line.strip(), False) for line in (each.epilog or "").splitlines())


def shown_calls() -> Iterator[Call]:
    for place, line, prose in shown_lines():
        # What an evaluated command prints is quoted by the shell around it.
        evaluated = re.search(r'"\$\((.*)\)"', line)
        lexer = shlex.shlex(evaluated[1] if evaluated else line, posix=True, punctuation_chars=";&|<>")
        lexer.whitespace_split = True
        words = list(lexer)
        while "audiobrief" in words:
            words = words[words.index("audiobrief") + 1 :]
            end = next((at for at, word in enumerate(words) if word[0] in ";&|<>"), len(words))
            if words[:1] != ["COMMAND"]:
                yield Call(place, tuple(words[:end]), prose or "xargs" in line)


CALLS = list(dict.fromkeys(shown_calls()))


def test_calls_are_found() -> None:
    assert len(CALLS) > 30
    assert {call.words[0] for call in CALLS} >= set(program.list_commands(click.Context(program)))


@pytest.mark.parametrize("call", CALLS, ids=str)
def test_calls_name_commands_and_options_there_are(call: Call, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    name, *arguments = call.words
    command = program.get_command(click.Context(program), name)
    assert command is not None, f"there is no command {name}"
    if isinstance(command, click.Group) and arguments and not arguments[0].startswith("-"):
        name, *arguments = arguments
        command = command.get_command(click.Context(command), name)
        assert command is not None, f"there is no command {name}"
    monkeypatch.chdir(tmp_path)
    if "--from" in arguments:
        Path(arguments[arguments.index("--from") + 1]).touch()
    try:
        command.make_context(name, [argument.replace("SHELL", "bash") for argument in arguments])
    except click.exceptions.Exit:
        assert "--help" in arguments
    except click.MissingParameter:
        assert call.split_story


def section(title: str) -> str:
    text = (ROOT / "docs" / "script-reference.md").read_text(encoding="utf-8")
    return text.split(f"\n## {title}\n")[1].split("\n## ")[0]


def rows(text: str) -> set[str]:
    return set(re.findall(r"^\| *`([a-z_]+)` *\|", text, re.MULTILINE))


@pytest.mark.parametrize("title", MODELS)
def test_reference_has_each_key_and_no_other(title: str) -> None:
    assert rows(section(title)) == {field.alias or name for name, field in MODELS[title].model_fields.items()}


def test_reference_has_each_key_of_the_house_file() -> None:
    shared = set(re.findall(r"`([a-z_]+)`", section("The house file").split("\n\n")[0]))
    assert rows(section("The house file")) | shared == set(HouseFile.model_fields)


def test_each_model_of_the_schema_is_documented() -> None:
    schemas = [script_schema(), show_schema()]
    names = {name for schema in schemas for name in schema["$defs"]}
    # A turn that is a clip has no key of its own.
    assert names | {"ScriptFile"} == {model.__name__ for model in MODELS.values()} | {"ClipTurn"}


def anchors(path: Path) -> set[str]:
    headings = re.findall(r"^#+ (.+)$", FENCE.sub("", path.read_text(encoding="utf-8")), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading).strip().lower().replace(" ", "-") for heading in headings}


def test_kinds_of_findings_of_check_are_documented() -> None:
    review = ROOT / "src" / "audiobrief" / "review"
    modules = [*(review / "checks").glob("*.py"), *(review / "against").rglob("*.py"), review / "names.py"]
    calls = [node for path in modules for node in ast.walk(ast.parse(path.read_text("utf-8")))]
    kinds = {
        str(node.args[1].value)
        for node in calls
        if isinstance(node, ast.Call) and ast.unparse(node.func) == "Finding" and isinstance(node.args[1], ast.Constant)
    }
    assert len(kinds) > 8
    text = (ROOT / "docs" / "check.md").read_text("utf-8")
    assert not [kind for kind in sorted(kinds) if f"`{kind}`" not in text]


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.name)
def test_links_lead_somewhere(path: Path) -> None:
    for match in LINK.finditer(FENCE.sub("", path.read_text(encoding="utf-8"))):
        target, _, anchor = match["target"].partition("#")
        if "://" in target:
            continue
        there = (path.parent / target).resolve() if target else path
        assert there.is_relative_to(ROOT), match["target"]
        assert there.exists(), match["target"]
        if anchor:
            assert anchor in anchors(there), match["target"]


def test_readme_begins_with_what_it_is_and_two_commands() -> None:
    readme = ROOT / "README.md"
    blocks = fences(readme)
    install = 'python -m pip install -e ".[test,natural]" -c constraints.txt'
    assert blocks[0].text == f"{install} && audiobrief render scripts/belarus-briefing.yaml\n"
    assert blocks[1].text == "pytest\n"
    title, paragraph, *_ = readme.read_text(encoding="utf-8").split("\n\n")
    assert title == "# audiobrief"
    assert not paragraph.startswith(("#", "`", "|"))


def test_constraints_pin_every_dependency() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    dependencies = [*project["dependencies"], *itertools.chain(*project["optional-dependencies"].values())]
    pins = (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines()
    pinned = {name_of(pin) for pin in pins}
    assert [each for each in dependencies if name_of(each) not in pinned] == []
    assert [pin for pin in pins if not re.fullmatch(r"[a-z0-9-]+==[\w.+]+( ; .+)?", pin)] == []


def name_of(requirement: str) -> str:
    """Return the normalised name of a package."""
    name = re.match(r"[\w.-]+", requirement)
    assert name, requirement
    return re.sub(r"[-_.]+", "-", name[0]).lower()


def test_changes_name_the_version() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    versions = re.findall(r"^## \[([^\]]+)\]", (ROOT / "CHANGELOG.md").read_text(encoding="utf-8"), re.MULTILINE)
    assert versions[0] == project["version"]

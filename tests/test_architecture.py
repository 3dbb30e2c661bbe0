"""The shape of the program: arrows point one way, and each power lies in one place."""

from __future__ import annotations

import ast
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

import audiobrief

SOURCE = Path(audiobrief.__file__).parent
MODULES = sorted(path.relative_to(SOURCE).with_suffix("").as_posix() for path in SOURCE.rglob("*.py"))

STAGES = {
    name: rank
    for rank, names in enumerate(
        [
            ("errors", "units", "user_folders"),
            ("files", "work_folder", "processes", "memory", "cache", "installation"),
            ("finished", "tidying", "entries"),
            ("script",),
            ("speech",),
            ("plan",),
            ("timeline",),
            ("missed", "fitting", "soundbites"),
            ("audio",),
            ("episode",),
            ("changes",),
            ("publish",),
            ("proof",),
            ("preparation",),
            ("draft", "new_show"),
            ("studio",),
            ("saying", "render"),
            ("watch",),
            ("names",),
            ("checks",),
            ("against",),
            ("cli",),
        ]
    )
    for name in names
}
"""A stage imports itself and what stands before it. `__init__` names all and runs nothing; `__main__` starts cli."""

BELOW_ALL = {
    "errors": set[str](),
    "units": set[str](),
    "user_folders": set[str](),
    "cache": {"user_folders"},
    "memory": set[str](),
    "installation": set[str](),
    "finished": {"cache"},
    "entries": {"errors", "files"},
    "tidying": {"errors"},
    "files": {"errors"},
    "work_folder": {"errors", "files"},
    "processes": {"errors"},
}
"""What the modules that all others may use import themselves."""

WRITERS = {
    "files": "the one place where an episode's files are written",
    "cache": "writes small records that are checked when they are read, and renames them",
    "entries": "writes what is kept beside its place and renames it, many at once, with no finished file at stake",
    "speech/models/parts": "writes what is fetched beside its place, so that it can be gone on with, and renames it",
    "episode/encode": "hands the encoder its samples in an unfinished file of the work folder",
    "episode/programme": "joins frames in an unfinished file of the work folder",
}
"""The modules that open files for writing, and why."""


CONNECTS = "speech/models/download"
"""The module that opens connections."""
SERVES = "publish/serve"
"""The module that others open connections to: it answers, and asks nobody."""
PUBLISHES = "publish/remote"
"""The module that sends a site to the address that a user names."""
FETCHES = "draft/fetching"
"""The module that fetches an article from the address that a user names."""
CONNECTING = {
    "fsspec",
    "aiohttp",
    "asyncio",
    "ftplib",
    "http",
    "httpx",
    "requests",
    "smtplib",
    "socket",
    "ssl",
    "urllib3",
    "xmlrpc",
}
"""The libraries that can."""
INSTALLING = {
    PUBLISHES: {"publish/place"},
    FETCHES: {"cli/draft"},
    CONNECTS: {"speech/models/install", "speech/models/manage"},
    "speech/models/npm": {"speech/models/install"},
    "speech/models/install": {"speech/models/manage", "cli/installing"},
    "speech/models/manage": {"cli/installing"},
}
"""What leads to a connection, and who may import it: in the end, only commands that say so."""


_WRITING = re.compile(r"[rbt]*[wax+][rwaxbt+]*")


def tree(module: str) -> ast.Module:
    return ast.parse((SOURCE / f"{module}.py").read_text(encoding="utf-8"))


def stage(module: str) -> str:
    """Give the first part of a module's name: the folder, or the file itself."""
    return module.split("/", maxsplit=1)[0]


def imports(module: str) -> Iterator[str]:
    """Give every module that is imported anywhere in a module, in functions and for types too."""
    for node in ast.walk(tree(module)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, "imports are written from the root"
            name = node.module or ""
            if name == "audiobrief":
                yield from (f"audiobrief.{alias.name}" for alias in node.names)
            else:
                yield name


def own_imports(module: str) -> set[str]:
    """Give the stages that a module imports."""
    own = {name for name in imports(module) if name.startswith("audiobrief.")} - {"audiobrief.__version__"}
    return {name.split(".")[1] for name in own}


def imported_parts(module: str) -> set[str]:
    """Give what a module imports by `from package import part`, as if each part were a module."""
    froms = (node for node in ast.walk(tree(module)) if isinstance(node, ast.ImportFrom))
    return {f"{node.module}.{alias.name}" for node in froms for alias in node.names}


def calls(module: str) -> Iterator[ast.Call]:
    return (node for node in ast.walk(tree(module)) if isinstance(node, ast.Call))


def called(module: str) -> set[str]:
    """Give the names that a module calls, those of methods too."""
    functions = [call.func for call in calls(module)]
    names = {function.id for function in functions if isinstance(function, ast.Name)}
    return names | {function.attr for function in functions if isinstance(function, ast.Attribute)}


def test_every_module_has_its_stage() -> None:
    assert {stage(module) for module in MODULES} - {"__init__", "__main__"} <= set(STAGES)


@pytest.mark.parametrize("module", [module for module in MODULES if stage(module) in STAGES])
def test_no_arrow_points_back(module: str) -> None:
    later = {name for name in own_imports(module) if STAGES[name] > STAGES[stage(module)]}
    assert not later


@pytest.mark.parametrize("module", ["plan", "timeline", "preparation", "saying", "render"])
def test_modules_of_one_rank_do_not_import_each_other(module: str) -> None:
    beside = {name for name in own_imports(module) if STAGES[name] == STAGES[stage(module)]}
    assert not beside


@pytest.mark.parametrize("module", sorted(BELOW_ALL))
def test_what_lies_below_all_leans_on_nothing(module: str) -> None:
    assert own_imports(module) <= BELOW_ALL[module]


def test_an_arrow_that_points_back_would_be_seen(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "plan.py").write_text("def late():\n    from audiobrief.audio import duck\n    return duck\n")
    monkeypatch.setattr(sys.modules[__name__], "SOURCE", tmp_path)
    with pytest.raises(AssertionError):
        test_no_arrow_points_back("plan")


@pytest.mark.parametrize("module", [module for module in MODULES if stage(module) != "cli"])
class TestOutsideTheCommandLine:
    def test_nothing_prints(self, module: str) -> None:
        assert not [
            call.lineno for call in calls(module) if isinstance(call.func, ast.Name) and call.func.id == "print"
        ]

    def test_nothing_knows_the_terminal(self, module: str) -> None:
        assert not {name.split(".")[0] for name in imports(module)} & {"click", "rich"}

    def test_nothing_ends_the_program(self, module: str) -> None:
        ends = {"exit", "_exit", "abort", "quit"} & called(module)
        assert not ends or module in {"speech/pyttsx3_child", "speech/natural/child"}  # programs of their own


@pytest.mark.parametrize("module", MODULES)
class TestPowers:
    def test_one_module_starts_programs(self, module: str) -> None:
        starts = {"subprocess", "multiprocessing", "pty"} & {name.split(".")[0] for name in imports(module)}
        assert not starts or module == "processes"
        shells = [
            call
            for call in calls(module)
            if isinstance(call.func, ast.Attribute) and call.func.attr in {"system", "popen"}
        ]
        assert not shells

    def test_no_program_is_started_through_a_shell(self, module: str) -> None:
        assert not [keyword for call in calls(module) for keyword in call.keywords if keyword.arg == "shell"]

    def test_few_modules_write_files(self, module: str) -> None:
        assert module in WRITERS or not [call.lineno for call in calls(module) if writes(call)]

    def test_one_module_opens_connections(self, module: str) -> None:
        names = set(imports(module))
        opens = CONNECTING & {name.split(".")[0] for name in names} or {"urllib.request", "webbrowser"} & names
        allowed = {SERVES: {"http", "socket"}, PUBLISHES: {"fsspec"}, FETCHES: {"socket", "urllib3"}}
        assert not opens or module == CONNECTS or opens <= allowed.get(module, set())
        assert "http.client" not in names

    def test_only_the_command_that_installs_leads_to_connections(self, module: str) -> None:
        names = set(imports(module)) | imported_parts(module)
        for leads, users in INSTALLING.items():
            assert f"audiobrief.{leads.replace('/', '.')}" not in names or module in users

    def test_nothing_is_evaluated(self, module: str) -> None:
        by_name = {call.func.id for call in calls(module) if isinstance(call.func, ast.Name)}
        assert not {"eval", "exec", "__import__", "compile"} & by_name

    def test_one_module_loads_yaml(self, module: str) -> None:
        assert "yaml" not in {name.split(".")[0] for name in imports(module)} or module == "script/tree"


def test_the_writers_that_are_named_do_write() -> None:
    assert {module for module in MODULES if any(map(writes, calls(module)))} >= set(WRITERS)


def writes(call: ast.Call) -> bool:
    """Tell whether a call opens a file for writing, or writes one."""
    function = call.func
    if isinstance(function, ast.Name):
        name, of_files = function.id, False
    elif isinstance(function, ast.Attribute):
        name = function.attr
        of_files = isinstance(function.value, ast.Name) and function.value.id in {"files", "os"}
    else:
        return False
    if name in {"write_bytes", "write_text"}:
        return not of_files
    if name == "open" and not of_files:
        modes = [argument.value for argument in call.args if isinstance(argument, ast.Constant)]
        modes += [keyword.value.value for keyword in call.keywords if isinstance(keyword.value, ast.Constant)]
        in_memory = bool(call.args) and isinstance(call.args[0], ast.Name) and call.args[0].id == "content"
        return not in_memory and any(_WRITING.fullmatch(str(mode)) for mode in modes)
    return False


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("open(path)", False),
        ("open(path, 'rb')", False),
        ("open(path, 'w')", True),
        ("path.open('wb')", True),
        ("path.open(mode='a')", True),
        ("path.open('r+b')", True),
        ("path.open('x')", True),
        ("path.write_text(text)", True),
        ("files.write_bytes(path, content)", False),
        ("wave.open(content, 'wb')", False),
    ],
)
def test_writing_is_recognised(code: str, expected: bool) -> None:
    (call,) = (node for node in ast.walk(ast.parse(code)) if isinstance(node, ast.Call))
    assert writes(call) is expected


def imported_by(statement: str) -> set[str]:
    """Give the modules that a fresh Python has once a statement has run."""
    done = subprocess.run(
        [
            sys.executable,
            "-I",
            "-c",
            f"import sys\nbefore = set(sys.modules)\n{statement}\nprint(*set(sys.modules) - before)",
        ],
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
        env={key: value for key, value in os.environ.items() if not key.startswith("PYTHON")},
    )
    return set(done.stdout.split())


def test_the_package_imports_nothing_of_its_own() -> None:
    assert {name for name in imported_by("import audiobrief") if name.startswith("audiobrief.")} == set()


def test_the_command_line_starts_without_the_heavy_libraries() -> None:
    heavy = {
        "numpy",
        "pydantic",
        "pydub",
        "mutagen",
        "yaml",
        "soxr",
        "PIL",
        "pyttsx3",
        "sentencex",
        "babel",
        "num2words",
        "rich",
        "imageio_ffmpeg",
        "faster_whisper",
        "urllib3",
        "jinja2",
        "http.server",
        "lxml",
        "trafilatura",
        "markdown_it",
        "fsspec",
    }
    assert not heavy & imported_by("import audiobrief.cli.main")


@pytest.mark.parametrize("module", [module for module in MODULES if stage(module) not in {"cli", "__main__"}])
def test_no_module_does_anything_when_it_is_imported(module: str) -> None:
    allowed = (
        ast.Import, ast.ImportFrom, ast.FunctionDef, ast.ClassDef, ast.Assign, ast.AnnAssign, ast.If,
    )  # fmt: skip
    for node in tree(module).body:
        assert isinstance(node, allowed) or (isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant))


def test_the_public_names_are_those_that_are_promised() -> None:
    assert audiobrief.__all__ == sorted(audiobrief.__all__)
    for name in audiobrief.__all__:
        assert getattr(audiobrief, name).__name__ == name
    with pytest.raises(AttributeError, match="has no attribute 'nothing'"):
        _ = audiobrief.nothing


@pytest.mark.parametrize("module", [module for module in MODULES if Path(module).name not in {"__init__", "__main__"}])
def test_what_a_module_promises_is_there(module: str) -> None:
    promised: list[str] = []
    defined: set[str] = set()
    for node in tree(module).body:
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
            defined.add(node.targets[0].id)
            if node.targets[0].id == "__all__":
                promised = ast.literal_eval(node.value)
        elif isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name):
            defined.add(node.target.id)
        elif isinstance(node, (ast.FunctionDef, ast.ClassDef)):
            defined.add(node.name)
    assert set(promised) <= defined
    assert len(set(promised)) == len(promised)

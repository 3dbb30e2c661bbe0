"""The structure of the program: imports lead one way, and each power lies in one module."""

from __future__ import annotations

import ast
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import ClassVar

import pytest

import audiobrief

SOURCE = Path(audiobrief.__file__).parent
MODULES = sorted(path.relative_to(SOURCE).with_suffix("").as_posix() for path in SOURCE.rglob("*.py"))

DOCUMENT = Path(__file__).parents[1] / "docs" / "architecture.md"


def layers(document: str) -> list[str]:
    """Return the packages of the table in the architecture document, the highest first."""
    section = document.split("## The packages", maxsplit=1)[1].split("\n## ", maxsplit=1)[0]
    return re.findall(r"^\| `(\w+)/?` +\|", section, re.MULTILINE)


LAYERS = layers(DOCUMENT.read_text(encoding="utf-8"))
"""A package imports itself and what stands behind it in this list."""
ROOT_MODULES = {"__init__", "__main__", "errors", "findings", "units"}
"""`__init__` names the public objects, and `__main__` starts the command line; neither is imported by others."""
MOST_ENTRIES = 14
"""Modules and folders that a package may list, so that it can be read at a glance; `cli` has one for each command."""

WRITERS = {
    "storage/files": "writes finished files",
    "storage/transaction": "renames several finished files together",
    "cache/entries": "writes cache entries beside their place and renames them, with no finished file at stake",
    "voices/models/parts": "writes a download beside its place, so that it can be continued, and renames it",
    "audio/encode": "hands the encoder its samples in an unfinished file of the work folder",
    "mp3/programme": "joins frames in an unfinished file of the work folder",
    "mp3/mastered_sound": "hands the encoders mastered samples in a file of the work folder",
    "storage/processes": "hands a program a file of a work folder for its output",
    "mp3/mix_file": "holds the mix in a file of the work folder",
    "episode/formats/wave": "writes an unfinished file of the work folder, piece by piece",
    "episode/formats/m4a": "corrects titles in an unfinished file of the work folder",
    "episode/formats/m4a_tracks": "adds pictures to an unfinished file of the work folder",
}
"""The modules that open files for writing, and why."""

STARTS_PROGRAMS = "storage/processes"
LOADS_YAML = "script/yaml/tree"
CHILD_PROGRAMS = {
    "archive/workers/process",
    "storage/limited_call",
    "voices/engines/natural/child",
    "voices/engines/pyttsx3_child",
}
"""Modules that run as programs of their own, and may end them."""

ENDS_CONNECTIONS = {"publish/serving/connections"}
"""Modules that call asyncio's `abort`, which ends a connection."""

CONNECTION_LIBRARIES = {
    "aiohttp", "anyio", "asyncio", "distributed", "fsspec", "ftplib", "h11", "http", "httpx", "paramiko", "requests",
    "smtplib", "socket", "ssl", "starlette", "urllib3", "uvicorn", "webbrowser", "xmlrpc",
}  # fmt: skip
CONNECTS = {
    "voices/models/download": CONNECTION_LIBRARIES,  # fetches voice models
    "archive/workers/cluster": {"distributed"},  # sends orders to the cluster that a user names
    "archive/delivery/webhook": {"urllib3"},  # sends to the address that a user names
    # These answer requests, and open no connection.
    "publish/serving/server": {"asyncio", "socket", "starlette", "uvicorn"},
    "publish/serving/connections": {"asyncio", "h11", "uvicorn"},
    "publish/serving/site_files": {"starlette"},
    "publish/serving/conditions": {"starlette"},
    "editor/application": {"starlette"},
    "editor/handlers/routes": {"starlette"},
    "editor/handlers/scripts": {"asyncio", "starlette"},
    "editor/handlers/episodes": {"starlette"},
    "editor/handlers/shows": {"starlette"},
    "editor/guard": {"http", "starlette"},  # of http, only the parser of cookies
    "cli/edit": {"webbrowser"},  # opens the editor's own address
    "storage/file_systems": {"fsspec"},  # opens the address that a user names
    "publish/site/remote": {"fsspec"},  # sends a site there
    "cache/shared/remote": {"fsspec"},  # sends clips and chunks there, and fetches them
    "publish/site/sftp": {"paramiko"},  # as remote
    "publish/site/sftp_connection": {"paramiko"},  # as remote
    "draft/readers/fetch": {"socket", "urllib3"},  # fetches an article from the address that a user names
}
"""The modules that use a library for connections, and which."""
LEADS_TO_CONNECTIONS = {
    "archive/workers/cluster": {"cli/archives/run"},
    "archive/delivery/webhook": {"cli/archive", "cli/archives/run"},
    "storage/file_systems": {"publish/site/remote", "cache/shared/remote"},
    "publish/site/remote": {"publish/site/opening"},
    "cache/shared/remote": {"cache/shared/opening"},
    "cache/shared/opening": {"cli/shared_cache", "archive/workers/rendering"},
    "publish/site/sftp": {"publish/site/opening"},
    "publish/site/sftp_connection": {"publish/site/sftp"},
    "draft/readers/fetch": {"cli/drafts/options", "editor/articles"},
    "voices/models/download": {"voices/models/transfer", "voices/models/install"},
    "voices/models/transfer": {"voices/models/install", "cli/voices"},
    "voices/models/install": {"cli/voices"},
}
"""Modules that may open a connection, and who may import them: in the end, only commands that say so."""

_WRITE_MODE = re.compile(r"[rbt]*[wax+][rwaxbt+]*")


@cache
def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def layer(module: str) -> str:
    """Return the first part of a module's name: the package, or the module of the root package itself."""
    return module.split("/", maxsplit=1)[0]


def libraries(module: str) -> set[str]:
    """Return the first names of all that a module imports."""
    names = set()
    for node in ast.walk(tree(SOURCE / f"{module}.py")):
        if isinstance(node, ast.Import):
            names |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{module}: imports are written from the root"
            names.add((node.module or "").split(".")[0])
    return names


def calls(module: str) -> Iterator[ast.Call]:
    return (node for node in ast.walk(tree(SOURCE / f"{module}.py")) if isinstance(node, ast.Call))


def called(module: str) -> set[str]:
    """Return the names that a module calls, those of methods too."""
    functions = [call.func for call in calls(module)]
    names = {function.id for function in functions if isinstance(function, ast.Name)}
    return names | {function.attr for function in functions if isinstance(function, ast.Attribute)}


def dependencies(source: Path) -> dict[str, set[str]]:
    """Return the modules that each module below a folder imports, also those imported inside functions.

    A package is its `__init__`. `from package import module` imports the module.
    """
    modules = {path.relative_to(source).with_suffix("").as_posix(): path for path in sorted(source.rglob("*.py"))}
    return {module: set(_imported(path, set(modules))) for module, path in modules.items()}


def _imported(path: Path, modules: set[str]) -> Iterator[str]:
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            names = [f"{node.module}.{alias.name}" for alias in node.names]
        else:
            continue
        for parts in (name.split(".")[1:] for name in names if name.split(".")[0] == "audiobrief"):
            for end in range(len(parts), 0, -1):
                name = "/".join(parts[:end])
                if name in modules or f"{name}/__init__" in modules:
                    yield name if name in modules else f"{name}/__init__"
                    break


def backward_imports(graph: dict[str, set[str]], order: list[str]) -> list[str]:
    """Return the imports that lead to a package above the importing one, or to one that the order does not name."""
    ranks = {name: rank for rank, name in enumerate(order)}
    found = []
    for module, imported in graph.items():
        for other in imported:
            here, there = layer(module), layer(other)
            if here != there and here not in {"__init__", "__main__"} and ranks[here] >= ranks.get(there, -1):
                found.append(f"{module} imports {other}")
    return sorted(found)


def cycles(graph: dict[str, set[str]]) -> list[list[str]]:
    """Return the groups of modules that import each other, directly or through others (Tarjan's algorithm)."""
    index: dict[str, int] = {}
    low: dict[str, int] = {}
    stack: list[str] = []
    found = []

    def visit(module: str) -> None:
        index[module] = low[module] = len(index)
        stack.append(module)
        for other in sorted(graph.get(module, ())):
            if other not in index:
                visit(other)
                low[module] = min(low[module], low[other])
            elif other in stack:
                low[module] = min(low[module], index[other])
        if low[module] == index[module]:
            group = stack[stack.index(module) :]
            del stack[stack.index(module) :]
            if len(group) > 1:
                found.append(sorted(group))

    for module in sorted(graph):
        if module not in index:
            visit(module)
    return found


def between_packages(graph: dict[str, set[str]]) -> dict[str, set[str]]:
    """Return the packages that each package imports, `a/b/c.py` as the package `a`."""
    packages: dict[str, set[str]] = {}
    for module, imported in graph.items():
        if layer(module) not in {"__init__", "__main__"}:
            packages.setdefault(layer(module), set()).update(map(layer, imported) if imported else ())
    return {package: imported - {package} for package, imported in packages.items()}


@cache
def graph() -> dict[str, set[str]]:
    """Return the imports of all modules."""
    return dependencies(SOURCE)


class TestLayers:
    def test_the_document_names_every_package(self) -> None:
        assert {layer(module) for module in MODULES} - {"__init__", "__main__"} == set(LAYERS)

    def test_no_import_leads_up(self) -> None:
        assert backward_imports(graph(), LAYERS) == []

    def test_no_modules_import_each_other(self) -> None:
        assert cycles(graph()) == []

    def test_no_packages_import_each_other(self) -> None:
        assert cycles(between_packages(graph())) == []

    def test_the_root_package_holds_five_modules(self) -> None:
        assert {module for module in MODULES if "/" not in module} == ROOT_MODULES

    def test_no_package_lists_too_much(self) -> None:
        folders = [path.parent for path in SOURCE.rglob("__init__.py") if path.parent not in {SOURCE, SOURCE / "cli"}]
        entries = {folder: [each for each in folder.iterdir() if not only_bytecode(each)] for folder in folders}
        assert [str(folder) for folder, listed in entries.items() if len(listed) > MOST_ENTRIES] == []


def only_bytecode(path: Path) -> bool:
    """Return whether a folder holds nothing but bytecode: `__pycache__`, or what is left of a moved package."""
    return path.is_dir() and all("__pycache__" in each.parts for each in path.rglob("*") if each.is_file())


class TestTheJudge:
    """The checks of this file are red where a module breaks the rule."""

    @pytest.fixture
    def planted(self, tmp_path: Path) -> Path:
        for name in ("cli", "timeline", "audio", "cache"):
            (tmp_path / name).mkdir()
            (tmp_path / name / "__init__.py").touch()
        (tmp_path / "cli" / "main.py").write_text("from audiobrief.timeline import plan\n")
        (tmp_path / "timeline" / "plan.py").write_text("from audiobrief.cache.blobs import read\n")
        (tmp_path / "cache" / "blobs.py").write_text("def read(): ...\n")
        (tmp_path / "audio" / "duck.py").write_text("from audiobrief.timeline.plan import Plan\n")
        return tmp_path

    def test_a_good_tree_passes(self, planted: Path) -> None:
        graph = dependencies(planted)
        assert graph["cli/main"] == {"timeline/plan"}
        assert not backward_imports(graph, LAYERS)
        assert not cycles(graph)
        assert not cycles(between_packages(graph))

    def test_a_backward_import_is_found(self, planted: Path) -> None:
        (planted / "timeline" / "plan.py").write_text("import audiobrief.audio.duck\n")
        assert "timeline/plan imports audio/duck" in backward_imports(dependencies(planted), LAYERS)

    def test_a_backward_import_inside_a_function_is_found(self, planted: Path) -> None:
        (planted / "timeline" / "plan.py").write_text(
            "def late():\n    from audiobrief.audio import duck\n    return duck\n"
        )
        graph = dependencies(planted)
        assert backward_imports(graph, LAYERS) == ["timeline/plan imports audio/duck"]
        assert cycles(between_packages(graph)) == [["audio", "timeline"]]

    def test_a_cycle_between_modules_is_found(self, planted: Path) -> None:
        (planted / "timeline" / "plan.py").write_text("from audiobrief.timeline.fitting import fit\n")
        (planted / "timeline" / "fitting.py").write_text("def fit():\n    from audiobrief.timeline.plan import Plan\n")
        assert cycles(dependencies(planted)) == [["timeline/fitting", "timeline/plan"]]

    def test_a_package_outside_the_document_is_found(self, planted: Path) -> None:
        (planted / "extra").mkdir()
        (planted / "extra" / "__init__.py").touch()
        (planted / "cli" / "main.py").write_text("import audiobrief.extra\n")
        assert backward_imports(dependencies(planted), LAYERS) == ["cli/main imports extra/__init__"]


class TestOutsideTheCommandLine:
    OUTSIDE: ClassVar = [module for module in MODULES if layer(module) != "cli" and module != "__main__"]

    def test_nothing_prints(self) -> None:
        prints = {call.func.id for module in self.OUTSIDE for call in calls(module) if isinstance(call.func, ast.Name)}
        assert "print" not in prints

    def test_nothing_knows_the_terminal(self) -> None:
        assert [module for module in self.OUTSIDE if libraries(module) & {"click", "rich"}] == []

    def test_nothing_ends_the_program(self) -> None:
        ends = {module for module in self.OUTSIDE if {"exit", "_exit", "abort", "quit"} & called(module)}
        assert ends <= CHILD_PROGRAMS | ENDS_CONNECTIONS


class TestPowers:
    def test_one_module_starts_programs(self) -> None:
        starts = {module for module in MODULES if {"subprocess", "multiprocessing", "pty"} & libraries(module)}
        assert starts == {STARTS_PROGRAMS}
        assert [module for module in MODULES if {"system", "popen"} & called(module)] == []

    def test_no_program_is_started_through_a_shell(self) -> None:
        keywords = {keyword.arg for module in MODULES for call in calls(module) for keyword in call.keywords}
        assert "shell" not in keywords

    def test_few_modules_write_files(self) -> None:
        assert {module for module in MODULES if any(map(writes, calls(module)))} == set(WRITERS)

    def test_few_modules_open_connections(self) -> None:
        using = {module: used for module in MODULES if (used := CONNECTION_LIBRARIES & libraries(module))}
        assert {module: used for module, used in using.items() if not used <= CONNECTS.get(module, set())} == {}

    def test_only_commands_that_say_so_lead_to_connections(self) -> None:
        for target, importers in LEADS_TO_CONNECTIONS.items():
            assert {module for module, imported in graph().items() if target in imported} <= importers

    def test_nothing_is_evaluated(self) -> None:
        names = {call.func.id for module in MODULES for call in calls(module) if isinstance(call.func, ast.Name)}
        assert not {"eval", "exec", "__import__", "compile"} & names

    def test_one_module_loads_yaml(self) -> None:
        assert {module for module in MODULES if "yaml" in libraries(module)} == {LOADS_YAML}


def writes(call: ast.Call) -> bool:
    """Return whether a call opens a file for writing, or writes one."""
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
        return not in_memory and any(_WRITE_MODE.fullmatch(str(mode)) for mode in modes)
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
    """Return the modules that a fresh Python has imported once a statement has run."""
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


def test_no_module_does_anything_when_it_is_imported() -> None:
    functions = (ast.FunctionDef, ast.AsyncFunctionDef)
    allowed = (ast.Import, ast.ImportFrom, *functions, ast.ClassDef, ast.Assign, ast.AnnAssign, ast.If)
    busy = [
        f"{module}:{node.lineno}"
        for module in MODULES
        if layer(module) not in {"cli", "__main__"}
        for node in tree(SOURCE / f"{module}.py").body
        if not (isinstance(node, allowed) or (isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)))
    ]
    assert busy == []


def test_the_public_names_are_those_that_are_promised() -> None:
    assert audiobrief.__all__ == sorted(audiobrief.__all__)
    for name in audiobrief.__all__:
        assert getattr(audiobrief, name).__name__ == name
    stub = (SOURCE / "__init__.pyi").read_text()
    assert sorted(re.findall(r" as (\w+)$", stub, re.MULTILINE)) == audiobrief.__all__
    other = "nothing"
    with pytest.raises(AttributeError, match="has no attribute 'nothing'"):
        getattr(audiobrief, other)


def test_docstrings_begin_with_a_verb_or_the_thing_itself() -> None:
    """They do not begin as in "Give what ..." or "Tell whether ..."."""
    start = re.compile(r'"""(?:Give|Tell|Signs|Whether|What)\b')
    assert [module for module in MODULES if start.search((SOURCE / f"{module}.py").read_text("utf-8"))] == []

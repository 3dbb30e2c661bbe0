"""Files made to exhaust time or memory are refused, or read, within 2 seconds and 200 MB."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

SECONDS = 2.0
MEGABYTES = 200

HEAD = "version: 1\ntitle: T\nsegments:\n  - narration: |\n      "
PROGRAM = """
import sys, time
from pathlib import Path
from audiobrief.errors import ScriptError
from audiobrief.script.loader import load_script
start = time.process_time()
said = ["read"]
try:
    load_script(Path(sys.argv[1]), "bomb.yaml")
except ScriptError as error:
    said = str(error).splitlines()
# Not getrusage: its maximum is handed on from the process that started this one.
status = Path("/proc/self/status").read_text()
print(time.process_time() - start, int(status.split("VmHWM:")[1].split()[0]) / 1024)
print(next((line for line in said if sys.argv[2] in line), said[0]))
"""


def merge_bomb(levels: int) -> str:
    """Merge keys that double at each level."""
    lines = ["a0: &a0 {x: 1}"]
    lines += [f"a{n}: &a{n} {{<<: [*a{n - 1}, *a{n - 1}], k{n}: 1}}" for n in range(1, levels)]
    return "\n".join(lines)


def laughs(levels: int) -> str:
    """Lists that name the list before them ten times."""
    lines = ["a0: &a0 [ha]"]
    lines += [f"a{n}: &a{n} [" + ", ".join([f"*a{n - 1}"] * 10) + "]" for n in range(1, levels)]
    return "\n".join(lines)


BOMBS = {
    "billion laughs": (laughs(12), "it starts with '*'"),
    "merge keys": (merge_bomb(30), "it starts with '&'"),
    "100,000 brackets": ("[" * 100_000, "nested deeper than 50 levels"),
    "100,000 braces": ("{a: " * 100_000, "nested deeper than 50 levels"),
    "closed brackets": ("[" * 100_000 + "]" * 100_000, "nested deeper than 50 levels"),
    "nested dashes": ("- " * 100_000, "nested deeper than 50 levels"),
    "nested questions": ("? " * 100_000, "nested deeper than 50 levels"),
    "indented deeper and deeper": ("\n".join(" " * n + "a:" for n in range(1000)), "nested deeper than 50 levels"),
    "100,001 values": ("[" + "1," * 100_000 + "]", "more than 100,000 values"),
    "100,001 aliases": ("a: &a x\nb: [" + "*a," * 100_000 + "]", "it starts with '&'"),
    "10,000 anchors": (
        "".join(f"k{n}: &a{n} x\n" for n in range(10_000)),
        "it starts with '&'",
    ),
    "30,000 duplicates": ("a: 1\n" * 30_000, "'version' is missing"),
    "a huge text": (HEAD + "word " * 190_000 + "\n", "read"),
    "a huge word": (HEAD + "a" * 990_000 + "\n", "read"),
    "a huge title": (f"version: 1\ntitle: {'a' * 990_000}\nsegments:\n  - narration: Hello.\n", "read"),
    "a huge key": ("a" * 990_000 + ": 1\n", "too long for a key"),
    "open parentheses": (HEAD + "a(" * 400_000 + "\n", "read"),
    "open brackets": (HEAD + "a[" * 400_000 + "]\n", "read"),
    "open marks": (HEAD + "a()[" * 200_000 + "]\n", "read"),
    "marks inside marks": (HEAD + "(" * 50_000 + "a" + ')[lang:"en"]' * 50_000 + "\n", "marks inside marks"),
    "marks side by side": (HEAD + '(a)[lang:"en"]' * 20_000 + "\n", "read"),
    "spaces in a mark": (HEAD + ("(a)[b" + " " * 900 + "!]") * 900 + "\n", "read"),
}


EVERYDAY = ("100,000 brackets", "open marks", "marks inside marks", "spaces in a mark")
"""Those that everyday tests try; the others take a second each, and are slow tests."""


@pytest.mark.parametrize(
    "name", [name if name in EVERYDAY else pytest.param(name, marks=pytest.mark.slow) for name in BOMBS]
)
def test_ends_soon_and_small(name: str, tmp_path: Path) -> None:
    text, wanted = BOMBS[name]
    path = tmp_path / "bomb.yaml"
    path.write_text(text, encoding="utf-8")
    assert path.stat().st_size < 1_000_000

    run = subprocess.run(
        [sys.executable, "-c", PROGRAM, path, wanted], capture_output=True, text=True, timeout=20, check=False
    )

    assert run.stderr == ""
    measured, said = run.stdout.splitlines()
    seconds, megabytes = map(float, measured.split())
    assert wanted in said
    assert seconds < SECONDS
    assert megabytes < MEGABYTES

"""Slips that an editor makes who knows the format from its reference only: each is reported with its cure."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from audiobrief.errors import ScriptError
from audiobrief.script.loader import load_script
from audiobrief.script.markup.parser import Span, plain_text
from audiobrief.script.models.script import Script

HEAD = "version: 1\n"
SHOW = """\
version: 1
voices:
  presenter: {engine: tone, name: "220"}
  quote: {engine: tone, name: "880"}
sounds:
  theme: theme.wav
  sting: theme.wav
"""
SLIPS = Path(__file__).with_name("slips.txt").read_text(encoding="utf-8").split("\n=== ")[1:]
"""Each with a name on its first line, the script, and what is expected."""
PARSERS_WORDS = re.compile(
    r"mapping|block end|block collection|flow|scalar|anchor|alias|token|simple key|directive|stream|expected",
    re.IGNORECASE,
)
"""Words of YAML and its parser that no editor knows."""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("slips")
    (folder / "show.yaml").write_text(SHOW, encoding="utf-8")
    (folder / "theme.wav").write_bytes(b"")
    return folder


def reported(folder: Path, slip: str) -> list[str]:
    """Return what is reported of a slip, with lines counted from its own first one."""
    head = HEAD + "show: show.yaml\n" * ("show:" not in slip) + "title: An episode\n" * (not slip.startswith("title"))
    body = slip if re.search("^segments:", slip, re.MULTILINE) else f"{slip}\nsegments:\n  - narration: Hello.\n"
    (folder / "slip.yaml").write_text(head + body, encoding="utf-8")
    try:
        load_script(folder / "slip.yaml", "")
    except ScriptError as error:
        lines = head.count("\n")
        return [
            f"{problem.position.line - lines}:{problem.position.column}: {problem.what} ({problem.advice})"
            for problem in error.problems
        ]
    return []


@pytest.mark.parametrize("slip", SLIPS, ids=lambda slip: slip.split("\n")[0])
def test_is_reported_with_its_place_and_its_cure(slip: str, folder: Path) -> None:
    script, expected = slip.split("\n", 1)[1].split("\n--\n")

    found = reported(folder, script)

    wanted = [line.split(": ", 1) for line in expected.strip().split("\n")]
    for place, words in wanted:
        assert any(
            line.startswith(f"{place}: ") and all(part.strip() in line for part in words.split("|")) for line in found
        ), "\n".join(found)
    assert len(found) == len(wanted), "\n".join(found)
    assert not [line for line in found if PARSERS_WORDS.search(line)]


MARKS = {
    '(Kyiv)[sub:"Keev"]': "Kyiv",
    '(it holds)[voice:"quote"]': "it holds",
    "[500ms]": "",
    "(NATO)[characters]": "NATO",
}
PIECES = st.lists(
    st.sampled_from(
        [
            *(
                "Kyiv",
                "jam",
                "quick 12",
                "Mr. Holm",
                "3.5",
                "holds:",
                "#1",
                "# 2",
                " #",
                "\n      ",
                "\n    ",
                "\n\n      ",
                "\n",
            ),
            *(
                ": ",
                ":",
                " ",
                ", ",
                ". ",
                "'",
                '"',
                "[",
                "]",
                "(",
                ")",
                "{",
                "}",
                "++",
                "*",
                "_",
                "&",
                "!",
                "@",
                "%",
                "`",
                "~",
            ),
            *(
                "|",
                ">",
                "|\n      ",
                ">-\n      ",
                "- ",
                "? ",
                "---",
                "...",
                "=",
                "<",
                "\\",
                "\t",
                "\u00a0",
                "[sic]",
                "[2023]",
            ),
            *(
                "[500 ms]",
                "[pause 1s]",
                "[Voice: ",
                "(word)[",
                "[Keev]",
                "chapter: One",
                "bed: theme",
                "- narration: Next",
            ),
            *("quote: ", "- presenter: ", "segments:", *MARKS),
        ]
    ),
    min_size=1,
    max_size=12,
).map("".join)


def letters(text: str) -> Counter[str]:
    return Counter(sign for sign in text if sign.isalnum())


def load_or_refuse(path: Path) -> Script | str:
    try:
        return load_script(path, "any.yaml")
    except ScriptError as error:
        return str(error)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(start=st.sampled_from(["", "|\n      ", ">-\n      ", '"', "'"]), text=PIECES)
def test_nothing_of_a_text_that_passes_vanishes(start: str, text: str, folder: Path) -> None:
    body = f"{start}{text}{start if len(start) == 1 else ''}"
    script_text = f"{HEAD}show: show.yaml\ntitle: T\nsegments:\n  - narration: {body}\n"
    (folder / "any.yaml").write_text(script_text, encoding="utf-8")
    loaded = load_or_refuse(folder / "any.yaml")
    if isinstance(loaded, str):
        assert not [line for line in loaded.split("\n") if PARSERS_WORDS.search(re.sub("'.*?'", "", line))]
        return

    shown = []
    for segment in loaded.segments:
        shown += [
            segment.chapter or "",
            segment.bed or "",
            "chapter" * bool(segment.chapter),
            "bed" * bool(segment.bed),
        ]
        shown += ["narration"] * (segment is not loaded.segments[0])
        for turn in segment.turns:
            shown += [turn.speaker, *map(plain_text, turn.paragraphs)]
            shown += [
                item.sub or item.voice or "" for words in turn.paragraphs for item in words if isinstance(item, Span)
            ]
    for mark, words in MARKS.items():
        text = text.replace(mark, words)
    text = re.sub(r"\[500 ms\]|(?m:^ {0,3}#.*$|^\s*#(?:\s|[a-z]+:).*$)", "", text)
    assert not letters(text) - letters(" ".join(shown))

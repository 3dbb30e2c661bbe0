"""Add words to the lexicon in a file; every other line of the file stays as it is."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping as Entries
from pathlib import Path

from audiobrief.errors import Problem, ScriptError
from audiobrief.script.models.lexicon import Entry
from audiobrief.script.yaml.nodes import Document, Mapping, Node, Scalar
from audiobrief.script.yaml.tree import read_document

_INDENT = 2
_PLAIN = re.compile(r"[A-Za-z]{4,}")
"""Words that YAML reads as text, except for true, false and null."""
_LINE_END = re.compile(r"\r\n|\r|\n")
_KEY = "lexicon"


def lexicon_place(script: Path, file: str | None = None) -> tuple[Path, str]:
    """Return the file to which words of a script's lexicon are added, and its path as messages name it.

    It is the file of entries that the script names, else the one that its house file names, else the house file, else
    the script itself.

    Args:
        script: the script.
        file: its name in messages; the path if not given.

    Raises:
        ScriptError: one of them cannot be read.
    """
    shown = Path(file or script)
    document = read_document(script, str(shown))
    place = _named(document, _KEY)
    if place is None and (show := _named(document, "show")) is not None:
        named = _named(read_document(script.parent / show, str(shown.parent / show)), _KEY)
        place = str(Path(show).parent / named) if named is not None else show
    if place is None:
        return script, str(shown)
    return script.parent / place, str(shown.parent / place)


def _named(document: Document, key: str) -> str | None:
    """Return the path that a key names; None where it names none."""
    node = document.root.entries.get(key) if isinstance(document.root, Mapping) else None
    return node.text if isinstance(node, Scalar) and node.tag == "str" and node.text else None


def with_entries(path: Path, shown: str, entries: tuple[Entry, ...]) -> str:
    """Return a file's text with entries at the end of its lexicon; comments and all else stay as they are.

    Args:
        path: a script, a house file, or a file of entries alone.
        shown: the path as messages name it.
        entries: words that the lexicon lacks.

    Raises:
        ScriptError: the file cannot be read, or its lexicon stands in one line.
    """
    document = read_document(path, shown)
    root = document.root
    lexicon = root.entries.get(_KEY) if isinstance(root, Mapping) else None
    text = path.read_bytes().decode("utf-8-sig")
    end = next(iter(_LINE_END.findall(text)), "\n")
    lines = _LINE_END.split(text.rstrip("\r\n"))
    if lexicon is None and isinstance(root, Mapping) and not {"segments", "version", "voices"} & set(root.entries):
        lexicon = root
    if not isinstance(lexicon, Mapping) or not lexicon.entries:
        return end.join(_with_new_lexicon(document, lexicon, lines, entries)) + end
    _refuse_one_line(document, lexicon, lines)
    column = min(key.column for key in lexicon.keys.values())
    last = max(_last_line(node) for node in lexicon.entries.values())
    written = [" " * (column - 1) + _line(entry) for entry in entries]
    return end.join([*lines[:last], *written, *lines[last:]]) + end


def _with_new_lexicon(
    document: Document, lexicon: Node | None, lines: list[str], entries: tuple[Entry, ...]
) -> list[str]:
    """Add a lexicon at the end of the file, or fill its empty key."""
    written = [" " * _INDENT + _line(entry) for entry in entries]
    if lexicon is None:
        return [*lines, "", f"{_KEY}:", *written]
    at = document.key((_KEY,)).line
    if lines[at - 1].split("#", maxsplit=1)[0].strip() not in {f"{_KEY}:", f"{_KEY}: {{}}", f"{_KEY}: null"}:
        raise ScriptError([_one_line(document)])
    head = lines[at - 1].replace(" {}", "", 1).replace(" null", "", 1)
    return [*lines[: at - 1], head, *written, *lines[at:]]


def _refuse_one_line(document: Document, lexicon: Mapping, lines: list[str]) -> None:
    first = min(key.line for key in lexicon.keys.values())
    if any(lines[key.line - 1][: key.column - 1].strip() for key in lexicon.keys.values()) or first != lexicon.line:
        raise ScriptError([_one_line(document)])


def _one_line(document: Document) -> Problem:
    return Problem(
        document.key((_KEY,)),
        "words can only be added to a lexicon that has a line for each word",
        "write each word of lexicon: on a line of its own",
    )


def _last_line(node: Node) -> int:
    if isinstance(node, Scalar):
        return node.last_line
    children = node.entries.values() if isinstance(node, Mapping) else node.items
    return max([node.line, *map(_last_line, children)])


def _line(entry: Entry) -> str:
    """Write an entry; a string of JSON is one of YAML, too (YAML 1.2, 1.3)."""
    how: Entries[str, str | None] = {"ipa": entry.ipa} if entry.ipa is not None else {"say": entry.say}
    ((key, value),) = how.items()
    plain = _PLAIN.fullmatch(entry.word) and entry.word.lower() not in {"true", "false", "null"}
    word = entry.word if plain else json.dumps(entry.word, ensure_ascii=False)
    return f"{word}: {{{key}: {json.dumps(value, ensure_ascii=False)}}}"

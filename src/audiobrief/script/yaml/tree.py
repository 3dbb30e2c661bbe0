"""Read YAML as a tree with positions, and refuse what YAML would change without a warning.

Refused: duplicate keys, tags, anchors and aliases, merge keys, a second document, control characters; and
anything over 1 MB, 50 levels or 100,000 nodes. Nothing is constructed from tags, and the parser is read event
by event, so that neither an alias bomb nor a deep nest costs time or memory.
"""

from __future__ import annotations

import re
import stat
from collections.abc import Callable
from pathlib import Path
from typing import Any

import yaml

from audiobrief.errors import Position, Problem, ScriptError
from audiobrief.script.yaml.nodes import BLOCKS, Comment, Document, Mapping, Node, Scalar, Sequence
from audiobrief.script.yaml.syntax_errors import ParserError, Value, explain_error, explain_sign

MAXIMUM_BYTES = 1_000_000
MAXIMUM_DEPTH = 50
MAXIMUM_NODES = 100_000

# YAML 1.2, 5.1: the characters a stream may hold.
_UNPRINTABLE = re.compile("[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
# Line ends in YAML 1.1 only: neither YAML 1.2 (5.4) nor an editor counts a line there.
_NOT_LINE_ENDS = dict.fromkeys((0x85, 0x2028, 0x2029), " ")
_RESOLVER = yaml.resolver.Resolver()
_COMMENT = re.compile(r"\s+(#.*)")
# On a line of its own a word such as #MeToo is text rather than a comment; a key such as #bed: is a comment.
_COMMENT_LINE = re.compile(r" +(#(?![a-z_]+:)[^\s#!].*)")
_FIRST_WORD = re.compile(r"\S{0,60}")
"""The first word of a value, as far as a message shows it."""
_LETTER_ESCAPE = re.compile(r"(\b[A-Za-z]:|\w)\\([nt])(?=[a-z])")
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def read_document(path: Path, file: str) -> Document:
    """Read a YAML file.

    Args:
        path: where it is.
        file: its name in messages.

    Raises:
        ScriptError: it cannot be read, or is not such a document.
    """
    try:
        if not stat.S_ISREG(path.stat().st_mode):
            raise _failure(Position(file), "this is not a file", "name a YAML file")
        with path.open("rb") as stream:
            content = stream.read(MAXIMUM_BYTES + 1)
    except OSError as error:
        raise _failure(
            Position(file),
            f"cannot be read: {(error.strerror or str(error)).lower()}",
            "check the path and its rights",
        ) from error
    except ValueError as error:
        raise _failure(Position(file), f"is not a path: {error}", "check the path") from error
    if len(content) > MAXIMUM_BYTES:
        raise _failure(Position(file), "the file is larger than 1 MB", "split it into several episodes")
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        lines = content[: error.start].decode("utf-8-sig", "replace").split("\n")
        position = Position(file, len(lines), len(lines[-1]) + 1)
        raise _failure(position, "this is not UTF-8 text", "save the file with the encoding UTF-8") from error
    return parse_document(text, file)


def parse_document(text: str, file: str) -> Document:
    """Turn YAML text into a tree.

    Raises:
        ScriptError: the text is not YAML, or is refused as the module's docstring says.
    """
    text = text.translate(_NOT_LINE_ENDS)
    lines = tuple(re.split("\r\n|\r|\n", text))
    if match := _UNPRINTABLE.search(text):
        before = re.split("\r\n|\r|\n", text[: match.start()])
        raise _failure(
            Position(file, len(before), len(before[-1]) + 1),
            f"control character U+{ord(match[0]):04X}",
            "delete it",
        )
    builder = _Builder(file, lines)
    try:
        for event in yaml.parse(text, Loader=_LOADER):
            builder.take(event)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        if mark and (too_deep := _nested_too_deep(file, lines, mark)):
            raise ScriptError([*builder.problems, too_deep]) from error
        line, column, what, advice = explain_error(_parser_error(error), lines, builder.last)
        raise ScriptError([*builder.problems, Problem(Position(file, line, column), what, advice)]) from error
    except yaml.YAMLError as error:
        raise ScriptError(
            [*builder.problems, Problem(Position(file), "this cannot be read as a script", "save it as UTF-8 text")]
        ) from error
    if builder.root is None:
        empty = Problem(Position(file), "the file is empty", "write an episode script, see docs/script-reference.md")
        raise ScriptError(builder.problems or [empty])
    return Document(file, lines, builder.root, tuple(builder.problems))


def _nested_too_deep(file: str, lines: tuple[str, ...], end: yaml.Mark) -> Problem | None:
    """Return the problem of a text that is nested too deep before the place of a parser's error.

    PyYAML 6.0.4 and later refuses 1,000 levels of brackets while it looks ahead, before it reports the first of them.
    """
    before = "\n".join([*lines[: end.line], "".join(lines[end.line : end.line + 1])[: end.column]])
    depth = 0
    try:
        for event in yaml.parse(before, Loader=_LOADER):
            if isinstance(event, yaml.CollectionStartEvent):
                if depth >= MAXIMUM_DEPTH:
                    return Problem(Position(file, *_start(event)), *_TOO_DEEP)
                depth += 1
            elif isinstance(event, yaml.CollectionEndEvent):
                depth -= 1
    except yaml.YAMLError:
        pass  # reported already
    return None


def _failure(position: Position, what: str, advice: str) -> ScriptError:
    return ScriptError([Problem(position, what, advice)])


_TOO_DEEP = (f"nested deeper than {MAXIMUM_DEPTH} levels", "a script needs five")


# The key of a value that is left out of the tree, because the key was refused.
_NEW_ITEM = ", or start the second part with '- ' before its first key"
_NO_KEY = Scalar("", 0, 0, 0, '"')


class _Builder:
    """Builds the tree from the parser's events; open containers are on a stack."""

    def __init__(self, file: str, lines: tuple[str, ...]) -> None:
        self.file = file
        self.lines = lines
        self.last: Value | None = None
        """The last value that ended."""
        self.root: Node | None = None
        self.problems: list[Problem] = []
        self._open: list[tuple[Mapping | Sequence, Scalar | None]] = []
        self._nodes = 0
        self._documents = 0

    def take(self, event: yaml.Event) -> None:
        """Add the next event of the stream."""
        if isinstance(event, yaml.DocumentStartEvent):
            self._documents += 1
            if self._documents > 1:
                raise ScriptError(
                    [
                        *self.problems,
                        self._problem(event, "a second document starts here", "keep one episode in a file"),
                    ]
                )
        elif isinstance(event, yaml.AliasEvent):
            self._refuse_name(event)
            self._leave_out(event)
        elif isinstance(event, yaml.ScalarEvent):
            self._refuse_name(event)
            style = event.style or "plain"
            self._refuse_lost_letters(event)
            self.last = _value(event, event.style or "")
            place = (*_start(event), _last_line(event))
            tag, comment = _tag(event.value, style), self._comment(event, style)
            self._add(Scalar(event.value, *place, style, tag, comment, _end_column(event)))
        elif isinstance(event, yaml.SequenceStartEvent | yaml.MappingStartEvent):
            self._refuse_name(event)
            kind = Mapping if isinstance(event, yaml.MappingStartEvent) else Sequence
            container = kind(*_start(event))
            if len(self._open) >= MAXIMUM_DEPTH:
                raise ScriptError([*self.problems, self._problem(event, *_TOO_DEEP)])
            self._add(container)
            self._open.append((container, None))
        elif isinstance(event, yaml.SequenceEndEvent | yaml.MappingEndEvent):
            self._open.pop()
            self.last = _value(event, "[" if isinstance(event, yaml.SequenceEndEvent) else "{")

    def _problem(self, event: yaml.Event, what: str, advice: str) -> Problem:
        return Problem(Position(self.file, *_start(event)), what, advice)

    def _refuse_name(self, event: yaml.Event) -> None:
        """Report a value that starts with `&`, `*` or `!`: a text that does loses its first word."""
        tag = getattr(event, "tag", None)
        if getattr(event, "anchor", None) or tag:
            line, column = _start(event)
            word = _FIRST_WORD.match(self.lines[line - 1], column - 1)
            assert word is not None
            self.problems.append(self._problem(event, *explain_sign(word[0][:1], word[0])))

    def _refuse_lost_letters(self, event: yaml.ScalarEvent) -> None:
        """Report a backslash in double quotes that makes the first letter of a word a line end or a tab."""
        if event.style != '"' or event.start_mark is None or event.end_mark is None:
            return
        first, last = event.start_mark, event.end_mark
        escapes = []
        for number in range(first.line, last.line + 1):
            start = first.column + 1 if number == first.line else 0
            end = last.column if number == last.line else len(self.lines[number])
            escapes += [(number + 1, match) for match in _LETTER_ESCAPE.finditer(self.lines[number], start, end)]
        if any(match[2] == "t" or re.search(r"\b[A-Za-z]:$", match[1]) for _, match in escapes):
            for number, match in escapes:
                sign = "line end" if match[2] == "n" else "tab"
                what = f"in double quotes \\{match[2]} is a {sign}, not the letter {match[2]}"
                position = Position(self.file, number, match.start(2))
                self.problems.append(Problem(position, what, f"write \\\\{match[2]}, or use single quotes"))

    def _comment(self, event: yaml.ScalarEvent, style: str) -> Comment | None:
        """Return the comment that follows a value on its line, or on a line of its own that belongs to a text."""
        assert event.end_mark is not None
        line, column = event.end_mark.line, event.end_mark.column
        if style in BLOCKS:
            line, column = (number - 1 for number in _start(event))
            column += len(self.lines[line][column:].split("#")[0].rstrip())
        if line < len(self.lines) and (match := _COMMENT.match(self.lines[line], column)):
            return line + 1, match.start(1) + 1, match[1].rstrip()
        key = self._open[-1][1] if self._open else None
        if style == "plain" and event.value and key is not None:
            for number in range(line + 1, len(self.lines)):
                match = _COMMENT_LINE.match(self.lines[number])
                if match and match.start(1) >= key.column - 1:
                    return number + 1, match.start(1) + 1, match[1].rstrip()
                if self.lines[number].strip() and not self.lines[number].lstrip().startswith("#"):
                    break
        return None

    def _count(self, line: int, column: int) -> None:
        self._nodes += 1
        if self._nodes > MAXIMUM_NODES:
            what, advice = f"more than {MAXIMUM_NODES:,} values", "split the file into several episodes"
            raise ScriptError([*self.problems, Problem(Position(self.file, line, column), what, advice)])

    def _leave_out(self, event: yaml.Event) -> None:
        """Leave out an alias, and the key that it is the value of."""
        self._count(*_start(event))
        if self._open and isinstance(self._open[-1][0], Mapping):
            mapping, key = self._open[-1]
            self._open[-1] = (mapping, _NO_KEY if key is None else None)

    def _add(self, node: Node) -> None:
        self._count(node.line, node.column)
        if not self._open:
            self.root = node
            return
        container, key = self._open[-1]
        if isinstance(container, Sequence):
            container.items.append(node)
        elif key is None:
            self._open[-1] = (container, self._checked_key(container, node))
        else:
            if key is not _NO_KEY:
                container.keys.setdefault(key.text, key)
                container.entries.setdefault(key.text, node)
            self._open[-1] = (container, None)

    def _is_item(self) -> bool:
        return len(self._open) > 1 and isinstance(self._open[-2][0], Sequence)

    def _checked_key(self, container: Mapping, node: Node) -> Scalar:
        position = Position(self.file, node.line, node.column)
        if not isinstance(node, Scalar):
            self.problems.append(
                Problem(position, "a key cannot start with a bracket or a brace", "write a name before the ':'")
            )
            return _NO_KEY
        if node.tag == "merge":
            self.problems.append(Problem(position, "the key '<<' is not allowed", "write the values out"))
            return _NO_KEY
        if node.tag != "str":
            self.problems.append(
                Problem(
                    position,
                    f"YAML reads the key {node.text!r} as a {_READS_AS.get(node.tag, node.tag)}",
                    f'put it in quotes: "{node.text}"',
                )
            )
        elif node.text in container.keys:
            first = container.keys[node.text]
            self.problems.append(
                Problem(
                    position,
                    f"the key '{node.text}' stands here a second time",
                    f"the first is on line {first.line}; keep one{_NEW_ITEM * self._is_item()}",
                )
            )
        return node


def _parser_error(error: yaml.MarkedYAMLError) -> ParserError:
    place = _mark_place(error.problem_mark or error.context_mark)
    context = _mark_place(error.context_mark) if error.context_mark else place
    return ParserError(" ".join(str(error.problem).split()), str(error.context), place, context)


def _value(event: yaml.Event, style: str) -> Value:
    style = style if style in {"'", '"', "[", "{"} else ""
    return Value(style, _mark_place(event.start_mark), _mark_place(event.end_mark))


def _mark_place(mark: Any) -> tuple[int, int]:
    return (mark.line, mark.column) if mark else (0, 0)


_READS_AS = {
    "bool": "truth value",
    "int": "number",
    "float": "number",
    "null": "nothing",
    "timestamp": "date",
    "value": "default",
}


def _tag(text: str, style: str) -> str:
    """Return what YAML 1.1 takes a value for."""
    if style != "plain":
        return "str"
    resolve: Callable[..., str] = _RESOLVER.resolve
    resolved = resolve(yaml.ScalarNode, text, (True, False))
    return resolved.removeprefix("tag:yaml.org,2002:")


def _start(event: yaml.Event) -> tuple[int, int]:
    assert event.start_mark is not None
    return event.start_mark.line + 1, event.start_mark.column + 1


def _last_line(event: yaml.Event) -> int:
    assert event.end_mark is not None
    # A block ends at the beginning of the line after it.
    return max(event.end_mark.line + (1 if event.end_mark.column else 0), _start(event)[0])


def _end_column(event: yaml.Event) -> int:
    assert event.end_mark is not None
    return event.end_mark.column + 1

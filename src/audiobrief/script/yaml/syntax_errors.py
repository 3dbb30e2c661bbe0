"""Explain why a text cannot be read as YAML, in words for an editor who does not know YAML.

The parser's own message says which rule was broken. The source line says how an editor broke it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

_KEY_LINE = re.compile(r"(?P<indent> *)(?:- +)*(?P<key>[\w.-]+|\"[^\"]+\"|'[^']+'):(?: +(?P<value>\S.*)|\s*$)")
"""A line with a key; a value on it starts with the group `value`."""
_BLOCK_KEY_LINE = re.compile(r" *(?:- +)*(?P<key>[\w.-]+): +[|>][-+\d]*\s*(?:#.*)?$")
_COMMENT_IN_TEXT = re.compile(r"""(?: *(?:- +)*[\w.-]+: +)?[^\s"'|>#\[{].*?\s(?P<comment>#.*)""")
_NO_SPACE_AFTER_COLON = re.compile(r" *(?:- +)*(?P<key>[a-z_]+):(?P<value>[^\s/:].*)")
_WRONG_SIGN = re.compile(r" *(?:- +)*(?P<key>[a-z_]+) *(?P<sign>=|:=|->|：) *(?P<value>.*)")
_NO_SPACE_AFTER_DASH = re.compile(r" *-(?P<rest>[a-z_]+:.*)")
_WRONG_DASH = re.compile(r" *(?P<sign>[–—•*‣·+]) ?(?P<rest>[a-z_]+:.*)")
_NO_COLON = re.compile(
    r" *(?:- +)+(?P<key>intro|narration|transition|outro) +(?P<value>\S.*)|"
    r" *(?P<top>title|date|show|version|bed|sound|chapter|voice|pause) +(?P<rest>\S.*)"
)
_CONFLICT = re.compile(r"(<{7}|={7}|>{7}|\|{7})( |$)")
_WRONG_SPACE = re.compile("[ \t]*(?P<sign>[\t\u00a0\u2007\u202f\u3000])")

_SIGN_CONTEXT = re.compile(r"scanning an (alias|anchor)|(scanning|parsing) a tag")

_LONGEST_KEY = 1024
"""Characters that a key may have in YAML."""

_QUOTE_IT = "put the text in quotes"
_QUOTE_OR_BLOCK = "put the whole text in quotes, or write | after the key and the text on the lines below it"

_NOUNS = {
    "title",
    "summary",
    "intro",
    "narration",
    "transition",
    "outro",
    "chapter",
    "description",
    "label",
    "publisher",
}

Explanation = tuple[int, int, str, str]
"""The line and column of a mistake, both from 1, what is wrong, and what to do."""


def explain_sign(sign: str, word: str) -> tuple[str, str]:
    """Return what is wrong with a value that starts with `&`, `*` or `!`, and what to do."""
    return (
        f"'{word}' would not be read as text, because it starts with '{sign}'",
        f'{_QUOTE_IT}: "{word} ..."; a value that is not text has to be written out',
    )


def explain_comment(name: str, comment: str) -> tuple[str, str]:
    """Return what is wrong with a text that a comment cuts off, and what to do."""
    shown = comment if len(comment) <= 60 else f"{comment[:59]}…"
    return (
        f"{name}: '{shown}' would be lost, because # after a space starts a comment",
        "put the whole text in quotes, or put a comment on a line of its own above it",
    )


@dataclass(frozen=True, slots=True)
class Value:
    """The value before a parser's error; lines and columns from 0."""

    style: str
    """`'` or `"` of a text in quotes, `[` or `{` of a group that ends, else empty."""
    start: tuple[int, int]
    end: tuple[int, int]


@dataclass(frozen=True, slots=True)
class ParserError:
    """A parser's description of what is wrong; lines and columns from 0."""

    problem: str
    context: str
    place: tuple[int, int]
    context_place: tuple[int, int]
    """Where the value starts that has the error in it."""


def explain_error(error: ParserError, lines: Sequence[str], last: Value | None) -> Explanation:
    """Explain a parser's error.

    Args:
        error: the error.
        lines: the lines of the text.
        last: the last value before the error.
    """
    line, context_line = error.place[0], error.context_place[0]
    source = _Source(lines, *error.place, *error.context_place, last)
    first = min(context_line, max(line - 2, 0))
    for index in (line, *range(first, line)):
        if _CONFLICT.match(source.text(index)):
            advice = "keep one of the two versions, and delete the lines of signs"
            return index + 1, 1, "this line was left by a merge conflict of version control", advice
        if (match := _WRONG_SPACE.match(source.text(index))) and "quoted" not in error.context:
            name = "tab" if match["sign"] == "\t" else "no-break space"
            what = f"this line is indented with a {name}"
            return index + 1, match.start("sign") + 1, what, f"replace the {name} with spaces"
    if _SIGN_CONTEXT.search(error.context):
        return _explain_first_sign(source)
    explain = next((function for part, function in _EXPLANATIONS if part in error.problem), _explain_other)
    return explain(source)


@dataclass(frozen=True, slots=True)
class _Source:
    """The lines of a text, and the places of an error in them, from 0."""

    lines: Sequence[str]
    line: int
    column: int
    context_line: int
    context_column: int
    last: Value | None

    def text(self, index: int) -> str:
        """Return a line; empty after the last."""
        return self.lines[index] if index < len(self.lines) else ""

    def at(self, what: str, advice: str) -> Explanation:
        """Return an explanation at the place of the error."""
        return self.line + 1, self.column + 1, what, advice

    def at_context(self, what: str, advice: str) -> Explanation:
        """Return an explanation at the place where the value starts."""
        return self.context_line + 1, self.context_column + 1, what, advice

    def key(self, index: int) -> str:
        """Return the key of the value on a line: the key on that line, or the nearest above it."""
        for number in range(min(index, len(self.lines) - 1), -1, -1):
            if match := _KEY_LINE.match(self.lines[number]):
                return match["key"].strip("\"'")
        return "text"

    def name(self, index: int) -> str:
        """Return the value on a line as messages name it: `the title`, or `the text of Kyiv`."""
        key = self.key(index)
        return f"the {key}" if key in _NOUNS else f"the text of {key}"

    def lost_comment(self) -> Explanation | None:
        """Return the explanation of a text that a comment cuts off before the place of the error."""
        index = min(self.line, self.context_line) - (self.line == self.context_line)
        for number in range(min(index, len(self.lines) - 1), -1, -1):
            text = self.lines[number]
            if match := _COMMENT_IN_TEXT.match(text):
                return number + 1, match.start("comment") + 1, *explain_comment(self.key(number), match["comment"])
            if _KEY_LINE.match(text):
                break
            if text.lstrip().startswith("#") and number:
                what, advice = explain_comment(self.key(number), text.strip())
                return number + 1, len(text) - len(text.lstrip()) + 1, what, advice
        return None

    def block_above(self, index: int) -> Explanation | None:
        """Return the explanation of a line that is indented less than the text that stands above it."""
        text = self.text(index)
        for number in range(index - 1, -1, -1):
            if match := _BLOCK_KEY_LINE.match(self.text(number)):
                what = f"this line is indented less than the text of '{match['key']}:', which it belongs to"
                advice = f"indent every line of the text deeper than '{match['key']}:', by the same number of spaces"
                return index + 1, len(text) - len(text.lstrip()) + 1, what, advice
            if _KEY_LINE.match(self.text(number)):
                break
        return None


def _explain_open_quotes(source: _Source) -> Explanation:
    quote = source.text(source.context_line)[source.context_column : source.context_column + 1]
    apostrophe = "; put a text that starts with an apostrophe in double quotes" if quote == "'" else ""
    return source.at_context("the quotes that open here are not closed", f"close the quotes with {quote}{apostrophe}")


def _explain_first_sign(source: _Source) -> Explanation:
    text = source.text(source.context_line)[source.context_column :]
    if not text[:1].strip():
        text = source.text(source.line)[source.column :]
    if not text.strip():
        return source.at("the script ends before its last value", "close the quotes, brackets and braces")
    sign, word = text[:1], text.split()[0]
    what = f"{source.name(source.context_line)} starts with '{sign}'"
    return source.at_context(what, f'{_QUOTE_IT}: "{word} ..."')


def _explain_block_start(source: _Source) -> Explanation:
    sign = source.text(source.context_line)[source.context_column : source.context_column + 1]
    what = f"the text stands on the same line as the '{sign}'"
    return source.at(what, f"write it on the lines below, indented; a text that starts with '{sign}' belongs in quotes")


def _explain_escape(source: _Source) -> Explanation:
    what = "a backslash in double quotes stands before a character that it cannot stand before"
    return source.at(what, "in double quotes write \\\\ for a backslash, or use single quotes")


def _explain_colon(source: _Source) -> Explanation:
    text = source.text(source.line)
    before = text[: source.column]
    if len(before) > _LONGEST_KEY:
        return source.line + 1, 1, "the words before the colon are too long for a key", _QUOTE_OR_BLOCK
    if source.line and (match := re.fullmatch(r"( *)(?:- +)*([a-z_]+)", before)):
        wrong = explain_key_line(source.lines, source.line - 1)
        if wrong is not None and not _KEY_LINE.match(source.text(source.line - 1)):
            return wrong
        key = source.key(source.line - 1)
        what = f"the line '{text.strip()[:60]}' is indented too deep: it would belong to the text of {key}"
        advice = f"indent it like '{key}:'; if it is part of the text, put the text in quotes"
        return source.line + 1, len(match[1]) + 1, what, advice
    name = source.name(source.line)
    if match := re.search(r"\[[A-Za-z]+$", before):
        advice = 'write (words)[voice:"name"] without a space after the colon, and put the text in quotes'
        return source.line + 1, match.start() + 1, f"the mark '{match[0]}: ...' cannot be read", advice
    if match := re.match(r" *(?:- +)*[\w.-]+: +([\"']).*\1$", before):
        return source.at(f"{name} goes on after the closing quotes", "put the whole text in quotes")
    return source.at(f"{name} has a colon and a space in it", f"put {name} in quotes, it contains a colon")


def _explain_missing_colon(source: _Source) -> Explanation:
    if lost := source.lost_comment():
        return lost
    text = source.text(source.context_line)
    if wrong := explain_key_line(source.lines, source.context_line):
        return wrong
    if block := source.block_above(source.context_line):
        return block
    what = f"'{text.strip()[:60]}' is neither a key with its value nor part of a text"
    return source.at_context(what, "write 'key: value', or indent a line of a text deeper than its key")


def explain_key_line(lines: Sequence[str], index: int) -> Explanation | None:
    """Return the explanation of a line whose key or dash is written wrong; None where neither is."""
    text = lines[index] if 0 <= index < len(lines) else ""
    column = len(text) - len(text.lstrip()) + 1
    if match := _NO_SPACE_AFTER_DASH.match(text):
        return index + 1, column, "there is no space after the dash", f"write '- {match['rest'].strip()[:60]}'"
    if match := _WRONG_DASH.match(text):
        what = f"a segment or turn starts with '- ', not with '{match['sign']}'"
        return index + 1, column, what, f"write '- {match['rest'].strip()[:60]}'"
    if match := _NO_SPACE_AFTER_COLON.match(text):
        what = f"there is no space after '{match['key']}:'"
        return index + 1, column, what, f"write '{match['key']}: {match['value'].strip()[:60]}'"
    if match := _WRONG_SIGN.match(text):
        what = f"'{match['key']}' is followed by '{match['sign']}', not by ': '"
        return index + 1, column, what, f"write '{match['key']}: {match['value'].strip()[:60]}'"
    if match := _NO_COLON.match(text):
        key, value = match["key"] or match["top"], match["value"] or match["rest"]
        return index + 1, column, f"there is no colon after '{key}'", f"write '{key}: {value.strip()[:60]}'"
    return None


def _explain_rest(source: _Source) -> Explanation:
    """Explain what follows a value that is complete, or stands at an indentation that no line above has."""
    last = source.last
    if last is not None and last.end[0] == source.line and last.end[1] <= source.column:
        if last.style in {"'", '"'}:
            return _explain_rest_after_quotes(source, last)
        if last.style and (match := re.search(rf"[:-] +(\{last.style})", source.text(source.line))):
            what = f"{source.name(source.line)} starts with '{last.style}' and is not in quotes"
            return source.line + 1, match.start(1) + 1, what, _QUOTE_OR_BLOCK
    if lost := source.lost_comment():
        return lost
    below = _BLOCK_KEY_LINE.match(source.text(source.line - 1)) or not _KEY_LINE.match(source.text(source.line))
    if below and (block := source.block_above(source.line)):
        return block
    for index in range(source.line, max(source.line - 2, source.context_line - 1, -1), -1):
        if wrong := explain_key_line(source.lines, index):
            return wrong
    if wrong := explain_key_line(source.lines, source.context_line):
        return wrong
    return _explain_indentation(source)


def _explain_rest_after_quotes(source: _Source, last: Value) -> Explanation:
    line, column = last.start
    if any(_KEY_LINE.match(text) for text in source.lines[line + 1 : source.line + 1]):
        what = "the quotes that open here are not closed on this line, so that the next lines belong to the text"
        return line + 1, column + 1, what, f"close the quotes with {last.style}"
    if last.style == "'" and source.column == last.end[1] and source.text(source.line)[source.column :][:1].isalnum():
        advice = "put the text in double quotes, or write the apostrophe twice: ''"
        return source.at("an apostrophe closes the single quotes here", advice)
    return source.at("the text goes on after the closing quotes", _QUOTE_OR_BLOCK)


def _explain_indentation(source: _Source) -> Explanation:
    text = source.text(source.line).strip()
    columns = {}
    for number in range(source.line):
        if match := _KEY_LINE.match(source.text(number)):
            columns[len(match["indent"]) if text.startswith("-") else match.start("key")] = number + 1
    near = sorted(columns, key=lambda column: (abs(column - source.column), -columns[column]))[:1]
    what = f"the indentation of '{text[:60]}' fits no line above it"
    if near and near[0] != source.column:
        spaces = "no spaces" if not near[0] else "1 space" if near[0] == 1 else f"{near[0]} spaces"
        return source.at(what, f"check the indentation: with {spaces} it lines up with line {columns[near[0]]}")
    return source.at(what, "check the indentation of this line and of the line above it")


def _explain_open_bracket(source: _Source) -> Explanation:
    text = source.text(source.context_line)
    before = source.text(source.line)[: source.column]
    if source.line == source.context_line and (match := re.search(r"([\w.-]+): [^\"',\[\]{}]+$", before)):
        what = f"the {match[1]} has a colon and a space in it"
        return source.at(what, f"put the {match[1]} in quotes, it contains a colon")
    if match := re.compile(r"\s(#.*)").search(text, source.context_column):
        what, advice = explain_comment(source.key(source.context_line), match[1])
        return source.context_line + 1, match.start(1) + 1, what, advice
    sign = source.text(source.context_line)[source.context_column : source.context_column + 1]
    what = f"the '{sign}' of line {source.context_line + 1}, column {source.context_column + 1} is not closed"
    closing = {"[": "]", "{": "}"}.get(sign, "]")
    advice = (
        f"close the bracket or brace with {closing}, and put commas between values; "
        f"a text that starts with '{sign}' belongs in quotes"
    )
    return source.at(what, advice)


def _explain_start(source: _Source) -> Explanation:
    for number in range(source.line - 1, -1, -1):
        if source.text(number).rstrip() == "...":
            return number + 1, 1, "a line of three full stops ends the script here", "delete it"
    what = "this line is indented less than the first line of the script"
    return source.at(what, "start version:, title: and segments: at the beginning of their lines")


def _explain_other(source: _Source) -> Explanation:
    return explain_key_line(source.lines, source.line) or source.at(
        "this line cannot be read", "check its indentation, its quotes, and the ': ' after its key"
    )


_EXPLANATIONS: tuple[tuple[str, Callable[[_Source], Explanation]], ...] = (
    ("unexpected end of stream", _explain_open_quotes),
    ("unexpected document indicator", _explain_open_quotes),
    ("cannot start any token", _explain_first_sign),
    ("expected comment or line break", _explain_block_start),
    ("expected a comment or a line break", _explain_block_start),
    ("expected chomping or indentation", _explain_block_start),
    ("expected node content", _explain_first_sign),
    ("expected the node content", _explain_first_sign),
    ("unknown escape", _explain_escape),
    ("expected escape sequence", _explain_escape),
    ("hexadecimal", _explain_escape),
    ("mapping values are not allowed", _explain_colon),
    ("entries are not allowed", _explain_first_sign),
    ("mapping keys are not allowed", _explain_first_sign),
    ("could not find expected ':'", _explain_missing_colon),
    ("expected ',' or", _explain_open_bracket),
    ("did not find expected key", _explain_rest),
    ("expected '-' indicator", _explain_rest),
    ("expected <block end>", _explain_rest),
    ("document start", _explain_start),
)
"""Parts of the messages of PyYAML and of libyaml, and what explains the error."""

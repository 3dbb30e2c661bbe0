r"""The marks inside a text: Speech Markdown's short forms (speechmarkdown.org), read into spans and breaks.

    [500ms]                 a break
    (Kyiv)[sub:"Keev"]      said as if it were written 'Keev'
    (Kyiv)[ipa:"ˈkiːjɪv"]   said with these sounds
    (words)[voice:"quote"]  said by another voice
    (text)[lang:"uk"]       said in another language
    (2023)[date:"y"]        said as a date
    (NATO)[characters]      spelled
    ++strong++              stressed
    \[                     a backslash takes a sign's meaning away

Brackets and parentheses that are none of these are text: newspapers write [sic]. What looks like a mark and is none is
a problem.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from itertools import groupby
from typing import Any

from audiobrief.script.markup.lookalikes import attached_problem, bracket_problem, find_lookalikes
from audiobrief.script.markup.marks import KEYS, MarkProblem, mark_problem
from audiobrief.units import parse_duration

LONGEST_BREAK = 600_000
# A sign that opens a mark looks no further than this for the one that closes it.
LONGEST_MARK = 1000
DEEPEST_MARK = 20
_ONE_MARK = r"""\s*(?P<key>[a-z][a-z-]*)(?:\s*:\s*(?:"(?P<a>[^"]*)"|'(?P<b>[^']*)'|“(?P<c>[^”]*)”))?\s*"""
_MARK = re.compile(_ONE_MARK)
_MARKS = re.compile(f"{re.sub(r'[?]P<[a-z]+>', '?:', _ONE_MARK)}(?:;{re.sub(r'[?]P<[a-z]+>', '?:', _ONE_MARK)})*")
_BREAK = re.compile(r"\s*[\d.]+[a-z]+\s*")
"""A break, unlike a clock time in brackets, which is a reference such as [3:16]."""
_PLAIN = re.compile(r"[^\\\[(+]+")
"""Letters that neither start a mark nor take a sign's meaning away."""
_PARAGRAPH_END = re.compile(r"\n[ \t]*\n\s*")
_KNOWN_MARK = re.compile(rf"\s*({'|'.join(KEYS)})\s*:")


@dataclass(frozen=True, slots=True)
class Span:
    """Text with the same marks from end to end."""

    text: str
    """As it is written and shown."""
    offset: int = 0
    """Where it starts in the parsed text, in characters."""
    sub: str | None = None
    """The words to say instead."""
    ipa: str | None = None
    """The sounds to say it with, in the International Phonetic Alphabet."""
    voice: str | None = None
    """The name of the voice that says it."""
    language: str | None = None
    """The language it is said in, as a BCP 47 tag."""
    date: str | None = None
    """The order of day, month and year, such as `dmy`."""
    characters: bool = False
    """True if it is spelled letter by letter."""
    strong: bool = False
    """True if it is stressed."""


@dataclass(frozen=True, slots=True)
class Break:
    """A silence that the text asks for."""

    milliseconds: int
    """0 to 600,000."""
    offset: int = 0
    """Where it starts in the parsed text, in characters."""


Paragraph = tuple[Span | Break, ...]


@dataclass(frozen=True, slots=True)
class Markup:
    """A text's paragraphs, and what is wrong in it."""

    paragraphs: tuple[Paragraph, ...]
    problems: tuple[MarkProblem, ...]
    voices: tuple[tuple[str, int], ...] = ()
    """The voices that marks name, each with the offset of its name."""
    brackets: tuple[tuple[str, int], ...] = ()
    """The contents of brackets that are text, each with the offset of its bracket."""


def parse_markup(text: str) -> Markup:
    """Read a text's marks; an empty line ends a paragraph, a single line end is a space."""
    results = _Results(_pairs(text))
    paragraphs: list[Paragraph] = []
    start = 0
    for end, next_start in _paragraph_ends(text):
        spans = tuple(_Reader(text, start, end, results).read(Span("")))
        tidied = _tidy(spans)
        if tidied:
            paragraphs.append(tidied)
        start = next_start
    problems = (*results.problems, *find_lookalikes(_without_marks(text, results.marks)))
    return Markup(tuple(paragraphs), problems, tuple(results.voices), tuple(results.brackets))


def _without_marks(text: str, marks: list[tuple[int, int]]) -> str:
    """Return a text with its marks blanked out; all other characters stay where they are."""
    parts = []
    at = 0
    for start, end in sorted(marks):
        if end > at:
            parts += [text[at:start], "\0" * (end - max(at, start))]
            at = end
    return "".join([*parts, text[at:]])


def joined_text(paragraph: Paragraph) -> str:
    """Return a paragraph without its marks, with all its spaces."""
    return "".join(item.text for item in paragraph if isinstance(item, Span))


def plain_text(paragraph: Paragraph) -> str:
    """Return a paragraph as it is shown: without its marks."""
    return " ".join(joined_text(paragraph).split())


def _paragraph_ends(text: str) -> Iterator[tuple[int, int]]:
    for match in _PARAGRAPH_END.finditer(text):
        yield match.start(), match.end()
    yield len(text), len(text)


def _tidy(items: tuple[Span | Break, ...]) -> Paragraph:
    """Turn line ends and runs of spaces into one space, join equal neighbours, drop what is empty."""
    tidied: list[Span | Break] = []
    filled = [item for item in items if isinstance(item, Break) or item.text]
    for _, alike in groupby(filled, key=_without_text):
        first, *others = alike
        if isinstance(first, Span):
            text = "".join([first.text, *(item.text for item in others if isinstance(item, Span))])
            first = replace(first, text=re.sub(r"[^\S\u00a0\u202f]+", " ", text))
        tidied.append(first)
    return tuple(tidied) if any(isinstance(item, Break) or item.text.strip() for item in tidied) else ()


def _without_text(item: Span | Break) -> Span | Break:
    return replace(item, text="", offset=0) if isinstance(item, Span) else item


@dataclass(frozen=True, slots=True)
class _Results:
    """The state that the readers of one text share."""

    pairs: dict[int, int]
    """Where the parenthesis that opens at an offset closes."""
    problems: list[MarkProblem] = field(default_factory=list)
    voices: list[tuple[str, int]] = field(default_factory=list)
    brackets: list[tuple[str, int]] = field(default_factory=list)
    unreadable: set[int] = field(default_factory=set)
    """The offsets of brackets that were reported with the parentheses before them."""
    marks: list[tuple[int, int]] = field(default_factory=list)
    """The start and end of each mark and of each character that a backslash makes text."""


def _pairs(text: str) -> dict[int, int]:
    pairs: dict[int, int] = {}
    opened: list[int] = []
    for match in re.finditer(r"\\.|[()]", text, re.DOTALL):
        if match[0] == "(":
            opened.append(match.start())
        elif match[0] == ")" and opened:
            pairs[opened.pop()] = match.start()
    return pairs


class _Reader:
    """Reads one stretch of a text; what is inside a mark is read by another reader."""

    def __init__(self, text: str, start: int, end: int, results: _Results, depth: int = 0) -> None:
        self.text = text
        self.end = end
        self.at = start
        self.results = results
        self.depth = depth

    def read(self, like: Span) -> Iterator[Span | Break]:
        """Return the stretch's spans, each with the marks of `like` and its own."""
        letters: list[str] = []
        begin = self.at
        while self.at < self.end:
            if plain := _PLAIN.match(self.text, self.at, self.end):
                letters.append(plain[0])
                self.at = plain.end()
                continue
            items, length = self._special(like)
            if items is None:
                character, length = self._character()
                letters.append(character)
            else:
                yield replace(like, text="".join(letters), offset=begin)
                yield from items
                letters = []
            self.at += length
            if items is not None:
                begin = self.at
        yield replace(like, text="".join(letters), offset=begin)

    def _character(self) -> tuple[str, int]:
        character = self.text[self.at]
        if character == "\\" and self.at + 1 < self.end and not self.text[self.at + 1].isalnum():
            self._blank(self.at, 2)
            return self.text[self.at + 1], 2
        return character, 1

    def _special(self, like: Span) -> tuple[list[Span | Break] | None, int]:
        character = self.text[self.at]
        if character == "[":
            return self._bracket()
        if character == "(":
            return self._marked(like)
        if character == "+" and self.text.startswith("++", self.at):
            return self._strong(like)
        return None, 0

    def _bracket_end(self, start: int) -> int:
        """Find the bracket that closes the one before `start`; -1 where there is none near."""
        return self.text.find("]", start, min(self.end, start + LONGEST_MARK))

    def _bracket(self) -> tuple[list[Span | Break] | None, int]:
        close = self._bracket_end(self.at + 1)
        if close < 0 or self.at in self.results.unreadable:
            return None, 0
        inner, length = self.text[self.at + 1 : close], close + 1 - self.at
        try:
            milliseconds = parse_duration(inner if _BREAK.fullmatch(inner) else "")
        except ValueError:
            if problem := bracket_problem(inner, self.text[max(0, self.at - 60) : self.at]):
                self._report(self.at, length, *problem)
            else:
                self.results.brackets.append((inner, self.at))
            return None, 0
        if milliseconds > LONGEST_BREAK:
            self._report(self.at, length, f"the break [{inner}] is longer than ten minutes", "write a shorter one")
        self._blank(self.at, length)
        return [Break(min(milliseconds, LONGEST_BREAK), self.at)], length

    def _strong(self, like: Span) -> tuple[list[Span | Break] | None, int]:
        start = self.at + 2
        close = self.text.find("++", start + 1, self.end)
        if close < 0 or self.text[start].isspace() or self.text[close - 1].isspace():
            return None, 0
        self._blank(self.at, 2)
        self._blank(close, 2)
        inner = _Reader(self.text, start, close, self.results, self.depth + 1)
        return list(inner.read(replace(like, strong=True))), close + 2 - self.at

    def _marked(self, like: Span) -> tuple[list[Span | Break] | None, int]:
        close = self.results.pairs.get(self.at, self.end)
        if close + 1 >= self.end or self.text[close + 1] != "[":
            return None, 0
        end = self._bracket_end(close + 2)
        if end < 0:
            if match := _KNOWN_MARK.match(self.text, close + 2, self.end):
                self._report(
                    close + 1, match.end() - close - 1, f"the mark '{match[1]}' is not closed", "write a ] after it"
                )
            return None, 0
        marks = self.text[close + 2 : end]
        if not _MARKS.fullmatch(marks):
            if problem := attached_problem(self.text[self.at + 1 : close], marks):
                self._report(close + 1, end - close, *problem)
                self.results.unreadable.add(close + 1)
            return None, 0
        if marks.strip().lower() == "sic":
            return None, 0
        self._blank(self.at, 1)
        self._blank(close, end + 1 - close)
        length = end + 1 - self.at
        span = self._with_marks(like, marks, close + 2)
        if not self.text[self.at + 1 : close].strip():
            self._report(self.at, length, "the mark belongs to no words", "write the words between the parentheses")
        if span.sub or span.ipa or span.date or span.characters:
            # Said as a whole: there is nothing to mark inside it.
            return [
                replace(
                    span,
                    text=re.sub(r"\\([\W_])", r"\1", self.text[self.at + 1 : close]),
                    offset=self.at + 1,
                )
            ], length
        if self.depth == DEEPEST_MARK:
            self._report(
                self.at, length, f"marks inside marks, more than {DEEPEST_MARK} deep", "mark fewer words at once"
            )
            return [replace(span, text=self.text[self.at + 1 : close], offset=self.at + 1)], length
        return list(_Reader(self.text, self.at + 1, close, self.results, self.depth + 1).read(span)), length

    def _with_marks(self, span: Span, marks: str, offset: int) -> Span:
        at = 0
        while match := _MARK.match(marks, at):
            at = match.end() + 1
            key = match["key"]
            quotes = next((quotes for quotes in "abc" if match[quotes] is not None), "key")
            value = match[quotes] if quotes != "key" else None
            problem = mark_problem(key, value)
            if problem is not None:
                self._report(offset, len(marks), *problem)
            elif value is None:
                span = replace(span, characters=True)
            else:
                setting: dict[str, Any] = {"language" if key == "lang" else key: value}
                span = replace(span, **setting)
                if key == "voice":
                    self.results.voices.append((value, offset + match.start(quotes)))
        return span

    def _blank(self, offset: int, length: int) -> None:
        self.results.marks.append((offset, offset + length))

    def _report(self, offset: int, length: int, what: str, advice: str) -> None:
        self._blank(offset, length)
        self.results.problems.append(MarkProblem(offset, length, " ".join(what.split()), advice))

"""Read a plain text as blocks: paragraphs between empty lines, with wrapped lines joined."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from audiobrief.draft.cleanup.hyphens import DividedWords, mark_soft_hyphens
from audiobrief.draft.cleanup.text import clean_line, clean_text
from audiobrief.draft.model import Article, Block, Metadata
from audiobrief.draft.readers.metadata import read_mail_header, read_metadata
from audiobrief.draft.structure.chapters import is_quoted_question
from audiobrief.language.quotations import CLOSING_MARKS

_WRAPPED = 100
"""Characters; if no line of a paragraph is longer, it may be wrapped, also where the rest of the text is not."""
_FULL = 0.8
"""Share of the line ends of a wrapped text that leave no room for the next word; paragraphs may end at others."""
_GOES_ON = 0.25
"""Share of the line ends of a wrapped text that are followed by a lower-case letter, at least."""
_SHORT = 0.6
"""Share of the longest line; a shorter line was ended on purpose."""
_FEWEST_LINES = 3
"""The fewest lines of results or a list, if none starts in lower case and the last does not end a sentence."""
_VERSES = 4
"""The fewest lines of a poem, if none starts in lower case and all are short."""
_LONGEST_VERSE = 60
_NARROWEST = 30
"""The most characters of a line in a wrapped text."""
_LONGEST_UNDERLINED = 15
"""The most words of an underlined heading."""
_UNDERLINE = re.compile(r"([=~-])\1{2,}")
_ITEM = re.compile(r"(?:[-*–] |•)")
_LETTER = re.compile(r"\w")
_NUMBERED = re.compile(r"\d{1,2}[.)] \S")

_Line = tuple[int, str]
"""A line's number in the file, and its text."""


@dataclass(frozen=True, slots=True)
class _Wrapping:
    """How the lines of a text were broken."""

    width: int | None
    """Characters of the widest line, if an editor or a mail program wrapped the text; None if it did not."""
    divided: DividedWords

    def is_full(self, line: str, following: str) -> bool:
        """Return whether a line had no room for the first word of the next."""
        return self.width is not None and not _has_room(line, following, self.width)


def _has_room(line: str, following: str, width: int) -> bool:
    """Return whether a line of a width had room for the first word of the next."""
    return len(line) + 1 + len(following.split(maxsplit=1)[0]) <= width


def read_text(text: str) -> Article:
    """Read a plain text; headline, captions and headings without underlines are found by later steps."""
    text = clean_text(mark_soft_hyphens(text))
    groups = list(_groups(text))
    head = read_mail_header([line for _, line in groups[0]]) if groups else {}
    blocks = [Block(clean_line(line), reason="header", place=f"line {number}") for number, line in groups[0] if head]
    groups = groups[bool(head) :]
    wrapping = _Wrapping(_wrap_width(groups), DividedWords(text))
    blocks += [block for group in groups for block in _paragraphs(group, wrapping)]
    underlined = [at for at, block in enumerate(blocks) if block.is_heading]
    return Article(read_metadata(head) if head else Metadata(), tuple(blocks), has_headings=underlined[-1:] > [0])


def _wrap_width(groups: Sequence[Sequence[_Line]]) -> int | None:
    """Return the width at which a text was wrapped: nearly no line has room for the first word of the next."""
    pairs = [(line, after) for group in groups for (_, line), (_, after) in pairwise(group)]
    width = max((len(line) for pair in pairs for line in pair), default=0)
    full = sum(not _has_room(line, after, width) for line, after in pairs)
    goes_on = sum(after[:1].islower() for _, after in pairs)
    return width if pairs and full >= _FULL * len(pairs) and goes_on >= _GOES_ON * len(pairs) else None


def _groups(text: str) -> Iterator[list[_Line]]:
    """Yield the groups of lines between empty lines."""
    lines: list[_Line] = []
    for number, line in enumerate([*text.split("\n"), ""], 1):
        if line.strip():
            lines.append((number, line.strip()))
        elif lines:
            yield lines
            lines = []


def _paragraphs(lines: Sequence[_Line], wrapping: _Wrapping) -> Iterator[Block]:
    """Return the headings and paragraphs of a group of lines."""
    start = 0
    for at, ((number, line), (_, under)) in enumerate(pairwise(lines)):
        if at >= start and _is_underlined(line, under):
            yield from _joined(lines[start:at], wrapping)
            yield Block(clean_line(line), is_heading=True, place=f"line {number}")
            start = at + 2
    yield from _joined(lines[start:], wrapping)


def _is_underlined(line: str, under: str) -> bool:
    return (
        bool(_UNDERLINE.fullmatch(under))
        and 0.5 * len(line) <= len(under) <= 2 * len(line) + 3
        and len(line.split()) <= _LONGEST_UNDERLINED
        and not line.endswith((".", ",", ";"))
        and any(sign.isalpha() for sign in line)
    )


def _joined(lines: Sequence[_Line], wrapping: _Wrapping) -> Iterator[Block]:
    """Return the paragraphs of lines, with wrapped lines joined."""
    if not lines:
        return
    texts = [text for _, text in lines]
    longest = max(map(len, texts))
    are_lines = _are_lines(texts, wrapping)
    all_apart = (wrapping.width is None and longest > _WRAPPED) or are_lines
    parts = [texts[0]]
    start = lines[0][0]
    for (_, before), (number, line) in pairwise(lines):
        is_ended = len(before) < _SHORT * longest or _is_ended(before, line, wrapping)
        if all_apart or is_ended or _is_item(line, before) or not _LETTER.search(line):
            yield _block(parts, start, wrapping, is_line=are_lines)
            start, parts = number, []
        parts.append(line)
    yield _block(parts, start, wrapping, is_line=are_lines)


def _is_ended(line: str, following: str, wrapping: _Wrapping) -> bool:
    """Return whether a line of a wrapped text ends a sentence and had room for the next word."""
    is_sentence = _ends_sentence(line) and not following[:1].islower()
    return wrapping.width is not None and is_sentence and not wrapping.is_full(line, following)


def _ends_sentence(line: str) -> bool:
    return line.rstrip(f"{CLOSING_MARKS})").endswith((".", "!", "?", "…"))


def _are_lines(lines: Sequence[str], wrapping: _Wrapping) -> bool:
    """Return whether each line is separate: results of a match, a list, a poem."""
    is_full = len(lines) > 1 and all(wrapping.is_full(line, after) for line, after in pairwise(lines))
    if is_full or any(line[:1].islower() for line in lines[1:]):
        return False
    is_list = len(lines) >= _FEWEST_LINES and not _ends_sentence(lines[-1])
    longest = max(map(len, lines))
    return is_list or (len(lines) >= _VERSES and longest < _LONGEST_VERSE and not _is_wrapped(lines, longest))


def _is_wrapped(lines: Sequence[str], longest: int) -> bool:
    """Return whether no line had room for the first word of the next."""
    return longest >= _NARROWEST and not any(_has_room(line, after, longest) for line, after in pairwise(lines))


def _is_item(line: str, before: str) -> bool:
    """Return whether a line starts an item of a list."""
    numbered = _NUMBERED.match(line) and (_NUMBERED.match(before) or before.endswith((".", ":")))
    return bool(_ITEM.match(line) or numbered)


def _block(parts: Sequence[str], number: int, wrapping: _Wrapping, *, is_line: bool) -> Block:
    text = wrapping.divided.join(parts)
    is_marked = _ITEM.match(text) and not is_quoted_question(text)
    return Block(text[1:].strip() if is_marked else text, place=f"line {number}", is_line=is_line)

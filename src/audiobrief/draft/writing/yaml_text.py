"""Write values as YAML that is easy to edit: quotes only where needed, one sentence a line."""

from __future__ import annotations

import json
import re
import textwrap
from collections.abc import Iterable, Iterator
from functools import partial

from audiobrief.language.quotations import find_quotations
from audiobrief.language.sentences import split_sentences
from audiobrief.script.markup.parser import parse_markup, plain_text

_WIDTH = 110
"""The most characters of a line of text."""
_wrap = partial(textwrap.wrap, break_long_words=False, break_on_hyphens=False)
_PLAIN = re.compile(r"[^\W\d_](?:[^:#\n\t]|:(?=\S)|(?<=\S)#)*", re.UNICODE)
_NOT_TEXT = re.compile(r"(?i:y|n|yes|no|on|off|true|false|null|~)|[\d.:_+-]*")
_BACKSLASH = re.compile(r"\\")
_SIGNS = re.compile(r"[\\()\[\]+]")


def scalar(text: str) -> str:
    """Return a text on one line, in quotes if YAML would read it as something else."""
    plain = _PLAIN.fullmatch(text) and not _NOT_TEXT.fullmatch(text) and not text.endswith((":", " "))
    return text if plain else json.dumps(text, ensure_ascii=False)


def comment(text: str, indent: str = "") -> list[str]:
    """Return the lines of a comment for the editor."""
    return _wrap(text, _WIDTH + 10, initial_indent=f"{indent}# ", subsequent_indent=f"{indent}#   ")


def block(paragraphs: Iterable[str], indent: str) -> Iterator[str]:
    """Return the lines of paragraphs, separated by empty lines; each line of a paragraph is wrapped by itself."""
    for number, paragraph in enumerate(paragraphs):
        if number:
            yield ""
        for line in paragraph.split("\n"):
            yield from _wrap(line, _WIDTH, initial_indent=indent, subsequent_indent=indent)


def mark_up(paragraph: str, language: str, voice: str | None) -> str:
    """Return a paragraph in script form: one sentence a line, quotations marked with a voice if there is one.

    Characters that would start a mark are escaped.
    """
    lines = _with_line_ends(paragraph, language)
    quoted = find_quotations(paragraph) if voice else ()
    for escaped in (_BACKSLASH, _SIGNS):
        text = _with_marks(lines, quoted, voice, escaped)
        markup = parse_markup(text)
        if not markup.problems and list(map(plain_text, markup.paragraphs)) == [" ".join(paragraph.split())]:
            break
    return text


def _with_line_ends(paragraph: str, language: str) -> str:
    """Replace the space before each sentence by a line break, so that no other position moves."""
    signs = list(paragraph)
    for start, _ in split_sentences(paragraph, language):
        if start and signs[start - 1] == " ":
            signs[start - 1] = "\n"
    return "".join(signs)


def _with_marks(text: str, quoted: Iterable[tuple[int, int]], voice: str | None, escaped: re.Pattern[str]) -> str:
    def escape(part: str) -> str:
        return escaped.sub(r"\\\g<0>", part)

    parts = []
    at = 0
    for start, end in quoted:
        parts += [escape(text[at:start]), f'({escape(text[start:end])})[voice:"{voice}"]']
        at = end
    return "".join([*parts, escape(text[at:])])

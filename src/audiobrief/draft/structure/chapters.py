"""Split a story into chapters at its headings, at separate questions, and at the questions of an interview."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise
from operator import itemgetter

from audiobrief.draft.model import Block
from audiobrief.language.profile import Language
from audiobrief.language.quotations import CLOSING_MARKS, is_quotation
from audiobrief.language.sentences import split_sentences

_LONGEST_HEADING = 12
"""The most words of a line without a full stop that is taken for a heading."""
_NUMBER = re.compile(r"^(?:\d{1,3}|[IVX]{1,5})[.)]\s+")
_ANY_NUMBER = re.compile(r"(?:^|(?<=: ))(?:\d{1,3}|[IVX]{1,5})[.)]\s+")
"""A number at the start of a heading, or of the heading joined to it."""
_LONGEST_BOLD = 15
"""The most words of a bold line that is a heading."""
_LIST = 3
"""This many short lines in a row are a list or verses, not headings."""
_ENDS_A_SENTENCE = re.compile(rf"[.!,;:…][{CLOSING_MARKS}]*$")
_LONGEST_QUESTION = 28
"""The most words of a separate question."""
_LONGEST_ASKED = 60
"""The most words of a question in an interview, if it is one sentence or bold."""
_FEWEST_BOLD = 3
"""The fewest bold paragraphs of an interview, if half of them are questions."""
_ENDS_AS_QUESTION = re.compile(rf"\?[{CLOSING_MARKS}\s]*$")
_INNER_END = re.compile(rf"[.!?…][{CLOSING_MARKS}]*\s+[^\W\d_]")
_SPEECH = ("“", "„", "«", '"', "—", "–")
"""Marks with which speech in a story begins."""
_WORD = re.compile(r"[^\W\d_]+")


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading's title and the paragraphs under it."""

    title: str | None
    """None for the paragraphs before the first heading."""
    paragraphs: tuple[str, ...]


def looks_like_heading(text: str, language: str, longest: int = _LONGEST_HEADING) -> bool:
    """Return whether a line could be a heading: a question, or a few words without a final full stop."""
    if _is_question(text, language):
        return True
    text = _NUMBER.sub("", text)
    return (
        len(text.split()) <= longest
        and not _ENDS_A_SENTENCE.search(text)
        and not is_quoted_question(text)
        and (text[-1:] != "?" or len(_sentences_of(text, language)) == 1)
        and (text[:1].isupper() or text[:1].isdigit() or text[:1] in "“„«\"'‘¿¡")
    )


def is_bold_heading(text: str) -> bool:
    """Return whether a bold paragraph is a heading: short, and not a sentence."""
    return len(text.split()) <= _LONGEST_BOLD and not text.endswith((".", ",", ";", ":"))


def strip_numbers(titles: Sequence[str]) -> list[str]:
    """Return titles without their numbers, if several have one."""
    numbered = sum(len(_ANY_NUMBER.findall(title)) for title in titles)
    return [_ANY_NUMBER.sub("", title) for title in titles] if numbered > 1 else list(titles)


def find_headings(blocks: Sequence[Block], language: Language, *, marked: bool) -> tuple[Heading, ...]:
    """Split a story at its headings.

    A heading with nothing under it is joined with the next one; at the end, it is a paragraph. Where the file does not
    mark headings, separate questions are headings, too.
    """
    starts = _marked(blocks, language) if marked else _guessed(blocks, language)
    parts: list[Heading] = []
    title: str | None = None
    under: list[str] = []
    for block, starts_here in zip(blocks, starts, strict=True):
        if not starts_here:
            under.append(language.answer_label.sub("", block.text) or block.text)
            continue
        text = language.question_label.sub("", block.text) or block.text
        if under or title is None:
            if under:
                parts.append(Heading(title, tuple(under)))
            title, under = text, []
        else:
            title = _joined(title, text)
    if under:
        parts.append(Heading(title, tuple(under)))
    elif title is not None:
        parts = _with_loose_end(parts, title)
    return tuple(parts)


def _joined(outer: str, inner: str) -> str:
    return f"{outer} {inner}" if outer[-1:] in ".?!:…" else f"{outer}: {inner}"


def _with_loose_end(parts: list[Heading], text: str) -> list[Heading]:
    """Add a heading with nothing under it as a paragraph."""
    if not parts:
        return [Heading(None, (text,))]
    return [*parts[:-1], Heading(parts[-1].title, (*parts[-1].paragraphs, text))]


def _marked(blocks: Sequence[Block], language: Language) -> list[bool]:
    marked = [
        block.is_heading or numbered or question
        for block, numbered, question in zip(blocks, _bold_numbered(blocks), _find_bold_questions(blocks), strict=True)
    ]
    if any(marked):
        return [each or bool(language.question_label.match(b.text)) for each, b in zip(marked, blocks, strict=True)]
    return _find_questions(blocks, language)


def _bold_numbered(blocks: Sequence[Block]) -> list[bool]:
    """Return which paragraphs are bold lines with a number; none if there is only one."""
    numbered = [
        block.is_bold and bool(_NUMBER.match(block.text)) and len(block.text.split()) <= _LONGEST_BOLD
        for block in blocks
    ]
    return numbered if sum(numbered) > 1 else [False] * len(blocks)


def _guessed(blocks: Sequence[Block], language: Language) -> list[bool]:
    """Return which blocks look like headings: short lines followed by a paragraph."""
    questions = _find_questions(blocks, language)
    like = [
        not block.is_line
        and (question or looks_like_heading(block.text, language.tag))
        and not is_quotation(block.text)
        for question, block in zip(questions, blocks, strict=True)
    ]
    headings: list[bool] = []
    for is_like, group in groupby(zip(like, questions, strict=True), key=itemgetter(0)):
        run = [question for _, question in group]
        headings += [is_like and (len(run) < _LIST or all(run))] * len(run)
    return headings


def _sentences_of(text: str, language: str) -> list[str]:
    """Return the sentences of a line; `the U.S. Senate` does not end one."""
    if not _INNER_END.search(text):
        return [text]
    return [text[start:end] for start, end in split_sentences(text, language)]


def ends_as_question(text: str) -> bool:
    """Return whether a text ends with a question mark, ignoring closing marks behind it."""
    return bool(_ENDS_AS_QUESTION.search(text))


def is_quoted_question(text: str) -> bool:
    """Return whether a line is a question in quotation marks, asked by somebody in the story."""
    return text.startswith(_SPEECH) and ends_as_question(text)


def _is_question(text: str, language: str) -> bool:
    """Return whether a text consists of one or more questions and nothing else."""
    return (
        ends_as_question(text)
        and len(text.split()) <= _LONGEST_QUESTION
        and not text.startswith(_SPEECH)
        and all(ends_as_question(sentence) for sentence in _sentences_of(text, language))
    )


def _find_questions(blocks: Sequence[Block], language: Language) -> list[bool]:
    """Return which paragraphs are separate questions.

    If there are some, longer ones that address somebody as `you`, also after a sentence, count as well.
    """
    plain = [_is_question(block.text, language.tag) for block in blocks]
    if not any(plain):
        return plain
    followed = [not after for _, after in pairwise([*plain, True])]
    return [
        each or (is_followed and _is_put_to_somebody(block.text, language))
        for each, is_followed, block in zip(plain, followed, blocks, strict=True)
    ]


def _is_put_to_somebody(text: str, language: Language) -> bool:
    return (
        ends_as_question(text)
        and len(text.split()) <= (_LONGEST_ASKED if len(_sentences_of(text, language.tag)) == 1 else _LONGEST_QUESTION)
        and not text.startswith(_SPEECH)
        and not language.you.isdisjoint(_WORD.findall(text))
    )


def _find_bold_questions(blocks: Sequence[Block]) -> list[bool]:
    """Return which bold paragraphs are the questions of an interview: from the first question on, each with an answer.

    It is an interview if half of the bold paragraphs are questions.
    """
    bold = [block.text for block in blocks if block.is_bold]
    questions = [text for text in bold if ends_as_question(text)]
    if len(bold) < _FEWEST_BOLD or 2 * len(questions) < len(bold):
        return [False] * len(blocks)
    first = next(at for at, block in enumerate(blocks) if block.is_bold and block.text == questions[0])
    return [
        at >= first and block.is_bold and len(block.text.split()) <= _LONGEST_ASKED for at, block in enumerate(blocks)
    ]

"""Find separate questions, and the questions of an interview."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from audiobrief.draft.model import Block
from audiobrief.language.profile import Language
from audiobrief.language.quotations import CLOSING_MARKS
from audiobrief.language.sentences import split_sentences

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


def sentences_of(text: str, language: str) -> list[str]:
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


def is_question(text: str, language: str) -> bool:
    """Return whether a text consists of one or more questions and nothing else."""
    return (
        ends_as_question(text)
        and len(text.split()) <= _LONGEST_QUESTION
        and not text.startswith(_SPEECH)
        and all(ends_as_question(sentence) for sentence in sentences_of(text, language))
    )


def find_questions(blocks: Sequence[Block], language: Language) -> list[bool]:
    """Return which paragraphs are separate questions.

    If there are some, longer ones that address somebody as `you`, also after a sentence, count as well.
    """
    plain = [is_question(block.text, language.tag) for block in blocks]
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
        and len(text.split()) <= (_LONGEST_ASKED if len(sentences_of(text, language.tag)) == 1 else _LONGEST_QUESTION)
        and not text.startswith(_SPEECH)
        and not language.you.isdisjoint(_WORD.findall(text))
    )


def find_bold_questions(blocks: Sequence[Block]) -> list[bool]:
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

"""When each word of a sentence is heard, as it is written: the words that voices say, brought back to the text.

What is said differs from what is written where a reading replaces it: '17 February' is 'the seventeenth of February'.
Words that are in both are the same word; between them stand those that a reading replaced.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from itertools import islice

from audiobrief.reading.utterances import Replacement, Utterance
from audiobrief.timeline.plan import Plan
from audiobrief.timeline.timeline import Speech, SpokenSentence, TimedWord, Timeline
from audiobrief.voices.engine import Word

_TOKEN = re.compile(r"\S+")


@dataclass(frozen=True, slots=True)
class SaidWord:
    """A word that a voice says."""

    text: str
    """As the voice was given it."""
    start: int
    """First sample."""
    end: int
    """Sample after the last."""


def with_words(plan: Plan, timeline: Timeline, words: Mapping[Utterance, Sequence[Word]]) -> Timeline:
    """Return a timeline whose sentences have their words; those of recordings have none.

    Args:
        plan: the episode's sentences, in order.
        timeline: their positions, and those of their utterances.
        words: the words of each utterance in its clip; empty where a voice does not report them.
    """
    speech, placed = iter(timeline.speech), iter(timeline.sentences)
    sentences: list[SpokenSentence] = []
    for sentence in (sentence for segment in plan.segments for sentence in segment.sentences):
        pieces = [next(speech) for _ in sentence.pieces]
        if sentence.recorded:
            sentences += islice(placed, len(sentence.recorded))
            continue
        said = [word for piece in pieces for word in _said_words(piece, words[piece.utterance])]
        replacements = [replacement for piece in sentence.pieces for replacement in piece.replacements]
        has_times = all(words[piece.utterance] for piece in pieces)
        timed = time_words(sentence.text, said, replacements) if has_times else ()
        sentences.append(replace(next(placed), words=timed))
    return replace(timeline, sentences=tuple(sentences))


def _said_words(speech: Speech, words: Sequence[Word]) -> Iterator[SaidWord]:
    """Yield the words of an utterance as spaces part them; a voice may report parts of them."""
    for token in _TOKEN.finditer(speech.utterance.text):
        parts = [word for word in words if word.text_start < token.end() and token.start() < word.text_end]
        if parts and _key(token[0]):
            yield SaidWord(token[0], speech.start + parts[0].start, speech.start + parts[-1].end)


def time_words(text: str, said: Sequence[SaidWord], replacements: Sequence[Replacement] = ()) -> tuple[TimedWord, ...]:
    """Return the words of a written text with the times at which they are heard.

    Each word of the text is part of just one of the results, in order: several stand together where what is said for
    them cannot be told apart, and a sign alone stands with the word before it.

    Args:
        text: as it is written.
        said: what is said for it, in order.
        replacements: what of the text is said in other words, in order.
    """
    written = [(token.start(), token.end()) for token in _TOKEN.finditer(text) if _key(token[0])]
    keys = [_key(text[start:end]) for start, end in written]
    said_keys = [_key(word.text) for word in said]
    if keys == said_keys:  # as in most sentences; comparing takes longer
        return tuple(_timed_words(text, written, [_Group(at, at, at + 1) for at in range(len(keys))], said))
    groups: list[_Group] = []
    matcher = SequenceMatcher(None, keys, said_keys, autojunk=False)
    for tag, first, last, said_first, said_last in matcher.get_opcodes():
        if last - first == said_last - said_first:
            groups += [_Group(first + at, said_first + at, said_first + at + 1) for at in range(last - first)]
        elif tag == "replace":
            groups += _split(_Block(keys, first, last, said_first, said_last), replacements)
        elif tag == "insert" and groups:
            groups[-1] = replace(groups[-1], said_end=said_last)
    return tuple(_timed_words(text, [written[group.first] for group in groups], groups, said))


@dataclass(frozen=True, slots=True)
class _Group:
    """Words of a text that are timed as one."""

    first: int
    """The first of them; the last is the one before the next group."""
    said_start: int
    """The first word that is said for them."""
    said_end: int
    """The word after the last."""


@dataclass(frozen=True, slots=True)
class _Block:
    """Words of a text, and other words that are said for them."""

    keys: Sequence[str]
    """Of all words of the text."""
    first: int
    last: int
    said_first: int
    said_last: int


def _split(block: _Block, replacements: Sequence[Replacement]) -> list[_Group]:
    """Split a block by the replacements at its start and at its end; what is left between them is one group."""
    keys, first, last = block.keys, block.first, block.last
    said_first, said_last = block.said_first, block.said_last
    before: list[_Group] = []
    after: list[_Group] = []
    counts = [(written, len(_keys(each.said))) for each in replacements if (written := _keys(each.written))]
    while found := next((each for each in counts if each[0] == keys[first:last][: len(each[0])]), None):
        counts = counts[counts.index(found) + 1 :]
        before.append(_Group(first, said_first, said_first + found[1]))
        first, said_first = first + len(found[0]), said_first + found[1]
    while found := next((each for each in reversed(counts) if each[0] == keys[first:last][-len(each[0]) :]), None):
        counts = counts[: counts.index(found)]
        after.insert(0, _Group(last - len(found[0]), said_last - found[1], said_last))
        last, said_last = last - len(found[0]), said_last - found[1]
    between = [_Group(first, said_first, said_last)] if first < last else []
    groups = [*before, *between, *after]
    if any(group.said_start >= group.said_end for group in groups) or (not between and said_first != said_last):
        return [_Group(block.first, block.said_first, block.said_last)]
    return groups


def _timed_words(
    text: str, written: Sequence[tuple[int, int]], groups: Sequence[_Group], said: Sequence[SaidWord]
) -> Iterator[TimedWord]:
    """Yield the words of groups, each with the signs behind it, given the places of the groups' first words."""
    starts = [0, *(start for start, _ in written[1:])][: len(groups)]
    for number, (group, start) in enumerate(zip(groups, starts, strict=True)):
        is_last = number == len(groups) - 1
        shown = text[start : len(text) if is_last else starts[number + 1]].strip()
        following = said[-1].end if is_last else said[groups[number + 1].said_start].start
        yield TimedWord(said[group.said_start].start, min(said[group.said_end - 1].end, following), shown)


def _keys(text: str) -> list[str]:
    return [key for word in text.split() if (key := _key(word))]


def _key(word: str) -> str:
    """Return what two spellings of a word have in common: its letters and digits, without their case."""
    return "".join(filter(str.isalnum, word.casefold()))

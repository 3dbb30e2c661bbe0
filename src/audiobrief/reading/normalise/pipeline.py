"""Find the readings of a text in any language, and replace the text by them."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace

from audiobrief.language.codes import primary_language
from audiobrief.reading.normalise.english.rules import read_english
from audiobrief.reading.normalise.html_remains import find_html
from audiobrief.reading.normalise.other_languages.rules import read_other
from audiobrief.reading.normalise.text import Reading

_ENGLISH_PASSES = 5
"""How often at most English is read; three are enough for all that people write."""
_HTML_PASSES = 2
"""How often what is left of HTML is looked for: `&amp;lt;` has been escaped twice."""


def find_readings(text: str, language: str) -> tuple[Reading, ...]:
    """Return the readings of a text: what is said otherwise than it is written; in order and not overlapping.

    Args:
        text: a sentence, or several.
        language: its BCP 47 tag.
    """
    is_english = primary_language(language.replace("_", "-")) == "en"
    readings = _read_repeatedly(text, (), _HTML_PASSES, find_html)
    if is_english:
        return _read_repeatedly(text, readings, _ENGLISH_PASSES, lambda result: read_english(result, language))
    return _read_repeatedly(text, readings, 1, lambda result: read_other(result, language))


def _read_repeatedly(
    text: str, readings: tuple[Reading, ...], passes: int, read: Callable[[str], Iterable[Reading]]
) -> tuple[Reading, ...]:
    """Return readings of a text with those of their result, of the result of these, and so on.

    Words that only then stand by themselves, as `BC` in `BC.5`, may have readings of their own.

    Args:
        text: the text.
        readings: its readings so far.
        passes: how often at most the result is read.
        read: returns the readings of a text.
    """
    for step in range(passes):
        result = _replace(text, readings)
        further = [
            reading
            for reading in read(result)
            if step == 0 or reading.replacement != result[reading.start : reading.end]
        ]
        if not further:
            break
        readings = tuple(_compose(readings, result, further)) if readings else tuple(further)
    return readings


def spoken_text(text: str, language: str) -> str:
    """Return a text in the words that are said for it."""
    return _replace(text, find_readings(text, language))


def readings_of_part(readings: Sequence[Reading], text: str, start: int, end: int, language: str) -> Iterator[Reading]:
    """Yield the readings of a part of a text, counted from where the part starts.

    A reading that the part cuts is replaced by those of the rest of it, read without context.

    Args:
        readings: those of the whole text.
        text: the whole text.
        start: the part's first character.
        end: the one after its last.
        language: the language of the text.
    """
    near = slice(
        bisect_right(readings, start, key=lambda reading: reading.end),
        bisect_left(readings, end, key=lambda reading: reading.start),
    )
    for reading in readings[near]:
        first, last = max(reading.start, start), min(reading.end, end)
        if (first, last) == (reading.start, reading.end):
            yield replace(reading, start=first - start, end=last - start)
        else:
            for inner in find_readings(text[first:last], language):
                yield replace(inner, start=inner.start + first - start, end=inner.end + first - start)


def _replace(text: str, readings: Sequence[Reading]) -> str:
    parts: list[str] = []
    at = 0
    for reading in readings:
        parts += [text[at : reading.start], reading.replacement]
        at = reading.end
    return "".join([*parts, text[at:]])


def _compose(readings: Sequence[Reading], result: str, further: Sequence[Reading]) -> Iterator[Reading]:
    """Yield readings of a text that are equal to some readings, and then further ones of their result."""
    steps: list[tuple[int, int, Reading, bool]] = [(reading.start, reading.end, reading, True) for reading in further]
    shift = 0
    for reading in readings:
        growth = len(reading.replacement) - (reading.end - reading.start)
        steps.append((reading.start + shift, reading.end + shift + growth, reading, False))
        shift += growth
    groups: list[list[tuple[int, int, Reading, bool]]] = []
    end = -1
    for step in sorted(steps, key=lambda step: step[:2]):
        if step[0] < end:
            groups[-1].append(step)
        else:
            groups.append([step])
        end = max(end, step[1])
    shift = 0
    for group in groups:
        first, last = group[0][0], max(step[1] for step in group)
        start, at, words = first - shift, first, ""
        for _, _, reading, is_further in group:
            if is_further:
                words += result[at : reading.start] + reading.replacement
                at = reading.end
            else:
                shift += len(reading.replacement) - (reading.end - reading.start)
        spelled = all(step[2].spelled for step in group)
        rule = " + ".join(dict.fromkeys(step[2].rule for step in group))
        yield Reading(start, last - shift, words + result[at:last], spelled, rule)

"""The way in: readings by language, and the text with all of them put in."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from audiobrief.reading.normalise.english.rules import read_english
from audiobrief.reading.normalise.text import Reading

__all__ = ["find_readings", "read_aloud"]

_PASSES = 4
"""How often at most what is said is read again; two are enough for all that people write."""


def find_readings(text: str, language: str) -> tuple[Reading, ...]:
    """Return what is said otherwise than it is written, in order and not overlapping.

    Args:
        text: a sentence, or several.
        language: its BCP 47 tag.
    """
    if language.replace("_", "-").split("-", maxsplit=1)[0].lower() != "en":
        # Not above: what other languages need takes a while to import.
        from audiobrief.reading.normalise.other_languages import read_other

        return tuple(read_other(text, language))
    readings = tuple(read_english(text, language))
    for _ in range(_PASSES if readings else 0):
        # Words that stand free only now, as `BC` in `BC.5`, may have readings of their own.
        said = _put_in(text, readings)
        further = [each for each in read_english(said, language) if each.said != said[each.start : each.end]]
        if not further:
            break
        readings = tuple(_composed(readings, said, further))
    return readings


def read_aloud(text: str, language: str) -> str:
    """Return a text with all its readings put in."""
    return _put_in(text, find_readings(text, language))


def _put_in(text: str, readings: Sequence[Reading]) -> str:
    said: list[str] = []
    at = 0
    for reading in readings:
        said += [text[at : reading.start], reading.said]
        at = reading.end
    return "".join([*said, text[at:]])


def _composed(readings: Sequence[Reading], said: str, further: Sequence[Reading]) -> Iterator[Reading]:
    """Return the readings of a text that amount to some, and then to others of what was said."""
    steps: list[tuple[int, int, Reading, bool]] = [(each.start, each.end, each, True) for each in further]
    shift = 0
    for reading in readings:
        longer = len(reading.said) - (reading.end - reading.start)
        steps.append((reading.start + shift, reading.end + shift + longer, reading, False))
        shift += longer
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
        for _, _, reading, again in group:
            if again:
                words += said[at : reading.start] + reading.said
                at = reading.end
            else:
                shift += len(reading.said) - (reading.end - reading.start)
        yield Reading(start, last - shift, words + said[at:last], all(step[2].spelled for step in group))

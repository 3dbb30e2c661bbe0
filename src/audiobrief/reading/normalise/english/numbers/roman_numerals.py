"""Read Roman numerals, after the names of monarchs, wars, acts and chapters."""

from __future__ import annotations

import re

from audiobrief.reading.normalise.english.numbers.number_words import cardinal, ordinal
from audiobrief.reading.normalise.tables import words
from audiobrief.reading.normalise.text import Reading, Text

# The numerals up to 399, in the one way that each is written.
_NUMERAL = re.compile(r"(?=[IVXLC])(C{0,3})(XC|XL|L?X{0,3})(IX|IV|V?I{0,3})(th|st|nd|rd)?(?![^\W_]|[.&/]\w|'[^s\W])")
_VALUES = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100}
_NAME = re.compile(r"([^\W\d_]+) $")
_TWO_NAMES = re.compile(r"([^\W\d_]+) ([^\W\d_]+),? $")
_INITIAL = re.compile(r"\. ?[A-Z]|[ -][A-Z](?![^\W_])|\.[A-Z]")
_FAMILY = frozenset({"II", "III", "IV"})


def read_numeral(text: Text, at: int) -> Reading | None:
    """Read a Roman numeral by its context."""
    match = _NUMERAL.match(text.plain, at)
    if match is None or not match[0]:
        return None
    written = match[0].removesuffix(match[4]) if match[4] else match[0]
    end = match.end()
    value = _value(written)
    if match[4]:
        return Reading(at, end, ordinal(value, british=text.british)) if len(written) > 1 else None
    kind = _kind(text, at, end, written)
    if kind is None:
        return None
    spoken = f"the {ordinal(value, british=text.british)}" if kind == "name" else ""
    spoken = ordinal(value, british=text.british) if kind == "order" else spoken
    return Reading(at, end, spoken or cardinal(value, british=text.british))


def _kind(text: Text, at: int, end: int, written: str) -> str | None:
    before = text.before(at)
    name = _NAME.search(before)
    following = text.word_after(end)
    alone = len(written) == 1
    if not alone and following in words("numerals", "after"):
        return "order"
    if name is None or not name[1][0].isupper() or _INITIAL.match(text.after(end)):
        return None
    if written == "I" and following in words("numerals", "verbs"):
        return None
    if name[1] in words("numerals", "nouns"):
        return "count" if written not in {"C", "L"} else None
    if written in {"C", "L"} or (before.endswith("Malcolm ") and written == "X"):
        return None
    if name[1] in words("numerals", "names"):
        return "name"
    two = _TWO_NAMES.search(before)
    if two and two[1] in words("numerals", "ranks"):
        return "name"
    if alone:
        return None
    if two and two[1] in words("numerals", "names") and written in _FAMILY:
        return "name"
    return "count" if not name[1].isupper() else None


def _value(written: str) -> int:
    total = 0
    for one, other in zip(written, written[1:] + " ", strict=True):
        value = _VALUES[one]
        total += -value if _VALUES.get(other, 0) > value else value
    return total

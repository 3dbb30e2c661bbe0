"""Read Roman numerals, after the names of monarchs, wars, acts and chapters."""

from __future__ import annotations

import re

from audiobrief.reading.normalise.english.numbers.number_words import cardinal, ordinal
from audiobrief.reading.normalise.tables import words
from audiobrief.reading.normalise.text import Reading, Text

# The numerals up to 399, in the one way that each is written.
_NUMERAL = re.compile(r"(?=[IVXLC])(C{0,3})(XC|XL|L?X{0,3})(IX|IV|V?I{0,3})(th|st|nd|rd)?(?![^\W_]|[.&/]\w|'[^s\W])")
_VALUES = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100}
_NAME = re.compile(r"([^\W\d_]+)\.? $")
_CODE_BEFORE = re.compile(r"(?<!\w)[A-Z]{1,3}\d{1,3} $")  # A7 III
_LOWER = re.compile(r"[ivxl]{1,7}(?![\w'])")
_TWO_NAMES = re.compile(r"([^\W\d_]+) ([^\W\d_]+),? $")
_INITIAL = re.compile(r"\. ?[A-Z]|[ -][A-Z](?![^\W_])|\.[A-Z]")
_FAMILY = frozenset({"II", "III", "IV"})


def read_roman_numeral(text: Text, at: int) -> Reading | None:
    """Read a Roman numeral by its context."""
    match = _NUMERAL.match(text.plain, at)
    if match is None or not match[0]:
        return _read_lower_numeral(text, at)
    written = match[0].removesuffix(match[4]) if match[4] else match[0]
    end = match.end()
    value = roman_value(written)
    if match[4]:
        return Reading(at, end, ordinal(value, british=text.british)) if len(written) > 1 else None
    kind = _kind(text, at, end, written)
    if kind is None:
        return None
    spoken = f"the {ordinal(value, british=text.british)}" if kind == "name" else ""
    spoken = ordinal(value, british=text.british) if kind == "order" else spoken
    return Reading(at, end, spoken or cardinal(value, british=text.british))


def _read_lower_numeral(text: Text, at: int) -> Reading | None:
    """Read a numeral in small letters after a noun such as `scene` or `page`."""
    match = _LOWER.match(text.plain, at)
    if match is None or text.word_before(at).lower() not in words("numerals", "lower_nouns"):
        return None
    numeral = _NUMERAL.match(match[0].upper())
    if numeral is None or numeral.end() != len(match[0]):
        return None
    return Reading(at, match.end(), cardinal(roman_value(match[0].upper()), british=text.british))


def _kind(text: Text, at: int, end: int, written: str) -> str | None:
    before = text.before(at)
    name = _NAME.search(before)
    following = text.word_after(end)
    alone = len(written) == 1
    if not alone and following in words("numerals", "after"):
        return "order"
    if name is None:
        return "count" if not alone and _CODE_BEFORE.search(before) else None
    if name[1].islower():
        return "count" if not alone and name[1].capitalize() in words("numerals", "nouns") else None
    if not name[1][0].isupper() or (_INITIAL.match(text.after(end)) and name[1] not in words("numerals", "nouns")):
        return None
    if written == "I" and following in words("numerals", "verbs"):
        return None
    if name[1] in words("numerals", "nouns"):
        return "count" if written not in {"C", "L"} else None
    if written in {"C", "L"} or (before.endswith("Malcolm ") and written == "X"):
        return None
    return _kind_after_name(text, at, end, written)


def _kind_after_name(text: Text, at: int, end: int, written: str) -> str | None:
    """Return the kind of a numeral after a word with a capital letter: of a monarch, or a number."""
    before = text.before(at)
    name, two = _NAME.search(before), _TWO_NAMES.search(before)
    if name is None:
        return None
    if name[1] in words("numerals", "names") or (two and two[1] in words("numerals", "ranks")):
        return "name"
    if len(written) == 1:
        return None
    if two and two[1] in words("numerals", "names") and written in _FAMILY:
        return "name"
    if text.words_near(at, end) & words("numerals", "royal") and name[1] not in words("numerals", "not_royal"):
        return "name"
    return "count" if not name[1].isupper() else None


def roman_value(written: str) -> int:
    """Return the value of a Roman numeral in capitals."""
    total = 0
    for one, other in zip(written, written[1:] + " ", strict=True):
        value = _VALUES[one]
        total += -value if _VALUES.get(other, 0) > value else value
    return total

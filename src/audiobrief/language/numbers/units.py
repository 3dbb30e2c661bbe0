"""Find the unit beside a number: metres, percentage points, pounds, in words or signs."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import cache

from audiobrief.language.codes import primary_language
from audiobrief.language.tables import table, whole_table

_GAP = "[ \u00a0\u202f-]{0,2}"
_LONGEST = 8
"""Characters of a sign before a number."""
_FORMS = (1, 2, 5)
"""Numbers after which a unit has its forms: one metre, two metres, п'ять метрів."""


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit of measurement."""

    dimension: str
    """The quantity it measures, such as length; units of different dimensions cannot be compared."""
    counted_in: str
    """The unit into which it can be converted."""
    size: Decimal
    """How many of those units it is."""


def unit_beside(text: str, start: int, end: int, language: str) -> tuple[Unit | None, int, int]:
    """Return the unit of a number, the first character of both, and the character after them.

    `start` and `end` are those of the number.
    """
    before = _before().search(text, max(0, start - _LONGEST), start)
    if before is not None:
        return named_unit(whole_table("units")["before"][before[1]]), start - len(before[0]), end
    behind = _behind(language).match(text, end)
    if behind is None:
        return None, start, end
    signs = whole_table("units")["signs"]
    name = signs.get(behind[1]) or _words(language)[behind[1].lower()]
    return named_unit(name), start, behind.end()


@cache
def named_unit(name: str) -> Unit:
    """Return a unit by its name in the table."""
    listed = whole_table("units")["units"][name]
    return Unit(listed["dimension"], listed["counted_in"], Decimal(listed["size"]))


@cache
def _before() -> re.Pattern[str]:
    signs = "|".join(map(re.escape, whole_table("units")["before"]))
    return re.compile(rf"({signs}){_GAP}$")


@cache
def _behind(language: str) -> re.Pattern[str]:
    signs = sorted(whole_table("units")["signs"], key=len, reverse=True)
    words = sorted(_words(language), key=len, reverse=True)
    between = "|".join(table("units", language).get("between", ()))
    skipped = rf"(?:(?:{between})[ -])?" if between else ""
    either = "|".join([*map(re.escape, signs), *(rf"(?i:{re.escape(word)})" for word in words)])
    return re.compile(rf"{_GAP}{skipped}({either})(?!\w)")


@cache
def _words(language: str) -> dict[str, str]:
    part = table("units", language)
    endings = part.get("endings", ("",))
    names = {**dict(_from_babel(primary_language(language))), **part.get("words", {})}
    for rate, otherwise in part.get("rates", {}).items():
        names |= {word.replace(rate, otherwise): name for word, name in names.items() if rate in word}
    return {(word + ending).lower(): name for word, name in names.items() for ending in endings}


def _from_babel(language: str) -> Iterator[tuple[str, str]]:
    from babel.units import format_unit

    for name, unit in whole_table("units")["units"].items():
        for locale in table("units", language).get("locales", ()) if "babel" in unit else ():
            for number in _FORMS:
                written = format_unit(number, unit["babel"], "long", locale=locale.replace("-", "_"))
                yield written.replace(str(number), "").replace("\u00a0", " ").strip(), name

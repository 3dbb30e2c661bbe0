"""The names of months and weekdays: those of the program's tables, and those that CLDR has for any language."""

from __future__ import annotations

from functools import cache
from typing import Literal

from audiobrief.language.tables import table


def month_names(language: str) -> tuple[str, ...]:
    """Return the twelve months of a language (a BCP 47 tag) as they stand in a date; none for one without a table."""
    return tuple(table("calendar", language).get("months", ()))


def weekday_names(language: str, form: str = "weekdays") -> tuple[str, ...]:
    """Return the weekdays of a language (a BCP 47 tag), from Monday, in a form of its table; none without a table."""
    return tuple(table("calendar", language).get(form, ()))


@cache
def cldr_names(language: str, kind: Literal["months", "days"], width: Literal["wide", "abbreviated"]) -> dict[str, int]:
    """Return CLDR's names of months or weekdays in small letters, with their numbers: 1 for January, 0 for Monday.

    Names of one or two letters are left out. English stands in for a language that babel lacks.
    """
    from babel import Locale, UnknownLocaleError

    try:
        locale = Locale.parse(language.replace("-", "_"))
    except (UnknownLocaleError, ValueError):
        locale = Locale("en")
    forms = locale.months if kind == "months" else locale.days
    numbers = {}
    for context in ("stand-alone", "format"):
        for number, name in forms[context].get(width, {}).items():
            numbers[name.lower().rstrip(".")] = number
    return {name: number for name, number in numbers.items() if len(name) > 2}

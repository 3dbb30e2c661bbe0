"""Apply the rules for languages other than English: at each place of a text, the first that returns a reading."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import cache

from audiobrief.language.numbers.words import SPELLING_ERRORS
from audiobrief.reading.normalise.locales import NumberLocale, load_locale
from audiobrief.reading.normalise.other_languages.abbreviations import abbreviations_pattern, read_abbreviation
from audiobrief.reading.normalise.other_languages.dates_and_times import read_date, read_time
from audiobrief.reading.normalise.other_languages.numbers import LocaleRule, read_long_digits, read_number, read_ratio
from audiobrief.reading.normalise.other_languages.ordinals import read_ordinal, read_roman_numeral
from audiobrief.reading.normalise.text import Reading, Text, with_spaces

_RULES: tuple[LocaleRule, ...] = (
    read_abbreviation, read_roman_numeral, read_date, read_time, read_ratio, read_ordinal, read_number,
    read_long_digits,
)  # fmt: skip
_DIGITS = re.compile(r"\d+")


def read_other(written: str, language: str) -> Iterator[Reading]:
    """Yield the readings of a text, in order."""
    locale = load_locale(language)
    if locale is None:
        return
    text = Text(written, language)
    token = _token(locale.short)
    at, last = 0, ""
    while match := token.search(text.plain, at):
        start = match.start()
        reading = next((result for rule in _RULES if (result := _apply(rule, locale, text, start))), None)
        if reading is None:
            at = _end_of_digits(text.plain, start)
        else:
            before = last if reading.start == at else written[reading.start - 1 : reading.start]
            reading = with_spaces(text, reading, before)
            yield reading
            at, last = reading.end, reading.replacement[-1:]


@cache
def _token(language: str) -> re.Pattern[str]:
    """Return the pattern of what may have a reading in a language."""
    abbreviations = abbreviations_pattern(language)
    return re.compile(
        rf"\d|[-+$£€¥₴₽](?=[ $£€¥₴₽]?\d)"
        rf"|(?<!\w)(?:[A-Z]{{1,2}}\$(?= ?\d)|[IVXLC]+(?=[. ]|(?:e|ème|er|re)\b|$)|{abbreviations})"
    )


def _end_of_digits(plain: str, start: int) -> int:
    match = _DIGITS.match(plain, start)
    return match.end() if match else start + 1


def _apply(rule: LocaleRule, locale: NumberLocale, text: Text, at: int) -> Reading | None:
    """Return a rule's reading, with the rule's name; None where num2words cannot spell the number."""
    try:
        reading = rule(locale, text, at)
    except SPELLING_ERRORS:
        return None
    return reading and replace(reading, rule=rule.__name__.removeprefix("read_").replace("_", " "))

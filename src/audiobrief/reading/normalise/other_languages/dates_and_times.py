"""Read dates and times of day in languages other than English."""

from __future__ import annotations

import re

from audiobrief.language.calendar import month_names
from audiobrief.reading.normalise.locales import NumberLocale
from audiobrief.reading.normalise.other_languages.numbers import year_words
from audiobrief.reading.normalise.other_languages.ordinals import german_article, german_ordinal, ukrainian_genitive
from audiobrief.reading.normalise.tables import table
from audiobrief.reading.normalise.text import Reading, Text

_TIME = re.compile(r"(\d{1,2})(?::|( ?h ?))([0-5]\d)(?: (?:Uhr|uur))?(?![\d:])")
_POINTED_TIME = re.compile(r"(\d{1,2})\.([0-5]\d)(?! ?[%€$]|[\d.]|,\d)(?: Uhr| uur)?")
_RANGE_FOLLOWS = re.compile(r" ?(?:bis|tot|[-–]) ?\d{1,2}[.:]\d\d (?:Uhr|uur)")
_HOUR = re.compile(r"(\d{1,2}) ?h(?!\w)")
_GERMAN_HOUR = re.compile(r"1 Uhr(?!\w)")
_DATE = re.compile(r"(\d{1,2})[./](\d{1,2})[./](\d{4})(?![\w]|[./]\d)")
_SHORT_DATE = re.compile(r"(\d{1,2})\.(\d{1,2})\.(?!\d)")
_DAY_AND_MONTH = re.compile(r"(\d{1,2}) ([^\W\d_]+)(?: (\d{4}) року)?(?!\w)")


def read_date(locale: NumberLocale, text: Text, at: int) -> Reading | None:
    """Read `17.02.2023`, in German also `3.10.`, in Ukrainian also `24 лютого 2022 року`."""
    if locale.short == "uk" and (reading := _read_ukrainian_date(locale, text, at)):
        return reading
    match = _DATE.match(text.plain, at)
    if match is None:
        return _read_short_date(locale, text, at) if locale.short == "de" else None
    if not 1 <= int(match[1]) <= 31 or not 1 <= int(match[2]) <= 12:
        return None
    month = locale.babel.months["format"]["wide"][int(match[2])]
    day = locale.words(int(match[1]))
    if locale.short == "de":
        day = german_ordinal(locale, int(match[1]), german_article(text, at), dated=True)
    elif locale.short == "fr" and match[1].lstrip("0") == "1":
        day = "premier"
    separator = table("languages", "between_dates").get(locale.short, " ")
    return Reading(at, match.end(), separator.join([day, month, year_words(locale, int(match[3]))]))


def _read_short_date(locale: NumberLocale, text: Text, at: int) -> Reading | None:
    match = _SHORT_DATE.match(text.plain, at)
    if match is None or not 1 <= int(match[1]) <= 31 or not 1 <= int(match[2]) <= 12:
        return None
    before = german_article(text, at)
    day, month = (german_ordinal(locale, int(part), before, dated=True) for part in match.groups())
    end = match.end() - 1 if text.closes(match.end()) else match.end()
    return Reading(at, end, f"{day} {month[0].upper()}{month[1:]}")


def _read_ukrainian_date(locale: NumberLocale, text: Text, at: int) -> Reading | None:
    match = _DAY_AND_MONTH.match(text.plain, at)
    if match is None or match[2] not in month_names("uk") or not 1 <= int(match[1]) <= 31:
        return None
    spoken = f"{ukrainian_genitive(locale, int(match[1]))} {match[2]}"
    return Reading(
        at, match.end(), f"{spoken} {ukrainian_genitive(locale, int(match[3]))} року" if match[3] else spoken
    )


def read_time(locale: NumberLocale, text: Text, at: int) -> Reading | None:
    """Read `11:30`, `9h30`, and `9.30` where a word for the time is beside it."""
    short = locale.short
    match = _TIME.match(text.plain, at)
    if match is None or int(match[1]) > 24 or (match[2] and short != "fr"):
        return _read_pointed_time(locale, text, at) or _read_hour(locale, text, at)
    return Reading(at, match.end(), _clock(locale, int(match[1]), match[3]))


def _read_pointed_time(locale: NumberLocale, text: Text, at: int) -> Reading | None:
    match = _POINTED_TIME.match(text.plain, at)
    if match is None or int(match[1]) > 24:
        return None
    is_hour = (
        match[0].endswith(("Uhr", "uur"))
        or text.word_before(at).lower() in table("languages", "before_time").get(locale.short, ())
        or _RANGE_FOLLOWS.match(text.plain, match.end()) is not None
    )
    return Reading(at, match.end(), _clock(locale, int(match[1]), match[2])) if is_hour else None


def _read_hour(locale: NumberLocale, text: Text, at: int) -> Reading | None:
    """Read `9h` in French, and `1 Uhr` in German."""
    if locale.short == "fr" and (match := _HOUR.match(text.plain, at)) and int(match[1]) <= 24:
        return Reading(at, match.end(), _clock(locale, int(match[1]), "00"))
    if locale.short == "de" and (match := _GERMAN_HOUR.match(text.plain, at)):
        return Reading(at, match.end(), "ein Uhr")
    return None


def _clock(locale: NumberLocale, hour: int, minutes: str) -> str:
    spoken = locale.words(hour)
    spoken = table("languages", "one_hour").get(locale.short, spoken) if hour == 1 else spoken
    if minutes == "00" and locale.short in table("languages", "hours"):
        name = str(table("languages", "hours")[locale.short])
        return spoken + (name.rstrip("s") if hour == 1 and locale.short == "fr" else name)
    separator = table("languages", "times").get(locale.short, " ")
    if hour == 1 and locale.short == "fr":
        separator = " heure "
    minute = locale.words(int(minutes))
    if minutes.startswith("0") and separator == " ":
        minute = f"{locale.words(0)} {minute}" if minutes != "00" else f"{locale.words(0)} {locale.words(0)}"
    return f"{spoken}{separator}{minute}"

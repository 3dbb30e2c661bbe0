"""Read numbers in languages other than English, with their units and currencies."""

from __future__ import annotations

import re
from collections.abc import Callable

from audiobrief.language.numbers.words import SPELLING_ERRORS
from audiobrief.reading.normalise.locales import NumberLocale, format_unit
from audiobrief.reading.normalise.tables import table
from audiobrief.reading.normalise.text import POWERS, Reading, Text

_LONGEST = 15
_LETTERS_AFTER = re.compile(r"-[^\W\d_]{1,3}(?![^\W_])")
_RATIO = re.compile(r"(\d{1,4}):(\d{1,4})(?![\d:])")
_DIGITS = re.compile(r"\d+")
_NOUN = re.compile(r" ([^\W\d_]+)")
_LONGEST_WORD = 45
_WRITTEN_POWERS = str.maketrans({stand_in: power for power, stand_in in POWERS.items()})

LocaleRule = Callable[[NumberLocale, Text, int], Reading | None]
"""A function that returns the reading of a text at a place in a language, or None."""


def read_number(locale: NumberLocale, text: Text, at: int) -> Reading | None:
    """Read a number, with its sign, magnitude, unit and currency."""
    plain = text.plain
    match = locale.number.match(plain, at)
    if match is None or _LETTERS_AFTER.match(plain, match.end()):
        return None
    signed = match["minus"] and (at == 0 or plain[at - 1] in " (")
    if match["minus"] and not signed:
        return None
    end = match.end()
    if plain[end - 1] == "." and text.closes(end):
        end -= 1
    sign = (match["before"] or match["after"] or "").strip()
    amount = _value(locale, match["last"] or match["first"])
    parts = [_sign(locale, match["minus"])] if signed else []
    if sign and not match["last"] and not match["size"] and (sum_words := _with_cents(locale, match["first"], sign)):
        return Reading(at, end, " ".join([*parts, sum_words]))
    following = _words_after(locale, match, amount, sign)
    first = _number_words(locale, match["first"], year=not (match["last"] or following))
    counted = _words_after(locale, match, 1, sign)[0] if following else _noun_after(locale, text, at, end)
    if counted and not match["last"]:
        first = locale.with_gender(first, counted)
    parts.append(first)
    if match["last"]:
        separator = table("languages", "ranges").get(locale.short)
        low = _value(locale, match["first"]) < amount or match["unit"] or sign
        parts += [separator] if separator and low else []
        parts.append(_number_words(locale, match["last"], year=len(match["last"]) == 4))
    return Reading(at, end, " ".join([*parts, *following]))


def _noun_after(locale: NumberLocale, text: Text, at: int, end: int) -> str:
    """Return the noun that is counted, where the number agrees with it in the language; else an empty text."""
    match = _NOUN.match(text.plain, end)
    no_nouns = table("languages", "no_nouns").get(locale.short)
    if match is None or no_nouns is None or match[1] in no_nouns:
        return ""
    if text.word_before(at) in table("languages", "numbered").get(locale.short, ()):
        return ""
    return match[1] if match[1][0].isupper() == (locale.short == "de") else ""


def _with_cents(locale: NumberLocale, written: str, sign: str) -> str | None:
    """Return a sum with hundredths in words, as the language says them; None for any other sum."""
    whole, _, rest = written.partition(locale.decimal)
    style = table("languages", "cents").get(locale.short)
    code = table("languages", "currencies")[sign]
    if style is None or len(rest) != 2 or code not in style["names"]:
        return None
    large, small = int("".join(_DIGITS.findall(whole))), int(rest)
    name = _currency(locale, sign, large, large=False)
    major = f"{locale.with_gender(locale.words(large), _currency(locale, sign, 1, large=False))} {name}"
    if not small:
        return major
    one, many = style["names"][code]
    if large and not style["named"]:
        return f"{major}{style['joint']}{locale.words(small)}"
    minor = f"{style['one']} {one}" if small == 1 else f"{locale.words(small)} {many}"
    return f"{major}{style['joint']}{minor}" if large else minor


def _words_after(locale: NumberLocale, match: re.Match[str], amount: float, sign: str) -> list[str]:
    """Return the words after a number: its magnitude, and what is counted."""
    parts = []
    if match["size"]:
        forms = table("languages", "magnitudes")[locale.short][match["size"]]
        parts.append(str(forms.get(locale.babel.plural_form(amount), forms["other"])))
    if sign:
        parts.append(_currency(locale, sign, amount, large=bool(match["size"])))
    if match["unit"]:
        parts.append(_unit(locale, match["unit"], amount))
    return parts


def _value(locale: NumberLocale, written: str) -> float:
    whole, _, rest = written.partition(locale.decimal)
    digits = "".join(_DIGITS.findall(whole))
    return float(f"{digits}.{rest}") if rest else int(digits)


def _number_words(locale: NumberLocale, written: str, *, year: bool) -> str:
    whole, _, rest = written.partition(locale.decimal)
    digits = "".join(_DIGITS.findall(whole))
    if rest:
        return locale.decimals(f"{digits}.{rest}")
    if len(digits) > 1 and digits.startswith("0"):
        return " ".join(locale.words(int(digit)) for digit in digits)
    if year and len(written) == 4:
        return year_words(locale, int(digits))
    return _parted(locale, locale.words(int(digits)))


def _parted(locale: NumberLocale, words: str) -> str:
    """Return a number's words, with a space in a German one that is too long for espeak-ng: after the thousands."""
    if locale.short != "de" or max(map(len, words.split())) <= _LONGEST_WORD:
        return words
    return words.replace("tausend", "tausend ", 1).rstrip()


def year_words(locale: NumberLocale, value: int) -> str:
    """Return a year in words."""
    if not 1100 <= value <= 1999:
        return locale.words(value)
    try:
        return locale.words(value, "year")
    except SPELLING_ERRORS:
        return locale.words(value)


def _sign(locale: NumberLocale, sign: str) -> str:
    if sign == "+":
        return str(table("languages", "plus").get(locale.short, "plus"))
    return locale.words(-1).removesuffix(locale.words(1)).strip()


def _currency(locale: NumberLocale, sign: str, amount: float, *, large: bool) -> str:
    from babel.numbers import get_currency_name

    if sign.isalpha() and sign.lower().startswith("euro"):
        return sign
    count = 1_000_000 if large else amount
    code = table("languages", "currencies")[sign]
    names = table("languages", "currency_names").get(locale.short, {}).get(code)
    name = names[count >= 2] if names else get_currency_name(code, count, locale.babel)
    of = table("languages", "of").get(locale.short) if large else None
    if of is None:
        return name
    return f"d’{name}" if locale.short == "fr" and name[0] in "aeiou" else f"{of} {name}"


def _unit(locale: NumberLocale, symbol: str, amount: float) -> str:
    from babel.numbers import format_decimal

    unit = {**table("units", "names"), **table("languages", "units")}[symbol.translate(_WRITTEN_POWERS)]
    written = format_unit(amount, unit, locale.babel)
    return " ".join(written.replace(format_decimal(amount, locale=locale.babel), "", 1).split())


def read_long_digits(locale: NumberLocale, text: Text, at: int) -> Reading | None:
    """Read a long run of digits one by one."""
    match = _DIGITS.match(text.plain, at)
    if match is None or len(match[0]) <= _LONGEST:
        return None
    return Reading(at, match.end(), " ".join(locale.words(int(digit)) for digit in match[0]))


def read_ratio(locale: NumberLocale, text: Text, at: int) -> Reading | None:
    """Read `2:1`."""
    match = _RATIO.match(text.plain, at)
    if match is None:
        return None
    separator = table("languages", "ratios").get(locale.short, " ")
    return Reading(at, match.end(), separator.join(locale.words(int(digit)) for digit in match.groups()))

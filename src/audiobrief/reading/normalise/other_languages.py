"""Read numbers in languages other than English, as far as num2words and babel know them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from audiobrief.language.numbers import SPELLING_ERRORS
from audiobrief.reading.normalise.locales import NumberLocale, format_unit, load_locale
from audiobrief.reading.normalise.tables import table
from audiobrief.reading.normalise.text import Reading, Text, with_spaces

__all__ = ["read_other"]

_LONGEST = 15
_TIME = re.compile(r"(\d{1,2})(?::|( ?h ?))([0-5]\d)(?: (?:Uhr|uur))?(?![\d:])")
_DATE = re.compile(r"(\d{1,2})[./](\d{1,2})[./](\d{4})(?![\w]|[./]\d)")
_GERMAN_ORDINAL = re.compile(r"(\d{1,3})\.(?= ([^\W\d_]+))")
_LETTERS_AFTER = re.compile(r"-[^\W\d_]{1,3}(?![^\W_])")
_RATIO = re.compile(r"(\d{1,4}):(\d{1,4})(?![\d:])")
_DIGITS = re.compile(r"\d+")


def read_other(written: str, language: str) -> Iterator[Reading]:
    """Return the readings of a text in order."""
    locale = load_locale(language)
    if locale is None:
        return
    text = Text(written, language)
    token = re.compile(r"\d|[-$£€¥₴₽](?=[ $£€¥₴₽]?\d)")
    at, last = 0, ""
    while found := token.search(text.plain, at):
        start = found.start()
        reading = next((result for rule in _RULES if (result := _apply(rule, locale, text, start))), None)
        if reading is None:
            at = _end_of_digits(text.plain, start)
        else:
            before = last if reading.start == at else written[reading.start - 1 : reading.start]
            reading = with_spaces(text, reading, before)
            yield reading
            at, last = reading.end, reading.replacement[-1:]


def _end_of_digits(plain: str, start: int) -> int:
    found = _DIGITS.match(plain, start)
    return found.end() if found else start + 1


_Rule = Callable[[NumberLocale, Text, int], Reading | None]


def _apply(rule: _Rule, locale: NumberLocale, text: Text, at: int) -> Reading | None:
    """Return a rule's reading; None where num2words cannot put the number into words."""
    try:
        return rule(locale, text, at)
    except SPELLING_ERRORS:
        return None


def _read_date(locale: NumberLocale, text: Text, at: int) -> Reading | None:
    found = _DATE.match(text.plain, at)
    if found is None or not 1 <= int(found[1]) <= 31 or not 1 <= int(found[2]) <= 12:
        return None
    month = locale.babel.months["format"]["wide"][int(found[2])]
    day = locale.words(int(found[1]))
    if locale.short == "de":
        day = _german_ordinal(locale, int(found[1]), text.word_before(at), dated=True)
    elif locale.short == "fr" and found[1].lstrip("0") == "1":
        day = "premier"
    joint = table("languages", "between_dates").get(locale.short, " ")
    return Reading(at, found.end(), joint.join([day, month, _year(locale, int(found[3]))]))


def _read_time(locale: NumberLocale, text: Text, at: int) -> Reading | None:
    found = _TIME.match(text.plain, at)
    if found is None or int(found[1]) > 24:
        return None
    if found[2] and locale.short != "fr":
        return None
    hour = locale.words(int(found[1]))
    if found[3] == "00" and locale.short in table("languages", "hours"):
        return Reading(at, found.end(), hour + table("languages", "hours")[locale.short])
    joint = table("languages", "times").get(locale.short, " ")
    minute = locale.words(int(found[3]))
    if found[3].startswith("0") and joint == " ":
        minute = f"{locale.words(0)} {minute}" if found[3] != "00" else f"{locale.words(0)} {locale.words(0)}"
    return Reading(at, found.end(), f"{hour}{joint}{minute}")


def _read_ordinal(locale: NumberLocale, text: Text, at: int) -> Reading | None:
    if locale.short == "de":
        found = _GERMAN_ORDINAL.match(text.plain, at)
        if found is None:
            return None
        months = set(locale.babel.months["format"]["wide"].values())
        dated = found[2] in months
        if not dated and found[2] not in table("languages", "german")["nouns"]:
            return None
        return Reading(at, found.end(), _german_ordinal(locale, int(found[1]), text.word_before(at), dated=dated))
    endings = table("languages", "ordinals").get(locale.short)
    if not endings:
        return None
    marks = "|".join(sorted(map(re.escape, endings), key=len, reverse=True))
    found = re.compile(rf"(\d{{1,6}})({marks})(?!\w)").match(text.plain, at)
    if found is None:
        return None
    ending = endings[found[2]]
    if locale.short == "fr":
        return Reading(at, found.end(), ending or locale.words(int(found[1]), "ordinal"))
    said = locale.words(int(found[1]), "ordinal")
    return Reading(at, found.end(), re.sub(r"o(?= |$)", ending, said) if ending else said)


def _german_ordinal(locale: NumberLocale, value: int, before: str, *, dated: bool) -> str:
    said = locale.words(value, "ordinal")
    if before.lower() in table("languages", "german")["weak"]:
        return f"{said}n"
    return f"{said}r" if dated and before.lower() not in table("languages", "german")["articles"] else said


def _read_number(locale: NumberLocale, text: Text, at: int) -> Reading | None:
    plain = text.plain
    found = locale.number.match(plain, at)
    if found is None or _LETTERS_AFTER.match(plain, found.end()):
        return None
    minus = found["minus"] and (at == 0 or plain[at - 1] in " (")
    if found["minus"] and not minus:
        return None
    end = found.end()
    if plain[end - 1] == "." and text.closes(end):
        end -= 1
    sign = (found["before"] or found["after"] or "").strip()
    amount = _value(locale, found["last"] or found["first"])
    parts = [_minus(locale)] if minus else []
    following = _words_after(locale, found, amount, sign)
    first = _number_words(locale, found["first"], year=not (found["last"] or following))
    if following and not found["last"]:
        first = locale.with_gender(first, _words_after(locale, found, 1, sign)[0])
    parts.append(first)
    if found["last"]:
        joint = table("languages", "ranges").get(locale.short)
        low = _value(locale, found["first"]) < amount or found["unit"] or sign
        parts += [joint] if joint and low else []
        parts.append(_number_words(locale, found["last"], year=len(found["last"]) == 4))
    return Reading(at, end, " ".join([*parts, *following]))


def _words_after(locale: NumberLocale, found: re.Match[str], amount: float, sign: str) -> list[str]:
    """Return the words after a number: its magnitude, and what is counted."""
    parts = []
    if found["size"]:
        forms = table("languages", "magnitudes")[locale.short][found["size"]]
        parts.append(str(forms.get(locale.babel.plural_form(amount), forms["other"])))
    if sign:
        parts.append(_currency(locale, sign, amount, large=bool(found["size"])))
    if found["unit"]:
        parts.append(_unit(locale, found["unit"], amount))
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
    return _year(locale, int(digits)) if year and len(written) == 4 else locale.words(int(digits))


def _year(locale: NumberLocale, value: int) -> str:
    if not 1100 <= value <= 1999:
        return locale.words(value)
    try:
        return locale.words(value, "year")
    except SPELLING_ERRORS:
        return locale.words(value)


def _minus(locale: NumberLocale) -> str:
    return locale.words(-1).removesuffix(locale.words(1)).strip()


def _currency(locale: NumberLocale, sign: str, amount: float, *, large: bool) -> str:
    from babel.numbers import get_currency_name

    count = 1_000_000 if large else amount
    name = get_currency_name(table("languages", "currencies")[sign], count, locale.babel)
    of = table("languages", "of").get(locale.short) if large else None
    if of is None:
        return name
    return f"d’{name}" if locale.short == "fr" and name[0] in "aeiou" else f"{of} {name}"


def _unit(locale: NumberLocale, symbol: str, amount: float) -> str:
    from babel.numbers import format_decimal

    unit = {**table("units", "names"), **table("languages", "units")}[symbol]
    written = format_unit(amount, unit, locale.babel)
    return " ".join(written.replace(format_decimal(amount, locale=locale.babel), "", 1).split())


def _read_digits(locale: NumberLocale, text: Text, at: int) -> Reading | None:
    """Read a long run of digits one by one."""
    found = _DIGITS.match(text.plain, at)
    if found is None or len(found[0]) <= _LONGEST:
        return None
    return Reading(at, found.end(), " ".join(locale.words(int(digit)) for digit in found[0]))


def _read_ratio(locale: NumberLocale, text: Text, at: int) -> Reading | None:
    found = _RATIO.match(text.plain, at)
    if found is None:
        return None
    joint = table("languages", "ratios").get(locale.short, " ")
    return Reading(at, found.end(), joint.join(locale.words(int(digit)) for digit in found.groups()))


_RULES: tuple[_Rule, ...] = (_read_date, _read_time, _read_ratio, _read_ordinal, _read_number, _read_digits)

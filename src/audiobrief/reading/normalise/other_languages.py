"""Read numbers in languages other than English, as far as num2words and babel know them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from audiobrief.language.numbers import SPELLING_ERRORS
from audiobrief.reading.normalise.locales import NumberLocale, format_unit, load_locale
from audiobrief.reading.normalise.tables import table
from audiobrief.reading.normalise.text import Reading, Text, with_spaces

_LONGEST = 15
_TIME = re.compile(r"(\d{1,2})(?::|( ?h ?))([0-5]\d)(?: (?:Uhr|uur))?(?![\d:])")
_DATE = re.compile(r"(\d{1,2})[./](\d{1,2})[./](\d{4})(?![\w]|[./]\d)")
_GERMAN_ORDINAL = re.compile(r"(\d{1,3})\.(?= ([^\W\d_]+))")
_LETTERS_AFTER = re.compile(r"-[^\W\d_]{1,3}(?![^\W_])")
_RATIO = re.compile(r"(\d{1,4}):(\d{1,4})(?![\d:])")
_DIGITS = re.compile(r"\d+")


def read_other(written: str, language: str) -> Iterator[Reading]:
    """Yield the readings of a text, in order."""
    locale = load_locale(language)
    if locale is None:
        return
    text = Text(written, language)
    token = re.compile(r"\d|[-$£€¥₴₽](?=[ $£€¥₴₽]?\d)")
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


def _end_of_digits(plain: str, start: int) -> int:
    match = _DIGITS.match(plain, start)
    return match.end() if match else start + 1


_Rule = Callable[[NumberLocale, Text, int], Reading | None]


def _apply(rule: _Rule, locale: NumberLocale, text: Text, at: int) -> Reading | None:
    """Return a rule's reading; None where num2words cannot spell the number."""
    try:
        return rule(locale, text, at)
    except SPELLING_ERRORS:
        return None


def _read_date(locale: NumberLocale, text: Text, at: int) -> Reading | None:
    match = _DATE.match(text.plain, at)
    if match is None or not 1 <= int(match[1]) <= 31 or not 1 <= int(match[2]) <= 12:
        return None
    month = locale.babel.months["format"]["wide"][int(match[2])]
    day = locale.words(int(match[1]))
    if locale.short == "de":
        day = _german_ordinal(locale, int(match[1]), text.word_before(at), dated=True)
    elif locale.short == "fr" and match[1].lstrip("0") == "1":
        day = "premier"
    separator = table("languages", "between_dates").get(locale.short, " ")
    return Reading(at, match.end(), separator.join([day, month, _year(locale, int(match[3]))]))


def _read_time(locale: NumberLocale, text: Text, at: int) -> Reading | None:
    match = _TIME.match(text.plain, at)
    if match is None or int(match[1]) > 24:
        return None
    if match[2] and locale.short != "fr":
        return None
    hour = locale.words(int(match[1]))
    if match[3] == "00" and locale.short in table("languages", "hours"):
        return Reading(at, match.end(), hour + table("languages", "hours")[locale.short])
    separator = table("languages", "times").get(locale.short, " ")
    minute = locale.words(int(match[3]))
    if match[3].startswith("0") and separator == " ":
        minute = f"{locale.words(0)} {minute}" if match[3] != "00" else f"{locale.words(0)} {locale.words(0)}"
    return Reading(at, match.end(), f"{hour}{separator}{minute}")


def _read_ordinal(locale: NumberLocale, text: Text, at: int) -> Reading | None:
    if locale.short == "de":
        match = _GERMAN_ORDINAL.match(text.plain, at)
        if match is None:
            return None
        months = set(locale.babel.months["format"]["wide"].values())
        dated = match[2] in months
        if not dated and match[2] not in table("languages", "german")["nouns"]:
            return None
        return Reading(at, match.end(), _german_ordinal(locale, int(match[1]), text.word_before(at), dated=dated))
    endings = table("languages", "ordinals").get(locale.short)
    if not endings:
        return None
    marks = "|".join(sorted(map(re.escape, endings), key=len, reverse=True))
    match = re.compile(rf"(\d{{1,6}})({marks})(?!\w)").match(text.plain, at)
    if match is None:
        return None
    ending = endings[match[2]]
    if locale.short == "fr":
        return Reading(at, match.end(), ending or locale.words(int(match[1]), "ordinal"))
    spoken = locale.words(int(match[1]), "ordinal")
    return Reading(at, match.end(), re.sub(r"o(?= |$)", ending, spoken) if ending else spoken)


def _german_ordinal(locale: NumberLocale, value: int, before: str, *, dated: bool) -> str:
    spoken = locale.words(value, "ordinal")
    if before.lower() in table("languages", "german")["weak"]:
        return f"{spoken}n"
    return f"{spoken}r" if dated and before.lower() not in table("languages", "german")["articles"] else spoken


def _read_number(locale: NumberLocale, text: Text, at: int) -> Reading | None:
    plain = text.plain
    match = locale.number.match(plain, at)
    if match is None or _LETTERS_AFTER.match(plain, match.end()):
        return None
    minus = match["minus"] and (at == 0 or plain[at - 1] in " (")
    if match["minus"] and not minus:
        return None
    end = match.end()
    if plain[end - 1] == "." and text.closes(end):
        end -= 1
    sign = (match["before"] or match["after"] or "").strip()
    amount = _value(locale, match["last"] or match["first"])
    parts = [_minus(locale)] if minus else []
    following = _words_after(locale, match, amount, sign)
    first = _number_words(locale, match["first"], year=not (match["last"] or following))
    if following and not match["last"]:
        first = locale.with_gender(first, _words_after(locale, match, 1, sign)[0])
    parts.append(first)
    if match["last"]:
        separator = table("languages", "ranges").get(locale.short)
        low = _value(locale, match["first"]) < amount or match["unit"] or sign
        parts += [separator] if separator and low else []
        parts.append(_number_words(locale, match["last"], year=len(match["last"]) == 4))
    return Reading(at, end, " ".join([*parts, *following]))


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
    match = _DIGITS.match(text.plain, at)
    if match is None or len(match[0]) <= _LONGEST:
        return None
    return Reading(at, match.end(), " ".join(locale.words(int(digit)) for digit in match[0]))


def _read_ratio(locale: NumberLocale, text: Text, at: int) -> Reading | None:
    match = _RATIO.match(text.plain, at)
    if match is None:
        return None
    separator = table("languages", "ratios").get(locale.short, " ")
    return Reading(at, match.end(), separator.join(locale.words(int(digit)) for digit in match.groups()))


_RULES: tuple[_Rule, ...] = (_read_date, _read_time, _read_ratio, _read_ordinal, _read_number, _read_digits)

"""Languages other than English: their numbers in words, as far as num2words and babel know them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from audiobrief.reading.normalise.languages import FAILURES, Language, format_unit, language_of
from audiobrief.reading.normalise.tables import table
from audiobrief.reading.normalise.text import Reading, Text, apart

__all__ = ["read_other"]

_LONGEST = 15
_TIME = re.compile(r"(\d{1,2})(?::|( ?h ?))([0-5]\d)(?: (?:Uhr|uur))?(?![\d:])")
_DATE = re.compile(r"(\d{1,2})[./](\d{1,2})[./](\d{4})(?![\w]|[./]\d)")
_GERMAN_ORDINAL = re.compile(r"(\d{1,3})\.(?= ([^\W\d_]+))")
_LETTERS_BEHIND = re.compile(r"-[^\W\d_]{1,3}(?![^\W_])")
_RATIO = re.compile(r"(\d{1,4}):(\d{1,4})(?![\d:])")
_DIGITS = re.compile(r"\d+")


def read_other(written: str, language: str) -> Iterator[Reading]:
    """Return the readings of a text in order."""
    known = language_of(language)
    if known is None:
        return
    text = Text(written, language)
    token = re.compile(r"\d|[-$£€¥₴₽](?=[ $£€¥₴₽]?\d)")
    at, last = 0, ""
    while found := token.search(text.plain, at):
        start = found.start()
        reading = next((each for rule in _RULES if (each := _tried(rule, known, text, start))), None)
        if reading is None:
            at = _end_of_digits(text.plain, start)
        else:
            reading = apart(text, reading, last if reading.start == at else written[reading.start - 1 : reading.start])
            yield reading
            at, last = reading.end, reading.said[-1:]


def _end_of_digits(plain: str, start: int) -> int:
    found = _DIGITS.match(plain, start)
    return found.end() if found else start + 1


_Rule = Callable[[Language, Text, int], Reading | None]


def _tried(rule: _Rule, known: Language, text: Text, at: int) -> Reading | None:
    """Return a rule's reading; None where num2words cannot put the number into words."""
    try:
        return rule(known, text, at)
    except FAILURES:
        return None


def _read_date(known: Language, text: Text, at: int) -> Reading | None:
    found = _DATE.match(text.plain, at)
    if found is None or not 1 <= int(found[1]) <= 31 or not 1 <= int(found[2]) <= 12:
        return None
    month = known.locale.months["format"]["wide"][int(found[2])]
    day = known.words(int(found[1]))
    if known.short == "de":
        day = _german_ordinal(known, int(found[1]), text.word_before(at), dated=True)
    elif known.short == "fr" and found[1].lstrip("0") == "1":
        day = "premier"
    joint = table("languages", "between_dates").get(known.short, " ")
    return Reading(at, found.end(), joint.join([day, month, _year(known, int(found[3]))]))


def _read_time(known: Language, text: Text, at: int) -> Reading | None:
    found = _TIME.match(text.plain, at)
    if found is None or int(found[1]) > 24:
        return None
    if found[2] and known.short != "fr":
        return None
    hour = known.words(int(found[1]))
    if found[3] == "00" and known.short in table("languages", "hours"):
        return Reading(at, found.end(), hour + table("languages", "hours")[known.short])
    joint = table("languages", "times").get(known.short, " ")
    minute = known.words(int(found[3]))
    if found[3].startswith("0") and joint == " ":
        minute = f"{known.words(0)} {minute}" if found[3] != "00" else f"{known.words(0)} {known.words(0)}"
    return Reading(at, found.end(), f"{hour}{joint}{minute}")


def _read_ordinal(known: Language, text: Text, at: int) -> Reading | None:
    if known.short == "de":
        found = _GERMAN_ORDINAL.match(text.plain, at)
        if found is None:
            return None
        months = set(known.locale.months["format"]["wide"].values())
        dated = found[2] in months
        if not dated and found[2] not in table("languages", "german")["nouns"]:
            return None
        return Reading(at, found.end(), _german_ordinal(known, int(found[1]), text.word_before(at), dated=dated))
    endings = table("languages", "ordinals").get(known.short)
    if not endings:
        return None
    marks = "|".join(sorted(map(re.escape, endings), key=len, reverse=True))
    found = re.compile(rf"(\d{{1,6}})({marks})(?!\w)").match(text.plain, at)
    if found is None:
        return None
    ending = endings[found[2]]
    if known.short == "fr":
        return Reading(at, found.end(), ending or known.words(int(found[1]), "ordinal"))
    said = known.words(int(found[1]), "ordinal")
    return Reading(at, found.end(), re.sub(r"o(?= |$)", ending, said) if ending else said)


def _german_ordinal(known: Language, value: int, before: str, *, dated: bool) -> str:
    said = known.words(value, "ordinal")
    if before.lower() in table("languages", "german")["weak"]:
        return f"{said}n"
    return f"{said}r" if dated and before.lower() not in table("languages", "german")["articles"] else said


def _read_number(known: Language, text: Text, at: int) -> Reading | None:
    plain = text.plain
    found = known.number.match(plain, at)
    if found is None or _LETTERS_BEHIND.match(plain, found.end()):
        return None
    minus = found["minus"] and (at == 0 or plain[at - 1] in " (")
    if found["minus"] and not minus:
        return None
    end = found.end()
    if plain[end - 1] == "." and text.closes(end):
        end -= 1
    sign = (found["before"] or found["after"] or "").strip()
    amount = _value(known, found["last"] or found["first"])
    parts = [_minus(known)] if minus else []
    behind = _behind(known, found, amount, sign)
    first = _number_words(known, found["first"], year=not (found["last"] or behind))
    parts.append(known.one(first, _behind(known, found, 1, sign)[0]) if behind and not found["last"] else first)
    if found["last"]:
        joint = table("languages", "ranges").get(known.short)
        low = _value(known, found["first"]) < amount or found["unit"] or sign
        parts += [joint] if joint and low else []
        parts.append(_number_words(known, found["last"], year=len(found["last"]) == 4))
    return Reading(at, end, " ".join([*parts, *behind]))


def _behind(known: Language, found: re.Match[str], amount: float, sign: str) -> list[str]:
    """Return the words behind a number: how large it is, and what is counted."""
    parts = []
    if found["size"]:
        forms = table("languages", "magnitudes")[known.short][found["size"]]
        parts.append(str(forms.get(known.locale.plural_form(amount), forms["other"])))
    if sign:
        parts.append(_currency(known, sign, amount, large=bool(found["size"])))
    if found["unit"]:
        parts.append(_unit(known, found["unit"], amount))
    return parts


def _value(known: Language, written: str) -> float:
    whole, _, rest = written.partition(known.decimal)
    digits = "".join(_DIGITS.findall(whole))
    return float(f"{digits}.{rest}") if rest else int(digits)


def _number_words(known: Language, written: str, *, year: bool) -> str:
    whole, _, rest = written.partition(known.decimal)
    digits = "".join(_DIGITS.findall(whole))
    if rest:
        return known.decimals(f"{digits}.{rest}")
    if len(digits) > 1 and digits.startswith("0"):
        return " ".join(known.words(int(each)) for each in digits)
    return _year(known, int(digits)) if year and len(written) == 4 else known.words(int(digits))


def _year(known: Language, value: int) -> str:
    if not 1100 <= value <= 1999:
        return known.words(value)
    try:
        return known.words(value, "year")
    except FAILURES:
        return known.words(value)


def _minus(known: Language) -> str:
    return known.words(-1).removesuffix(known.words(1)).strip()


def _currency(known: Language, sign: str, amount: float, *, large: bool) -> str:
    from babel.numbers import get_currency_name

    count = 1_000_000 if large else amount
    name = get_currency_name(table("languages", "currencies")[sign], count, known.locale)
    of = table("languages", "of").get(known.short) if large else None
    if of is None:
        return name
    return f"d’{name}" if known.short == "fr" and name[0] in "aeiou" else f"{of} {name}"


def _unit(known: Language, symbol: str, amount: float) -> str:
    from babel.numbers import format_decimal

    unit = {**table("units", "names"), **table("languages", "units")}[symbol]
    written = format_unit(amount, unit, known.locale)
    return " ".join(written.replace(format_decimal(amount, locale=known.locale), "", 1).split())


def _read_digits(known: Language, text: Text, at: int) -> Reading | None:
    """Read a long run of digits one by one."""
    found = _DIGITS.match(text.plain, at)
    if found is None or len(found[0]) <= _LONGEST:
        return None
    return Reading(at, found.end(), " ".join(known.words(int(each)) for each in found[0]))


def _read_ratio(known: Language, text: Text, at: int) -> Reading | None:
    found = _RATIO.match(text.plain, at)
    if found is None:
        return None
    joint = table("languages", "ratios").get(known.short, " ")
    return Reading(at, found.end(), joint.join(known.words(int(each)) for each in found.groups()))


_RULES: tuple[_Rule, ...] = (_read_date, _read_time, _read_ratio, _read_ordinal, _read_number, _read_digits)

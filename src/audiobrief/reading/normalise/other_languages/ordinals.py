"""Read ordinals and Roman numerals in languages other than English."""

from __future__ import annotations

import re

from audiobrief.language.numbers.words import parse_number_word
from audiobrief.language.tables import table as language_table
from audiobrief.reading.normalise.locales import NumberLocale
from audiobrief.reading.normalise.tables import table
from audiobrief.reading.normalise.text import Reading, Text

_GERMAN_ORDINAL = re.compile(r"(\d{1,3})\.(?= ([^\W\d_]+))")
_GERMAN_RANGE = re.compile(r"(\d{1,3})\.( ?[-–] ?| bis | und | oder )(?:(zum) )?(\d{1,3})\.(?= [A-ZÄÖÜ])")
_GERMAN_DECADE = re.compile(r"(\d{2,4})er(n?)(?!\w)")
_DATIVE = re.compile(
    r"(?:^|\W)(?:an|auf|aus|bei|hinter|in|mit|nach|neben|seit|unter|von|vor|zu|zwischen) der $", re.IGNORECASE
)
_FRENCH_ORDINAL = re.compile(r"([IVXLC]+)(e|ème|er|re)(?!\w)")
_ROMAN = re.compile(r"([IVXLC]+)(?!\w)(\.)?")
_NAME_BEFORE = re.compile(r"(?:(?<!\w)([^\W\d_]+) )?([^\W\d_a-zà-ÿа-яїієґ][^\W\d_]+) $")
_SINGLE = {"I": 1, "V": 5, "X": 10}
_GERMAN_HUNDREDS = {100: "hundertste", 1000: "tausendste"}


def read_ordinal(locale: NumberLocale, text: Text, at: int) -> Reading | None:
    """Read `3.` in German, `2e` in French, `1.º` in Spanish."""
    if locale.short == "de":
        return _read_german_range(locale, text, at) or _read_german_ordinal(locale, text, at)
    endings = table("languages", "ordinals").get(locale.short)
    if not endings:
        return None
    marks = "|".join(sorted(map(re.escape, endings), key=len, reverse=True))
    match = re.compile(rf"(\d{{1,6}})({marks})(?!\w)").match(text.plain, at)
    if match is None:
        return None
    ending = endings[match[2]]
    if locale.short == "fr":
        spoken = (
            locale.words(int(match[1]), "ordinal").replace("vingtsième", "vingtième").replace("centsième", "centième")
        )
        return Reading(at, match.end(), spoken + ending if ending in {"", "s"} else ending)
    spoken = locale.words(int(match[1]), "ordinal")
    return Reading(at, match.end(), re.sub(r"o(?= |$)", ending, spoken) if ending else spoken)


def _read_german_range(locale: NumberLocale, text: Text, at: int) -> Reading | None:
    match = _GERMAN_RANGE.match(text.plain, at)
    if match is None:
        return None
    first, sign, to, last = match.groups()
    before = german_article(text, at)
    word = "bis" if sign.strip() in {"-", "–"} else sign.strip()
    one = german_ordinal(locale, int(first), before, dated=True)
    other = german_ordinal(locale, int(last), to or before, dated=True)
    return Reading(at, match.end(), " ".join(part for part in (one, word, to, other) if part))


def _read_german_ordinal(locale: NumberLocale, text: Text, at: int) -> Reading | None:
    if match := _GERMAN_DECADE.match(text.plain, at):
        return Reading(at, match.end(), f"{_year(locale, match[1])}er{match[2]}")
    match = _GERMAN_ORDINAL.match(text.plain, at)
    if match is None:
        return None
    before, following = german_article(text, at), match[2]
    dated = following in set(locale.babel.months["format"]["wide"].values())
    if not (dated or following in table("languages", "german")["nouns"] or _is_ordinal_context(before, following)):
        return None
    return Reading(at, match.end(), german_ordinal(locale, int(match[1]), before, dated=dated))


def _is_ordinal_context(before: str, following: str) -> bool:
    """Return whether words around a number with a full stop show that it is an ordinal."""
    words = language_table("sentences", "de")
    return before.lower() in words["before_ordinal"] and following not in words["starters"]


def _year(locale: NumberLocale, digits: str) -> str:
    return locale.words(int(digits), "year" if len(digits) == 4 else "cardinal")


def german_article(text: Text, at: int) -> str:
    """Return the word before a German ordinal; `dem` for `der` after a preposition, which asks for the same ending."""
    return "dem" if _DATIVE.search(text.before(at)) else text.word_before(at)


def german_ordinal(locale: NumberLocale, value: int, before: str, *, dated: bool) -> str:
    """Return a German ordinal with the ending that the word before it asks for.

    Args:
        locale: German.
        value: the number.
        before: the word before it.
        dated: True in a date, where it is masculine.
    """
    spoken = _GERMAN_HUNDREDS.get(value) or locale.words(value, "ordinal")
    if before.lower() in table("languages", "german")["weak"]:
        return f"{spoken}n"
    if before.lower() in table("languages", "german")["strong"]:
        return f"{spoken}r"
    return f"{spoken}r" if dated and before.lower() not in table("languages", "german")["articles"] else spoken


def ukrainian_genitive(locale: NumberLocale, value: int) -> str:
    """Return a Ukrainian ordinal in the genitive of the masculine and the neuter."""
    return _ukrainian(locale, value, "ого")


def _ukrainian(locale: NumberLocale, value: int, ending: str) -> str:
    spoken = locale.words(value, "ordinal")
    if spoken.endswith("ій"):
        return f"{spoken[:-2]}ь{ending}" if ending[0] == "о" else f"{spoken[:-2]}{'є' if ending == 'е' else ending}"
    return f"{spoken[:-2]}{ending}"


def read_roman_numeral(locale: NumberLocale, text: Text, at: int) -> Reading | None:
    """Read Roman numerals after the name of a monarch and before a century, in German and Ukrainian."""
    if locale.short == "fr" and (match := _FRENCH_ORDINAL.match(text.plain, at)) and text.starts_word(at):
        return _read_french_roman(locale, match)
    match = _ROMAN.match(text.plain, at)
    if match is None or not text.starts_word(at) or locale.short not in {"de", "uk"}:
        return None
    value = parse_number_word(match[1], locale.short) or _SINGLE.get(match[1])
    if value is None:
        return None
    read = _read_german_roman if locale.short == "de" else _read_ukrainian_roman
    return read(locale, text, match, int(value))


def _read_french_roman(locale: NumberLocale, match: re.Match[str]) -> Reading | None:
    """Read `XXIe siècle` and `Ier`."""
    value = parse_number_word(match[1], "fr") or _SINGLE.get(match[1])
    if value is None:
        return None
    return Reading(match.start(), match.end(), "première" if match[2] == "re" else locale.words(int(value), "ordinal"))


def _read_german_roman(locale: NumberLocale, text: Text, match: re.Match[str], value: int) -> Reading | None:
    at, end = match.span()
    before, following = german_article(text, at), text.word_after(end)
    if match[2] is None:
        return None
    if following in table("languages", "german")["nouns"]:
        return Reading(at, end, german_ordinal(locale, value, before, dated=False))
    name = _NAME_BEFORE.search(text.before(at))
    if (
        name is None
        or (following[:1].isupper() and not text.closes(end))
        or before.lower() in table("languages", "german")["weak"]
    ):
        return None
    spoken = german_ordinal(locale, value, "der", dated=False)
    articles = table("languages", "german_cases")
    article = articles.get((name[1] or "").lower(), "der")
    spoken = spoken if article == "der" else f"{spoken}n"
    if name[2] in table("languages", "german")["queens"]:
        article = {"der": "die", "dem": "der", "den": "die"}[article]
        spoken = spoken.removesuffix("n") if article == "die" else spoken
    return Reading(at, end - 1 if text.closes(end) else end, f"{article} {spoken[0].upper()}{spoken[1:]}")


def _read_ukrainian_roman(locale: NumberLocale, text: Text, match: re.Match[str], value: int) -> Reading | None:
    at, end = match.start(), match.end(1)
    following = text.word_after(end)
    if ending := table("languages", "ukrainian_centuries").get(following):
        return Reading(at, end, _ukrainian(locale, value, ending))
    if match[1] not in _SINGLE and _NAME_BEFORE.search(text.before(at)):
        spoken = locale.words(value, "ordinal")
        return Reading(at, end, f"{spoken[0].upper()}{spoken[1:]}")
    return None

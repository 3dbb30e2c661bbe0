"""Number words and formats of a language, from num2words and babel."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from audiobrief.language.numbers.words import has_number_words, spell_number
from audiobrief.reading.normalise.tables import table
from audiobrief.reading.normalise.text import POWERS

if TYPE_CHECKING:
    from babel import Locale

# The names of units in Babel before 2.19, where CLDR has renamed them since.
_EARLIER_UNITS = {"concentr-part-per-1e6": "concentr-permillion"}


def format_unit(amount: float, unit: str, locale: Locale | str) -> str:
    """Return an amount with the name of its unit, such as `2 parts per million`.

    Raises:
        ValueError: babel does not know the unit or the locale.
    """
    from babel import units

    try:
        return units.format_unit(amount, unit, "long", locale=locale)
    except units.UnknownUnitError:
        if unit not in _EARLIER_UNITS:
            raise
        return units.format_unit(amount, _EARLIER_UNITS[unit], "long", locale=locale)


_POWERS = str.maketrans("".join(POWERS), "".join(POWERS.values()))


@dataclass(frozen=True, slots=True)
class NumberLocale:
    """How a language writes numbers, and how it says them."""

    short: str
    """Its primary tag, such as `de`."""
    converter: str
    """Its name in num2words."""
    babel: Locale
    """Its locale in babel."""
    number: re.Pattern[str]
    """A number, with what may be written around it: sign, magnitude, unit, currency."""
    decimal: str
    """The decimal point or comma."""

    def words(self, value: float | str, to: str = "cardinal") -> str:
        """Return a number in words: a cardinal, an ordinal or a year."""
        return spell_number(value, self.converter, to).strip()

    def decimals(self, written: str) -> str:
        """Return a number with a decimal point in words.

        Raises:
            ValueError: num2words does not say the decimals.
        """
        whole = self.words(int(written.partition(".")[0]))
        for value in (written, float(written)):
            words = self.words(value)
            if words and words != whole:
                point, comma = table("languages", "points").get(self.short, ("", ""))
                return words.replace(f" {point} ", f" {comma} ") if point and self.decimal == "," else words
        raise ValueError(f"{self.converter} has no decimals")

    def with_gender(self, words: str, name: str) -> str:
        """Return a number's words, with a last word of one or two in the gender of what is counted."""
        *front, last = words.split(" ")
        feminine = self._is_feminine(name)
        last = table("languages", "feminine" if feminine else "masculine").get(self.short, {}).get(last, last)
        spoken = " ".join([*front, last])
        return re.sub(r"(cient|quinient)os(?!\w)", r"\1as", spoken) if feminine and self.short == "es" else spoken

    def _is_feminine(self, name: str) -> bool:
        endings = table("languages", "feminine_endings").get(self.short)
        noun = name.split(" ", maxsplit=1)[0]
        if noun in table("languages", "masculine_nouns").get(self.short, ()):
            return False
        return endings is not None and noun.endswith(tuple(endings))


@lru_cache(maxsize=32)
def load_locale(tag: str) -> NumberLocale | None:
    """Return the number locale of a BCP 47 tag; None if num2words or babel does not know the language."""
    from babel import Locale, UnknownLocaleError

    parts = tag.replace("_", "-").split("-")
    short = {"nb": "no", "nn": "no"}.get(parts[0].lower(), parts[0].lower())
    whole = "_".join([short, *(part.upper() for part in parts[1:] if len(part) == 2)])
    converter = whole if has_number_words(whole) else short
    if not has_number_words(converter):
        return None
    try:
        locale = Locale.parse(whole)
    except (UnknownLocaleError, ValueError):
        try:
            locale = Locale.parse(short)
        except (UnknownLocaleError, ValueError):
            return None
    symbols = locale.number_symbols.get("latn", locale.number_symbols)
    decimal, group = str(symbols.get("decimal", ".")), str(symbols.get("group", ","))
    return NumberLocale(short, converter, locale, _number_pattern(short, decimal, group), decimal)


def _number_pattern(short: str, decimal: str, group: str) -> re.Pattern[str]:
    parted = "|".join(sorted({" ", " " if group.isspace() else re.escape(group.replace("’", "'"))}))
    whole = rf"(?:\d{{1,3}}(?:(?:{parted})\d{{3}}){{1,4}}(?!\d)|\d{{1,15}}(?!\d))"
    digits = rf"{whole}(?:{re.escape(decimal)}\d{{1,15}}(?!\d))?"
    signs = "|".join(sorted(map(re.escape, table("languages", "currencies")), key=len, reverse=True))
    sizes = (
        "|".join(sorted(map(re.escape, table("languages", "magnitudes").get(short, {})), key=len, reverse=True))
        or "(?!)"
    )
    names = [
        symbol
        for symbol in table("units", "names")
        if symbol
        not in {
            "in",
            "s",
            "h",
            "F",
            "C",
            "J",
            "AU",
            "ly",
            "mi",
            "st",
            "L",
            "mb",
            "ns",
            "pc",
            "pct",
            "sec",
            "tsp",
            "gal",
            "gals",
            "º",
        }
    ]
    symbols = [symbol.translate(_POWERS) for symbol in (*names, *table("languages", "units"))]
    units = "|".join(sorted(map(re.escape, symbols), key=len, reverse=True))
    return re.compile(
        rf"(?P<minus>[-+])?(?P<before>(?:{signs}) ?)?(?P<first>{digits})(?: ?[-–] ?(?P<last>{digits}))?"
        rf"(?: ?(?P<size>{sizes})(?!\w)(?= ?(?:{signs})|[ ,.;:!?)]|$))?"
        rf"(?: ?(?P<after>{signs})(?!\w)| ?(?P<unit>{units})(?![\w/]))?"
    )

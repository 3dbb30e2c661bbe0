"""Apply the rules for English: at each place of a text, the first rule that returns a reading."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import replace

from audiobrief.reading.normalise.emoji import read_emoji
from audiobrief.reading.normalise.english.abbreviations import is_abbreviation, read_abbreviation, read_versus
from audiobrief.reading.normalise.english.addresses import read_address, read_handle
from audiobrief.reading.normalise.english.codes import (
    read_code,
    read_ip_address,
    read_model,
    read_phone,
    read_version,
)
from audiobrief.reading.normalise.english.dates import (
    month_numbers,
    read_day_first,
    read_era,
    read_month_first,
    read_numeric,
)
from audiobrief.reading.normalise.english.letters import CapitalPhrases, read_capitals, read_dotted, read_joined
from audiobrief.reading.normalise.english.marks import read_mark, read_numeric_letter
from audiobrief.reading.normalise.english.measures import read_feet_and_inches, read_large, read_measure, read_unit
from audiobrief.reading.normalise.english.money import read_money, read_money_behind, read_small_money
from audiobrief.reading.normalise.english.numbers.cardinals import (
    read_arithmetic,
    read_digits,
    read_fraction,
    read_number,
    read_ordinal,
    read_plural,
    read_point,
    read_years,
)
from audiobrief.reading.normalise.english.numbers.ranges import read_pairs, read_ratio
from audiobrief.reading.normalise.english.numbers.roman_numerals import read_numeral
from audiobrief.reading.normalise.english.times import read_time
from audiobrief.reading.normalise.tables import table
from audiobrief.reading.normalise.text import Reading, Rule, Text, with_spaces

_TOKEN = re.compile(r"[^\W\d_]+|\d|[^\w\s,;:!?()\[\]{}\"]| (?=[-–—x×*])")
_AT_DIGIT: tuple[Rule, ...] = (
    read_emoji, read_address, read_phone, read_numeric, read_day_first, read_time, read_era, read_ip_address,
    read_version, read_model, read_fraction, read_years, read_plural, read_feet_and_inches, read_money_behind,
    read_small_money, read_measure, read_large, read_ordinal, read_ratio, read_pairs, read_number, read_digits,
)  # fmt: skip
_AT_SIGN: tuple[Rule, ...] = (
    read_money, read_phone, read_handle, read_arithmetic, read_emoji, read_fraction, read_point, read_mark,
)  # fmt: skip


def read_english(written: str, language: str) -> Iterator[Reading]:
    """Yield the readings of an English text, in order."""
    text = Text(written, language)
    phrases = CapitalPhrases(text.plain)
    at = end = 0
    last = ""
    while token := _TOKEN.search(text.plain, at):
        start = token.start()
        reading = _read(text, token, phrases, end)
        if reading is None or reading.end <= start:
            at = token.end()
            continue
        reading = replace(reading, start=max(reading.start, end))
        before = written[reading.start - 1 : reading.start] if reading.start > end else last
        reading = with_spaces(text, reading, before)
        yield reading
        at = end = reading.end
        last = reading.replacement[-1:] or before


def _read(text: Text, token: re.Match[str], phrases: CapitalPhrases, end: int) -> Reading | None:
    word, at = token[0], token.start()
    if word.isdigit() and word in "0123456789":
        return _first_reading(_AT_DIGIT, text, at)
    if word in {"x", "×"} and (reading := read_arithmetic(text, at)):
        return reading
    if word[0].isalpha():
        return _read_word(text, word, at, token.end(), phrases) if at == end or text.starts_word(at) else None
    reading = _first_reading(_AT_SIGN, text, at)
    if reading is None and unicodedata.category(text.written[at]) in {"No", "Nl"}:
        return read_numeric_letter(text, at)
    return reading


def _read_word(text: Text, word: str, at: int, end: int, phrases: CapitalPhrases) -> Reading | None:
    if reading := _first_reading(_rules_for(word, text.plain[end : end + 1]), text, at):
        return reading
    if word.islower() and text.plain[end : end + 1] != "/" and word not in table("english", "letters", "mixed"):
        return None
    if reading := _first_reading((read_numeral, read_joined), text, at):
        return reading
    capitals = read_capitals(text, at, in_phrase=phrases.contains(at))
    return replace(capitals, rule="capitals") if capitals else None


def _first_reading(rules: Iterable[Rule], text: Text, at: int) -> Reading | None:
    """Return the reading of the first rule that has one, with the rule's name: `small money` for `read_small_money`."""
    for rule in rules:
        if reading := rule(text, at):
            return replace(reading, rule=rule.__name__.removeprefix("read_").replace("_", " "))
    return None


def _rules_for(word: str, follows: str) -> Iterator[Rule]:
    """Yield the rules that may apply to a word, by its letters and the character after it."""
    if follows and follows in ".:@+_-/0123456789":
        yield read_address
    if follows == ".":
        yield read_dotted
    if not word.islower():
        if word[:3] in month_numbers():
            yield read_month_first
        yield from (read_money, read_era)
    if is_abbreviation(word):
        yield read_abbreviation
    if follows and follows in "-0123456789":
        yield read_code
    if follows and follows in "/\ue002\ue003":
        yield read_unit
    if word == "v":
        yield read_versus

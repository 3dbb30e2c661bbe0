"""Apply the rules for English: at each place of a text, the first rule that returns a reading."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from functools import lru_cache

from audiobrief.reading.normalise.emoji import read_emoji
from audiobrief.reading.normalise.english.abbreviations import is_abbreviation, read_abbreviation, read_versus
from audiobrief.reading.normalise.english.addresses import read_address, read_handle
from audiobrief.reading.normalise.english.codes import (
    read_dot_name,
    read_ip_address,
    read_letters_with_digits,
    read_model,
    read_number_with_a,
    read_resolution,
    read_sharp,
    read_version,
)
from audiobrief.reading.normalise.english.contact_details import (
    read_house_number,
    read_phone,
    read_postcode,
    read_state,
)
from audiobrief.reading.normalise.english.dates import (
    read_day_first,
    read_era,
    read_month_first,
    read_numeric_date,
    read_range_dash,
    written_months,
)
from audiobrief.reading.normalise.english.letters import (
    CapitalPhrases,
    read_capitals,
    read_dotted_letters,
    read_joined_capitals,
    read_letter_a,
)
from audiobrief.reading.normalise.english.marks import read_mark, read_number_character, read_short_and
from audiobrief.reading.normalise.english.measures import (
    is_bare_unit,
    read_coordinate,
    read_feet_and_inches,
    read_formula,
    read_magnitude,
    read_measure,
    read_rate,
    read_unit,
)
from audiobrief.reading.normalise.english.money import (
    read_money,
    read_money_before_sign,
    read_pence_and_cents,
    read_shillings,
)
from audiobrief.reading.normalise.english.numbers.cardinals import (
    read_arithmetic,
    read_decade,
    read_decimal_below_one,
    read_long_digits,
    read_number,
    read_ordinal,
    read_spaced_number,
    read_times,
    read_year_range,
)
from audiobrief.reading.normalise.english.numbers.fractions import read_fraction
from audiobrief.reading.normalise.english.numbers.powers import read_exponent, read_power
from audiobrief.reading.normalise.english.numbers.ranges import read_ratio, read_scale, read_score_or_range
from audiobrief.reading.normalise.english.numbers.roman_numerals import read_roman_numeral
from audiobrief.reading.normalise.english.references import (
    is_book,
    read_leading_zero,
    read_paragraph_number,
    read_scripture,
    read_sections,
)
from audiobrief.reading.normalise.english.times import read_duration, read_time
from audiobrief.reading.normalise.tables import table
from audiobrief.reading.normalise.text import Reading, Rule, Text, with_spaces

_TOKEN = re.compile(r"[^\W\d_]+|\d|[^\w\s,;:!?()\[\]{}\"]| (?=[-–—x×*])")
_RULES_AT_DIGIT: tuple[Rule, ...] = (
    read_emoji, read_address, read_power, read_paragraph_number, read_scripture, read_spaced_number,
    read_phone, read_postcode, read_house_number, read_leading_zero,
    read_numeric_date, read_day_first, read_scale, read_duration, read_time, read_era,
    read_shillings, read_ip_address, read_version, read_model, read_fraction, read_year_range, read_decade,
    read_coordinate, read_feet_and_inches, read_money_before_sign, read_resolution, read_pence_and_cents,
    read_measure, read_magnitude, read_rate, read_ordinal, read_ratio, read_times, read_score_or_range,
    read_number_with_a, read_number, read_long_digits,
)  # fmt: skip
"""The rules at a digit; those that need more context come before those that need less."""
_RULES_AT_SIGN: tuple[Rule, ...] = (
    read_shillings, read_money, read_exponent, read_phone, read_handle, read_range_dash, read_arithmetic, read_emoji,
    read_fraction, read_decimal_below_one, read_dot_name, read_sections, read_short_and, read_mark,
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
        return _first_reading(_RULES_AT_DIGIT, text, at)
    if word in {"x", "×"} and (reading := read_arithmetic(text, at)):
        return reading
    if word[0].isalpha():
        return _read_word(text, word, at, token.end(), phrases) if at == end or text.starts_word(at) else None
    reading = _first_reading(_RULES_AT_SIGN, text, at)
    if reading is None and unicodedata.category(text.written[at]) in {"No", "Nl"}:
        return read_number_character(text, at)
    return reading


def _read_word(text: Text, word: str, at: int, end: int, phrases: CapitalPhrases) -> Reading | None:
    if reading := _first_reading(_rules_for(word, text.plain[end : end + 1]), text, at):
        return reading
    if word.islower() and text.plain[end : end + 1] != "/" and word not in table("english", "letters", "mixed"):
        return _first_reading((read_roman_numeral,), text, at) if word[0] in "ivxl" else None
    if reading := _first_reading((read_roman_numeral, read_joined_capitals), text, at):
        return reading
    capitals = read_capitals(text, at, in_phrase=phrases.contains(at))
    return replace(capitals, rule="capitals") if capitals else None


def _first_reading(rules: Iterable[Rule], text: Text, at: int) -> Reading | None:
    """Return the reading of the first rule that has one, with the rule's name: `score or range` for its function."""
    for rule in rules:
        if reading := rule(text, at):
            return replace(reading, rule=rule.__name__.removeprefix("read_").replace("_", " "))
    return None


@lru_cache(maxsize=8192)
def _rules_for(word: str, follows: str) -> tuple[Rule, ...]:
    """Return the rules that may apply to a word, by its letters and the character after it."""
    return tuple(rule for applies, rule in _RULES_AT_WORD if applies(word, follows))


def _is_followed_by(characters: str) -> Callable[[str, str], bool]:
    """Return a test of whether one of some characters follows a word."""
    return lambda _word, follows: follows != "" and follows in characters


_RULES_AT_WORD: tuple[tuple[Callable[[str, str], bool], Rule], ...] = (
    (_is_followed_by(".:@+_-/0123456789"), read_address),
    (_is_followed_by("."), read_dotted_letters),
    (lambda word, _: word == "A", read_letter_a),
    (lambda word, _: is_book(word), read_scripture),
    (lambda word, _: word in written_months(), read_month_first),
    (_is_followed_by("#"), read_sharp),
    (lambda word, _: len(word) == 2 and word.isupper(), read_state),
    (lambda word, _: not word.islower() or word in table("currencies", "signs"), read_money),
    (lambda word, _: word in {"A", "AD"}, read_era),
    (lambda word, _: is_abbreviation(word), read_abbreviation),
    (_is_followed_by("23"), read_unit),
    (_is_followed_by("-0123456789"), read_letters_with_digits),
    (lambda word, _: is_bare_unit(word), read_unit),
    (_is_followed_by("/\ue002\ue003"), read_unit),
    (_is_followed_by("^\ue002\ue003"), read_formula),
    (lambda word, _: word == "v", read_versus),
)
"""The rules at a word, each with a test of the word and the character after it."""

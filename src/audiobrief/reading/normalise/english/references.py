"""Read references: verses of the Bible, paragraphs of a law, numbered chapters."""

from __future__ import annotations

import re
from functools import cache

from audiobrief.reading.normalise.english.codes import code_number
from audiobrief.reading.normalise.english.numbers.number_words import cardinal, ordinal
from audiobrief.reading.normalise.english.numbers.roman_numerals import roman_value
from audiobrief.reading.normalise.tables import table, words
from audiobrief.reading.normalise.text import Reading, Text

_VERSES = r"(\d{1,3})(?::(\d{1,3})(?: ?[-–] ?(\d{1,3})(?::(\d{1,3}))?)?)?(?![\d:]|[.,]\d)"
_ORDINALS = {"1": 1, "2": 2, "3": 3, "I": 1, "II": 2, "III": 3}
_PARAGRAPH = re.compile(
    r"(\d{1,4}[A-Za-z]?)((?:\((?:[a-z]{1,2}|[A-Z]|\d{1,2}|[ivx]{1,4})\)){1,5})s?(?!\w)|(40[13])([kb])(?!\w)"
)
_SECTIONS = re.compile(r"(?P<signs>§§?) ?(?P<first>\d{1,4})(?: ?[-–] ?(?P<last>\d{1,4})(?![\w.]))?")
_PARTS = re.compile(r"[A-Za-z]+|\d+")
_LOWER_NUMERAL = re.compile(r"[ivx]{2,4}")
_LEADING_ZERO = re.compile(r"0{1,3}([1-9]\d{0,2})(?![\w]|[.,:/-]\d)")
_LONG = 99
"""Chapters and verses with larger numbers are kept apart by a comma."""


def _names(*kinds: str) -> dict[str, str]:
    """Return the names of books of the Bible by their names and abbreviations."""
    books: dict[str, list[str]] = {
        name: forms for kind in kinds for name, forms in table("english", "scripture", kind).items()
    }
    return {form: name for name, forms in books.items() for form in (name, *forms)}


@cache
def _books() -> dict[str, str]:
    return _names("books", "numbered")


@cache
def _numbered_book() -> re.Pattern[str]:
    forms = "|".join(sorted(_names("numbered"), key=len, reverse=True))
    return re.compile(rf"([123]|I{{1,3}}) ({forms})\.? {_VERSES}")


@cache
def _book() -> re.Pattern[str]:
    forms = "|".join(sorted(_books(), key=len, reverse=True))
    return re.compile(rf"({forms})\.? {_VERSES}")


def is_book(word: str) -> bool:
    """Return whether a word may begin a reference to the Bible."""
    return word in _books() or word in {"I", "II", "III", "Song", "Qur"}


def read_scripture(text: Text, at: int) -> Reading | None:
    """Read `John 3:16`, `2 Cor. 10:4-5` and `1 Kings 8`."""
    if match := _numbered_book().match(text.plain, at):
        which, book, *numbers = match.groups()
        name = f"{ordinal(_ORDINALS[which], british=text.british).capitalize()} {_books()[book]}"
    elif (match := _book().match(text.plain, at)) and (match[3] or _is_chapter(match)):
        book, *numbers = match.groups()
        name = _books()[book]
    else:
        return None
    return Reading(at, match.end(), f"{name} {_verses(numbers, text)}")


def _is_chapter(match: re.Match[str]) -> bool:
    """Return whether a chapter is meant, and not what the abbreviation means elsewhere."""
    return match[1] in words("scripture", "chapters") and match[0][len(match[1])] == "."


def _verses(numbers: list[str | None], text: Text) -> str:
    chapter, verse, last, last_verse = (part and cardinal(int(part), british=text.british) for part in numbers)
    if verse is None:
        return str(chapter)
    is_long = any(int(part) > _LONG for part in numbers[:2] if part)
    spoken = f"{chapter}{',' if is_long or last else ''} {verse}"
    if last is None:
        return spoken
    return f"{spoken} to {last}" if last_verse is None else f"{chapter} {verse} to {last} {last_verse}"


def read_paragraph_number(text: Text, at: int) -> Reading | None:
    """Read `401(k)`, `501(c)(3)` and `8(a)`: a number with letters and numbers in brackets."""
    match = _PARAGRAPH.match(text.plain, at)
    if match is None:
        return None
    parts = _PARTS.findall(match[0])
    many = f"'{parts.pop()}" if match[0].endswith(")s") else ""
    spoken = [code_number(part, text) if part.isdigit() else _letter(part, text) for part in parts]
    return Reading(at, match.end(), " ".join(spoken) + many, spelled=True)


def _letter(letters: str, text: Text) -> str:
    """Return letters in brackets as they are said: two or more that are a Roman numeral as a number."""
    if _LOWER_NUMERAL.fullmatch(letters):
        return cardinal(roman_value(letters.upper()), british=text.british)
    return " ".join(letters.upper())


def read_sections(text: Text, at: int) -> Reading | None:
    """Read `§ 4`, `§§ 4-6` and `§§ 4, 7`: the signs, and the first number or range."""
    match = _SECTIONS.match(text.plain, at)
    if match is None:
        return None
    name = "section" if match["signs"] == "§" else "sections"
    if match["last"] is None:
        return Reading(at, match.start("first"), f"{name} ")
    first, last = (cardinal(int(match[part]), british=text.british) for part in ("first", "last"))
    return Reading(at, match.end(), f"{name} {first} to {last}")


def read_leading_zero(text: Text, at: int) -> Reading | None:
    """Read `Chapter 01` and `page 007` without the zeros."""
    match = _LEADING_ZERO.match(text.plain, at)
    if (
        match is None
        or text.plain[at - 1 : at] != " "
        or text.word_before(at).lower() not in words("numbers", "padded")
    ):
        return None
    return Reading(at, match.end(), cardinal(int(match[1]), british=text.british))

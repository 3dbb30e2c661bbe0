"""Numbers in a text, in digits or words, by their value: 1,200 is twelve hundred is 1.2 thousand."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from functools import cache

from audiobrief.against.facts import Fact
from audiobrief.against.tables import table
from audiobrief.script.phonetic import primary_language

__all__ = ["find_numbers"]

_DECIMAL_COMMA = frozenset({"de", "es", "fr", "it", "nl", "pl", "pt", "ru", "uk"})
_TOKEN = re.compile(r"\d+(?:[.,\u00a0\u202f' ’]\d{3})*(?:[.,]\d+)?|[^\W\d_]+(?:['’][^\W\d_]+)*")
_BETWEEN = re.compile(r"[ \u00a0\u202f-]*")
_ORDINAL_END = re.compile(r"(?:st|nd|rd|th|s|er|e|º|ª)\b")
_LARGEST_IN_WORDS = 999
_MOST_WORDS = 6
"""Of a number below a thousand."""

Token = tuple[int, int, str]


def find_numbers(text: str, language: str) -> tuple[Fact, ...]:
    """Find the numbers of a text; a word such as 'one' or 'first', which is seldom one, is passed over.

    Args:
        text: as it is written.
        language: BCP 47 tag; of one that the tables have not got, digits alone are found.
    """
    tokens = [(match.start(), match.end(), match[0].replace("’", "'")) for match in _TOKEN.finditer(text)]
    found = []
    at = 0
    while at < len(tokens):
        used, value = _number(text, tokens, at, language)
        if used and not _vague(tokens[at : at + used], language):
            start, end = tokens[at][0], tokens[at + used - 1][1]
            ending = _ORDINAL_END.match(text, end)
            found.append(Fact("number", start, ending.end() if ending else end, value))
        at += max(1, used)
    return tuple(found)


def _vague(tokens: list[Token], language: str) -> bool:
    return len(tokens) == 1 and tokens[0][2].lower() in table("numbers", language).get("vague", ())


def _number(text: str, tokens: list[Token], at: int, language: str) -> tuple[int, Decimal]:
    """Read a number that starts at a token; give how many tokens it takes, 0 where none starts, and its value."""
    if tokens[at][2][0].isdigit():
        parts, used = [_digits(tokens[at][2], language)], 1
    else:
        parts, used = _in_words(text, tokens, at, language)
    if not used:
        return 0, Decimal(0)
    if _words_are(tokens, at + used, "and", "a", "half"):
        parts, used = [_joined(parts) + Decimal("0.5")], used + 3
    value, more = _magnified(text, tokens, at + used, parts, language)
    behind = _next(text, tokens, at + used + more - 1)
    parts_of = table("numbers", language).get("fractions", {}).get(behind[2].lower()) if behind else None
    if parts_of and value < parts_of:
        return used + more + 1, value / parts_of
    return used + more, value


def _digits(written: str, language: str) -> Decimal:
    plain = re.sub(r"[\u00a0\u202f' ’]", "", written)
    point, comma = (",", ".") if primary_language(language) in _DECIMAL_COMMA else (".", ",")
    whole, _, rest = plain.partition(point)
    if not rest and re.fullmatch(r"\d+[.,]\d{1,2}", plain):
        whole, _, rest = plain.partition(comma)  # a decimal as the other half of the world writes it
    whole = whole.replace(comma, "")
    return Decimal(f"{whole}.{re.sub('[.,]', '', rest)}" if rest else whole)


def _in_words(text: str, tokens: list[Token], at: int, language: str) -> tuple[list[Decimal], int]:
    """Read a row of words that are numbers up to a magnitude; each stands for itself."""
    small, magnitudes = _small(language), table("numbers", language).get("magnitudes", {})
    word = tokens[at][2].lower()
    if _words_are(tokens, at, "half", "a") and at + 2 < len(tokens) and tokens[at + 2][2].lower() in magnitudes:
        return [Decimal("0.5")], 2
    if word in {"a", "an"} and primary_language(language) == "en":
        behind = _next(text, tokens, at)
        # 'a hundred', but not 'a k'.
        if behind is not None and behind[2].lower() in magnitudes and len(behind[2]) > 2:
            return [Decimal(1)], 1
        return [], 0
    if word in magnitudes and len(word) > 3 and word not in small:
        return [], 0  # 'thousands', 'million' alone: nothing is said of how many
    if "small" not in table("numbers", language):
        return _as_one(text, tokens, at, small)
    parts: list[Decimal] = []
    used = 0
    while at + used < len(tokens) and tokens[at + used][2].lower() in small:
        if used and not _BETWEEN.fullmatch(text, tokens[at + used - 1][1], tokens[at + used][0]):
            break
        if used and not _goes_on(parts[-1], small[tokens[at + used][2].lower()]):
            break
        parts.append(Decimal(small[tokens[at + used][2].lower()]))
        used += 1
    return parts, used


def _as_one(text: str, tokens: list[Token], at: int, small: dict[str, int]) -> tuple[list[Decimal], int]:
    """Read as many words as are a number of num2words together, such as 'quatre-vingt-dix'."""
    longest = at
    while longest + 1 < min(len(tokens), at + _MOST_WORDS) and _next(text, tokens, longest):
        longest += 1
    for last in range(longest, at - 1, -1):
        value = small.get(" ".join(token[2].lower() for token in tokens[at : last + 1]))
        if value is not None:
            return [Decimal(value)], last + 1 - at
    return [], 0


def _words_are(tokens: list[Token], at: int, *words: str) -> bool:
    return [token[2].lower() for token in tokens[at : at + len(words)]] == list(words)


def _goes_on(before: Decimal, value: int) -> bool:
    """Tell 'twenty-three' and the years 'nineteen ninety-four' from two numbers one after the other."""
    return (before >= 20 and before % 10 == 0 and value < 10 and value > 0) or (
        10 <= before < 100 and 10 <= value < 100
    )


def _joined(parts: list[Decimal]) -> Decimal:
    """Join tens and ones, and the two halves of a year."""
    value = Decimal(0)
    for part in parts:
        if value and part >= 10:
            value = value * 100 + part
        else:
            value += part
    return value


def _next(text: str, tokens: list[Token], at: int) -> Token | None:
    if at + 1 < len(tokens) and _BETWEEN.fullmatch(text, tokens[at][1], tokens[at + 1][0]):
        return tokens[at + 1]
    return None


def _magnified(text: str, tokens: list[Token], at: int, parts: list[Decimal], language: str) -> tuple[Decimal, int]:
    """Multiply by the magnitudes that follow, and add what follows them; give the value and the tokens used."""
    words = table("numbers", language)
    magnitudes = words.get("magnitudes", {})
    total, current = Decimal(0), _joined(parts)
    used = 0
    while (token := _next(text, tokens, at + used - 1)) is not None:
        written = token[2] if token[2] in magnitudes else token[2].lower()
        if written in magnitudes:
            current *= magnitudes[written]
            used += 1
            if magnitudes[written] >= 1000:
                total, current = total + current, Decimal(0)
        elif used and written in words.get("joining", ()):
            further, more = _behind(text, tokens, at + used + 1, language)
            if not more:
                break
            current, used = current + further, used + 1 + more
        elif used:
            further, more = _behind(text, tokens, at + used, language)
            if not more:
                break
            current, used = current + further, used + more
        else:
            break
    return total + current, used


def _behind(text: str, tokens: list[Token], at: int, language: str) -> tuple[Decimal, int]:
    """Read the rest of a number in words behind a magnitude, such as 'forty-two'."""
    if at >= len(tokens) or tokens[at][2][0].isdigit():
        return Decimal(0), 0
    if not _BETWEEN.fullmatch(text, tokens[at - 1][1], tokens[at][0]):
        return Decimal(0), 0
    parts, used = _in_words(text, tokens, at, language)
    return _joined(parts), used


@cache
def _small(language: str) -> dict[str, int]:
    """Give the words that are numbers by themselves."""
    listed: dict[str, int] | None = table("numbers", language).get("small")
    if listed is not None or not table("numbers", language):
        return listed or {}
    return dict(_from_num2words(primary_language(language)))


def _from_num2words(language: str) -> Iterator[tuple[str, int]]:
    from num2words import num2words

    for value in range(_LARGEST_IN_WORDS, -1, -1):
        word = num2words(value, lang=language)
        yield re.sub(r"[\s-]+", " ", word).lower(), value

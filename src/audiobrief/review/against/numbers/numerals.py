"""Find numbers in a text, in digits or words, and their values: 1,200 is twelve hundred is 1.2 thousand."""

from __future__ import annotations

import re
import unicodedata
from decimal import Decimal

from audiobrief.language.codes import primary_language
from audiobrief.language.numbers import is_ordinal, is_vague, number_words, parse_number_word
from audiobrief.language.tables import table
from audiobrief.review.against.facts import Fact

_DECIMAL_COMMA = frozenset({"de", "es", "fr", "it", "nl", "pl", "pt", "ru", "uk"})
_VULGAR = "¼-¾⅐-⅞"
_LETTER = rf"[^\W\d_{_VULGAR}]"
_TOKEN = re.compile(
    rf"\d+(?:[.,\u00a0\u202f' ’]\d{{3}})*(?:[.,]\d+)?[{_VULGAR}]?|[{_VULGAR}]|{_LETTER}+(?:['’]{_LETTER}+)*"
)
_FIGURE = re.compile(rf"[\d{_VULGAR}]")
_BETWEEN = re.compile(r"[ \u00a0\u202f-]*")
_ORDINAL_END = re.compile(r"(?:st|nd|rd|th|s|er|e|º|ª)\b")
_MOST_WORDS = 6
"""Of a number below a thousand."""

Token = tuple[int, int, str]


def find_numbers(text: str, language: str, *, vague: bool = False) -> tuple[Fact, ...]:
    """Return the numbers of a text, without words that are seldom numbers, such as 'one' and 'first'.

    Args:
        text: the text.
        language: BCP 47 tag; for a language without tables, only digits are found.
        vague: whether to return these words, too.
    """
    tokens = [(match.start(), match.end(), match[0].replace("’", "'")) for match in _TOKEN.finditer(text)]
    found = []
    at = 0
    while at < len(tokens):
        used, value = _number(text, tokens, at, language)
        if used and (vague or used > 1 or not is_vague(tokens[at][2], language)):
            start, end = tokens[at][0], tokens[at + used - 1][1]
            ending = _ORDINAL_END.match(text, end)
            found.append(Fact("number", start, ending.end() if ending else end, value))
        at += max(1, used)
    return tuple(found)


def _number(text: str, tokens: list[Token], at: int, language: str) -> tuple[int, Decimal]:
    """Read a number that starts at a token; return how many tokens it takes, 0 if none starts there, and its value."""
    if _FIGURE.match(tokens[at][2]):
        parts, used = [_digits(tokens[at][2], language)], 1
    else:
        parts, used = _in_words(text, tokens, at, language)
    if not used:
        return 0, Decimal(0)
    if rest := _and_a_half(text, tokens, at + used, language):
        parts, used = [_joined(parts) + rest], used + 3
    if (digits := _decimals_in_words(text, tokens, at + used, language)) is not None:
        parts, used = [_joined(parts) + Decimal(f"0.{digits[0]}")], used + 1 + digits[1]
    value, more = _apply_magnitudes(text, tokens, at + used, parts, language)
    last = tokens[at + used + more - 1]
    behind = None if is_ordinal(last[2], language) else _next(text, tokens, at + used + more - 1)
    parts_of = table("numbers", language).get("fractions", {}).get(behind[2].lower()) if behind else None
    if parts_of and value < parts_of:
        return used + more + 1, value / parts_of
    return used + more, value


def _digits(written: str, language: str) -> Decimal:
    if not written[-1].isdecimal():
        return (_digits(written[:-1], language) if written[:-1] else Decimal(0)) + _vulgar(written[-1])
    plain = re.sub(r"[\u00a0\u202f' ’]", "", written)
    point, comma = (",", ".") if primary_language(language) in _DECIMAL_COMMA else (".", ",")
    whole, _, rest = plain.partition(point)
    if not rest and re.fullmatch(r"\d+[.,]\d{1,2}", plain):
        whole, _, rest = plain.partition(comma)  # a decimal as the other half of the world writes it
    whole = whole.replace(comma, "")
    return Decimal(f"{whole}.{re.sub('[.,]', '', rest)}" if rest else whole)


def _vulgar(sign: str) -> Decimal:
    over, _, under = unicodedata.normalize("NFKD", sign).partition("⁄")
    return Decimal(over) / Decimal(under)


def _decimals_in_words(text: str, tokens: list[Token], at: int, language: str) -> tuple[str, int] | None:
    """Read the decimals of a number in words; return their digits, and how many tokens they take."""
    points = table("numbers", language).get("point", ())
    if at >= len(tokens) or tokens[at][2].lower() not in points or _next(text, tokens, at - 1) is None:
        return None
    digits, used = "", 0
    while (token := _next(text, tokens, at + used)) is not None:
        value = number_words(language).get(token[2].lower())
        single = token[2] if len(token[2]) == 1 and token[2].isdecimal() else None
        if single is None and (value is None or is_ordinal(token[2], language) or (used and value >= 10)):
            break
        digits, used = digits + (single or str(value)), used + 1
        if value is not None and value >= 10:
            break
    return (digits, used) if used else None


def _in_words(text: str, tokens: list[Token], at: int, language: str) -> tuple[list[Decimal], int]:
    """Read consecutive number words up to a magnitude; return the value of each, and how many tokens they take."""
    words = table("numbers", language)
    small, magnitudes = number_words(language), words.get("magnitudes", {})
    word = tokens[at][2].lower()
    if _words_are(tokens, at, "half", "a") and at + 2 < len(tokens) and tokens[at + 2][2].lower() in magnitudes:
        return [Decimal("0.5")], 2
    if word in {"a", "an"} and primary_language(language) == "en":
        behind = _next(text, tokens, at)
        # 'a hundred', but not 'a k'.
        if behind is not None and behind[2].lower() in magnitudes and len(behind[2]) > 2:
            return [Decimal(1)], 1
        return [], 0
    if word in words.get("parts", {}):
        return [Decimal(str(words["parts"][word]))], 1
    if word in magnitudes and len(word) > 3 and word not in small:
        return [], 0  # 'thousands' and 'million' alone do not say how many
    if "small" not in words:
        return _longest_number(text, tokens, at, language)
    if word not in small:
        value = parse_number_word(tokens[at][2], language)
        return ([], 0) if value is None else ([value], 1)
    return _read_number_words(text, tokens, at, language)


def _read_number_words(text: str, tokens: list[Token], at: int, language: str) -> tuple[list[Decimal], int]:
    """Read the number words that continue each other."""
    small = number_words(language)
    parts: list[Decimal] = []
    used = 0
    if (year := _year_with_oh(text, tokens, at, language)) is not None:
        return [year], 3
    while at + used < len(tokens) and tokens[at + used][2].lower() in small:
        if used and not _BETWEEN.fullmatch(text, tokens[at + used - 1][1], tokens[at + used][0]):
            break
        if used and not _continues(parts[-1], small[tokens[at + used][2].lower()]):
            break
        parts.append(small[tokens[at + used][2].lower()])
        used += 1
    return parts, used


def _year_with_oh(text: str, tokens: list[Token], at: int, language: str) -> Decimal | None:
    """Read a year such as 'nineteen oh five'."""
    words = number_words(language)
    oh, last = _next(text, tokens, at), _next(text, tokens, at + 1)
    if oh is None or last is None or oh[2].lower() not in table("numbers", language).get("oh", ()):
        return None
    century, year = words[tokens[at][2].lower()], words.get(last[2].lower())
    return century * 100 + year if year is not None and 10 <= century < 100 and 0 < year < 10 else None


def _longest_number(text: str, tokens: list[Token], at: int, language: str) -> tuple[list[Decimal], int]:
    """Read as many words as are one number, such as 'quatre-vingt-dix'."""
    longest = at
    while longest + 1 < min(len(tokens), at + _MOST_WORDS) and _next(text, tokens, longest):
        longest += 1
    for last in range(longest, at, -1):
        value = number_words(language).get(" ".join(token[2].lower() for token in tokens[at : last + 1]))
        if value is not None:
            return [value], last + 1 - at
    value = parse_number_word(tokens[at][2], language)
    return ([], 0) if value is None else ([value], 1)


def _and_a_half(text: str, tokens: list[Token], at: int, language: str) -> Decimal:
    """Read 'and a half' or 'and three quarters' after a number; return 0 if there is no fraction."""
    words = table("numbers", language)
    if len(tokens) < at + 3 or not _BETWEEN.fullmatch(text, tokens[at - 1][1], tokens[at][0]):
        return Decimal(0)
    joining, many, part = (token[2].lower() for token in tokens[at : at + 3])
    under = words.get("fractions", {}).get(part)
    over = 1 if many in words.get("an", ()) else number_words(language).get(many, under)
    if joining not in words.get("joining", ()) or not under or over >= under or is_ordinal(part, language):
        return Decimal(0)
    return Decimal(over) / Decimal(under)


def _words_are(tokens: list[Token], at: int, *words: str) -> bool:
    return [token[2].lower() for token in tokens[at : at + len(words)]] == list(words)


def _continues(before: Decimal, value: Decimal) -> bool:
    """Return whether two number words are one number, as in 'twenty-three' and 'nineteen ninety-four'."""
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


def _apply_magnitudes(
    text: str, tokens: list[Token], at: int, parts: list[Decimal], language: str
) -> tuple[Decimal, int]:
    """Multiply by the magnitudes that follow, and add the rest; return the value and how many tokens were used."""
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
            further, more = _rest_after_magnitude(text, tokens, at + used + 1, language)
            if not more:
                break
            current, used = current + further, used + 1 + more
        elif used:
            further, more = _rest_after_magnitude(text, tokens, at + used, language)
            if not more:
                break
            current, used = current + further, used + more
        else:
            break
    return total + current, used


def _rest_after_magnitude(text: str, tokens: list[Token], at: int, language: str) -> tuple[Decimal, int]:
    """Read the rest of a number in words after a magnitude, such as 'forty-two'."""
    if at >= len(tokens) or tokens[at][2][0].isdecimal():
        return Decimal(0), 0
    if not _BETWEEN.fullmatch(text, tokens[at - 1][1], tokens[at][0]):
        return Decimal(0), 0
    parts, used = _in_words(text, tokens, at, language)
    return _joined(parts), used

"""Find numbers in a text, in digits or words, and their values: 1,200 is twelve hundred is 1.2 thousand."""

from __future__ import annotations

import re
import unicodedata
from decimal import Decimal
from typing import NamedTuple

from audiobrief.language.codes import primary_language
from audiobrief.language.numbers.facts import Fact
from audiobrief.language.numbers.words import is_ordinal, is_vague, number_words, parse_number_word
from audiobrief.language.tables import table

_DECIMAL_COMMA = frozenset({"de", "es", "fr", "it", "nl", "pl", "pt", "ru", "uk"})
_VULGAR = "¼-¾⅐-⅞"
_LETTER = rf"[^\W\d_{_VULGAR}]"
_TOKEN = re.compile(
    rf"\d+(?:[.,\u00a0\u202f' ’]\d{{3}})*(?:[.,]\d+)?[{_VULGAR}]?|[{_VULGAR}]|{_LETTER}+(?:['’]{_LETTER}+)*"
)
_FIGURE = re.compile(rf"[\d{_VULGAR}]")
_BETWEEN = re.compile(r"[ \u00a0\u202f-]*")
_ORDINAL_END = re.compile(r"(?:st|nd|rd|th|s|er|e|º|ª)\b")
_HUNDRED = 100
_MOST_WORDS = 6
"""Of a number below a thousand."""


def find_numbers(text: str, language: str, *, vague: bool = False) -> tuple[Fact, ...]:
    """Return the numbers of a text, without words that are seldom numbers, such as 'one' and 'first'.

    Args:
        text: the text.
        language: BCP 47 tag; for a language without tables, only digits are found.
        vague: whether to return these words, too.
    """
    reader = _NumberReader(text, language)
    tokens = reader.tokens
    found = []
    at = 0
    while at < len(tokens):
        used, value = reader.read(at)
        if used and (vague or used > 1 or not is_vague(tokens[at].written, language)):
            start, end = tokens[at].start, tokens[at + used - 1].end
            ending = _ORDINAL_END.match(text, end)
            found.append(Fact("number", start, ending.end() if ending else end, value))
        at += max(1, used)
    return tuple(found)


class _Token(NamedTuple):
    """A word or a number in digits, and where it is in the text."""

    start: int
    end: int
    written: str


class _NumberReader:
    """Reads the numbers of a text.

    Its methods read from a token on, and return how many tokens they use: 0 if there is nothing of that kind.
    """

    def __init__(self, text: str, language: str) -> None:
        self.tokens = [
            _Token(match.start(), match.end(), match[0].replace("’", "'")) for match in _TOKEN.finditer(text)
        ]
        self._text = text
        self._language = language
        self._table = table("numbers", language)
        self._values = number_words(language)
        self._magnitudes: dict[str, int] = self._table.get("magnitudes", {})
        self._joining = self._table.get("joining", ())
        self._fractions: dict[str, int] = self._table.get("fractions", {})

    def read(self, at: int) -> tuple[int, Decimal]:
        """Read a number; return how many tokens it takes, and its value."""
        if _FIGURE.match(self.tokens[at].written):
            parts, used = [_digits(self.tokens[at].written, self._language)], 1
        else:
            parts, used = self._in_words(at)
        if not used:
            return 0, Decimal(0)
        if rest := self._and_a_half(at + used):
            parts, used = [_joined(parts) + rest], used + 3
        digits, count = self._decimals_in_words(at + used)
        if count:
            parts, used = [_joined(parts) + Decimal(f"0.{digits}")], used + 1 + count
        value, more = self._apply_magnitudes(at + used, parts)
        used += more
        last = at + used - 1
        behind = None if self._is_ordinal(last) else self._next(last)
        parts_of = self._fractions.get(behind.written.lower()) if behind else None
        if not parts_of or value >= parts_of:
            return used, value
        size = self._magnitude_of_fraction(at + used + 1)
        return (used + 4, value * size / parts_of) if size else (used + 1, value / parts_of)

    def _magnitude_of_fraction(self, at: int) -> int | None:
        """Read 'of a million' after a fraction; return the magnitude, or None if there is none."""
        of, an, size = (self._word(at + number) for number in range(3))
        if of not in self._table.get("of", ()) or an not in self._table.get("an", ()):
            return None
        return self._magnitudes.get(size)

    def _word(self, at: int) -> str:
        """Return a token in small letters; an empty text after the last."""
        return self.tokens[at].written.lower() if at < len(self.tokens) else ""

    def _next(self, at: int) -> _Token | None:
        """Return the token after another one, if only spaces and hyphens are between them."""
        if at + 1 < len(self.tokens) and _BETWEEN.fullmatch(self._text, self.tokens[at].end, self.tokens[at + 1].start):
            return self.tokens[at + 1]
        return None

    def _is_ordinal(self, at: int) -> bool:
        return is_ordinal(self.tokens[at].written, self._language)

    def _decimals_in_words(self, at: int) -> tuple[str, int]:
        """Read the decimals of a number in words; return their digits, and how many tokens they take."""
        digits, used = "", 0
        if self._word(at) not in self._table.get("point", ()) or self._next(at - 1) is None:
            return digits, used
        while (token := self._next(at + used)) is not None:
            value = self._values.get(token.written.lower())
            single = token.written if len(token.written) == 1 and token.written.isdecimal() else None
            if single is None and (value is None or self._is_ordinal(at + used + 1) or (used and value >= 10)):
                break
            digits, used = digits + (single or str(value)), used + 1
            if value is not None and value >= 10:
                break
        return digits, used

    def _in_words(self, at: int) -> tuple[list[Decimal], int]:
        """Read consecutive number words up to a magnitude; return the value of each, and how many tokens they take."""
        word, parts = self._word(at), self._table.get("parts", {})
        if word == "half" and self._word(at + 1) == "a" and self._word(at + 2) in self._magnitudes:
            return [Decimal("0.5")], 2
        if word in {"a", "an"} and primary_language(self._language) == "en":
            behind = self._next(at)
            # 'a hundred', but not 'a k'.
            is_one = behind is not None and behind.written.lower() in self._magnitudes and len(behind.written) > 2
            return ([Decimal(1)], 1) if is_one else ([], 0)
        if word in parts:
            return [Decimal(str(parts[word]))], 1
        if word in self._magnitudes and len(word) > 3 and word not in self._values:
            return [], 0  # 'thousands' and 'million' alone do not say how many
        if "small" not in self._table:
            return self._longest_number(at)
        return self._consecutive_words(at) if word in self._values else self._single_word(at)

    def _single_word(self, at: int) -> tuple[list[Decimal], int]:
        value = parse_number_word(self.tokens[at].written, self._language)
        return ([], 0) if value is None else ([value], 1)

    def _consecutive_words(self, at: int) -> tuple[list[Decimal], int]:
        """Read the number words that continue each other."""
        if (year := self._year_with_oh(at)) is not None:
            return [year], 3
        parts: list[Decimal] = []
        while (value := self._values.get(self._word(at + len(parts)))) is not None:
            if parts and (self._next(at + len(parts) - 1) is None or not _continues(parts[-1], value)):
                break
            parts.append(value)
        return parts, len(parts)

    def _year_with_oh(self, at: int) -> Decimal | None:
        """Read a year such as 'nineteen oh five'."""
        oh, last = self._next(at), self._next(at + 1)
        if oh is None or last is None or oh.written.lower() not in self._table.get("oh", ()):
            return None
        century, year = self._values[self._word(at)], self._values.get(last.written.lower())
        return century * 100 + year if year is not None and 10 <= century < 100 and 0 < year < 10 else None

    def _longest_number(self, at: int) -> tuple[list[Decimal], int]:
        """Read as many words as are one number, such as 'quatre-vingt-dix'."""
        longest = at
        while longest + 1 < at + _MOST_WORDS and self._next(longest):
            longest += 1
        for last in range(longest, at, -1):
            value = self._values.get(" ".join(map(self._word, range(at, last + 1))))
            if value is not None:
                return [value], last + 1 - at
        return self._single_word(at)

    def _and_a_half(self, at: int) -> Decimal:
        """Read 'and a half' or 'and three quarters' after a number; return 0 if there is no fraction."""
        joining, many, part = map(self._word, range(at, at + 3))
        under = self._fractions.get(part)
        if joining not in self._joining or not under or self._next(at - 1) is None or self._is_ordinal(at + 2):
            return Decimal(0)
        over = Decimal(1) if many in self._table.get("an", ()) else self._values.get(many, Decimal(under))
        return over / under if over < under else Decimal(0)

    def _apply_magnitudes(self, at: int, parts: list[Decimal]) -> tuple[Decimal, int]:
        """Multiply by the magnitudes that follow, and add the rest; return the value and how many tokens were used."""
        total, current = Decimal(0), _joined(parts)
        used, size = 0, None
        while (token := self._next(at + used - 1)) is not None:
            written = token.written if token.written in self._magnitudes else token.written.lower()
            if following := self._magnitudes.get(written):
                size = following
                current *= size
                used += 1
                if size >= 1000:
                    total, current = total + current, Decimal(0)
                continue
            joining = written in self._joining
            further, more = self._rest_after_magnitude(at + used + joining, size) if used else (Decimal(0), 0)
            if not more:
                break
            current, used = current + further, used + joining + more
        return total + current, used

    def _rest_after_magnitude(self, at: int, size: int | None) -> tuple[Decimal, int]:
        """Read the rest of a number after a magnitude, such as 'forty-two', or the digits of '4 thousand 3 hundred'."""
        if self._next(at - 1) is None:
            return Decimal(0), 0
        written = self.tokens[at].written
        if written[0].isdecimal():
            next_size = self._magnitudes.get(self._word(at + 1), 0) if self._next(at) else 0
            ends_chain = size == _HUNDRED and self._word(at - 1) in self._joining and len(written) <= 2
            continues = size is not None and written.isdecimal() and (0 < next_size < size or ends_chain)
            return (Decimal(written), 1) if continues else (Decimal(0), 0)
        parts, used = self._in_words(at)
        return _joined(parts), used


def _digits(written: str, language: str) -> Decimal:
    if not written[-1].isdecimal():
        over, _, under = unicodedata.normalize("NFKD", written[-1]).partition("⁄")
        whole = _digits(written[:-1], language) if written[:-1] else Decimal(0)
        return whole + Decimal(over) / Decimal(under)
    plain = re.sub(r"[\u00a0\u202f' ’]", "", written)
    point, comma = (",", ".") if primary_language(language) in _DECIMAL_COMMA else (".", ",")
    before, _, rest = plain.partition(point)
    if not rest and re.fullmatch(r"\d+[.,]\d{1,2}", plain):
        before, _, rest = plain.partition(comma)  # a decimal as the other half of the world writes it
    before = before.replace(comma, "")
    return Decimal(f"{before}.{re.sub('[.,]', '', rest)}" if rest else before)


def _continues(before: Decimal, value: Decimal) -> bool:
    """Return whether two number words are one number, as in 'twenty-three' and 'nineteen ninety-four'."""
    return (before >= 20 and before % 10 == 0 and 0 < value < 10) or (10 <= before < 100 and 10 <= value < 100)


def _joined(parts: list[Decimal]) -> Decimal:
    """Join tens and ones, and the two halves of a year."""
    value = Decimal(0)
    for part in parts:
        value = value * 100 + part if value and part >= 10 else value + part
    return value

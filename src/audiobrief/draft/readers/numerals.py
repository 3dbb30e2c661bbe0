"""Write the numbers of lists: in figures, letters or Roman numerals."""

from __future__ import annotations

from collections.abc import Callable

_LETTERS = "abcdefghijklmnopqrstuvwxyz"
_ROMAN = ((100, "c"), (90, "xc"), (50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))
_MOST_ROMAN = 200


def write_numeral(number: int, kind: str) -> str:
    """Return a number as a type of HTML list writes it (`1`, `a`, `A`, `i`, `I`); in figures if that has no sign."""
    writers: dict[str, Callable[[int], str]] = {"a": _letter, "i": _roman}
    writer = writers.get(kind.lower())
    text = writer(number) if writer else str(number)
    return text.upper() if kind.isupper() else text


def _letter(number: int) -> str:
    return _LETTERS[number - 1] if 1 <= number <= len(_LETTERS) else str(number)


def _roman(number: int) -> str:
    if not 1 <= number < _MOST_ROMAN:
        return str(number)
    text = ""
    for value, letters in _ROMAN:
        count, number = divmod(number, value)
        text += letters * count
    return text

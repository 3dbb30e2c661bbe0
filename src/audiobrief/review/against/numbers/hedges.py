"""Words before a number that say that it is rounded: about, more than, almost."""

from __future__ import annotations

import re
from decimal import ROUND_HALF_UP, Decimal
from functools import cache

from audiobrief.language.tables import table

_KINDS = ("around", "above", "below")
_CLOSE = Decimal("0.05")
_NEAR = Decimal("0.1")
"""How far a number may be above 'more than' or below 'almost'."""
_MOST_DIGITS = 9
_LONGEST = 40
"""Characters of a hedge."""


def hedges_before(text: str, start: int, language: str) -> frozenset[str]:
    """Return the kinds of hedges right before a number: around, above, below."""
    first = max(0, start - _LONGEST)
    patterns = ((kind, _pattern(language, kind)) for kind in _KINDS)
    return frozenset(kind for kind, pattern in patterns if pattern and pattern.search(text, first, start))


def is_rounded_to(written: Decimal, exact: Decimal, hedges: frozenset[str]) -> bool:
    """Return whether a hedged number of the script can stand for an exact one of the article.

    Args:
        written: the number of the script.
        exact: the number of the article.
        hedges: the result of `hedges_before`.
    """
    if not written:
        return False
    off = (exact - written) / written
    return (
        ("around" in hedges and (abs(off) <= _CLOSE or _rounded(exact, written) == written))
        or ("above" in hedges and 0 < off <= _NEAR)
        or ("below" in hedges and -_NEAR <= off < 0)
    )


def _rounded(number: Decimal, like: Decimal) -> Decimal:
    """Round a number to as many digits as another has; to one with many digits, such as a third, it is not rounded."""
    _, digits, exponent = like.normalize().as_tuple()
    if len(digits) > _MOST_DIGITS or number > 10 * like:
        return number
    assert isinstance(exponent, int)
    return number.quantize(Decimal((0, (1,), exponent)), ROUND_HALF_UP)


@cache
def _pattern(language: str, kind: str) -> re.Pattern[str] | None:
    words = table("hedges", language)
    if kind not in words:
        return None
    phrases = "|".join(re.escape(phrase) for phrase in sorted(words[kind], key=len, reverse=True))
    skipped = "|".join(words.get("skipped", ()))
    return re.compile(rf"(?<!\w)(?:{phrases})\s*(?:(?:{skipped})\s+)?[£$€]?$", re.IGNORECASE)

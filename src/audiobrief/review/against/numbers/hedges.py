"""Words that say a number is rounded: about, more than, almost."""

from __future__ import annotations

import re
from decimal import ROUND_HALF_UP, Decimal
from functools import cache

from audiobrief.language.tables import table

__all__ = ["bears_out", "hedges_before"]

_KINDS = ("around", "above", "below")
_CLOSE = Decimal("0.05")
_NEAR = Decimal("0.1")
"""How far a number may lie from what is said to be more or less than it."""
_MOST_DIGITS = 9
_LONGEST = 40
"""Characters of such words."""


def hedges_before(text: str, start: int, language: str) -> frozenset[str]:
    """Return what the words right before a number say of it: around, above, below."""
    first = max(0, start - _LONGEST)
    patterns = ((kind, _pattern(language, kind)) for kind in _KINDS)
    return frozenset(kind for kind, pattern in patterns if pattern and pattern.search(text, first, start))


def bears_out(said: Decimal, meant: Decimal, hedges: frozenset[str]) -> bool:
    """Return whether a number may be said for another with the words before it.

    Args:
        said: by the script.
        meant: by the article.
        hedges: as `hedges_before` gives them.
    """
    if not said:
        return False
    off = (meant - said) / said
    return (
        ("around" in hedges and (abs(off) <= _CLOSE or _rounded(meant, said) == said))
        or ("above" in hedges and 0 < off <= _NEAR)
        or ("below" in hedges and -_NEAR <= off < 0)
    )


def _rounded(number: Decimal, like: Decimal) -> Decimal:
    """Round a number to the last digit of another that is not 0; one with many, such as a third, is not rounded."""
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

"""Look up numbers of a script among the numbers of its article."""

from __future__ import annotations

from collections.abc import Collection, Hashable
from decimal import ROUND_FLOOR, ROUND_HALF_UP, Decimal

from audiobrief.language.numbers.amounts import Amount, Quantity
from audiobrief.language.numbers.clock import TimeOfDay
from audiobrief.language.numbers.facts import Fact
from audiobrief.language.numbers.signs import Sign
from audiobrief.language.numbers.units import named_unit

_EQUAL = Decimal("1e-9")
_CLOSE = Decimal("0.05")
_NEAR = Decimal("0.1")
"""How far a number may be above 'more than' or below 'almost'."""
_MOST_DIGITS = 9


class KnownNumbers:
    """The numbers of an article."""

    def __init__(self, facts: Collection[Fact], years: Collection[int], days: Collection[int]) -> None:
        amounts = [fact.value for fact in facts if isinstance(fact.value, Amount)]
        quantities = {quantity for amount in amounts for quantity in (*amount.readings, *amount.parts)}
        self._quantities = frozenset(quantities | {Quantity(Decimal(year), None) for year in years})
        self._signs: dict[Decimal, set[Sign]] = {}
        for amount in amounts:
            for quantity in (*amount.readings, *amount.parts):
                self._signs.setdefault(quantity.value, set()).add(amount.sign)
        self._days = frozenset(days)
        self._times = frozenset(fact.value for fact in facts if isinstance(fact.value, TimeOfDay))
        parts_of_times = (part for time in self._times for part in (*time.hours, time.minute))
        self._parts_of_times = frozenset(map(Decimal, parts_of_times))

    def has(self, value: Hashable) -> bool:
        """Return whether the article has a number or a time, the value of a fact of `find_amounts`."""
        if isinstance(value, TimeOfDay):
            return any(value.matches(time) for time in self._times) or self._has_parts_of(value)
        assert isinstance(value, Amount)
        if value.ordinal and value.readings[0].value in self._days:
            return True
        if any(self._has(reading, value.hedges) for reading in value.readings):
            return self._has_sign(value)
        return bool(value.parts) and all(self._has(part, frozenset()) for part in value.parts)

    def _has_sign(self, amount: Amount) -> bool:
        """Return whether the article has a number below zero where the script has, and above where the script has."""
        signs = self._signs.get(amount.readings[0].value)
        if signs is None or amount.sign == "falling":
            return True
        return signs != {"minus"} if amount.sign == "" else not signs.isdisjoint({"minus", "falling"})

    def wrong_end(self, fact: Fact) -> int:
        """Return the character after the wrong part of a number; the unit is included only if it is wrong itself."""
        if not isinstance(fact.value, Amount):
            return fact.end
        values = {quantity.value for quantity in self._quantities}
        wrong_unit = any(reading.value in values for reading in fact.value.readings)
        return fact.end if wrong_unit else fact.start + fact.value.length

    def _has(self, written: Quantity, hedges: frozenset[str]) -> bool:
        # A score can look like a time of the day. A number with a unit is neither.
        if written in self._quantities or (written.unit is None and written.value in self._parts_of_times):
            return True
        return any(_follows(written, quantity, hedges) for quantity in self._quantities)

    def _has_parts_of(self, time: TimeOfDay) -> bool:
        """Return whether the article has the hour and minute of a time as other numbers, such as a score."""
        values = {quantity.value for quantity in self._quantities}
        return bool(values & set(map(Decimal, time.hours))) and (not time.minute or Decimal(time.minute) in values)


def _follows(written: Quantity, known: Quantity, hedges: frozenset[str]) -> bool:
    """Return whether a number of a script follows from one of the article; a missing unit matches any unit."""
    if written.unit and known.unit and written.unit.dimension == known.unit.dimension:
        if written.unit.counted_in != known.unit.counted_in:
            return False
        converted = known.value * known.unit.size / written.unit.size
        return (
            _equal(written.value, converted)
            or _same_share(written, known)
            or is_rounded_to(written.value, converted, hedges)
        )
    if _equal(written.value, known.value):
        return True
    comparable = written.unit is None or known.unit is None
    return comparable and bool(hedges) and is_rounded_to(written.value, known.value, hedges)


def _equal(one: Decimal, other: Decimal) -> bool:
    return one == other or abs(one - other) <= _EQUAL * abs(one)


def _same_share(one: Quantity, other: Quantity) -> bool:
    """Return whether a percentage is a rounded fraction: two thirds are 67 or 66 per cent."""
    part, percent = named_unit("part"), named_unit("percent")
    if {one.unit, other.unit} != {part, percent}:
        return False
    fraction, rounded = (one.value, other.value) if one.unit == part else (other.value, one.value)
    step = Decimal((0, (1,), min(0, int(rounded.as_tuple().exponent))))
    return rounded in {(fraction * 100).quantize(step, way) for way in (ROUND_HALF_UP, ROUND_FLOOR)}


def is_rounded_to(written: Decimal, exact: Decimal, hedges: frozenset[str]) -> bool:
    """Return whether a hedged number of the script can stand for an exact one of the article."""
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

"""The numbers of an article, and which numbers of a script follow from them."""

from __future__ import annotations

from collections.abc import Collection, Hashable, Iterator
from decimal import ROUND_FLOOR, ROUND_HALF_UP, Decimal

from audiobrief.review.against.facts import Fact
from audiobrief.review.against.numbers.amounts import Amount, Quantity
from audiobrief.review.against.numbers.clock import TimeOfDay
from audiobrief.review.against.numbers.hedges import bears_out
from audiobrief.review.against.numbers.units import named_unit

__all__ = ["KnownNumbers"]

_EQUAL = Decimal("1e-9")


class KnownNumbers:
    """The numbers of an article, as those of a script are looked up in them."""

    def __init__(self, facts: Collection[Fact], years: Collection[int], days: Collection[int]) -> None:
        amounts = [fact.value for fact in facts if isinstance(fact.value, Amount)]
        told = {quantity for amount in amounts for quantity in (*amount.readings, *amount.parts)}
        self._told = frozenset(told | {Quantity(Decimal(year), None) for year in years})
        self._days = frozenset(days)
        self._times = frozenset(fact.value for fact in facts if isinstance(fact.value, TimeOfDay))
        self._of_times = frozenset(map(Decimal, _of_times(self._times)))

    def has(self, value: Hashable) -> bool:
        """Return whether the article bears a number out, or a time: the value of a fact of `find_amounts`."""
        if isinstance(value, TimeOfDay):
            return any(value.same(time) for time in self._times) or self._tells(value)
        assert isinstance(value, Amount)
        if value.ordinal and value.readings[0].value in self._days:
            return True
        if any(self._has(reading, value.hedges) for reading in value.readings):
            return True
        return bool(value.parts) and all(self._has(part, frozenset()) for part in value.parts)

    def wrong_end(self, fact: Fact) -> int:
        """Give the character after what is wrong in a number that is not known: its unit, where the article has it."""
        if not isinstance(fact.value, Amount):
            return fact.end
        values = {told.value for told in self._told}
        wrong_unit = any(reading.value in values for reading in fact.value.readings)
        return fact.end if wrong_unit else fact.start + fact.value.length

    def _has(self, said: Quantity, hedges: frozenset[str]) -> bool:
        # A score may look like a time of the day; what has a unit is no part of either.
        of_a_time = said.unit is None and said.value in self._of_times
        return of_a_time or said in self._told or any(_follows(said, told, hedges) for told in self._told)

    def _tells(self, time: TimeOfDay) -> bool:
        """Give whether the numbers of a time stand in the article otherwise: a score, an hour without a word for it."""
        plain = {told.value for told in self._told}
        return bool(plain & set(map(Decimal, time.hours))) and (not time.minute or Decimal(time.minute) in plain)


def _of_times(times: Collection[TimeOfDay]) -> Iterator[int]:
    for time in times:
        yield from time.hours
        yield time.minute


def _follows(said: Quantity, told: Quantity, hedges: frozenset[str]) -> bool:
    """Return whether a number of a script follows from one of an article; no unit is evidence of none."""
    if said.unit and told.unit and said.unit.dimension == told.unit.dimension:
        if said.unit.counted_in != told.unit.counted_in:
            return False
        meant = told.value * told.unit.size / said.unit.size
        return _equal(said.value, meant) or _same_share(said, told) or bears_out(said.value, meant, hedges)
    if _equal(said.value, told.value):
        return True
    comparable = said.unit is None or told.unit is None
    return comparable and bool(hedges) and bears_out(said.value, told.value, hedges)


def _equal(one: Decimal, other: Decimal) -> bool:
    return one == other or abs(one - other) <= _EQUAL * abs(one)


def _same_share(one: Quantity, other: Quantity) -> bool:
    """Return whether a percentage is a fraction rounded, up or off: two thirds are 67 or 66 per cent."""
    part, percent = named_unit("part"), named_unit("percent")
    if {one.unit, other.unit} != {part, percent}:
        return False
    fraction, rounded = (one.value, other.value) if one.unit == part else (other.value, one.value)
    step = Decimal((0, (1,), min(0, int(rounded.as_tuple().exponent))))
    return rounded in {(fraction * 100).quantize(step, way) for way in (ROUND_HALF_UP, ROUND_FLOOR)}

"""Every sign and code of a currency is read before a sum, and behind it."""

from __future__ import annotations

import pytest

from audiobrief.reading.normalise import spoken_text
from audiobrief.reading.normalise.tables import table
from builders import wrong_rows

SIGNS = {sign: names[1] for sign, names in table("currencies", "signs").items()}
CODES = {
    code: SIGNS[named] if isinstance(named, str) else named[1] for code, named in table("currencies", "codes").items()
}


@pytest.mark.parametrize("written", ["{sign}7", "{sign} 7", "7 {sign}"])
def test_a_sum_is_said_with_its_currency(written: str) -> None:
    rows = [
        ((f"They paid {written.format(sign=sign)}, or so.", "en-GB"), f"They paid seven {many}, or so.")
        for sign, many in [*SIGNS.items(), *CODES.items()]
    ]
    assert wrong_rows(spoken_text, rows) == []

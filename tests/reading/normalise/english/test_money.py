"""Every sign and code of a currency is read before a sum, and behind it."""

from __future__ import annotations

import pytest

from audiobrief.reading.normalise import read_aloud
from audiobrief.reading.normalise.tables import table

SIGNS = {sign: names[1] for sign, names in table("currencies", "signs").items()}
CODES = {
    code: SIGNS[named] if isinstance(named, str) else named[1] for code, named in table("currencies", "codes").items()
}


@pytest.mark.parametrize(("sign", "many"), [*SIGNS.items(), *CODES.items()])
@pytest.mark.parametrize("written", ["{sign}7", "{sign} 7", "7 {sign}"])
def test_a_sum_is_said_with_its_currency(written: str, sign: str, many: str) -> None:
    text = f"They paid {written.format(sign=sign)}, or so."
    assert read_aloud(text, "en-GB") == f"They paid seven {many}, or so."

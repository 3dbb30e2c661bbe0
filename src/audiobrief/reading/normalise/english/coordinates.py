"""Read places on the globe."""

from __future__ import annotations

import re

from audiobrief.reading.normalise.english.numbers.number_words import number
from audiobrief.reading.normalise.text import Reading, Text

_COORDINATE = re.compile(
    r"(?P<degrees>\d{1,3}(?:\.\d{1,8})?) ?[°º] ?(?:(?P<minutes>\d{1,2}(?:\.\d{1,6})?) ?['′] ?)?"
    r"(?:(?P<seconds>\d{1,2}(?:\.\d{1,6})?) ?[\"″”] ?)?(?P<direction>[NSEW])(?![\w'])"
)
_DIRECTIONS = {"N": "north", "S": "south", "E": "east", "W": "west"}


def read_coordinate(text: Text, at: int) -> Reading | None:
    """Read `27°59'N`, `51.5° N` and `0° 7' 39" W`."""
    match = _COORDINATE.match(text.plain, at)
    if match is None:
        return None
    parts = [
        f"{number(digits, british=text.british)} {unit if digits == '1' else unit + 's'}"
        for unit in ("degree", "minute", "second")
        if (digits := match[f"{unit}s"]) is not None
    ]
    return Reading(at, match.end(), f"{' '.join(parts)} {_DIRECTIONS[match['direction']]}")

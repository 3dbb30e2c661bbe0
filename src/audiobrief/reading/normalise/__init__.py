"""From a text as it is written to the words that are said.

The rules of English are in modules by subject and in tables under `data`; other languages have their numbers put
into words, and what num2words and babel do not know stays for the engine.
"""

from __future__ import annotations

from audiobrief.reading.normalise.pipeline import find_readings, read_aloud
from audiobrief.reading.normalise.spelling import spell
from audiobrief.reading.normalise.text import Reading
from audiobrief.reading.normalise.within import readings_within

__all__ = ["Reading", "find_readings", "read_aloud", "readings_within", "spell"]

"""Turn a text as it is written into the words that are said.

The rules of English are in `english`, whose docstring says how they are laid out, with tables under `data`. In other
languages numbers are put into words; what num2words and babel do not know is left to the engine.
"""

from __future__ import annotations

from audiobrief.reading.normalise.clean_text import clean_text
from audiobrief.reading.normalise.marked_text import spell, spell_date
from audiobrief.reading.normalise.pipeline import find_readings, readings_of_part, spoken_text
from audiobrief.reading.normalise.text import Reading

__all__ = ["Reading", "clean_text", "find_readings", "readings_of_part", "spell", "spell_date", "spoken_text"]

"""Suggest the known word that an author may have meant."""

from __future__ import annotations

import difflib
from collections.abc import Iterable

MOST_COMPARED = 500


def closest(word: str, known: Iterable[str]) -> str:
    """Return advice on a word that is not known: the nearest known one, or all of them."""
    names = list(known)
    if len(names) > MOST_COMPARED:
        return f"none of the {len(names):,} that are known"
    if word[:1] in "“”„‘’«" and word.strip("“”„‘’«»") in names:
        return f"write it without the typographic quotes: {word.strip('“”„‘’«»')}"
    names.sort()
    if near := difflib.get_close_matches(word, names, n=1):
        return f"did you mean '{near[0]}'?"
    return "known: " + ", ".join(names) if names else "there are none"

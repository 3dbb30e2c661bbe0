"""Names that a voice has to guess, by the same judgement as `names`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from audiobrief.findings import Finding, Level, Place
from audiobrief.review.names import Name

__all__ = ["check_names"]


def check_names(names: Iterable[Name]) -> Iterator[Finding]:
    """Tell of names and acronyms that are not in the lexicon.

    A voice without a dictionary never tells what it knows: there, every name is one to note.
    """
    for name in names:
        if name.kind not in {"name", "acronym"}:
            continue
        yield Finding(
            Level.WARNING if name.from_dictionary else Level.NOTE,
            "guessed-name",
            Place.at(name.position),
            f"the voice has to guess the {name.kind} '{name.word}'" + (f", as {name.ipa}" if name.ipa else ""),
            "audiobrief names says it and writes it into the lexicon",
        )

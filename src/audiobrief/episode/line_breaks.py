"""Where the lines of captions may end: between clauses rather than inside of them, and never inside a character.

A text is taken as words. A word that is wider than a line, as in languages that write without spaces and in addresses,
is taken as its user-perceived characters (extended grapheme clusters, Unicode Standard Annex 29). Each place between
two of them has a cost.
"""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import accumulate

from audiobrief.language.quotations import CLOSING_MARKS
from audiobrief.language.tables import table

LONGEST_LINE = 42
"""Columns of a line, as broadcasters and video services ask."""
MOST_LINES = 2
MOST_COLUMNS = MOST_LINES * LONGEST_LINE
"""Of a cue."""
_SENTENCE, _CLAUSE, _CONJUNCTION, _WORD, TIGHT, _INSIDE, _PUNCTUATION = 0.0, 1.0, 4.0, 8.0, 20.0, 22.0, 60.0
"""Costs of a break: after a sentence, after a comma, before a conjunction, between words, after a word such as 'the',
inside a word, and before or after punctuation that belongs to its neighbour."""
_ORPHAN = 14.0
"""Cost of a line with one word beside a longer one."""
_ORPHAN_WIDTH = 12
"""Columns of the longest word that is an orphan where it stands alone."""
_IMBALANCE = 0.25
"""Cost of a column by which two lines differ."""
_SENTENCE_END = re.compile(rf"[.!?…。！？।؟][{CLOSING_MARKS}')\]]*$")
_CLAUSE_END = re.compile(rf"[,;:–—、，；：،؛][{CLOSING_MARKS}')\]]*$")
_INSIDE_END = re.compile(r"[/?&=_.\-]$")


@dataclass(frozen=True, slots=True)
class Atom:
    """A word, or a character of one that is wider than a line."""

    text: str
    width: int
    """Columns."""
    space: bool
    """True if a space stands before it on a line."""
    cost: float
    """Of a break before it."""


def width(text: str) -> int:
    """Return the columns of a text: one for each code point, and one more for each that is wide, as Chinese is."""
    if text.isascii():
        return len(text)
    return len(text) + sum(unicodedata.east_asian_width(character) in "WF" for character in text)


def split_atoms(text: str, language: str) -> list[Atom]:
    """Split a text into atoms, given the BCP 47 tag of its language, whose words decide what a break costs."""
    atoms: list[Atom] = []
    before = ""
    for word in text.split():
        cost = _cost_between(before, word, language) if before else 0.0
        before = word
        if width(word) <= LONGEST_LINE:
            atoms.append(Atom(word, width(word), space=True, cost=cost))
        else:
            atoms.extend(_characters(word, cost))
    return atoms


def _cost_between(before: str, after: str, language: str) -> float:
    if _SENTENCE_END.search(before):
        return _SENTENCE
    if _CLAUSE_END.search(before):
        return _CLAUSE
    openers, binders = _words(language)
    if _bare(before) in binders:
        return TIGHT
    if _bare(after) in openers or after[0] in "“‘«„(":
        return _CONJUNCTION
    return _WORD


def _bare(word: str) -> str:
    return re.sub(r"\W", "", word).lower()


@cache
def _words(language: str) -> tuple[frozenset[str], frozenset[str]]:
    """Return the words before which a clause starts, and those that belong to the next word."""
    clauses = table("clauses", language)
    binders = frozenset((*clauses.get("no_comma_after", ()), *clauses.get("line_binders", ())))
    openers = (word for key in ("conjunctions", "subordinators", "continuations") for word in clauses.get(key, ()))
    return frozenset(openers), binders


def _characters(word: str, cost: float) -> Iterator[Atom]:
    import regex

    before = ""
    for character in regex.findall(r"\X", word):
        inside = _cost_inside(before, character) if before else cost
        yield Atom(character, width(character), space=not before, cost=inside)
        before = character


def _cost_inside(before: str, after: str) -> float:
    kinds = unicodedata.category(before[0]), unicodedata.category(after[0])
    if _SENTENCE_END.search(before) and not before.isascii():
        return _SENTENCE
    if _CLAUSE_END.search(before) and not before.isascii():
        return _CLAUSE
    if kinds[0] in {"Ps", "Pi"} or kinds[1] in {"Pe", "Pf", "Po"}:
        return _PUNCTUATION
    return _WORD if _INSIDE_END.search(before) else _INSIDE


class CaptionText:
    """A text in atoms, of which any stretch can be broken into lines."""

    def __init__(self, atoms: Sequence[Atom]) -> None:
        """Prepare a text of at least one atom."""
        self.atoms = tuple(atoms)
        self._ends = list(accumulate((atom.width + atom.space for atom in atoms), initial=0))

    def __len__(self) -> int:
        """Return the number of atoms."""
        return len(self.atoms)

    def width(self, first: int, last: int) -> int:
        """Return the columns in one line of the atoms from `first` to before `last`."""
        return self._ends[last] - self._ends[first] - self.atoms[first].space

    def line(self, first: int, last: int) -> str:
        """Return the same atoms as a line."""
        return "".join(f" {atom.text}" if atom.space else atom.text for atom in self.atoms[first:last]).lstrip(" ")

    def lines(self, first: int, last: int) -> tuple[str, ...]:
        """Return the same atoms in one or two lines; they are in one where they fit into no two."""
        at, _ = self.best_break(first, last)
        return (self.line(first, last),) if at is None else (self.line(first, at), self.line(at, last))

    def best_break(self, first: int, last: int) -> tuple[int | None, float]:
        """Find the best place to break the same atoms into two lines.

        Returns:
            The atom with which the second line starts, and what the break costs. None and 0 if they fit into one line;
            None and infinity if they are too long for two.
        """
        if self.width(first, last) <= LONGEST_LINE:
            return None, 0.0
        best: tuple[int | None, float] = (None, math.inf)
        for at in range(first + 1, last):
            widths = self.width(first, at), self.width(at, last)
            if widths[0] > LONGEST_LINE:
                break
            if widths[1] > LONGEST_LINE:
                continue
            cost = self.atoms[at].cost + _IMBALANCE * abs(widths[0] - widths[1])
            cost += _ORPHAN * (self.is_orphan(first, at) + self.is_orphan(at, last))
            if cost < best[1]:
                best = (at, cost)
        return best

    def is_orphan(self, first: int, last: int) -> bool:
        """Return whether the same atoms are one short word, which should not stand alone."""
        is_short = self.width(first, last) <= _ORPHAN_WIDTH
        return is_short and not any(atom.space for atom in self.atoms[first + 1 : last])

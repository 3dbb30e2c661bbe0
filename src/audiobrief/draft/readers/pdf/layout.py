"""Find the paragraphs, notes, running heads and page numbers among the lines of a PDF's pages."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from audiobrief.draft.cleanup.hyphens import DividedWords
from audiobrief.draft.model import Block

_OFTEN = 3
"""The fewest pages that repeat a line which belongs to the page and not to the story, wherever it stands."""
_EDGE = 2
"""The lines at the head and at the foot of a page that may be running heads; there, two pages are enough."""
_FULL = 0.8
"""Share of the longest line; a shorter line that ends a sentence ends a paragraph."""
_SHORT = 0.6
"""Share of the longest line; a shorter line always ends a paragraph."""
_WIDER = 1.25
"""Multiple of the usual line distance; a wider gap separates paragraphs."""
_WIDEST = 2.0
"""Multiple of the size of letters; the usual line distance is not wider, though all gaps of a short text may be."""
_SMALLER = 0.93
"""Share of the usual size of letters; notes at the foot of a page are smaller."""
_SAME_SIZE = 0.05
"""Share by which sizes may differ and be the same."""
_LONG = 40
"""Characters; a paragraph that goes on behind a page's end is longer, even if the next begins with a capital letter."""
_STOPS = (".", "!", "?", "”", "“", "»", '"')
_ENDED = re.compile(r"[.!?:;…][\"”’»“)\]]*$")
_PAGE_NUMBER = re.compile(
    r"(?:[-–—] ?)?(?:page |seite |p\. ?)?\d{1,4}(?: ?(?:/|of|von|sur|de) ?\d{1,4})?(?: ?[-–—])?", re.IGNORECASE
)
_NUMBER = re.compile(r"\d{1,4}")
_NOTE = re.compile(r"(?:\d{1,3}|[¹²³⁴⁵⁶⁷⁸⁹⁰]{1,3}|[*†‡§]{1,3}|\[\d{1,3}\])[.)]?\s*(?=\S)")


@dataclass(frozen=True, slots=True)
class PdfLine:
    """A line of a page."""

    text: str
    height: float
    """The height of its baseline above the foot of the page, in points."""
    size: float = 0.0
    """The size of its letters, in points."""
    omitted: tuple[Block, ...] = ()
    """The parts that are raised in it and perhaps the mark of a note."""


def blocks_of_pages(pages: Sequence[Sequence[PdfLine]], divided: DividedWords) -> tuple[Block, ...]:
    """Return the paragraphs of pages, and what is not part of the story, in order."""
    counts = Counter(text for lines in pages for text in {line.text for line in lines})
    running = _running_lines(pages)
    usual = _usual_size(pages)
    distance = _usual_distance(pages, usual)
    blocks: list[Block] = []
    for number, lines in enumerate(pages, 1):
        body = _PageBlocks(f"page {number}", divided, distance)
        notes = _first_note(lines, usual, distance)
        for at, line in enumerate(lines):
            is_edge = at < _EDGE or at >= len(lines) - _EDGE
            if is_edge and _PAGE_NUMBER.fullmatch(line.text):
                body.add_edge(line, "page number")
            elif counts[line.text] >= _OFTEN or (number, at) in running:
                body.add_edge(line, "stands on every page")
            elif at >= notes:
                body.add_note(line)
            else:
                body.add(line)
        blocks += body.blocks()
    return tuple(_joined(blocks, divided))


class _PageBlocks:
    """Collects the lines of a page by what they are."""

    def __init__(self, place: str, divided: DividedWords, distance: float) -> None:
        self._place = place
        self._distance = distance
        self._divided = divided
        self._head: list[Block] = []
        self._lines: list[PdfLine] = []
        self._foot: list[Block] = []
        self._note: list[str] = []

    def add(self, line: PdfLine) -> None:
        """Add a line of the story."""
        self._lines.append(line)

    def add_edge(self, line: PdfLine, reason: str) -> None:
        """Add a running head or a page number."""
        (self._foot if self._lines else self._head).append(Block(line.text, reason=reason, place=self._place))

    def add_note(self, line: PdfLine) -> None:
        """Add a line of a note; one with a mark begins another."""
        if self._note and _NOTE.match(line.text):
            self._end_note()
        self._note.append(line.text)

    def _end_note(self) -> None:
        if self._note:
            self._foot.append(Block(self._divided.join(self._note), reason="footnote", place=self._place))
        self._note = []

    def blocks(self) -> list[Block]:
        """Return the blocks of the page."""
        self._end_note()
        return [*self._head, *self._paragraphs(), *self._foot]

    def _paragraphs(self) -> Iterator[Block]:
        longest = max((len(line.text) for line in self._lines), default=0)
        parts: list[PdfLine] = []
        for line, following in pairwise([*self._lines, None]):
            assert line is not None
            parts.append(line)
            if following is None or _ends(line, following, longest, self._distance):
                yield Block(self._divided.join([part.text for part in parts]), place=self._place)
                yield from (replace(block, place=self._place) for part in parts for block in part.omitted)
                parts = []


def _running_lines(pages: Sequence[Sequence[PdfLine]]) -> set[tuple[int, int]]:
    """Return page and index of each line at the edge of a page that another page has at that edge.

    Numbers in it may differ if they count the pages.
    """
    seen: dict[tuple[str, bool, int], list[tuple[int, int]]] = {}
    for number, lines in enumerate(pages, 1):
        for at in {*range(min(_EDGE, len(lines))), *range(max(0, len(lines) - _EDGE), len(lines))}:
            found = _NUMBER.search(lines[at].text)
            offset = int(found[0]) - number if found else 0
            plain = _NUMBER.sub("#", lines[at].text, count=1)
            exact = lines[at].text
            for text, difference in ((exact, 0), (plain, offset)) if found else ((exact, 0),):
                seen.setdefault((text, at < _EDGE, difference), []).append((number, at))
    return {place for places in seen.values() if len({page for page, _ in places}) > 1 for place in places}


def _usual_size(pages: Sequence[Sequence[PdfLine]]) -> float:
    """Return the size of most letters, in points."""
    sizes: Counter[float] = Counter()
    for line in (line for lines in pages for line in lines):
        sizes[round(line.size, 1)] += len(line.text)
    return sizes.most_common(1)[0][0] if sizes else 0.0


def _first_note(lines: Sequence[PdfLine], usual: float, distance: float) -> int:
    """Return the index of the first line of the notes at the foot of a page; the number of lines if there are none.

    Notes begin with a mark, and are set in smaller letters or stand under a gap in the middle of a sentence.
    """
    first = len(lines)
    for at in range(len(lines) - 1, 0, -1):
        if lines[at].size >= _SMALLER * usual:
            break
        if _NOTE.match(lines[at].text):
            first = at
    if first < len(lines):
        return first
    for at in range(len(lines) - 1, 0, -1):
        note = _NOTE.match(lines[at].text)
        is_apart = distance and lines[at - 1].height - lines[at].height > _WIDER * distance
        if note and is_apart and not _ENDED.search(lines[at - 1].text):
            return at
        if is_apart:
            break
    return len(lines)


def _usual_distance(pages: Sequence[Sequence[PdfLine]], size: float) -> float:
    """Return the usual distance between two lines of a paragraph (points), from the smaller distances."""
    found = [first.height - second.height for lines in pages for first, second in pairwise(lines)]
    distances = sorted(distance for distance in found if distance > 1)
    usual = distances[len(distances) // 5] if distances else 0.0
    return min(usual, _WIDEST * size) if size else usual


def _ends(line: PdfLine, following: PdfLine, longest: int, usual: float) -> bool:
    """Return whether a line is the last of its paragraph, by the space under it, by its size or by its length."""
    distance = line.height - following.height
    if usual and distance > _WIDER * usual:
        return True
    if abs(line.size - following.size) > _SAME_SIZE * max(line.size, following.size):
        return True
    if len(line.text) < _SHORT * longest:
        return not following.text[:1].islower()
    return len(line.text) < _FULL * longest and line.text.endswith(_STOPS) and not following.text[:1].islower()


def _joined(blocks: Sequence[Block], divided: DividedWords) -> Iterator[Block]:
    """Join a paragraph that continues on the next page; what stands between its parts comes after it."""
    open_block: Block | None = None
    waiting: list[Block] = []
    for block in blocks:
        if block.reason is not None:
            waiting.append(block)
            continue
        if open_block is not None and block.place != open_block.place and _goes_on(open_block.text, block.text):
            open_block = replace(open_block, text=divided.join([open_block.text, block.text]))
            continue
        if open_block is not None:
            yield open_block
        yield from waiting
        waiting = []
        open_block = block
    if open_block is not None:
        yield open_block
    yield from waiting


def _goes_on(text: str, following: str) -> bool:
    """Return whether a paragraph continues on the next page."""
    return following[:1].islower() or (len(text) > _LONG and not _ENDED.search(text))

"""Merge two changes of the same text, line by line."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from audiobrief.script.editing.outline import split_lines


@dataclass(frozen=True, slots=True)
class _Hunk:
    """Lines of a text that are replaced by others."""

    start: int
    end: int
    lines: tuple[str, ...]


def merge_texts(base: str, mine: str, theirs: str) -> str | None:
    """Return a text with the changes of two versions of it; None where both change the same or neighbouring lines."""
    if base == theirs:
        return mine
    lines = split_lines(base)
    ours, others = _hunks(lines, split_lines(mine)), _hunks(lines, split_lines(theirs))
    for hunk in ours:
        for other in others:
            if hunk != other and hunk.start <= other.end and other.start <= hunk.end:
                return None
    merged = list(lines)
    for hunk in sorted({*ours, *others}, key=lambda hunk: hunk.start, reverse=True):
        merged[hunk.start : hunk.end] = hunk.lines
    return "".join(merged)


def _hunks(base: Sequence[str], changed: Sequence[str]) -> list[_Hunk]:
    least = min(len(base), len(changed))
    head = next((at for at in range(least) if base[at] != changed[at]), least)
    tail = next((at for at in range(least - head) if base[-1 - at] != changed[-1 - at]), least - head)
    matcher = SequenceMatcher(None, base[head : len(base) - tail], changed[head : len(changed) - tail], autojunk=False)
    return [
        _Hunk(head + start, head + end, tuple(changed[head + new_start : head + new_end]))
        for tag, start, end, new_start, new_end in matcher.get_opcodes()
        if tag != "equal"
    ]

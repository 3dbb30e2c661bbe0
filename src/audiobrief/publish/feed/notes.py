"""The notes of an episode: the plain description that apps show in lists, and the HTML that they show in full."""

from __future__ import annotations

from html import escape

from audiobrief.publish.models import Correction, Item
from audiobrief.publish.text import clock

__all__ = ["LONGEST_DESCRIPTION", "description", "notes"]

LONGEST_DESCRIPTION = 4000
"""Bytes that directories take of a description (Apple)."""
_ELLIPSIS = "…"


def description(item: Item) -> str:
    """Write the plain description: what it is about, timestamps, the source, corrections, who spoke.

    Chapters are left off at the end where it would become too long; the summary is cut after that.
    """
    marks = [f"{clock(mark.start)} {mark.title}" for mark in item.chapters] if _has_chapters(item) else []
    rest = [*_source_line(item), *(_correction_line(each) for each in item.corrections), item.disclosure]
    while True:
        parts = [item.summary, "\n".join(marks), *rest]
        text = "\n\n".join(part for part in parts if part)
        if len(text.encode()) <= LONGEST_DESCRIPTION:
            return text
        if not marks:
            return text.encode()[: LONGEST_DESCRIPTION - len(_ELLIPSIS.encode())].decode(errors="ignore") + _ELLIPSIS
        marks = marks[: max(0, len(marks) - max(1, len(marks) // 20))]


def notes(item: Item) -> str:
    """Write the notes in full, in the plain HTML that apps understand."""
    parts = [f"<p>{escape(item.summary)}</p>"] if item.summary else []
    parts += [f"<p><strong>{escape(_correction_line(each))}</strong></p>" for each in item.corrections]
    if _has_chapters(item):
        lines = (_chapter_line(mark.start, mark.title, mark.url) for mark in item.chapters)
        parts.append("<ul>" + "".join(f"<li>{line}</li>" for line in lines) + "</ul>")
    source = escape(", ".join(text for text in (item.source_title, item.source_publisher) if text))
    if item.source_url:
        source = f'<a href="{escape(item.source_url)}">{source or escape(item.source_url)}</a>'
    if source:
        parts.append(f"<p>Source: {source}</p>")
    if item.disclosure:
        parts.append(f"<p>{escape(item.disclosure)}</p>")
    return "\n".join(parts)


def _has_chapters(item: Item) -> bool:
    return len(item.chapters) > 1


def _chapter_line(start: float, title: str, url: str | None) -> str:
    text = escape(title)
    return f"{clock(start)} " + (f'<a href="{escape(url)}">{text}</a>' if url else text)


def _source_line(item: Item) -> list[str]:
    words = ", ".join(text for text in (item.source_title, item.source_publisher, item.source_url) if text)
    return [f"Source: {words}"] if words else []


def _correction_line(correction: Correction) -> str:
    return f"Correction, {correction.made.date().isoformat()}: {correction.text}"

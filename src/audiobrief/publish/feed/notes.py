"""Write an episode's notes: a plain description for lists in apps, and HTML for its page in an app."""

from __future__ import annotations

from html import escape

from audiobrief.publish.models import Correction, Item

_LONGEST_DESCRIPTION = 4000
"""Bytes of a description that directories accept (Apple)."""
_ELLIPSIS = "…"


def description(item: Item) -> str:
    """Return the plain description: summary, chapters with timestamps, source, corrections, disclosure.

    Where it is too long, it loses its last chapters; where that is not enough, its end is cut off.
    """
    chapters = (
        [f"{_timestamp(chapter.start)} {chapter.title}" for chapter in item.chapters] if _has_chapters(item) else []
    )
    source = ", ".join(text for text in (item.source_title, item.source_publisher, item.source_url) if text)
    corrections = [_correction_line(correction) for correction in item.corrections]
    rest = [f"Source: {source}" if source else "", *corrections, item.disclosure]
    while True:
        text = "\n\n".join(part for part in (item.summary, "\n".join(chapters), *rest) if part)
        if len(text.encode()) <= _LONGEST_DESCRIPTION:
            return text
        if not chapters:
            room = _LONGEST_DESCRIPTION - len(_ELLIPSIS.encode())
            return text.encode()[:room].decode(errors="ignore") + _ELLIPSIS
        chapters = chapters[: max(0, len(chapters) - max(1, len(chapters) // 20))]


def notes(item: Item) -> str:
    """Return the full notes, in the plain HTML that apps support."""
    parts = [f"<p>{escape(item.summary)}</p>"] if item.summary else []
    parts += [f"<p><strong>{escape(_correction_line(correction))}</strong></p>" for correction in item.corrections]
    if _has_chapters(item):
        lines = (_chapter_line(chapter.start, chapter.title, chapter.url) for chapter in item.chapters)
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


def _timestamp(seconds: float) -> str:
    """Return a chapter's start as apps recognise it: `00:00`, `12:34`, `1:02:45`."""
    minutes, rest = divmod(int(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02d}:{rest:02d}" if hours else f"{minutes:02d}:{rest:02d}"


def _chapter_line(start: float, title: str, url: str | None) -> str:
    text = escape(title)
    return f"{_timestamp(start)} " + (f'<a href="{escape(url)}">{text}</a>' if url else text)


def _correction_line(correction: Correction) -> str:
    return f"Correction, {correction.made.date().isoformat()}: {correction.text}"

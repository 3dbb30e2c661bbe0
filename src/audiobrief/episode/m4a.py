"""The metadata file from which ffmpeg writes an M4A file's tags and chapters (ffmpeg-formats, Metadata)."""

from __future__ import annotations

import re

from audiobrief.episode.details import Details


def ffmetadata(details: Details) -> str:
    """Return an episode's tags and chapters; times are whole samples."""
    script, timeline = details.script, details.timeline
    tags = {
        "title": script.title,
        "artist": script.show.author or script.show.title,
        "album": script.show.title,
        "date": script.release_date.isoformat() if script.release_date else None,
        "track": str(script.number) if script.number is not None else None,
        "disc": str(script.season) if script.season is not None else None,
        "genre": "Podcast",
        "copyright": script.show.copyright,
        "description": script.summary,
        "comment": " ".join(text for text in (script.summary, details.disclosure) if text),
    }
    lines = [";FFMETADATA1", *(f"{key}={_escaped(value)}" for key, value in tags.items() if value)]
    for chapter in timeline.chapters:
        lines += [
            "[CHAPTER]",
            f"TIMEBASE=1/{timeline.sample_rate}",
            f"START={chapter.start}",
            f"END={chapter.end}",
            f"title={_escaped(chapter.title)}",
        ]
    return "\n".join(lines) + "\n"


def _escaped(text: str) -> str:
    return re.sub(r"([=;#\\\n])", r"\\\1", text)

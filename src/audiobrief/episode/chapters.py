"""JSON chapters, version 1.2.0 of the podcast namespace."""

from __future__ import annotations

import json

from audiobrief.timeline.timeline import Timeline
from audiobrief.units import samples_to_seconds


def chapters_json(timeline: Timeline) -> str:
    """Return the chapters as a document of the type `application/json+chapters`."""
    chapters = []
    for chapter in timeline.chapters:
        entry = {"startTime": samples_to_seconds(chapter.start, timeline.sample_rate), "title": chapter.title}
        if chapter.url:
            entry["url"] = chapter.url
        entry["endTime"] = samples_to_seconds(chapter.end, timeline.sample_rate)
        chapters.append(entry)
    return json.dumps({"version": "1.2.0", "chapters": chapters}, ensure_ascii=False, indent=2) + "\n"

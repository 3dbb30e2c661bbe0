"""Findings as they are printed, and a manifest in which there is nothing to find."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from audiobrief.episode.manifest import Manifest
from audiobrief.findings import Finding
from audiobrief.publish.text import clean_texts

SHOW: dict[str, Any] = {
    "title": "The Show",
    "author": "The Desk",
    "description": "One story a day.",
    "address": "https://the-show.radio/",
    "owner": {"name": "The Desk", "email": "desk@the-show.radio"},
    "category": ["News", "Daily News"],
}
MANIFEST: dict[str, Any] = {
    "slug": "bridge",
    "title": "The bridge",
    "date": "2024-05-01",
    "number": 3,
    "language": "en-GB",
    "summary": "What was mended.",
    "show": SHOW,
    "duration": 60.0,
    "audio": {"format": "mp3", "bitrate": 128_000, "channels": 2, "sample_rate": 44_100, "samples": 2_646_000},
    "chapters": [
        {"start": 0.0, "end": 10.0, "title": "Headlines"},
        {"start": 10.0, "end": 50.0, "title": "The bridge"},
        {"start": 50.0, "end": 60.0, "title": "Credits"},
    ],
    "disclosure": "Spoken by synthetic voices.",
    "files": [
        {"role": role, "name": f"bridge{ending}", "type": "x", "bytes": 3, "sha256": "a" * 64}
        for role, ending in {"audio": ".mp3", "vtt": ".vtt", "chapters": ".chapters.json"}.items()
    ],
}


def lines(findings: Iterable[Finding]) -> list[str]:
    """Return findings as they are printed."""
    return [str(finding) for finding in findings]


def manifest(**said: Any) -> Manifest:
    """Return a good manifest with some other values; its texts are clean, as those that rules look at."""
    return Manifest.model_validate(clean_texts(MANIFEST | said))

"""The paths and addresses of a site's files, and their media types."""

from __future__ import annotations

from urllib.parse import quote, urljoin

from audiobrief.script.models.formats import AUDIO_FORMATS

FEED = "feed.xml"
ARTWORK = "artwork/"
_MEDIA_TYPES = {
    **{f".{name}": media_type for name, media_type in AUDIO_FORMATS.items()},
    ".chapters.json": "application/json+chapters",
    ".css": "text/css; charset=utf-8",
    ".html": "text/html; charset=utf-8",
    ".ico": "image/vnd.microsoft.icon",
    ".jpeg": "image/jpeg",
    ".jpg": "image/jpeg",
    ".js": "text/javascript; charset=utf-8",
    ".json": "application/json",
    ".opml": "text/x-opml",
    ".png": "image/png",
    ".srt": "application/x-subrip",
    ".svg": "image/svg+xml",
    ".txt": "text/plain; charset=utf-8",
    ".vtt": "text/vtt",
    ".webp": "image/webp",
    ".woff2": "font/woff2",
    ".xml": "application/xml",
    "feed.xml": "application/rss+xml",
}
"""By the end of a file's name; the longest end that matches counts."""


def media_type(name: str) -> str:
    """Return the media type of a file by its name."""
    ends = [end for end in _MEDIA_TYPES if name.lower().endswith(end)]
    return _MEDIA_TYPES[max(ends, key=len)] if ends else "application/octet-stream"


def site_address(address: str, path: str) -> str:
    """Return the full address of one of a site's files, from the address of the site and the path of the file in it."""
    return urljoin(address, quote(path))


def path_with_digest(folder: str, stem: str, sha256: str, ending: str, copy: int = 0) -> str:
    """Return a path that changes with the file's content; `copy` distinguishes files of the same content."""
    return f"{folder}{stem}-{sha256[:8]}{f'-{copy}' if copy else ''}{ending}"


def page_path(slug: str) -> str:
    """Return the path of an episode's page."""
    return f"episodes/{slug}/index.html"

"""The paths and addresses of a site's files, their media types, and their addresses."""

from __future__ import annotations

from urllib.parse import quote, urljoin

from audiobrief.episode.web_addresses import web_address
from audiobrief.errors import PublishError
from audiobrief.script.models.formats import AUDIO_FORMATS, FEED_FORMATS

FEED = "feed.xml"
MEDIA = "media/"
ARTWORK = "artwork/"
_MEDIA_TYPES = {
    **{f".{name}": audio.media_type for name, audio in AUDIO_FORMATS.items()},
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


def audio_format(name: str) -> str:
    """Return the format of a feed's audio file by the ending of its name.

    Raises:
        PublishError: it has the ending of no format that feeds carry.
    """
    ending = name.lower().rpartition(".")[2]
    if ending not in FEED_FORMATS:
        formats = " and ".join(each.upper() for each in FEED_FORMATS)
        raise PublishError(f"{name}: feeds carry {formats} files (render it as one of them, too: --format mp3)")
    return ending


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


def relative_address(root: str, path: str) -> str:
    """Return the address of one of the site's files from a page; `root` leads to the site: `./` or `../../`."""
    return root + quote(path.lstrip("/"), errors="replace")


def absolute_address(site: str, path: str) -> str | None:
    """Return the absolute address of one of the site's files; None if the site's address is not valid."""
    address = web_address(site)
    return address and address + quote(path.lstrip("/"), errors="replace")


def app_addresses(feed: str | None) -> tuple[tuple[str, str], ...]:
    """Return podcast apps, each with the address that makes it subscribe to a feed."""
    if feed is None:
        return ()
    bare = feed.split("://", 1)[1]
    return (
        ("Apple Podcasts", f"podcast://{bare}"),
        ("Overcast", f"overcast://x-callback-url/add?url={quote(feed, safe='')}"),
        ("Pocket Casts", f"pktc://subscribe/{bare}"),
        ("AntennaPod", f"antennapod-subscribe://{bare}"),
    )

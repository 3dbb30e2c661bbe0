"""Replace the address that a site is published under by the one that a client uses."""

from __future__ import annotations

import html
import re
import stat
import threading
from collections import OrderedDict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from audiobrief.publish.addresses import FEED

LARGEST_REWRITTEN = 64 << 20
"""Bytes of a file; larger ones are sent as they are."""
_MOST_KEPT = 64 << 20
"""Bytes of rewritten files that are kept, so that clients that read slowly share them."""
_FEED_HEAD_BYTES = 1 << 16
"""Bytes at the start of a feed that contain its own address."""
_SELF_LINK = re.compile(r"<atom:link\b(?=[^>]{0,2000}\brel=[\"']self[\"'])[^>]{0,2000}\bhref=[\"']([^\"'<>]+)[\"']")
_UNCHANGED = {b"<guid": b"</guid>", b"<script": b"</script>"}
"""Elements that stay as they are, and their ends: episodes' ids and the data for search engines."""


def published_address(folder: Path) -> str | None:
    """Return the address that a site is published under, as its feed states it; None without a feed."""
    feed = folder / FEED
    try:
        if not stat.S_ISREG(feed.stat().st_mode):  # opening a pipe would wait for somebody who writes into it
            return None
        with feed.open("rb") as file:
            head = file.read(_FEED_HEAD_BYTES).decode("utf-8", "replace")
    except OSError:
        return None
    match = _SELF_LINK.search(head)
    own = html.unescape(match[1]).strip() if match else ""
    return own.rsplit("/", 1)[0] + "/" if re.match("https?://[^/]+/", own) else None


def replace_address(content: bytes, address: str | None, host: str) -> bytes:
    """Replace a site's address in one of its files.

    Episodes' ids (guid) and the data for search engines stay as they are.

    Args:
        content: the file's content.
        address: the address that the site is published under; None leaves the content as it is.
        host: the host that replaces it, such as `192.168.1.20:8000`.
    """
    return content if address is None else b"".join(_pieces(content, _replacements(address, host)))


def _replacements(address: str, host: str) -> dict[bytes, bytes]:
    bare = address.split("://", 1)[1]
    forms = {
        f"https://{bare}": f"http://{host}/",
        f"http://{bare}": f"http://{host}/",
        f"podcast://{bare}": f"podcast://{host}/",
        f"pktc://subscribe/{bare}": f"pktc://subscribe/{host}/",
        f"antennapod-subscribe://{bare}": f"antennapod-subscribe://{host}/",
        quote(f"https://{bare}", safe=""): quote(f"http://{host}/", safe=""),
    }
    # In XML and HTML, an ampersand or apostrophe of the address is written in other ways.
    escaped = {html.escape(old, quote=quotes): new for old, new in forms.items() for quotes in (False, True)}
    return {old.encode(): new.encode() for old, new in {**forms, **escaped}.items()}


def _pieces(content: bytes, replacements: dict[bytes, bytes]) -> Iterator[bytes]:
    words = [rb"</?(?:guid|script)\b", *map(re.escape, sorted(replacements, key=len, reverse=True))]
    done, until = 0, b""
    for match in re.finditer(b"|".join(words), content):
        word = match[0]
        if until:
            until = b"" if until.startswith(word) else until
        elif word in _UNCHANGED:
            until = _UNCHANGED[word]
        elif word in replacements:
            yield content[done : match.start()]
            yield replacements[word]
            done = match.end()
    yield content[done:]


@dataclass(frozen=True, slots=True)
class Version:
    """A file as it was at a time, for a host."""

    path: Path
    state: tuple[int, int]
    """Its modification time in nanoseconds, and its size in bytes."""
    address: str | None
    """The address that the site is published under."""
    host: str


class RewrittenFiles:
    """The files that were rewritten last, by version; threads may ask for them at once."""

    def __init__(self) -> None:
        self._contents: OrderedDict[Version, bytes] = OrderedDict()
        self._bytes = 0
        self._lock = threading.Lock()

    def content(self, version: Version) -> bytes:
        """Return the content of a rewritten file.

        Raises:
            OSError: the file cannot be read.
        """
        with self._lock:  # one at a time, since a large feed takes several times its size while it is rewritten
            content = self._contents.get(version)
            if content is None:
                content = replace_address(version.path.read_bytes(), version.address, version.host)
                self._contents[version] = content
                self._bytes += len(content)
                while self._bytes > _MOST_KEPT:
                    self._bytes -= len(self._contents.popitem(last=False)[1])
            else:
                self._contents.move_to_end(version)
            return content

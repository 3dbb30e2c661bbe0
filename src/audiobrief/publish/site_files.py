"""A site's files as they are given to those who ask: which, of what type, and with which address in them."""

from __future__ import annotations

import html
import re
from pathlib import Path
from urllib.parse import quote, unquote, urlsplit

__all__ = ["SiteFiles", "byte_range"]

_REWRITTEN = (".html", ".xml", ".json", ".txt")
_KEPT_BACK = {"state"}
"""Folders of the site that are nobody's business: what is remembered from one publication to the next."""
_HEAD = 1 << 16
"""Bytes of a feed in which its own address stands."""
_OWN_ADDRESS = re.compile(r"<atom:link\b(?=[^>]*\brel=[\"']self[\"'])[^>]*\bhref=[\"']([^\"'<>]+)[\"']")
_RANGE = re.compile(r"bytes=\s*(?:(?P<first>\d{1,18})-(?P<last>\d{0,18})|-(?P<count>\d{1,18}))\s*", re.ASCII)


def byte_range(header: str | None, size: int) -> tuple[int, int] | None:
    """Read a Range header (RFC 9110, 14.2).

    Args:
        header: what was asked for.
        size: the file's, in bytes.

    Returns:
        The first byte and the one after the last; None where the whole is to be given: nothing was asked for, or
        several ranges, or something that is none.

    Raises:
        ValueError: the file has no such bytes.
    """
    match = _RANGE.fullmatch(header.strip()) if header else None
    if match is None:
        return None
    if match["count"] is not None:
        first, end = max(0, size - int(match["count"])), size
    else:
        first, end = int(match["first"]), min(size, int(match["last"] or size) + 1)
        if match["last"] and int(match["last"]) < first:
            return None
    if first >= end:
        raise ValueError(f"no such bytes in a file of {size}")
    return first, end


class SiteFiles:
    """The files of a site that may be given away: those in its folder that are not hidden, and no link out of it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder.resolve()

    def find(self, target: str) -> Path | str | None:
        """Find what an address leads to.

        Args:
            target: as a client asks, from the first slash on; with a query, if it has one.

        Returns:
            A file; or the address to ask for instead; or None if there is nothing.
        """
        path = unquote(urlsplit("//host/" + target.lstrip("/")).path, errors="surrogateescape")
        names = [name for name in path.split("/") if name]
        if any(not _is_open(name) for name in names) or (names and _is_kept_back(names[0])):
            return None
        try:
            place = self.folder.joinpath(*names).resolve(strict=True)
            if place.is_dir() and not path.endswith("/"):
                return "/" + "".join(f"{quote(name, errors='surrogateescape')}/" for name in names)
            found = (place / "index.html").resolve(strict=True) if path.endswith("/") else place
            if not found.is_file() or not found.is_relative_to(self.folder):
                return None
        except (OSError, ValueError, RuntimeError):
            return None
        inside = found.relative_to(self.folder).parts
        return found if all(map(_is_open, inside)) and not _is_kept_back(inside[0]) else None

    def address(self) -> str | None:
        """Return the address that the site is published under, as its feed says; None without a feed."""
        try:
            with (self.folder / "feed.xml").open("rb") as file:
                head = file.read(_HEAD).decode("utf-8", "replace")
        except OSError:
            return None
        match = _OWN_ADDRESS.search(head)
        own = html.unescape(match[1]).strip() if match else ""
        return own.rsplit("/", 1)[0] + "/" if re.match("https?://[^/]+/", own) else None

    def is_rewritten(self, path: Path) -> bool:
        """Return whether the site's address may stand in a file."""
        return path.suffix.lower() in _REWRITTEN

    def rewritten(self, path: Path, host: str) -> bytes:
        """Return a file with the address that it was asked by, in place of the one that the site is published under.

        What an episode is known by (guid) stays as it is, and so does what is said to search engines.

        Args:
            path: the file, which is not changed.
            host: where the client found the site, such as `192.168.1.20:8000`.
        """
        content = path.read_bytes()
        address = self.address()
        if address is None:
            return content
        bare = address.split("://", 1)[1]
        forms = {
            f"https://{bare}": f"http://{host}/",
            f"http://{bare}": f"http://{host}/",
            f"podcast://{bare}": f"podcast://{host}/",
            f"pktc://subscribe/{bare}": f"pktc://subscribe/{host}/",
            f"antennapod-subscribe://{bare}": f"antennapod-subscribe://{host}/",
            quote(f"https://{bare}", safe=""): quote(f"http://{host}/", safe=""),
        }
        known = {old.encode(): new.encode() for old, new in forms.items()}
        either = b"|".join(re.escape(form) for form in known)
        return re.sub(
            rb"<guid\b.*?</guid>|<script\b.*?</script>|" + either,
            lambda match: known.get(match[0], match[0]),
            content,
            flags=re.DOTALL,
        )


def _is_open(name: str) -> bool:
    return not name.startswith(".") and not any(sign in name for sign in "\\\0:")


def _is_kept_back(name: str) -> bool:
    # Folders may be found whichever way their names are written, on Windows and macOS.
    return name.casefold() in _KEPT_BACK

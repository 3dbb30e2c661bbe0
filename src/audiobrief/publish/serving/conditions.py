"""Preconditions and ranges of requests (RFC 9110, 13 and 14), before Starlette sends a file or a part of it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_tz

from starlette.datastructures import Headers

_TAG = re.compile(r'(W/)?("[\x21\x23-\x7e\x80-\xff]*")')
_UNIT = re.compile(r"bytes=(.*\S.*)", re.IGNORECASE)
_PART = re.compile(r"\s*(?:(\d+)\s*-\s*(\d*)|-\s*(\d+))\s*", re.ASCII)
_MOST_PARTS = 100
"""Parts of one request; Starlette ignores more."""
_MOST_DIGITS = 18
"""Digits of a position that counts; larger ones lie behind every file."""


@dataclass(frozen=True, slots=True)
class Validators:
    """The validators of a version of a file."""

    etag: str
    """A strong tag, with its quotation marks."""
    modified: int
    """The time of the last change, in seconds since 1970."""


def failed_precondition(headers: Headers, current: Validators) -> int | None:
    """Return the status if the preconditions of a GET or HEAD request are not met: 412 or 304; None if they are."""
    if "if-match" in headers:
        if not _matches(headers, "if-match", current.etag, weakly=False):
            return 412
    elif (since := parse_date(headers.get("if-unmodified-since", ""))) is not None and current.modified > since:
        return 412
    if "if-none-match" in headers:
        return 304 if _matches(headers, "if-none-match", current.etag, weakly=True) else None
    since = parse_date(headers.get("if-modified-since", ""))
    return 304 if since is not None and current.modified <= since else None


def requested_ranges(headers: Headers, current: Validators, size: int) -> list[range] | None:
    """Return the parts of a file of `size` bytes that a GET request asks for.

    Returns:
        None for the whole file; an empty list if there is no such part, or what is asked for is no part (416).
    """
    match = _UNIT.fullmatch(headers.get("range", "").strip())
    if match is None or not _is_current(headers.get("if-range"), current):
        return None
    parts = match[1].split(",")
    if len(parts) > _MOST_PARTS:
        return None
    ranges = []
    for part in parts:
        positions = _PART.fullmatch(part)
        if positions is None:
            return []
        first, last, suffix = (_position(text) for text in positions.groups())
        start = first if first is not None else max(0, size - (suffix or 0))
        end = size if last is None else min(last + 1, size)
        if last is not None and last < start:
            return []
        if start < end:
            ranges.append(range(start, end))
        elif start == 0:  # the start of an empty file is the whole file
            return None
    # Parts that overlap must not make an answer that is longer than the file.
    return None if len(ranges) > 1 and sum(map(len, ranges)) > size else ranges


def _position(digits: str | None) -> int | None:
    return int(digits) if digits and len(digits) <= _MOST_DIGITS else 10**_MOST_DIGITS if digits else None


def _is_current(version: str | None, current: Validators) -> bool:
    """Return whether an If-Range header allows a part: there is none, or it is exactly of the current version."""
    if version is None:
        return True
    version = version.strip()
    return version == current.etag if '"' in version else parse_date(version) == current.modified


def _matches(headers: Headers, name: str, etag: str, *, weakly: bool) -> bool:
    value = ", ".join(headers.getlist(name))
    return value.strip() == "*" or any(tag == etag and (weakly or not weak) for weak, tag in _TAG.findall(value))


def parse_date(text: str) -> int | None:
    """Return a date of HTTP in seconds since 1970; None for what is none."""
    try:
        parts = parsedate_tz(text)
        if parts is None:
            return None
        moment = datetime(*parts[:6], tzinfo=UTC)
        return int(moment.timestamp()) - (parts[9] or 0)
    except (ValueError, OverflowError, IndexError, TypeError):
        return None

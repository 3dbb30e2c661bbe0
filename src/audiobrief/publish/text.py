"""Texts as XML and JSON can carry them, and times as feeds write them."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from email.utils import format_datetime

from audiobrief.errors import PublishError

__all__ = ["clock", "feed_date", "unwritable", "writable"]

# What XML 1.0 has no way to write (2.2), and the control characters that it discourages.
_UNWRITABLE = re.compile("[^\\t\\n\\r\\x20-\\x7e\\x85\\xa0-\\ud7ff\\ue000-\\ufffd\\U00010000-\\U0010ffff]")


def unwritable(text: str) -> str | None:
    """Return the first sign of a text that no feed can hold."""
    match = _UNWRITABLE.search(text)
    return match[0] if match else None


def writable(text: str, what: str) -> str:
    """Return a text without spaces at its edges.

    Raises:
        PublishError: it holds a control character; `what` says whose text it is.
    """
    sign = unwritable(text)
    if sign is not None:
        raise PublishError(f"{what} holds the control character U+{ord(sign):04X} (delete it)")
    return text.strip()


def feed_date(moment: datetime) -> str:
    """Write a time as RSS has it (RFC 2822)."""
    return format_datetime(moment.astimezone(UTC), usegmt=True)


def clock(seconds: float) -> str:
    """Write a chapter's start as notes have it: `00:00`, `12:34`, `1:02:45`."""
    minutes, rest = divmod(int(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02d}:{rest:02d}" if hours else f"{minutes:02d}:{rest:02d}"

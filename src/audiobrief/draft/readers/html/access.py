"""Read whether a page says that it is for paying readers only (schema.org's isAccessibleForFree, and meta elements)."""

from __future__ import annotations

import json
from collections.abc import Iterator

from lxml.html import HtmlElement

_LARGEST = 500_000
"""The most characters of the data that are read."""
_MOST_VALUES = 10_000
_TIERS = {"locked", "premium", "paid", "subscriber", "subscribers", "metered"}
_ACCESS = {"article:content_tier", "article.content_tier", "content_tier", "access-level", "article:access"}
"""Names of meta elements by which publishers state for whom an article is."""


def is_restricted(root: HtmlElement) -> bool:
    """Return whether a page says that its article is not free to read."""
    metas = ((meta.get("property") or meta.get("name") or "", meta.get("content") or "") for meta in root.iter("meta"))
    if any(name.lower() in _ACCESS and content.strip().lower() in _TIERS for name, content in metas):
        return True
    if any(_is_false(each.get("content")) for each in root.iter() if each.get("itemprop") == "isAccessibleForFree"):
        return True
    return any(_states(script.text or "") for script in root.iter("script") if "ld+json" in (script.get("type") or ""))


def _states(data: str) -> bool:
    """Return whether JSON-LD says of something that it is not free."""
    if len(data) > _LARGEST or "isAccessibleForFree" not in data:
        return False
    try:
        value: object = json.loads(data)
    except (ValueError, RecursionError):
        return False
    return any(_is_false(each) for each in _values_of("isAccessibleForFree", value))


def _values_of(key: str, value: object) -> Iterator[object]:
    """Yield the values of a key anywhere in a value."""
    waiting = [value]
    for _ in range(_MOST_VALUES):
        if not waiting:
            return
        each = waiting.pop()
        if isinstance(each, dict):
            if key in each:
                yield each[key]
            waiting += each.values()
        elif isinstance(each, list):
            waiting += each


def _is_false(value: object) -> bool:
    return value is False or (isinstance(value, str) and value.strip().lower().rsplit("/", 1)[-1] in {"false", "no"})

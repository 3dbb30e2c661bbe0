"""Find what is left of HTML in a text: character references and tags of formatting."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator

from audiobrief.reading.normalise.text import Reading

_REFERENCE = r"&(?:#\d{1,6}|#x[0-9a-fA-F]{1,5}|[A-Za-z]{2,8}[1-4]?);"
_INSIDE = r"a|abbr|b|big|cite|code|del|em|i|ins|mark|q|s|small|span|strong|sub|sup|u"
_APART = r"br|div|h[1-6]|hr|li|ol|p|table|td|th|tr|ul"
"""Tags between which words stand apart."""
_REMAINS = re.compile(
    rf"(?P<reference>{_REFERENCE})"
    rf"|(?P<space> ?)</?(?:(?P<inside>{_INSIDE})|{_APART})(?: [^<>]{{0,300}})?/?>(?P<after> ?)"
)
_EXPONENT = re.compile(r"[-−+]?\d")


def find_html(text: str) -> Iterator[Reading]:
    """Yield the readings of character references (`&amp;`) and tags (`<b>`) in a text, in order."""
    if "&" not in text and "<" not in text:
        return
    for match in _REMAINS.finditer(text):
        start, end = match.span()
        if match["reference"]:
            character = html.unescape(match["reference"])
            if character != match["reference"]:
                yield Reading(start, end, character, rule="html")
        elif match["inside"] is None:
            yield Reading(start, end, " ", rule="html")
        else:
            is_power = match["inside"] == "sup" and text[start - 1 : start].isdigit() and _EXPONENT.match(text, end)
            spaces = match["space"] + match["after"]
            yield Reading(start, end, "^" if is_power else spaces[:1], rule="html")

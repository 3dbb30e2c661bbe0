"""The direction in which a language is written, by its script (Unicode CLDR, likely subtags)."""

from __future__ import annotations

import re
from typing import Literal

_RIGHT_TO_LEFT = {
    "Adlm", "Arab", "Aran", "Armi", "Avst", "Chrs", "Cprt", "Elym", "Gara", "Hatr", "Hebr", "Hung", "Khar",
    "Lydi", "Mand", "Mani", "Mend", "Merc", "Mero", "Narb", "Nbat", "Nkoo", "Orkh", "Ougr", "Palm", "Phli",
    "Phlp", "Phnx", "Prti", "Rohg", "Samr", "Sarb", "Sogd", "Sogo", "Syrc", "Syre", "Syrj", "Syrn", "Thaa",
    "Yezi",
}  # fmt: skip
"""The scripts of ISO 15924 whose letters run from right to left (Unicode, Bidi_Class R and AL)."""
_TAG = re.compile(r"(?P<language>[a-z]{2,8})(-[a-z]{3})*(-(?P<script>[a-z]{4}))?(-(?P<region>[a-z]{2}|\d{3}))?(?![^-])")


def text_direction(tag: str) -> Literal["ltr", "rtl"]:
    """Return the direction of a language: that of the script in its BCP 47 tag, else of its usual script there."""
    match = _TAG.match(tag.lower().replace("_", "-"))
    if match is None:
        return "ltr"
    script = match["script"] or _usual_script(match["language"], (match["region"] or "").upper())
    return "rtl" if script.title() in _RIGHT_TO_LEFT else "ltr"


def _usual_script(language: str, region: str) -> str:
    from babel.core import get_global

    likely = get_global("likely_subtags")
    language = get_global("language_aliases").get(language, language)
    found = likely.get(f"{language}_{region}") or likely.get(language) or ""
    return next((part for part in found.split("_")[1:] if len(part) == 4), "")

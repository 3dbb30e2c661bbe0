"""The words of the pages that are not the newsroom's: `texts/LANGUAGE.json`; English for languages without one."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from importlib import resources

__all__ = ["LANGUAGES", "texts_for"]

LANGUAGES = ("en", "de", "fr", "es", "uk")
"""Those that there are words in."""
_RIGHT_TO_LEFT = {"ar", "dv", "fa", "he", "ps", "ur", "yi"}


def texts_for(language: str) -> tuple[str, Mapping[str, str]]:
    """Return the words for a page in a language (BCP 47), and the language that they are in."""
    wanted = primary(language)
    chosen = wanted if wanted in LANGUAGES else LANGUAGES[0]
    return chosen, _read(chosen)


@cache
def _read(language: str) -> Mapping[str, str]:
    place = resources.files("audiobrief.publish.pages") / "texts" / f"{language}.json"
    texts: dict[str, str] = json.loads(place.read_text(encoding="utf-8"))
    return texts


def primary(language: str) -> str:
    """Return the first part of a language's tag: `en` of `en-GB`."""
    return language.replace("_", "-").split("-", 1)[0].lower()


def direction(language: str) -> str:
    """Return `rtl` for languages that are written from right to left, else `ltr`."""
    return "rtl" if primary(language) in _RIGHT_TO_LEFT else "ltr"

"""Signs that a voice would pass over in silence, put into words (English) or into plainer signs.

Written forms are Unicode's own compatibility forms (UAX 15) and names (UnicodeData).
"""

from __future__ import annotations

import unicodedata

__all__ = ["plain_signs"]

_ENGLISH = {
    "₴": "hryvnias", "₽": "roubles", "₿": "bitcoin", "₪": "shekels", "₺": "lira", "₸": "tenge", "₾": "lari",
    "₼": "manat", "₦": "naira", "₩": "won", "₫": "dong", "‰": "per mille", "†": "dagger", "№": "number",
    "℃": "degrees Celsius", "℉": "degrees Fahrenheit",
}  # fmt: skip


def plain_signs(text: str, language: str) -> str:
    """Put each sign that has no sound of its own into words or plainer signs; all else stays."""
    if text.isascii():
        return text
    english = language.split("-", maxsplit=1)[0].lower() == "en"
    return "".join(_plain(character, english=english) for character in text)


def _plain(character: str, *, english: bool) -> str:
    if character.isascii() or character.isalpha():
        return unicodedata.normalize("NFKC", character) if "\uff00" <= character <= "\uffef" else character
    if english and character in _ENGLISH:
        return f" {_ENGLISH[character]} "
    if unicodedata.decomposition(character).startswith(("<circle>", "<wide>", "<narrow>", "<square>")):
        return unicodedata.normalize("NFKC", character)
    if english and unicodedata.category(character) == "So" and character not in "°©®":
        return f" {unicodedata.name(character, '').lower()} "
    return character

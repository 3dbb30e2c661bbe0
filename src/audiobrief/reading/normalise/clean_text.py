"""Remove characters that cannot be said, and replace signs that voices pass over by words or plainer signs.

Plainer forms are Unicode's own compatibility forms (UAX 15), and names those of UnicodeData.
"""

from __future__ import annotations

import unicodedata

from audiobrief.language.codes import primary_language

_VARIATION_SELECTORS = "\ufe0e\ufe0f"
_ENGLISH = {
    "₴": "hryvnias", "₽": "roubles", "₿": "bitcoin", "₪": "shekels", "₺": "lira", "₸": "tenge", "₾": "lari",
    "₼": "manat", "₦": "naira", "₩": "won", "₫": "dong", "‰": "per mille", "†": "dagger", "№": "number",
    "℃": "degrees Celsius", "℉": "degrees Fahrenheit",
}  # fmt: skip


def clean_text(text: str, language: str) -> str:
    """Return a text without invisible characters (soft hyphens, marks of direction), composed and in plain signs."""
    visible = "".join(
        " " if unicodedata.category(character) == "Zs" else character
        for character in text
        if unicodedata.category(character) != "Cf" and character not in _VARIATION_SELECTORS
    )
    return replace_signs(unicodedata.normalize("NFC", visible), language)


def replace_signs(text: str, language: str) -> str:
    """Return a text with words (English) or plainer signs for each sign that has no sound of its own."""
    if text.isascii():
        return text
    english = primary_language(language) == "en"
    return "".join(_replacement(character, english=english) for character in text)


def _replacement(character: str, *, english: bool) -> str:
    if character.isascii() or character.isalpha():
        return unicodedata.normalize("NFKC", character) if "\uff00" <= character <= "\uffef" else character
    if english and character in _ENGLISH:
        return f" {_ENGLISH[character]} "
    if unicodedata.decomposition(character).startswith(("<circle>", "<wide>", "<narrow>", "<square>")):
        return unicodedata.normalize("NFKC", character)
    if english and unicodedata.category(character) == "So" and character not in "°©®":
        return f" {unicodedata.name(character, '').lower()} "
    return character

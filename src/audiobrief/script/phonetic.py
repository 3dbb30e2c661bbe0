"""The signs of the International Phonetic Alphabet that a script may use (IPA chart, revised to 2020)."""

from __future__ import annotations

import unicodedata

__all__ = ["SOUNDS", "unknown_sign"]

SOUNDS = frozenset("iɪyɨʉɯueøɘɵɤoəɛœɜɞʌɔæɐaɶɑɒɚɝʊpbtdʈɖcɟkgɡqɢʔmɱnɳɲŋɴʙrʀⱱɾɽɸβfvθðszʃʒʂʐçʝxɣχʁħʕhɦɬɮʋɹɻjɰlɭʎʟwʍɥɕʑɧɫʲʷ")
"""The signs that stand for a sound."""
_OTHERS = frozenset("ˈˌ',.ˑː͡‿|/[]ʰˠˤ~ \u00a0")


def unknown_sign(ipa: str) -> str | None:
    """Give the first sign that is none of the phonetic alphabet; None where all are."""
    for character in unicodedata.normalize("NFD", ipa):
        if character not in SOUNDS and character not in _OTHERS and not unicodedata.combining(character):
            return character
    return None

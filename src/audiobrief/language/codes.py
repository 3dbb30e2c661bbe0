"""How a script names languages and sounds: BCP 47, and the phonetic alphabet (IPA chart, revised to 2020)."""

from __future__ import annotations

import re
import unicodedata

__all__ = ["AUDIBLE", "LANGUAGE_TAG", "LONGEST_IPA", "SOUNDS", "primary_language", "unknown_sign"]

LANGUAGE_TAG = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8})*")
"""BCP 47, as far as scripts need it."""
AUDIBLE = re.compile(r"[^\W_]|[^\x00-\u2bff]|[$€£¥%&+=@#°§±×÷]")
"""Letters, digits, pictures and signs that have a name; not punctuation alone."""
LONGEST_IPA = 120
"""Signs of one pronunciation; voices keep sounds in small buffers, and espeak-ng dies of 240."""

SOUNDS = frozenset("iɪyɨʉɯueøɘɵɤoəɛœɜɞʌɔæɐaɶɑɒɚɝʊpbtdʈɖcɟkgɡqɢʔmɱnɳɲŋɴʙrʀⱱɾɽɸβfvθðszʃʒʂʐçʝxɣχʁħʕhɦɬɮʋɹɻjɰlɭʎʟwʍɥɕʑɧɫʲʷ")
"""The signs that stand for a sound."""
_OTHERS = frozenset("ˈˌ',.ˑː͡‿|/ʰˠˤ~ \u00a0")


def primary_language(tag: str) -> str:
    """Return the language of a BCP 47 tag without its region, in small letters: `en` for `en-GB`."""
    return tag.split("-", maxsplit=1)[0].lower()


def unknown_sign(ipa: str) -> str | None:
    """Return the first sign that is none of the phonetic alphabet; None where all are."""
    for character in unicodedata.normalize("NFD", ipa.strip().strip("/[]")):
        if character not in SOUNDS and character not in _OTHERS and not unicodedata.combining(character):
            return character
    return None

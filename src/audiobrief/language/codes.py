"""Language tags (BCP 47) and the International Phonetic Alphabet (IPA chart, revised to 2020)."""

from __future__ import annotations

import re
import unicodedata

LANGUAGE_TAG = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8})*")
"""BCP 47, as far as scripts need it."""
AUDIBLE = re.compile(r"[^\W_]|[^\x00-\u2bff]|[$€£¥%&+=@#°§±×÷]")
"""A letter, a digit, a picture or a sign that has a name; no punctuation."""
LONGEST_IPA = 120
"""The most characters of a pronunciation; voices keep sounds in small buffers, and espeak-ng crashes at 240."""

SOUNDS = frozenset("iɪyɨʉɯueøɘɵɤoəɛœɜɞʌɔæɐaɶɑɒɚɝʊpbtdʈɖcɟkgɡqɢʔmɱnɳɲŋɴʙrʀⱱɾɽɸβfvθðszʃʒʂʐçʝxɣχʁħʕhɦɬɮʋɹɻjɰlɭʎʟwʍɥɕʑɧɫʲʷ")
"""The signs that stand for a sound."""
_MODIFIERS = frozenset("ˈˌ',.ˑː͡‿|/ʰˠˤ~ \u00a0")


def primary_language(tag: str) -> str:
    """Return the language of a BCP 47 tag without its region, in small letters: `en` for `en-GB`."""
    return tag.split("-", maxsplit=1)[0].lower()


def has_american_region(tag: str) -> bool:
    """Return whether a tag names a region whose English is American: the United States or the Philippines."""
    return not {"us", "ph"}.isdisjoint(tag.lower().replace("_", "-").split("-"))


def unknown_ipa_sign(ipa: str) -> str | None:
    """Return the first sign of a pronunciation that is not in the phonetic alphabet; None where all are."""
    for character in unicodedata.normalize("NFD", ipa.strip().strip("/[]")):
        if character not in SOUNDS and character not in _MODIFIERS and not unicodedata.combining(character):
            return character
    return None

"""The International Phonetic Alphabet in espeak-ng's phoneme names (espeak-ng, docs/phonemes.md and ph_english_rp)."""

from __future__ import annotations

import unicodedata

# Longer signs come first when they are looked up, so that 'tʃ' is not read as 't' and 'ʃ'.
_PHONEMES = {
    "tʃ": "tS", "dʒ": "dZ", "ts": "ts", "dz": "dz", "eɪ": "eI", "aɪ": "aI", "ɔɪ": "OI", "aʊ": "aU", "əʊ": "oU",
    "oʊ": "oU", "ɪə": "i@", "eə": "e@", "ɛə": "e@", "ʊə": "U@", "iː": "i:", "uː": "u:", "ɑː": "A:", "ɔː": "O:",
    "ɜː": "3:", "ɒː": "O:", "aː": "A:", "eː": "eI", "oː": "oU", "ɛː": "e@", "yː": "u:", "øː": "3:", "œː": "3:",
    "i": "i", "ɪ": "I", "e": "E", "ɛ": "E", "æ": "a", "a": "a", "ɑ": "A:", "ɒ": "0", "ɔ": "0",
    "o": "oU", "ʊ": "U", "u": "u:", "ʌ": "V", "ə": "@", "ɚ": "@", "ɐ": "@", "ɜ": "3:", "ɝ": "3:",
    "ɨ": "I", "ɪ̈": "I", "ʉ": "u:", "y": "u:", "ø": "3:", "œ": "3:", "ɤ": "V", "ɯ": "u:", "ɵ": "@",
    "p": "p", "b": "b", "t": "t", "d": "d", "k": "k", "g": "g", "ɡ": "g", "q": "k", "ʔ": "?",
    "f": "f", "v": "v", "θ": "T", "ð": "D", "s": "s", "z": "z", "ʃ": "S", "ʒ": "Z", "ʂ": "S",
    "ʐ": "Z", "ɕ": "S", "ʑ": "Z", "ɧ": "S", "x": "x", "χ": "x", "ç": "C", "ɣ": "g", "ʁ": "r",
    "ħ": "h", "h": "h", "ɦ": "h", "ʕ": "?", "ɸ": "f", "β": "v", "ʋ": "v", "m": "m", "ɱ": "m",
    "n": "n", "ɲ": "nj", "ɳ": "n", "ŋ": "N", "l": "l", "ɫ": "l", "ɬ": "l", "ɭ": "l", "ʎ": "lj",
    "r": "r", "ɹ": "r", "ɾ": "r", "ɻ": "r", "ʀ": "r", "ɽ": "r", "j": "j", "w": "w", "ʍ": "w",
    "ɥ": "w", "ʲ": "j", "ʷ": "w", "ɘ": "@", "ɞ": "3:", "ɶ": "a", "ʈ": "t", "ɖ": "d", "c": "k", "ɟ": "g",
    "ɢ": "g", "ɴ": "N", "ʙ": "b", "ⱱ": "v", "ʝ": "j", "ɮ": "l", "ɰ": "w", "ʟ": "l",
}  # fmt: skip
_STRESS = {"ˈ": "'", "'": "'", "ˌ": ",", ",": ","}
_SILENT = set(".ˑː͡‿|/ʰˠˤ~")
_BY_LENGTH = sorted(_PHONEMES, key=len, reverse=True)


def ipa_to_espeak(ipa: str) -> str:
    """Convert IPA to espeak-ng's names; words are separated by `||`.

    Raises:
        ValueError: the text holds a sign that is not known; it is named.
    """
    text = unicodedata.normalize("NFC", ipa).strip().strip("/[]").replace("ˈˈ", "ˈ")
    names: list[str] = []
    at = 0
    while at < len(text):
        sign = next((sign for sign in _BY_LENGTH if text.startswith(sign, at)), None)
        if sign is not None:
            # A space parts two names that would be read as one.
            names.append(_PHONEMES[sign])
            at += len(sign)
            continue
        character = text[at]
        at += 1
        if character in _STRESS:
            names.append(_STRESS[character])
        elif character.isspace():
            names.append("||")
        elif character not in _SILENT and not unicodedata.combining(character):
            raise ValueError(
                f"'{character}' (U+{ord(character):04X}) is not a sign of the phonetic alphabet that espeak-ng has"
            )
    return "".join(names)

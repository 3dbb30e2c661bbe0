"""IPA in the letters that hibari and Kokoro were trained on (misaki, EN_PHONES.md).

They write a diphthong as one capital letter, and stress before the vowel rather than before the syllable.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping

# Longer signs come first when they are looked up, so that 'tʃ' is not read as 't' and 'ʃ'.
_BOTH = {
    "tʃ": "ʧ", "dʒ": "ʤ", "eɪ": "A", "aɪ": "I", "ɔɪ": "Y", "aʊ": "W", "əl": "əl",
    "i": "i", "ɪ": "ɪ", "e": "ɛ", "ɛ": "ɛ", "æ": "æ", "ʌ": "ʌ", "ə": "ə", "ɐ": "ə", "ɨ": "ɪ", "ʊ": "ʊ", "u": "u",
    "ʉ": "u", "y": "u", "ʏ": "ʊ", "ɤ": "ʌ", "ɯ": "u", "ɵ": "ə", "ɘ": "ə", "ᵻ": "ɪ",
    "p": "p", "b": "b", "t": "t", "d": "d", "k": "k", "g": "ɡ", "ɡ": "ɡ", "q": "k", "c": "k", "ɟ": "ɡ", "ɢ": "ɡ",
    "ʈ": "t", "ɖ": "d", "ʔ": "", "f": "f", "v": "v", "θ": "θ", "ð": "ð", "s": "s", "z": "z", "ʃ": "ʃ", "ʒ": "ʒ",
    "ʂ": "ʃ", "ʐ": "ʒ", "ɕ": "ʃ", "ʑ": "ʒ", "ɧ": "ʃ", "x": "k", "χ": "k", "ç": "h", "ɣ": "ɡ", "ʁ": "ɹ", "ħ": "h",
    "h": "h", "ɦ": "h", "ʕ": "", "ɸ": "f", "β": "v", "ʋ": "v", "ⱱ": "v", "m": "m", "ɱ": "m", "n": "n", "ɲ": "nj",
    "ɳ": "n", "ŋ": "ŋ", "ɴ": "ŋ", "l": "l", "ɫ": "l", "ɬ": "l", "ɮ": "l", "ɭ": "l", "ʟ": "l", "ʎ": "lj", "r": "ɹ",
    "ɹ": "ɹ", "ɾ": "ɹ", "ɻ": "ɹ", "ɽ": "ɹ", "ʀ": "ɹ", "ʙ": "b", "j": "j", "ʝ": "j", "w": "w", "ʍ": "w", "ɰ": "w",
    "ɥ": "w", "ʲ": "j", "ʷ": "w",
}  # fmt: skip
_AMERICAN = _BOTH | {
    "oʊ": "O", "əʊ": "O", "ɪə": "ɪɹ", "eə": "ɛɹ", "ɛə": "ɛɹ", "ʊə": "ʊɹ", "iː": "i", "uː": "u", "ɑː": "ɑ", "ɔː": "ɔ",
    "ɜː": "ɜɹ", "ɒː": "ɔ", "aː": "ɑ", "eː": "A", "oː": "O", "ɛː": "ɛɹ", "yː": "u", "øː": "ɜɹ", "œː": "ɜɹ",
    "ɑːr": "ɑɹ", "ɑːɹ": "ɑɹ", "ɔːr": "ɔɹ", "ɔːɹ": "ɔɹ", "ɜːr": "ɜɹ", "ɜːɹ": "ɜɹ",
    "a": "æ", "ɑ": "ɑ", "ɒ": "ɑ", "ɔ": "ɔ", "o": "O", "ɚ": "əɹ", "ɜ": "ɜɹ", "ɝ": "ɜɹ", "ɞ": "ɜɹ", "ø": "ɜɹ",
    "œ": "ɜɹ", "ɶ": "æ",
}  # fmt: skip
_BRITISH = _BOTH | {
    "oʊ": "Q", "əʊ": "Q", "ɪə": "ɪə", "eə": "ɛː", "ɛə": "ɛː", "ʊə": "ʊə", "iː": "iː", "uː": "uː", "ɑː": "ɑː",
    "ɔː": "ɔː", "ɜː": "ɜː", "ɒː": "ɔː", "aː": "ɑː", "eː": "A", "oː": "ɔː", "ɛː": "ɛː", "yː": "uː", "øː": "ɜː",
    "œː": "ɜː", "a": "a", "æ": "a", "ɑ": "ɑː", "ɒ": "ɒ", "ɔ": "ɒ", "o": "Q", "ɚ": "ə", "ɜ": "ɜː", "ɝ": "ɜː",
    "ɞ": "ɜː", "ø": "ɜː", "œ": "ɜː", "ɶ": "a",
}  # fmt: skip
_STRESS = {"ˈ": "ˈ", "'": "ˈ", "ˌ": "ˌ", ",": "ˌ"}
_SILENT = set(".ˑː͡‿|/ʰˠˤ~")
_VOWELS = frozenset("AIOQWYaiuæɑɒɔəɛɜɪʊʌ")

_COLOURED = re.compile(f"[əɜ]ɹ(?![ˈˌ]?[{''.join(sorted(_VOWELS))}])")
"""A vowel with the colour of an r, which belongs to it where no other vowel follows."""

_WRITTEN_OUT = {
    "A": "eɪ", "I": "aɪ", "W": "aʊ", "Y": "ɔɪ", "O": "oʊ", "Q": "əʊ", "ʧ": "tʃ", "ʤ": "dʒ", "ᵊ": "ə", "ᵻ": "ɪ",
    "T": "t",
}  # fmt: skip


def ipa_to_misaki(ipa: str, *, british: bool) -> str:
    """Convert IPA to misaki's letters; sounds that English lacks become the nearest that it has.

    Raises:
        ValueError: the text holds a sign that is not known; it is named.
    """
    table = _BRITISH if british else _AMERICAN
    letters = ""
    for sign in _signs(stress_before_vowels(ipa), table):
        letters += table.get(sign, sign)
    return " ".join(letters.split())


def stress_before_vowels(ipa: str) -> str:
    """Move each sign of stress from its syllable's beginning to the syllable's vowel, and leave out what is silent.

    Raises:
        ValueError: the text holds a sign that is not known; it is named.
    """
    text = unicodedata.normalize("NFC", ipa).strip().strip("/[]").replace("͡", "")
    signs = list(_signs(text, _AMERICAN))
    if sum(map(_is_vowel, signs)) == 1 and not any(sign in _STRESS for sign in signs):
        # A word of one syllable is written without stress, and would be weak if it were said without.
        signs.insert(0, "ˈ")
    moved = waiting = ""
    for sign in signs:
        if sign in _STRESS:
            waiting = _STRESS[sign]
        elif sign == " ":
            moved, waiting = moved + sign, ""
        else:
            if waiting and _is_vowel(sign):
                moved, waiting = moved + waiting, ""
            moved += sign
    return moved


def _is_vowel(sign: str) -> bool:
    return _AMERICAN.get(sign, " ")[:1] in _VOWELS


def _signs(text: str, table: Mapping[str, str]) -> Iterator[str]:
    """Cut a text into the table's signs, the longest first, signs of stress and spaces; what is silent is left out."""
    at = 0
    while at < len(text):
        sign = next((text[at : at + size] for size in (3, 2, 1) if text[at : at + size] in table), None)
        character = text[at]
        at += len(sign or character)
        if sign is not None:
            yield sign
        elif character in _STRESS:
            yield character
        elif character.isspace():
            yield " "
        elif character not in _SILENT and not unicodedata.combining(character):
            raise ValueError(f"'{character}' (U+{ord(character):04X}) is not a sign of the phonetic alphabet")


def misaki_to_ipa(letters: str) -> str:
    """Convert misaki's letters to IPA; stress stays before the vowel."""
    return "".join(_WRITTEN_OUT.get(letter, letter) for letter in letters)


def ipa_to_espeak_ipa(ipa: str, *, british: bool) -> str:
    """Convert IPA to the English sounds of espeak-ng, which Piper's English voices were trained on.

    Raises:
        ValueError: the text holds a sign that is not known; it is named.
    """
    letters = ipa_to_misaki(ipa, british=british)
    if british:
        return misaki_to_ipa(letters).replace("a", "æ").replace("æɪ", "aɪ").replace("æʊ", "aʊ")
    letters = _COLOURED.sub(lambda vowel: "ɜː" if vowel[0] == "ɜɹ" else "ɚ", letters)
    for short, long in (("i", "iː"), ("u", "uː"), ("ɑ", "ɑː"), ("ɔ", "ɔː")):
        letters = letters.replace(short, long)
    return misaki_to_ipa(letters)

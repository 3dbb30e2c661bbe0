"""Convert the International Phonetic Alphabet to the letters that voices take; the tables are in `phonemes.toml`.

espeak-ng has phoneme names. hibari and Kokoro were trained on misaki's letters, which write a diphthong as one capital
letter, and stress before the vowel rather than before the syllable.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path

from audiobrief.language.tables import read_table

_STRESS = {"ˈ": "ˈ", "'": "ˈ", "ˌ": "ˌ", ",": "ˌ"}
_ESPEAK_MARKS = {"ˈ": "'", "'": "'", "ˌ": ",", ",": ",", " ": "||"}
_SILENT = set(".ˑː͡‿|/ʰˠˤ~")
_VOWELS = frozenset("AIOQWYaiuæɑɒɔəɛɜɪʊʌ")
_COLOURED = re.compile(f"[əɜ]ɹ(?![ˈˌ]?[{''.join(sorted(_VOWELS))}])")
"""A vowel with the colour of an r, which belongs to it where no other vowel follows."""


def _table(name: str) -> dict[str, str]:
    table: dict[str, str] = read_table(Path(__file__).parent, "phonemes")[name]
    return table


@cache
def _misaki(*, british: bool) -> Mapping[str, str]:
    return {**_table("misaki"), **_table("british" if british else "american")}


def ipa_to_espeak(ipa: str) -> str:
    """Convert IPA to espeak-ng's names; words are separated by `||`.

    Raises:
        ValueError: the text holds a sign that is not known; it is named.
    """
    text = unicodedata.normalize("NFC", ipa).strip().strip("/[]").replace("ˈˈ", "ˈ")
    names = _ESPEAK_MARKS | _table("espeak")
    return "".join(names[sign] for sign in _signs(text, _table("espeak")))


def ipa_to_misaki(ipa: str, *, british: bool) -> str:
    """Convert IPA to misaki's letters; sounds that English lacks become the nearest that it has.

    Raises:
        ValueError: the text holds a sign that is not known; it is named.
    """
    table = _misaki(british=british)
    letters = "".join(table.get(sign, sign) for sign in _signs(stress_before_vowels(ipa), table))
    return " ".join(letters.split())


def stress_before_vowels(ipa: str) -> str:
    """Move each sign of stress from its syllable's beginning to the syllable's vowel, and leave out what is silent.

    Raises:
        ValueError: the text holds a sign that is not known; it is named.
    """
    text = unicodedata.normalize("NFC", ipa).strip().strip("/[]").replace("͡", "")
    signs = list(_signs(text, _misaki(british=False)))
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
    return _misaki(british=False).get(sign, " ")[:1] in _VOWELS


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
    table = _table("from_misaki")
    return "".join(table.get(letter, letter) for letter in letters)


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

"""Respell the International Phonetic Alphabet (IPA) for readers of English, as the guides of news agencies do.

`ˌluːkəˈʃɛŋkoʊ` becomes `loo-kuh-SHEN-koh`: syllables with hyphens, the stressed one in capitals. The tables are in
`respelling.toml`.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from audiobrief.language.tables import read_table
from audiobrief.reading.normalise.english.letters import is_known_initialism

_CAPITALS = re.compile(r"(?<![^\W\d_])[A-Z]{2,}(?![^\W\d_])")
_HYPHENED = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)+")
_ONE_SYLLABLE = re.compile(r"([B-DF-HJ-NP-TV-XZ]*)[AEIOUY]+[B-DF-HJ-NP-TV-Z]{0,5}E?")
_VOWEL = re.compile("[AEIOUY]")
_PAIR = re.compile("EE|OO|AH|AW|AY|OH|OY|OW|UH|EH|IH|[UAO]R")
_LONGEST_INITIALISM = 5
_LONGEST_LIKE_INITIALISM = 3
"""Letters up to which syllables of a respelling, such as UN and WHO, are often also initialisms."""
_STRESS = frozenset("ˈ'")
_CUTS = _STRESS | frozenset("ˌ,.")
"""Characters before which a syllable ends."""
_NASAL = "\u0303"
_N_BEFORE_K = re.compile("ŋ(?=[ˈˌ',.]?[kgɡ])")
_HARD_G = re.compile(r"g(?=[eiy])")
_SHORT = frozenset("eɛæɒʌ")
_SILENT_E = frozenset("bdfklmnptvz")
"""Letters of a consonant between a long i and a silent e, as in 'time'."""


@dataclass
class _Syllable:
    onset: list[str] = field(default_factory=list)
    vowel: str = ""
    coda: list[str] = field(default_factory=list)
    stressed: bool = False

    @property
    def keeps_consonant(self) -> bool:
        """True if its short vowel is shown better with a consonant after it: `VLAD-ih-meer`."""
        return self.vowel in _SHORT or (self.stressed and self.vowel == "ɪ")


def respell(ipa: str) -> str:
    """Return sounds in English spelling; empty if they have a sign that is not in the tables."""
    words = []
    for word in ipa.strip().strip("/[]").split():
        try:
            syllables = _syllables(word)
        except ValueError:
            return ""
        is_stressed = len(syllables) == 1
        parts = [_spell(syllable) for syllable in syllables]
        words.append(
            "-".join(
                part.upper() if syllable.stressed or is_stressed else part
                for part, syllable in zip(parts, syllables, strict=True)
                if part
            )
        )
    return " ".join(word for word in words if word)


def lower_stressed_syllables(respelling: str) -> str:
    """Return the respelling of a word with syllables in capitals in small letters: engines would spell them.

    Initialisms stay as they are: those of the tables, and what cannot be a syllable.
    """
    hyphened = [match.span() for match in _HYPHENED.finditer(respelling)]

    def lower(match: re.Match[str]) -> str:
        is_part = any(start <= match.start() and match.end() <= end for start, end in hyphened)
        is_syllable = _is_syllable(match[0], is_part=is_part)
        return match[0].lower() if is_syllable else match[0]

    return _CAPITALS.sub(lower, respelling)


def _is_syllable(capitals: str, *, is_part: bool) -> bool:
    """Return whether a word in capitals, or a part of a hyphenated word, is a syllable and no initialism."""
    match = _ONE_SYLLABLE.fullmatch(capitals)
    can_be_said = match is not None and (len(match[1]) < 2 or match[1].lower() in _onsets() | _digraphs())
    if is_part and can_be_said and len(capitals) <= _LONGEST_LIKE_INITIALISM:
        return True
    if is_known_initialism(capitals) or not _VOWEL.search(capitals):
        return False
    if is_part or len(capitals) > _LONGEST_INITIALISM:
        return True
    return can_be_said and (len(capitals) > 3 or _PAIR.search(capitals) is not None)


def _table(name: str) -> dict[str, Any]:
    table: dict[str, Any] = read_table(Path(__file__).parent, "respelling")[name]
    return table


@cache
def _onsets() -> frozenset[str]:
    return frozenset(_table("groups")["onsets"].split())


@cache
def _digraphs() -> frozenset[str]:
    return frozenset(_table("groups")["digraphs"].split())


@cache
def _sign() -> re.Pattern[str]:
    signs = sorted((*_table("vowels"), *_table("consonants")), key=len, reverse=True)
    return re.compile("|".join(map(re.escape, signs)))


def _tokens(word: str) -> Iterator[tuple[str, str]]:
    """Yield the vowels, the consonants as they are shown, and the signs of stress and of syllables.

    Raises:
        ValueError: a sign is not in the tables.
    """
    consonants = _table("consonants")
    text = _N_BEFORE_K.sub("n", unicodedata.normalize("NFD", word).replace("c\u0327", "ç").replace("͡", ""))
    at = 0
    while at < len(text):
        match = _sign().match(text, at)
        sign = match[0] if match else text[at]
        at += len(sign)
        if match:
            yield ("consonant", consonants[sign]) if sign in consonants else ("vowel", sign)
        elif sign in _CUTS:
            yield "cut", sign
        elif sign == _NASAL:
            yield "consonant", "n"
        elif not (unicodedata.combining(sign) or unicodedata.category(sign) in {"Lm", "Sk"}):
            raise ValueError(f"{sign} is no sign of the phonetic alphabet")


def _syllables(word: str) -> list[_Syllable]:
    """Return the syllables of a word.

    Raises:
        ValueError: a sign is not in the tables.
    """
    syllables: list[_Syllable] = []
    waiting: list[str] = []
    cut: int | None = None
    stressed = False
    for kind, sign in _tokens(word):
        if kind == "cut":
            stressed, cut = sign in _STRESS, len(waiting)
        elif kind == "consonant":
            waiting += [sign] if sign else []
        else:
            # A stress right before a vowel is where hibari writes it, and not where the syllable starts.
            start = _onset_start(waiting) if cut is None or cut == len(waiting) else cut
            if syllables:
                if cut is None and syllables[-1].keeps_consonant:
                    start = max(start, 1)
                syllables[-1].coda, waiting = waiting[:start], waiting[start:]
            syllables.append(_Syllable(waiting, sign, stressed=stressed))
            waiting, cut, stressed = [], None, False
    if syllables:
        syllables[-1].coda = waiting
    elif waiting:
        syllables.append(_Syllable(waiting))
    return syllables


def _onset_start(consonants: list[str]) -> int:
    """Return where the longest group that may start a syllable begins."""
    for start in range(max(0, len(consonants) - 3), len(consonants)):
        group = "".join(consonants[start:])
        if group in _onsets() or (start == len(consonants) - 1 and group != "ng"):
            return start
    return len(consonants)


def _spell(syllable: _Syllable) -> str:
    coda = list(syllable.coda)
    if not syllable.vowel:
        return "".join(syllable.onset)
    vowel: str = _table("vowels")[syllable.vowel][1 if coda else 0]
    if coda[:1] == ["r"] and vowel in _table("before_r"):
        vowel = _table("before_r")[vowel]
        coda = coda[1:]
    elif vowel == "y":
        vowel, coda = _spell_long_i(syllable.onset, coda)
    if coda == ["s"]:
        coda = ["ss"]
    return _HARD_G.sub("gh", "".join(syllable.onset) + vowel) + "".join(coda)


def _spell_long_i(onset: list[str], coda: list[str]) -> tuple[str, list[str]]:
    if len(coda) == 1 and coda[0] in _SILENT_E:
        return "i", [coda[0] + "e"]
    return ("y" if onset else "eye"), coda

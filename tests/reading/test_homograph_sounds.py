"""Words that are written alike, in sentences of news: the sounds that each engine is given."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from audiobrief.errors import EngineMissingError
from audiobrief.production.reading import read_text
from audiobrief.reading.homographs import find_homographs
from audiobrief.script.markup.parser import parse_markup
from audiobrief.script.models.voice import Speaker, Voice
from audiobrief.voices.registry import open_engines
from builders import table_rows

ROWS = table_rows(Path(__file__).with_name("homograph_sounds.tsv"))
BROAD = {
    **dict.fromkeys("ˌː.ɹr", ""),
    "ɚ": "ə",
    "ɝ": "ə",
    "ɜ": "ə",
    "ɐ": "ə",
    "ᵻ": "ɪ",
    "i": "I",
    "o": "ə",
    "ɾ": "t",
    "a": "æ",
    "ɛ": "e",
    "ɑ": "ɒ",
    "ɔ": "ɒ",
    "ɡ": "g",
}
"""One sign for what accents and engines write otherwise."""
VOWELS = "æɒəeɪʊʌuI"
VOWEL = re.compile(f"[{VOWELS}]+")


def broad(ipa: str) -> str:
    """Return the sounds of a word in one notation, with stress before the vowel, and none on a single syllable."""
    signs = "".join(BROAD.get(sign, sign) for sign in ipa)
    signs = re.sub(f"ˈ([^{VOWELS}]*)", r"\1ˈ", signs)
    return signs if len(VOWEL.findall(signs.replace("ˈ", ""))) > 1 else signs.replace("ˈ", "")


def distance(first: str, second: str) -> int:
    """Return how many signs must be changed, added or dropped to make one text of the other."""
    before = list(range(len(second) + 1))
    for row, sign in enumerate(first, 1):
        now = [row]
        for column, other in enumerate(second, 1):
            now.append(min(before[column] + 1, now[-1] + 1, before[column - 1] + (sign != other)))
        before = now
    return before[-1]


def nearest(forms: str, said: list[str]) -> int:
    """Return how far the nearest word is from any of some pronunciations, which commas divide."""
    return min(distance(broad(form), word) for form in forms.split(", ") for word in said)


def is_undecided(word: str, sentence: str, language: str) -> bool:
    """Return whether `check` warns of a word."""
    return any(
        len(each.senses) > 1 and sentence[each.start : each.end] == word
        for each in find_homographs(sentence, language, british=language == "en-GB")
    )


def test_notations_are_compared_in_one() -> None:
    assert broad("prɪˈzɛnt") == broad("prɪzˈɛnt") == broad("pɹᵻzˈɛnt")
    assert broad("ˈroʊ") == broad("rəʊ") != broad("raʊ")


@pytest.mark.slow
@pytest.mark.parametrize(
    ("engine", "language"),
    [("hibari", "en-US"), ("kokoro", "en-US"), ("kokoro", "en-GB"), ("piper", "en-US"), ("pyttsx3", "en-GB")],
)
def test_every_engine_is_given_the_sounds_that_are_meant_or_check_warns(engine: str, language: str) -> None:
    speaker = Speaker("voice", Voice(engine, language=language))
    wrong: list[str] = []
    with open_engines() as engines:
        try:
            engines[engine].check(speaker.voice)
        except EngineMissingError as error:
            pytest.skip(str(error))
        for word, meant, other, sentence in ROWS:
            (passage,) = read_text(parse_markup(sentence).paragraphs, speaker, engines, sounds=True)
            said = [broad(word) for word in (passage.sounds or "").split()]
            if nearest(meant, said) >= nearest(other, said) and not is_undecided(word, sentence, language):
                wrong.append(f"{sentence} /{passage.sounds}/ and not {meant}")
    assert wrong == []

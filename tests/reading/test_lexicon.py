"""Where a lexicon's entries hold in a text."""

from __future__ import annotations

import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audiobrief.reading.lexicon import find_entries
from audiobrief.script.models.lexicon import Entry


def found(text: str, *words: str) -> list[str]:
    return [text[first:last] for first, last, _ in find_entries(text, [Entry(word, say="x") for word in words])]


@pytest.mark.parametrize(
    ("text", "word", "matches"),
    [
        ("In Kyiv, on Monday.", "Kyiv", ["Kyiv"]),
        ("Kyiv and Kyiv", "Kyiv", ["Kyiv", "Kyiv"]),
        ("Kyiv's mayor, Kyiv’s mayor", "Kyiv", ["Kyiv", "Kyiv"]),
        ("pro-Kyiv", "Kyiv", ["Kyiv"]),
        ("“Kyiv”", "Kyiv", ["Kyiv"]),
        ("Kyivan and preKyiv", "Kyiv", []),
        ("Kyiv2 Kyiv_", "Kyiv", []),
        ("", "Kyiv", []),
        # A name holds in capitals too, and not in small letters.
        ("KYIV kyiv", "Kyiv", ["KYIV"]),
        # A word in capitals holds for capitals alone: WHO is not who.
        ("The WHO knows who. Who?", "WHO", ["WHO"]),
        # A word in small letters holds however it is written.
        ("Read, read, READ", "read", ["Read", "read", "READ"]),
        # Words of several parts, and with signs.
        ("He met Kim Jong Un today", "Kim Jong Un", ["Kim Jong Un"]),
        ("AT&T rose", "AT&T", ["AT&T"]),
        ("It is C++ code", "C++", ["C++"]),
        ("a.b and axb", "a.b", ["a.b"]),
        ("Łódź und Straße", "Straße", ["Straße"]),
        ("В Києві", "Києві", ["Києві"]),
        # The plural of a name; the s is not part of the place. A word in small letters has none.
        ("Houthis, HOUTHIS, Houthi’s", "Houthi", ["Houthi", "HOUTHI", "Houthi"]),
        ("He reads", "read", []),
        # The form of apostrophes, spaces, hyphens and composed letters.
        ("O’Neill, OʼNeill’s, O'Neill", "O'Neill", ["O’Neill", "OʼNeill", "O'Neill"]),
        ("O'Neill", "O’Neill", ["O'Neill"]),
        (
            "Los\u00a0Angeles, Los\u202fAngeles, Los  Angeles",
            "Los Angeles",
            ["Los\u00a0Angeles", "Los\u202fAngeles", "Los  Angeles"],
        ),
        ("Al\u2011Jazeera, Al\u2010Jazeera", "Al-Jazeera", ["Al\u2011Jazeera", "Al\u2010Jazeera"]),
        ("Ky\u00adiv and Kyiv\u200b", "Kyiv", ["Ky\u00adiv", "Kyiv\u200b"]),
        ("Lyón and Lyo\u0301n", "Lyón", ["Lyón", "Lyo\u0301n"]),
        ("Lyón", "Lyo\u0301n", ["Lyón"]),
        # What starts with a digit is no part of a sum.
        ("It costs $5G, not 4.5G: 5G", "5G", ["5G"]),
    ],
)
def test_whole_words_are_found(text: str, word: str, matches: list[str]) -> None:
    assert found(text, word) == matches


def test_the_longest_entry_wins() -> None:
    assert found("New York City", "York", "New York", "New York City") == ["New York City"]
    assert found("New York", "York", "New York", "New York City") == ["New York"]


def test_each_match_brings_its_entry() -> None:
    keev, minsk = Entry("Kyiv", say="KEEV"), Entry("Minsk", ipa="mɪnsk")
    assert list(find_entries("Minsk, Kyiv", [keev, minsk])) == [(0, 5, minsk), (7, 11, keev)]


def test_of_two_spellings_the_one_that_fits_holds() -> None:
    capitals, small = Entry("WHO", say="W H O"), Entry("who", say="hoo")
    assert [entry.say for _, _, entry in find_entries("WHO, who", [capitals, small])] == ["W H O", "hoo"]


def test_no_lexicon_finds_nothing() -> None:
    assert found("Kyiv") == []


def spelling(word: str) -> str:
    """Return a word without what does not matter in a lexicon."""
    visible = "".join(character for character in word if unicodedata.category(character) != "Cf")
    folded = re.sub(r"[’‘ʼ＇`´]", "'", re.sub(r"[‐‑−﹣－]", "-", unicodedata.normalize("NFC", visible)))
    return " ".join(folded.split(" ")).casefold() if folded.strip() else folded


@given(st.text(max_size=60), st.lists(st.text(min_size=1, max_size=6), max_size=4))
def test_matches_are_in_order_and_spell_an_entry(text: str, words: list[str]) -> None:
    end = 0
    for first, last, entry in find_entries(text, [Entry(word, say="x") for word in words]):
        assert end <= first < last
        assert spelling(text[first:last]) == spelling(entry.word)
        end = last

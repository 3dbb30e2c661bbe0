"""Sentences as they are written and said: where they end, and what is said for them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from audiobrief.reading.paragraphs import read_paragraph
from audiobrief.reading.utterances import Sentence
from audiobrief.script.markup.parser import Span
from audiobrief.script.models.lexicon import Entry
from audiobrief.script.models.voice import Speaker, Voice
from builders import wrong_rows

_GROUP = re.compile(r"# .* \(([\w-]+)\)")


def rows() -> Iterator[tuple[str, str, str]]:
    """Yield the language of each row of the table, what is written and what is said."""
    language = ""
    for line in (Path(__file__).parent / "sentences.tsv").read_text(encoding="utf-8").splitlines():
        if line.startswith("# "):
            group = _GROUP.fullmatch(line)
            language = group[1] if group else language
        else:
            written, said = line.split("\t")
            yield language, written, said


def read(text: str, language: str, lexicon: tuple[Entry, ...] = ()) -> tuple[Sentence, ...]:
    speaker = Speaker("presenter", Voice(language=language))
    return read_paragraph((Span(text),), speaker, (speaker,), lexicon)[0]


def said(text: str, language: str) -> str:
    sentences = read(text, language)
    return " # ".join(" ¦ ".join(piece.utterance.text for piece in sentence.pieces) for sentence in sentences)


def test_sentences_are_said_as_a_reader_would() -> None:
    assert wrong_rows(said, (((written, language), expected) for language, written, expected in rows())) == []


def test_the_table_says_each_thing_once() -> None:
    table = [(language, written) for language, written, _ in rows()]
    assert len(table) == len(set(table)) >= 240


@pytest.mark.parametrize(
    "text",
    [
        "Class A drugs were found.", "Grade A milk is dear.", "Hepatitis A spread.", "He took vitamin A daily.",
        "Group A is hard.", "They took the A road.", "She got an A.", "It is from A to B.", "Terminal A is shut.",
    ],
)  # fmt: skip
def test_the_letter_a_has_its_own_sound(text: str) -> None:
    sounds = read(text, "en-US")[0].pieces[0].utterance.pronunciations
    assert [(text[sound.start : sound.end], sound.ipa) for sound in sounds] == [("A", "ˈeɪ")]


@pytest.mark.parametrize("text", ["A man came.", "Once Upon A Time", "It was so. A boy came.", "He met A. Smith here."])
def test_the_article_has_none(text: str) -> None:
    assert not [sound for each in read(text, "en-US") for sound in each.pieces[0].utterance.pronunciations]


@pytest.mark.parametrize(
    ("text", "entry", "expected"),
    [
        ("It costs $5G.", Entry("5G", say="five gee"), "It costs five thousand dollars."),
        ("The 5G mast", Entry("5G", say="five gee"), "The five gee mast"),
        ("The Houthis spoke.", Entry("Houthi", say="hoo-thee"), "The hoo-thees spoke."),
        ("Kyiv’s, Kyiv-based, pro-Kyiv, KYIV", Entry("Kyiv", say="keev"), "keev's, keev-based, pro-keev, keev"),
    ],
)
def test_a_lexicon_entry_is_read_before_the_rules(text: str, entry: Entry, expected: str) -> None:
    assert read(text, "en-GB", (entry,))[0].pieces[0].utterance.text == expected


def test_the_ending_of_a_plural_belongs_to_the_sounds_of_a_name() -> None:
    lexicon = (Entry("Houthi", ipa="huːθi"), Entry("O'Neill", ipa="oʊniːl"))
    utterance = read("The Houthis’ and O’Neill’s", "en-GB", lexicon)[0].pieces[0].utterance
    assert [(utterance.text[sound.start : sound.end], sound.ipa) for sound in utterance.pronunciations] == [
        ("Houthis", "huːθiz"),
        ("O’Neill's", "oʊniːlz"),
    ]

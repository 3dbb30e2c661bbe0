"""What is said for what is written."""

from __future__ import annotations

import re
import time
import unicodedata

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from audiobrief.language.sentences import split_sentences
from audiobrief.reading.normalise import Reading, find_readings, spoken_text
from builders import wrong_rows
from reading.normalise.tables import pairs

ENGLISH = tuple(pairs("english.tsv", "en-GB"))
OTHERS = tuple(pairs("languages.tsv"))

PARTS = [
    "Henry", "VIII", "IV", "I", "X", "Act", "War", "King", "think", "Mr.", "Mrs", "St.", "St", "Dr.", "No.", "No",
    "Gen.", "Co", "Co.", "p.", "v", "vs.", "etc.", "e.g.", "U.S.", "a.m.", "Jan.", "May", "February", "BBC", "NATO",
    "US", "IT", "BREAKING", "NEWS", "NOT", "MPs", "PhD", "AC/DC", "R&D", "and/or", "kWh", "10", "1", "2-1", "1990s",
    "'90s", "3.5", "10,000", "$4.2bn", "£", "$", "50p", "€5", "-5C", "5%", "1/2", "½", "²", "11:30", "3pm",
    "17/02/2023", "2023-24", "2023", "F-16", "COVID-19", "5ft", "10in", "100m", "km²", "@a", "#1", "#x", "&", "@",
    "–", "—", "-", "--", "...", "…", "“", "”", "’", "'", '"', "x", "×", "+", "=", "<", ">", "~", "/", "%", "°", "👍",
    "🇺🇦", "👩‍🚀", "1️⃣", "Ⅷ", "①", "٣", "http://a.org/b", "a@b.org", "example.org", "020 7946 0958", "192.168.0.1",
    ".", ",", "(", ")", " ", " ", "\n", "_",
]  # fmt: skip
NEWS = st.lists(st.sampled_from(PARTS), max_size=12).flatmap(
    lambda parts: st.sampled_from([" ", ""]).map(lambda joint: joint.join(parts))
)
TEXTS = st.one_of(st.text(max_size=60), NEWS)
ENGLISHES = st.sampled_from(["en", "en-GB", "en-US"])
TONGUES = st.sampled_from(
    ["en", "de", "fr", "es", "it", "uk", "ru", "pl", "pt-BR", "ja", "el", "tlh", "xx-Nope", "", "en_AU"]
)


def test_english_is_read_as_a_newsreader_would() -> None:
    assert wrong_rows(spoken_text, (((written, language), said) for language, written, said in ENGLISH)) == []


def test_what_was_read_is_left_alone() -> None:
    assert wrong_rows(spoken_text, (((said, language), said) for language, _, said in ENGLISH)) == []


def test_what_is_read_is_one_sentence() -> None:
    rows = (((written, language), ((0, len(written)),)) for language, written, _ in ENGLISH)
    assert wrong_rows(split_sentences, rows) == []


def test_other_languages_have_their_numbers_in_words() -> None:
    assert wrong_rows(spoken_text, (((written, language), said) for language, written, said in OTHERS)) == []


def test_the_table_is_large_and_says_each_thing_once() -> None:
    assert len(ENGLISH) >= 420
    assert len({(language, written) for language, written, _ in ENGLISH}) == len(ENGLISH)


def test_a_reading_says_where_it_stands_and_whether_it_is_letters() -> None:
    assert find_readings("The BBC paid $5.", "en-GB") == (
        Reading(4, 7, "B B C", spelled=True),
        Reading(13, 15, "five dollars"),
    )


def is_figure(character: str) -> bool:
    return unicodedata.category(character) in {"Nd", "No", "Nl"}


@given(TEXTS, TONGUES)
def test_readings_are_in_order_and_inside_the_text(text: str, language: str) -> None:
    end = 0
    for reading in find_readings(text, language):
        assert end <= reading.start < reading.end <= len(text)
        end = reading.end


@given(TEXTS, TONGUES)
def test_what_has_letters_or_figures_is_never_said_as_nothing(text: str, language: str) -> None:
    for reading in find_readings(text, language):
        if any(character.isalnum() for character in text[reading.start : reading.end]):
            assert any(character.isalpha() for character in reading.replacement)


@given(TEXTS, TONGUES)
def test_what_is_not_read_is_said_as_it_is_written(text: str, language: str) -> None:
    said = spoken_text(text, language)
    at = end = 0
    for reading in find_readings(text, language):
        between = text[end : reading.start]
        assert said.startswith(between + reading.replacement, at)
        at += len(between) + len(reading.replacement)
        end = reading.end
    assert said[at:] == text[end:]


@given(TEXTS, ENGLISHES)
@settings(max_examples=300)
@example("Henry VIP", "en")
@example("The U.S. and 5", "en-GB")
def test_what_was_read_is_read_no_further(text: str, language: str) -> None:
    once = spoken_text(text, language)
    assert spoken_text(once, language) == once


@given(TEXTS, ENGLISHES)
@settings(max_examples=300)
def test_no_figure_is_left_in_english(text: str, language: str) -> None:
    assert not [character for character in spoken_text(text, language) if is_figure(character)]


@given(TEXTS, ENGLISHES)
def test_words_keep_apart(text: str, language: str) -> None:
    """What is said for a stretch does not run into a letter beside it."""
    said, at = "", 0
    for reading in find_readings(text, language):
        said += text[at : reading.start]
        assert not (said[-1:].isalnum() and reading.replacement[:1].isalnum())
        said, at = said + reading.replacement, reading.end
    assert not (said[-1:].isalnum() and text[at : at + 1].isalnum() and at)


HARD = {
    "prose": "The BBC said on Jan. 11 that $4.2bn was paid by 10,000 people in 2023. " * 1300,
    "one letter": "A" * 87_000,
    "one figure": "7" * 87_000,
    "figures and dashes": "1-" * 43_500,
    "capitals and dashes": "A-" * 43_500,
    "full stops": "a." * 43_500,
    "dashes": "-" * 87_000,
    "brackets": "(" * 87_000,
    "telephones": "020 " * 21_750,
    "handles": "a@" * 43_500,
    "numerals": "I" * 87_000,
    "pictures": "😀\u200d" * 43_500,
}


@pytest.mark.parametrize("name", HARD)
@pytest.mark.parametrize("language", ["en-GB", "de"])
@pytest.mark.slow
def test_time_grows_no_faster_than_the_text(name: str, language: str) -> None:
    text = HARD[name][:87_000]
    start = time.process_time()
    find_readings(text, language)
    # A tenth of this on a quiet machine; what grows with the square takes minutes.
    assert time.process_time() - start < 10


def test_spaces_of_all_kinds_are_spaces() -> None:
    assert spoken_text("10\u00a0km and 5\u202fkg", "en-GB") == "ten kilometres and five kilograms"


@pytest.mark.parametrize("tag", ["en", "en-US", "EN-us", "en_US"])
def test_english_of_no_region_is_that_of_the_united_states(tag: str) -> None:
    assert spoken_text("105 on Jan. 11", tag) == "one hundred five on January eleventh"


@pytest.mark.parametrize("tag", ["en-GB", "en-AU", "en-IE", "en-x-rp"])
def test_other_english_is_british(tag: str) -> None:
    assert re.fullmatch("one hundred and five", spoken_text("105", tag))

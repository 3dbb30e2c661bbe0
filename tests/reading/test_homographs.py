"""Words that are written alike: which of them is meant, and its sounds."""

from __future__ import annotations

from pathlib import Path

import pytest

from audiobrief.language.tables import table
from audiobrief.reading.homographs import find_homographs
from audiobrief.reading.paragraphs import read_paragraph
from audiobrief.script.markup.parser import parse_markup
from audiobrief.script.models.lexicon import Entry
from audiobrief.script.models.voice import Speaker, Voice
from audiobrief.voices.engines.phonemes import ipa_to_espeak, ipa_to_espeak_ipa, ipa_to_misaki
from builders import table_rows, wrong_rows

ROWS = table_rows(Path(__file__).with_name("homographs.tsv"))


def sense(word: str, sentence: str) -> str:
    """Return the sense of a word in a sentence; a dash if it is undecided."""
    for homograph in find_homographs(sentence, "en-GB", british=True):
        if sentence[homograph.start : homograph.end] == word:
            return homograph.senses[0].name if len(homograph.senses) == 1 else "-"
    return "none"


def pronunciations(text: str, *entries: Entry, language: str = "en-GB") -> list[tuple[str, str]]:
    """Return the words of a text with given sounds."""
    speaker = Speaker("voice", Voice("tone", "440", language))
    sentences, _ = read_paragraph(parse_markup(text).paragraphs[0], speaker, (speaker,), entries)
    utterances = [piece.utterance for sentence in sentences for piece in sentence.pieces]
    return [(each.text[given.start : given.end], given.ipa) for each in utterances for given in each.pronunciations]


def test_the_sense_is_the_one_that_is_meant() -> None:
    pytest.importorskip("hibari", reason="the tagger is hibari's")
    assert len(ROWS) > 280
    assert wrong_rows(sense, [((word, sentence), expected) for word, expected, sentence in ROWS]) == []


def test_without_the_tagger_neighbours_decide(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("audiobrief.reading.homographs._tagger", lambda: None)
    assert sense("object", "They will object to it.") == "be_against"
    assert sense("record", "They will record it.") == "verb"
    assert sense("record", "It is the record of the year.") == "noun"
    assert sense("lead", "The lead pipes were old.") == "metal"


def test_voices_get_the_sounds_in_their_accent() -> None:
    assert pronunciations("They record it.") == [("record", "rɪˈkɔːd")]
    assert pronunciations("They record it.", language="en-US") == [("record", "rɪˈkɔːrd")]
    assert pronunciations("They record it.", language="en-US-x-news") == [("record", "rɪˈkɔːrd")]


def test_a_mark_or_the_lexicon_settles_it() -> None:
    assert pronunciations('He saw a (bow)[ipa:"baʊ"].') == [("bow", "baʊ")]
    assert pronunciations("Lead pipe theft.", Entry("lead pipe", ipa="ˈlɛd paɪp")) == [("Lead pipe", "ˈlɛd paɪp")]


def test_what_is_undecided_is_left_to_the_voice() -> None:
    assert pronunciations("He saw a bow.") == []


def test_other_languages_have_none() -> None:
    assert list(find_homographs("They record it.", "de", british=True)) == []


def test_every_voice_knows_the_signs() -> None:
    words = table("homographs", "en")
    nouns_and_verbs = [*words["noun_verb"], *words["ate"]]
    for word in [*nouns_and_verbs, *(f"{word}s" for word in nouns_and_verbs), *words["words"]]:
        for british in (True, False):
            for homograph in find_homographs(word, "en", british=british):
                for each in homograph.senses:
                    if sounds := homograph.sounds_of(each):
                        assert "ˈ" in sounds
                        assert ipa_to_misaki(sounds, british=british)
                        assert ipa_to_espeak(sounds)
                        assert ipa_to_espeak_ipa(sounds, british=british)

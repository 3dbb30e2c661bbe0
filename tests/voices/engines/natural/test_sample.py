"""Every name of the sample is said as its lexicon has it, by whichever voice says it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from audiobrief.production.casting import cast_plan
from audiobrief.reading.utterance_builder import with_ending
from audiobrief.reading.utterances import Pronunciation, Utterance
from audiobrief.script.loader import load_script
from audiobrief.voices.engines.natural.english_phonemes import EnglishPhonemizer
from audiobrief.voices.engines.natural.piper_model import piper_text
from audiobrief.voices.engines.phonemes import ipa_to_espeak_ipa, ipa_to_misaki
from audiobrief.voices.registry import open_engines
from builders import SAMPLE

pytest.importorskip("hibari", reason="hibari is not installed (extra natural)")
pytest.importorskip("piper", reason="piper is not installed (extra natural)")

NAME = re.compile(
    r"(?:Alexander |Vladimir )?(?:Lukashenko|Putin)|Belarusian|Belarus|Minsk|Kyiv|Moscow|Ukrainians?|Ukraine|Zimbabwe"
)
SCRIPT = load_script(SAMPLE)
LEXICON = {entry.word: entry.ipa for entry in SCRIPT.lexicon}


@pytest.fixture(scope="module")
def utterances(tmp_path_factory: pytest.TempPathFactory) -> tuple[Utterance, ...]:
    with open_engines(tmp_path_factory.mktemp("engines")) as engines:
        return cast_plan(SCRIPT, engines)[1].utterances()


def given(utterance: Utterance) -> list[tuple[int, int, str]]:
    return [(each.start, each.end, each.ipa) for each in utterance.pronunciations]


def test_presenter_and_quotations_have_natural_voices(utterances: tuple[Utterance, ...]) -> None:
    assert {(each.voice.engine, each.voice.name) for each in utterances} == {("hibari", "heart"), ("piper", "joe")}


def test_every_name_reaches_its_voice_with_the_lexicons_sounds(utterances: tuple[Utterance, ...]) -> None:
    names = 0
    for utterance in utterances:
        expected = []
        for match in NAME.finditer(utterance.text):
            sounds = LEXICON[match[0]]
            assert sounds is not None
            expected.append(with_ending(Pronunciation(match.start(), match.end(), sounds), utterance.text))
        # Words that are written alike have sounds, too.
        of_names = [sounds for sounds in utterance.pronunciations if NAME.match(utterance.text, sounds.start)]
        assert of_names == expected
        names += len(expected)
    assert names > 30


def test_the_voices_say_just_those_sounds(utterances: tuple[Utterance, ...]) -> None:
    reader = EnglishPhonemizer(british=False)
    for utterance in utterances:
        for each in utterance.pronunciations:
            if utterance.voice.engine == "hibari":
                said = reader.sounds(utterance.text, given(utterance), list(utterance.stresses)).sounds
                assert ipa_to_misaki(each.ipa, british=False) in said
            else:
                written = piper_text(utterance.text, given(utterance), "en-us")
                assert f"[[{ipa_to_espeak_ipa(each.ipa, british=False)}]]" in written


@pytest.mark.slow
def test_no_other_name_is_left_to_guessing(tmp_path: Path) -> None:
    from audiobrief.review.names import find_unknown_words

    with open_engines(tmp_path) as engines:
        left = {name.word for name in find_unknown_words(SCRIPT, engines)}
    assert left <= {"Russian", "Russians"}  # words that Piper says right, and has no dictionary to say so

"""hibari keeps to what all engines keep to, and reads English as it is written."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from audiobrief.reading.utterances import Utterance
from audiobrief.script.models.voice import Voice
from audiobrief.voices.engine import Engine
from audiobrief.voices.engines.natural.english_phonemes import EnglishPhonemizer
from audiobrief.voices.engines.natural.hibari import HibariEngine
from audiobrief.voices.engines.natural.hibari_model import split_sounds
from audiobrief.voices.engines.natural.natural_engine import NaturalEngine
from voices.contract import SENTENCE, no_child_is_left  # noqa: F401 - a fixture
from voices.engines.natural.natural_contract import NaturalContract

Hibari = pytest.importorskip("hibari", reason="hibari is not installed (extra natural)").Hibari


class TestHibari(NaturalContract):
    voice = Voice("hibari", "heart", "en-US")
    other_voice = Voice("hibari", "heart", "en-US", speed=0.9)

    @staticmethod
    def make(scratch: Path) -> Engine:  # noqa: ARG004 - it writes nothing
        return HibariEngine(time_limit=30)

    def test_the_times_of_words_change_no_sample(self, engine: NaturalEngine) -> None:
        sounds = EnglishPhonemizer(british=False).sounds(SENTENCE, [], []).sounds
        plain = Hibari(voice="heart", g2p=False).from_phonemes(sounds, seed=0)
        samples = np.round(np.clip(plain, -1, 1) * 32767).astype(np.int16)
        clip = engine.synthesize(Utterance(SENTENCE, self.voice))
        assert clip.words
        assert np.array_equal(clip.samples[:, 0], samples)

    def test_a_surname_is_no_numeral(self, engine: NaturalEngine) -> None:
        words = engine.words("Alexander Lukashenko met Victoria Lane.", self.voice)
        assert [word.text for word in words] == ["Alexander", "Lukashenko", "met", "Victoria", "Lane"]
        assert "zɪɹ" not in words[1].ipa

    def test_what_the_dictionary_has_is_told_from_what_is_guessed(self, engine: NaturalEngine) -> None:
        words = engine.words("Nobody in Brobdingnag met Lukashenko.", self.voice)
        assert [word.text for word in words if not word.known] == ["Brobdingnag", "Lukashenko"]

    @pytest.mark.parametrize(
        "text", ['"Never," he said.', "“Never,” he said”: so.", "«Never» so.", "‘Never,’ he said."]
    )
    def test_a_word_in_quotation_marks_is_known(self, engine: NaturalEngine, text: str) -> None:
        assert all(word.known for word in engine.words(text, self.voice))

    def test_stress_is_heard(self, engine: NaturalEngine) -> None:
        stressed = engine.synthesize(Utterance(SENTENCE, self.voice, stresses=((0, 2),))).samples
        assert not np.array_equal(stressed, self.say(engine))

    def test_it_speaks_english_only(self, engine: NaturalEngine) -> None:
        assert {language.split("-")[0] for voice in engine.voices() for language in voice.languages} == {"en"}

    def test_the_identity_is_the_models_digest(self, engine: NaturalEngine) -> None:
        assert len(engine.identity(self.voice)) == 64


@pytest.mark.parametrize(
    ("sounds", "parts"),
    [
        ("", []),
        ("abc", ["abc"]),
        ("abc def", ["abc", "def"]),
        ("ab, cd ef", ["ab,", "cd ef"]),
        ("abcdefghij", ["abcde", "fghij"]),
    ],
)
def test_sounds_are_cut_at_clauses_and_spaces(sounds: str, parts: list[str]) -> None:
    assert split_sounds(sounds, 5 if "," not in sounds else 8) == parts

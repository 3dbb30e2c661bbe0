"""Kokoro keeps to what all engines keep to; its model is fetched with `audiobrief voices install kokoro`."""

from __future__ import annotations

from pathlib import Path

import pytest

from audiobrief.errors import EngineMissingError
from audiobrief.script.models.voice import Voice
from audiobrief.voices.engine import Engine
from audiobrief.voices.engines.natural.kokoro import KokoroEngine
from audiobrief.voices.engines.natural.natural_engine import NaturalEngine
from audiobrief.voices.models.folders import engine_folder
from voices.contract import no_child_is_left  # noqa: F401 - a fixture
from voices.engines.natural.natural_contract import NaturalContract

pytestmark = pytest.mark.models


class TestKokoro(NaturalContract):
    voice = Voice("kokoro", "bf_emma", "en-GB")
    other_voice = Voice("kokoro", "am_michael", "en-GB")

    @staticmethod
    def make(scratch: Path) -> Engine:  # noqa: ARG004 - it writes nothing
        return KokoroEngine(time_limit=300)

    def test_it_has_its_54_voices_in_nine_languages(self, engine: NaturalEngine) -> None:
        voices = engine.voices()
        assert len(voices) == 54
        assert {voice.languages[0] for voice in voices} == {"en-us", "en-gb", "es", "fr-fr", "hi", "it", "pt-br"}
        assert [voice.name for voice in voices if voice.languages[0] == "en-gb"] == [
            "bf_emma", "bm_george", "bf_alice", "bf_isabella", "bf_lily", "bm_daniel", "bm_fable", "bm_lewis",
        ]  # fmt: skip

    @pytest.mark.parametrize(
        ("name", "language", "text"),
        [
            ("ff_siwis", "fr-FR", "Il pleut à Minsk depuis ce matin."),
            ("ef_dora", "es", "Llueve en Minsk desde esta mañana."),
            ("if_sara", "it", "A Minsk piove da questa mattina."),
            ("pf_dora", "pt-BR", "Chove em Minsk desde esta manhã."),
            ("hf_alpha", "hi", "आज सुबह से बारिश हो रही है।"),
        ],
    )
    def test_a_voice_speaks_its_own_language(self, engine: NaturalEngine, name: str, language: str, text: str) -> None:
        assert len(self.say(engine, text, Voice("kokoro", name, language))) > 24_000


def test_without_its_model_the_command_that_fetches_it_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AUDIOBRIEF_DATA", str(tmp_path))
    assert not engine_folder("kokoro").exists()
    with pytest.raises(
        EngineMissingError, match=r"^kokoro has no voice 'bf_emma' \(audiobrief voices install kokoro\)$"
    ):
        KokoroEngine().check(Voice("kokoro", "bf_emma", "en-GB"))

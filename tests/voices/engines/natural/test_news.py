"""What a news desk writes comes out of every engine as a newsreader would say it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from audiobrief.production.casting import cast_plan
from audiobrief.reading.utterances import Pronunciation, Utterance
from audiobrief.script.loader import load_script
from audiobrief.script.models.voice import Voice
from audiobrief.voices.engine import Engine
from audiobrief.voices.registry import open_engines
from builders import write_script

ENGINES = [
    "pyttsx3",
    "hibari",
    "piper",
    pytest.param("kokoro", marks=pytest.mark.models),
]
MODULES = {"hibari": "hibari", "piper": "piper", "kokoro": "kokoro_onnx"}

LETTER_A = "ˈeɪ"
READ = {
    "Alexander Lukashenko spoke.": "Alexander Lukashenko spoke.",
    "Henry VIII spoke.": "Henry the eighth spoke.",
    "Louis XIV spoke.": "Louis the fourteenth spoke.",
    "It cost $4.2bn.": "It cost four point two billion dollars.",
    "It began on Jan. 11.": "It began on January the eleventh.",
    "They won 2-1.": "They won two one.",
    "In the 1990s it rained.": "In the nineteen nineties it rained.",
    "He left No. 10 alone.": "He left number ten alone.",
    "At 11:30 it rained.": "At eleven thirty it rained.",
    "They heard AC/DC play.": "They heard A C D C play.",
    "The W.H.O. spoke.": "The W H O spoke.",
    "Ukraine's army spoke.": "Ukraine's army spoke.",
}


@pytest.fixture(params=ENGINES, scope="module")
def engine(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    name = request.param
    if name in MODULES:
        pytest.importorskip(MODULES[name], reason=f"{name} is not installed")
    with open_engines(tmp_path_factory.mktemp("engines")) as engines:
        yield engines[name]


def test_each_is_said_as_its_words(engine: Engine, tmp_path: Path) -> None:
    texts = "\n\n".join(f"      {text}" for text in READ)
    body = f"language: en-GB\nvoices:\n  v: {{engine: {engine.name}}}\nsegments:\n  - narration: |\n{texts}\n"
    _, plan = cast_plan(load_script(write_script(tmp_path, body)), {engine.name: engine})
    said = plan.utterances()
    assert [utterance.text for utterance in said] == list(READ.values())
    for utterance, words in zip(said, READ.values(), strict=True):
        given = (Pronunciation(words.index("A C"), words.index("A C") + 1, LETTER_A),) if "A C" in words else ()
        assert utterance == Utterance(words, utterance.voice, given)


def test_the_letter_a_is_no_article(engine: Engine) -> None:
    voice = Voice(engine.name, None, "en-GB")
    letter = engine.synthesize(Utterance("A C D C", voice, (Pronunciation(0, 1, LETTER_A),))).samples
    assert not np.array_equal(letter, engine.synthesize(Utterance("A C D C", voice)).samples)


def test_a_surname_that_begins_with_a_numeral_is_none(engine: Engine) -> None:
    voice = Voice(engine.name, None, "en-GB")
    sounds = "".join(word.ipa for word in engine.words("Alexander Lukashenko", voice))
    assert "zɪ" not in sounds.replace("ˈ", "").replace("ˌ", "")
    assert "ʃ" in sounds

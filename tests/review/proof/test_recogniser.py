"""The recogniser: that it is there and whole, and how it compares texts."""

from __future__ import annotations

import importlib.util
import sys
from importlib.machinery import ModuleSpec
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np
import numpy.typing as npt
import pytest

from audiobrief.errors import RecogniserError
from audiobrief.review.proof.recogniser import Whisper, open_recogniser
from audiobrief.review.proof.sound import RATE, Excerpt


@pytest.fixture
def library(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """Put something in faster-whisper's place."""
    module = ModuleType("faster_whisper")
    module.WhisperModel = object  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "faster_whisper", module)
    return module


def test_without_the_library_one_line_says_how_to_install_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "faster_whisper", None)
    with pytest.raises(RecogniserError, match=r'\(python -m pip install "audiobrief\[proof\]"\)$'):
        open_recogniser(1)


@pytest.mark.usefixtures("library")
def test_without_the_model_one_line_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(importlib.util, "find_spec", lambda _name: None)
    with pytest.raises(RecogniserError, match="model is not installed"):
        open_recogniser(1)


@pytest.mark.usefixtures("library")
def test_a_model_that_is_not_the_measured_one_is_not_used(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        importlib.util, "find_spec", lambda name: ModuleSpec(name, None, origin=str(tmp_path / "__init__.py"))
    )
    with pytest.raises(RecogniserError, match="model is incomplete"):
        open_recogniser(1)
    (tmp_path / "data").mkdir()
    for name in ("config.json", "tokenizer.json", "vocabulary.txt", "model.bin.part1", "model.bin.part2"):
        (tmp_path / "data" / name).write_bytes(b"{}")
    with pytest.raises(RecogniserError, match=r"config\.json is damaged or another one"):
        open_recogniser(1)


@pytest.mark.proof
def test_a_text_is_as_likely_as_its_words_one_after_the_other() -> None:
    noise = np.random.default_rng(1).normal(0, 1000, 2 * RATE).astype(np.int16)
    excerpt, words = Excerpt(0.0, noise), ("So,", "it", "rained", "at", "Łódź.")
    recogniser = open_recogniser(1)
    (whole,) = recogniser.likelihoods(excerpt, "en", (" ".join(words),))
    each = recogniser.word_likelihoods(excerpt, "en", words)
    assert len(each) == len(words)
    assert sum(each) == pytest.approx(whole, abs=0.01)


def test_what_was_encoded_last_is_not_encoded_again() -> None:
    encoded: list[float] = []

    class Model:
        def encode(self, features: npt.NDArray[np.float32]) -> float:
            features += 1  # it may be written to
            encoded.append(float(features.sum()))
            return encoded[-1]

    model: Any = Model()
    Whisper(model)
    one, two = np.ones((2, 3), np.float32), np.zeros((2, 3), np.float32)
    assert [model.encode(features) for features in (one, two, one, one.copy(), two)] == [12.0, 6.0, 12.0, 12.0, 6.0]
    assert encoded == [12.0, 6.0]

"""The recogniser that is not there, or not whole."""

from __future__ import annotations

import importlib.util
import sys
from importlib.machinery import ModuleSpec
from pathlib import Path
from types import ModuleType

import pytest

from audiobrief.errors import RecogniserError
from audiobrief.review.proof.recogniser import open_recogniser


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

"""The identity of a model: that of its content, wherever and whenever it was installed."""

from __future__ import annotations

import os
import random
from pathlib import Path

import pytest

from audiobrief.voices.models.identity import model_identity


def write(path: Path, content: bytes, changed: float) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    os.utime(path, (changed, changed))
    return path


@pytest.mark.parametrize("size", [0, 5, 100_000, 3_000_001])
def test_a_model_is_the_same_on_each_machine(size: int, tmp_path: Path) -> None:
    content = random.Random(size).randbytes(size)
    here = model_identity(write(tmp_path / "a" / "joe.onnx", content, 1_000))
    assert model_identity(write(tmp_path / "b" / "joe.onnx", content, 2_000)) == here
    assert model_identity(write(tmp_path / "b" / "amy.onnx", content, 2_000)) != here


@pytest.mark.parametrize("size", [5, 100_000, 3_000_001])
def test_another_model_under_its_name_is_noticed(size: int, tmp_path: Path) -> None:
    path = tmp_path / "joe.onnx"
    contents = [random.Random(seed).randbytes(size) for seed in (1, 2)]
    longer = contents[0] + b"\0"
    identities = {model_identity(write(path, content, at)) for at, content in enumerate((*contents, longer))}
    assert len(identities) == 3

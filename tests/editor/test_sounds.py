"""Music and recordings that are dropped into a page."""

from __future__ import annotations

import base64
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from audiobrief.editor.folder import ShowFolder
from audiobrief.editor.sounds import sound_path
from builders import sine, write_wave
from editor.desks import FILE, SCRIPT, browsing, make_show, script_of


def add(browser: TestClient, content: bytes, name: str = "My sting.wav", **more: Any) -> Any:
    segment = script_of(browser)["segments"][1]["id"]
    encoded = base64.b64encode(content).decode()
    request = {"file": FILE, "name": name, "content": encoded, "segment": segment, "speaker": "", "words": "", **more}
    return browser.post("/api/sound", json=request)


@pytest.fixture
def sting(tmp_path: Path) -> bytes:
    return write_wave(tmp_path / "sting.wav", sine(1.0)).read_bytes()


def test_music_is_played_before_a_segment(tmp_path: Path, sting: bytes) -> None:
    path = make_show(tmp_path / "show")
    with browsing(tmp_path / "show") as browser:
        answer = add(browser, sting)
        assert answer.is_success, answer.text
        assert answer.json()["changed"] == 1
        again = add(browser, sting)
        margins = browser.get("/api/margins", params={"file": FILE}).json()
    assert again.is_success
    assert [each["kind"] for each in margins["findings"]] == ["unused-voice"]
    assert (tmp_path / "show" / "audio_assets" / "my-sting.wav").read_bytes() == sting
    assert path.read_text() == SCRIPT.replace(
        "segments:", "sounds:\n  my-sting: ../audio_assets/my-sting.wav\nsegments:"
    ).replace("chapter: Second", "chapter: Second\n    sound: my-sting")


def test_sounds_that_are_there_stay(tmp_path: Path, sting: bytes) -> None:
    sounds = "sounds:\n  # Before the news.\n  beep: beep.wav\n\nsegments:"
    path = make_show(tmp_path / "show", SCRIPT.replace("segments:", sounds))
    path.with_name("beep.wav").write_bytes(sting)
    with browsing(tmp_path / "show") as browser:
        assert add(browser, sting).is_success
    assert "  beep: beep.wav\n  my-sting: ../audio_assets/my-sting.wav\n\nsegments:" in path.read_text()


def test_a_recording_becomes_a_segment(tmp_path: Path, sting: bytes) -> None:
    path = make_show(tmp_path / "show")
    with browsing(tmp_path / "show") as browser:
        assert add(browser, sting, speaker="Maria Lund", words="It was: loud.").json()["changed"] == 2
        margins = browser.get("/api/margins", params={"file": FILE}).json()
    assert [each["level"] for each in margins["findings"] if each["level"] == "error"] == []
    clip = (
        "  - clip:\n      file: ../audio_assets/my-sting.wav\n      speaker: Maria Lund\n"
        "      text: |\n        It was: loud.\n\n"
    )
    assert path.read_text() == SCRIPT.replace("  - outro", f"{clip}  - outro")


@pytest.mark.parametrize(
    ("more", "status"),
    [({"speaker": "Maria Lund", "words": " \n"}, 400), ({"segment": f"{0:016}-1"}, 409), ({"segment": "zz"}, 409)],
)
def test_a_sound_that_is_refused_is_not_written(
    tmp_path: Path, sting: bytes, more: dict[str, str], status: int
) -> None:
    path = make_show(tmp_path / "show")
    with browsing(tmp_path / "show") as browser:
        assert add(browser, sting, **more).status_code == status
    assert path.read_text() == SCRIPT
    assert not (tmp_path / "show" / "audio_assets").exists()


@pytest.mark.parametrize("ending", ["wav", "mp3", "flac", "ogg", "aiff", "aif", "AIF", "m4a", "aac"])
def test_files_that_a_page_offers(tmp_path: Path, ending: str) -> None:
    folder = ShowFolder(tmp_path.resolve())
    assert sound_path(folder, f"My sting.{ending}") == folder.root / "audio_assets" / f"my-sting.{ending.lower()}"


@pytest.mark.parametrize("name", ["x.exe", "x", "", "../x.yaml", ".wav"])
def test_other_files_are_refused(tmp_path: Path, sting: bytes, name: str) -> None:
    path = make_show(tmp_path / "show")
    with browsing(tmp_path / "show") as browser:
        assert add(browser, sting, name).status_code == 400
    assert path.read_text() == SCRIPT
    assert not (tmp_path / "show" / "audio_assets").exists()


def test_what_is_no_sound_is_not_written(tmp_path: Path, sting: bytes) -> None:
    path = make_show(tmp_path / "show")
    with browsing(tmp_path / "show") as browser:
        assert add(browser, b"no sound").status_code == 400
        assert add(browser, sting, "../../x.wav").is_success
        assert add(browser, sting[:-2], "x.wav").status_code == 400
    assert [each.name for each in (tmp_path / "show" / "audio_assets").iterdir()] == ["x.wav"]
    assert not (tmp_path / "x.wav").exists()
    assert "x.wav" in path.read_text()

"""A browser edits a script: by keyboard and by mouse, in two tabs, and validators find nothing in the pages."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from importlib.util import find_spec
from itertools import product
from pathlib import Path
from typing import Any

import pytest

from audiobrief.editor.server import EditorServer
from builders import ROOT, audiobrief, sine, write_wave
from editor.desks import SCRIPT, make_show
from judges.readers import HERE, ran
from publish.serving.served import running

pytestmark = [
    pytest.mark.judge,
    pytest.mark.skipif(
        shutil.which("chromium") is None or shutil.which("java") is None,
        reason="Chromium or Java is not installed (CONTRIBUTING says how)",
    ),
]
NARRATION = "The second one is longer. It has 17 words."


@pytest.fixture
def script(tmp_path: Path) -> Path:
    text = SCRIPT.replace("title: One\n", "title: One\nshow: show.yaml\nquotes: null\n")
    path = make_show(tmp_path / "show", text.replace("Goodbye.", "The voices that you heard are synthetic."))
    shutil.copy(ROOT / "scripts" / "show.yaml", path.parent)
    shutil.copytree(ROOT / "audio_assets", tmp_path / "show" / "audio_assets")
    return path


@pytest.fixture
def address(script: Path) -> Iterator[str]:
    server = EditorServer(script, 0)
    with running(server):
        yield server.address


def edit(address: str, act: str, width: int = 1280, scheme: str = "light", *more: Path) -> dict[str, Any]:
    """Do something in the editor; see that nothing was said to the console, and nobody else was asked."""
    seen: dict[str, Any] = json.loads(ran("node", HERE / "edit.mjs", address, act, str(width), scheme, *more).stdout)
    assert "failed" not in seen, seen
    assert seen["said"] == []
    assert seen["elsewhere"] == []
    return seen


def start_of(address: str) -> str:
    return address.split("&open", maxsplit=1)[0]


@pytest.mark.parametrize(("width", "scheme"), list(product((390, 768, 1440), ("light", "dark"))))
def test_axe_and_validators_find_nothing(address: str, script: Path, tmp_path: Path, width: int, scheme: str) -> None:
    for act, at in (("start", start_of(address)), ("episode", address), ("look", address)):
        if act == "look":
            script.write_text(
                script.read_text()
                .replace("chapter: Second", "chapter: Second\n    sound: theem")
                .replace("Good evening.", f'Good evening, (Kyiv)[sub:"Keev"]. {"It went on and on, " * 9}today.')
            )
        folder = tmp_path / act
        folder.mkdir()
        seen = edit(at, act, width, scheme, folder)
        assert seen["found"] == []
        assert max(seen["widths"]) <= 0
        pages = sorted(folder.glob("*.html"))
        assert json.loads(ran("node", HERE / "read_pages.mjs", *pages).stdout)["found"] == []
        jar = HERE / "node_modules" / "vnu-jar" / "build" / "dist" / "vnu.jar"
        done = ran("java", "-jar", jar, "--Werror", *pages)
        assert (done.stdout, done.stderr) == (b"", b"")


def test_by_keyboard(address: str, script: Path) -> None:
    before = script.read_text()
    seen = edit(address, "keyboard")
    typed, divided, added, undone = seen["steps"]
    assert typed[1] == f"++Typed here++. {NARRATION}"
    assert divided[1:3] == [NARRATION, "++Typed here++."]
    assert len(added) == 4
    assert "Added." in added
    assert undone[1] == NARRATION
    assert seen["heard"]["sound"].startswith("/sound/")
    assert script.read_text() == before


def test_a_sentence_as_it_was(address: str) -> None:
    now, before = edit(address, "before")["heard"]
    assert now > before


def test_what_was_not_saved_is_asked_about(address: str, script: Path) -> None:
    seen = edit(address, "recover")
    assert seen["asked"].startswith("The editor or the browser ended before this text was saved.")
    assert NARRATION in seen["asked"]
    assert seen["again"] == 0
    assert seen["texts"][:2] == ["Saved as soon as the editor answers.", "Kept by the browser."]
    assert "Kept by the browser." in script.read_text()


def test_no_text_is_lost(address: str, script: Path) -> None:
    seen = edit(address, "lost", 1280, "light", script)
    assert seen["answer"] == {"asked": [], "written": 1}
    assert seen["full"]["written"] == 1
    assert [each.split(":")[0] for each in seen["full"]["asked"]] == ["The browser can keep no text for later"]
    assert seen["broken"] == []
    (asked,) = seen["mended"]
    assert asked.startswith("The editor or the browser ended before this text was saved.")
    for each in (seen["refused"], seen["again"]):
        assert len(each) == 1
        assert "Typed just before the end." in each[0]
    assert (seen["written"], seen["last"]) == (1, [])


def test_equal_segments_in_two_tabs(address: str, script: Path) -> None:
    head = script.read_text().split("segments:")[0]
    script.write_text(f"{head}segments:\n" + "  - narration: same\n" * 3)
    seen = edit(address, "twins")
    assert seen["asked"] == ["", "same", ""]
    assert seen["texts"] == ["First.", "Mine.", "same"]
    assert script.read_text().count("narration: same\n") == 1


def test_by_mouse(address: str, script: Path) -> None:
    seen = edit(address, "mouse")
    assert seen["message"].startswith("Done: published")
    text = script.read_text()
    assert text.startswith(
        "# The first line stays.\nversion: 1\ntitle: Another title\ndate: 2026-11-29\nshow: show.yaml\n"
    )
    assert "  # What comes second.\n  - narration: |\n" in text
    assert "    chapter: Second\n    optional: true\n    voice: high\n" in text
    assert "It has another paragraph. More.\n" in text
    assert (script.parents[1] / "public" / "feed.xml").is_file()


def test_a_script_is_drafted(address: str) -> None:
    seen = edit(start_of(address), "draft")
    assert seen["at"].endswith("file=scripts%2Fharbour-reopens.yaml")
    assert any("The harbour reopened on Monday." in text for text in seen["texts"])


@pytest.mark.skipif(find_spec("hibari") is None, reason="the voice hibari is not installed")
def test_from_an_empty_folder_to_a_published_episode(tmp_path: Path) -> None:
    folder = tmp_path / "news"
    folder.mkdir()
    server = EditorServer(folder, 0)
    with running(server):
        seen = edit(server.address, "whole", 1280, "light", write_wave(tmp_path / "Loud noise.wav", sine(1.0)))
    assert "LUFS" in seen["read"]
    assert any("Ships had waited for three days outside." in text for text in seen["texts"])
    script = folder / "scripts" / "harbour-of-zhytkavichy-reopens.yaml"
    assert "    sound: sting\n" in script.read_text()
    assert audiobrief("check", script, cwd=folder).status == 0
    assert "  loud-noise: ../audio_assets/loud-noise.wav\n" in script.read_text()
    assert "      speaker: Maria Lund\n" in script.read_text()
    assert 'Zhytkavichy: {say: "zhit KAH vee chee"}' in (folder / "lexicon.yaml").read_text()
    assert "harbour" in (folder / "public" / "feed.xml").read_text().lower()


@pytest.mark.skipif(find_spec("hibari") is None, reason="the voice hibari is not installed")
def test_from_an_empty_folder_by_keys_alone(tmp_path: Path) -> None:
    folder = tmp_path / "news"
    folder.mkdir()
    server = EditorServer(folder, 0)
    with running(server):
        seen = edit(server.address, "keys", 1280, "light", write_wave(tmp_path / "Loud noise.wav", sine(1.0)))
    assert "LUFS" in seen["read"]
    assert any(text.endswith("We begin.") for text in seen["texts"])
    script = folder / "scripts" / "harbour-of-zhytkavichy-reopens.yaml"
    assert "    sound: sting\n" in script.read_text()
    assert "\ntarget: 0:" in script.read_text()
    assert "      speaker: Maria Lund\n" in script.read_text()
    assert 'Zhytkavichy: {say: "zhit KAH vee chee"}' in (folder / "lexicon.yaml").read_text()
    assert audiobrief("check", script, cwd=folder).status == 0
    assert "Harbour" in (folder / "public" / "feed.xml").read_text()

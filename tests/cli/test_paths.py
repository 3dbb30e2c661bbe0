"""Paths on the command line: in either form of Unicode, links to themselves, not UTF-8, or without a working folder."""

from __future__ import annotations

import json
import unicodedata
from pathlib import Path

import pytest

from audiobrief.cli.paths import local_path
from audiobrief.errors import MachineError
from builders import Run, audiobrief, tone_script
from cli.test_streams import in_shell
from publish.sets import HOUSE, cover, rendered_set

NFC, NFD = (unicodedata.normalize(form, "Füße") for form in ("NFC", "NFD"))
ODD = "caf\udce9"
"""A name that is not UTF-8."""
WITH_PATHS = (
    "check {}.yaml", "render {}.yaml", "render episode.yaml -o {}.mp3", "read {}.yaml", "names {}.yaml",
    "watch {}.yaml", "proof {}.mp3", "draft {}.txt", "draft episode.yaml -o {}.yaml",
    "draft episode.yaml --show {}.yaml", "check episode.yaml --against {}.txt", "init {}", "say hi -o {}.wav",
    "serve {}", "preflight {}.mp3", "preflight {}.episode.json --to site", "publish {}.mp3 --to site",
    "publish x.mp3 --to {}", "publish x.mp3 --to file://{cwd}/{}", "publish --show {}.yaml --to site",
    "publish x.mp3 --to site --templates {}", "unpublish {}.mp3 --to site", "unpublish x --to {}",
)  # fmt: skip
"""Command lines, with a path for {}."""


def names_in(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir() if not path.name.startswith("."))


def line_of(command: str, path: str, cwd: Path) -> list[str]:
    return [word.replace("{cwd}", str(cwd)).replace("{}", path) for word in command.split()]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a script, and links to themselves for each kind of file."""
    path = tmp_path_factory.mktemp("links")
    tone_script(path, "  - narration: Hello.\n")
    for ending in ("", ".yaml", ".mp3", ".txt", ".wav", ".episode.json"):
        (path / f"loop{ending}").symlink_to(f"loop{ending}")
    return path


@pytest.mark.parametrize("command", WITH_PATHS)
def test_a_link_to_itself_is_named(command: str, folder: Path) -> None:
    before = sorted(folder.rglob("*"))
    run = audiobrief(*line_of(command, "loop", folder), cwd=folder)
    assert (run.status, run.err.count("\n")) == (1, 1), run.err
    assert run.err.endswith(": the link leads back to itself (delete it)\n")
    assert sorted(folder.rglob("*")) == before


def test_a_link_to_itself_among_the_folders(folder: Path) -> None:
    run = audiobrief("check", "loop/episode.yaml", cwd=folder)
    assert run == Run(1, "", "loop/episode.yaml: the link leads back to itself (delete it)\n")


@pytest.mark.parametrize("name", ["show.yaml", "story.yaml"])
def test_a_link_to_itself_that_nobody_named(tmp_path: Path, name: str) -> None:
    (tmp_path / "story.txt").write_text("A title\n\n" + "The bridge was opened on Monday by the mayor. " * 3)
    (tmp_path / name).symlink_to(name)
    run = audiobrief("draft", "story.txt", cwd=tmp_path)
    assert run.err.count("\n") == 1
    assert "fault" not in run.err
    assert (tmp_path / name).is_symlink()


@pytest.mark.parametrize("name", ["media", "feed.xml"])
def test_a_link_to_itself_in_a_site(tmp_path: Path, name: str) -> None:
    rendered_set(tmp_path / "out")
    place = tmp_path / "site" / name
    place.parent.mkdir(parents=True)
    place.symlink_to(place.name)
    run = audiobrief("publish", "out/episode.mp3", "--to", "site", "-q", cwd=tmp_path)
    assert (run.status, run.err.count("\n")) == (1, 1), run.err
    assert run.err.startswith("site/")
    assert "the link leads nowhere (delete it)" in run.err or "too many levels of symbolic links" in run.err
    assert place.is_symlink()


def test_a_full_path_needs_no_working_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "gone").mkdir()
    monkeypatch.chdir(tmp_path / "gone")
    (tmp_path / "gone").rmdir()
    with pytest.raises(MachineError, match=r"^the working folder has been deleted \(change to another one\)$"):
        local_path("x")
    assert local_path(tmp_path / "x") == tmp_path / "x"


def test_publish_without_a_working_folder(tmp_path: Path) -> None:
    (tmp_path / "gone").mkdir()
    run = in_shell(tmp_path, "cd gone; rmdir ../gone; audiobrief publish x.mp3 y.mp3 --show z.yaml --to site")
    assert run == Run(1, "", "the working folder has been deleted (change to another one)\n")


class TestUnicode:
    """A path is the same file in both forms of Unicode."""

    @pytest.mark.parametrize(("on_disk", "asked"), [(NFC, NFD), (NFD, NFC)])
    def test_scripts_and_results(self, tmp_path: Path, on_disk: str, asked: str) -> None:
        script = tone_script(tmp_path, "  - narration: Hello.\n").rename(tmp_path / f"{on_disk}.yaml")
        script.write_text(script.read_text("utf-8") + "slug: x\n", "utf-8")
        (tmp_path / on_disk).mkdir()
        for _ in range(2):
            run = audiobrief("render", f"{asked}.yaml", "-o", f"{asked}/{asked}.mp3", "-q", cwd=tmp_path)
            assert run == Run(0, "", "")
        assert names_in(tmp_path / on_disk).count(f"{asked}.mp3") == 1
        assert names_in(tmp_path) == sorted([f"{on_disk}.yaml", on_disk])
        assert audiobrief("check", f"{asked}.yaml", "-q", cwd=tmp_path).status == 0

    @pytest.mark.parametrize("asked", [NFC, NFD])
    def test_the_files_of_an_episode_that_were_copied_from_a_mac(self, tmp_path: Path, asked: str) -> None:
        script = tone_script(tmp_path, "  - narration: Hello.\n")
        audiobrief("render", script.name, "-o", f"out/{NFC}.mp3", "-q", cwd=tmp_path)
        for file in [*(tmp_path / "out").iterdir()]:
            file.rename(file.with_name(unicodedata.normalize("NFD", file.name)))
        for ending in (".mp3", ".episode.json"):
            run = audiobrief("preflight", f"out/{asked}{ending}", "--json", cwd=tmp_path)
            findings = json.loads(run.out)["episodes"][0]["findings"]
            assert [finding["what"] for finding in findings if "missing" in finding["what"]] == []
            assert any(finding["what"] == "the audio file has no picture" for finding in findings)

    @pytest.mark.parametrize(("on_disk", "asked"), [(NFC, NFD), (NFD, NFC)])
    def test_sites(self, tmp_path: Path, on_disk: str, asked: str) -> None:
        rendered_set(tmp_path / on_disk)
        (tmp_path / on_disk / "show.yaml").write_text(HOUSE)
        (tmp_path / on_disk / "cover.png").write_bytes(cover())
        (tmp_path / f"{on_disk} site").mkdir()
        arguments = [f"{asked}/episode.mp3", "--to", f"{asked} site", "--show", f"{asked}/show.yaml", "-q"]
        assert audiobrief("publish", *arguments, cwd=tmp_path) == Run(0, "", "")
        assert (tmp_path / f"{on_disk} site" / "feed.xml").is_file()
        run = audiobrief("unpublish", f"{asked}/episode.mp3", "--to", f"{asked} site", "-q", cwd=tmp_path)
        assert run == Run(0, "", "")
        assert names_in(tmp_path) == sorted([on_disk, f"{on_disk} site"])


class TestNotUtf8:
    """Names of files that are not UTF-8 are shown escaped, and refused where they would have to be written."""

    def test_a_script_needs_a_slug(self, tmp_path: Path) -> None:
        script = tone_script(tmp_path, "  - narration: Hello.\n").rename(tmp_path / f"{ODD}.yaml")
        what = "the script's name is not UTF-8, and gives no name for its files"
        what += " (add slug: with a name, or rename the script)"
        for command in ("check", "render"):
            run = audiobrief(command, script.name, cwd=tmp_path)
            assert run == Run(2, "", f"caf\\udce9.yaml:1:1: {what}\n")
        script.write_text(script.read_text("utf-8") + "slug: cafe\n", "utf-8")
        assert audiobrief("render", script.name, "-q", cwd=tmp_path) == Run(0, "", "")
        manifest = json.loads((tmp_path / "out/cafe.episode.json").read_text("utf-8"))
        assert manifest["script"] == r"caf\udce9.yaml"

    def test_a_result_has_another_name(self, tmp_path: Path) -> None:
        script = tone_script(tmp_path, "  - narration: Hello.\n")
        run = audiobrief("render", script.name, "-o", f"{ODD}.mp3", "-q", cwd=tmp_path)
        advice = "choose another name with slug: or -o"
        assert run == Run(1, "", f"episode.yaml: caf\\udce9.mp3 cannot be written: the name is not UTF-8 ({advice})\n")

    def test_folders_may_have_such_names(self, tmp_path: Path) -> None:
        (tmp_path / ODD).mkdir()
        script = tone_script(tmp_path / ODD, "  - narration: Hello.\n")
        assert audiobrief("render", f"{ODD}/{script.name}", "-o", f"{ODD}/x.mp3", "-q", cwd=tmp_path).status == 0
        rendered_set(tmp_path / ODD / "out")
        publish = audiobrief("publish", f"{ODD}/out/episode.mp3", "--to", f"{ODD}/site", "-q", cwd=tmp_path)
        assert publish == Run(0, "", "")

    @pytest.mark.parametrize("count", [1, 2])
    def test_articles_may_have_such_names(self, tmp_path: Path, count: int) -> None:
        article = tmp_path / f"{ODD}.txt"
        article.write_text("A title\n\n" + "The bridge was opened on Monday by the mayor. " * 3)
        run = audiobrief("draft", *[article.name] * count, "-o", "x.yaml", "-q", cwd=tmp_path)
        assert run.status == 0, run.err
        (tmp_path / "x.yaml").read_text("utf-8")

    def test_a_house_file_must_not(self, tmp_path: Path) -> None:
        (tmp_path / ODD).mkdir()
        (tmp_path / ODD / "show.yaml").write_text("version: 1\ntitle: The Show\n")
        (tmp_path / "a.txt").write_text("A title\n\n" + "The bridge was opened on Monday by the mayor. " * 3)
        run = audiobrief("draft", "a.txt", "--show", f"{ODD}/show.yaml", cwd=tmp_path)
        what = "its path is not UTF-8, so a script cannot name it (rename it, or its folder)"
        assert run == Run(2, "", f"caf\\udce9/show.yaml: {what}\n")

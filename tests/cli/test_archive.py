"""`audiobrief archive`: many scripts, each once, with the same bytes as `render`."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from contextlib import AbstractContextManager
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from audiobrief.archive.delivery import publication
from audiobrief.errors import PlaceError
from audiobrief.publish.site import opening
from audiobrief.publish.site.site import Site
from audiobrief.storage.place_address import FolderAddress, PlaceAddress
from builders import Run, audiobrief, fake_pyttsx3, picture, sine, tone_script, write_wave
from publish.sets import HOUSE, SCRIPT, cover

EXTRA = "show: show.yaml\nsounds: {theme: theme.wav}\n"


def scripts(folder: Path, *texts: str) -> list[Path]:
    """Write scripts a.yaml, b.yaml and so on that share a house file and a sound."""
    (folder / "scripts").mkdir()
    (folder / "scripts" / "show.yaml").write_text("language: en-GB\nauthor: A desk\nlexicon: {Kyiv: {say: KEEV}}\n")
    write_wave(folder / "scripts" / "theme.wav", sine(2))
    return [
        tone_script(folder / "scripts", f'  - intro: "{text}"\n    bed: theme\n', EXTRA, f"{chr(97 + number)}.yaml")
        for number, text in enumerate(texts)
    ]


def archive(folder: Path, *arguments: str) -> Run:
    return audiobrief("archive", "scripts", "--to", "out", "--jobs", "2", *arguments, cwd=folder)


def made(run: Run) -> list[str]:
    return sorted(Path(path).stem for path in json.loads(run.out)["made"])


def interrupted(*_arguments: object) -> None:
    """Interrupt a watch when it would wait."""
    raise KeyboardInterrupt


def files(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir() if path.is_file()}


def test_the_bytes_are_those_of_render(tmp_path: Path) -> None:
    scripts(tmp_path, "Hello there.", "Kyiv is a city. It is large.", "Goodbye.")
    assert archive(tmp_path).status == 0
    assert audiobrief("render", *[f"scripts/{name}.yaml" for name in "abc"], cwd=tmp_path / "..", env={}).status == 2
    other = tmp_path / "other"
    other.mkdir()
    (other / "scripts").symlink_to(tmp_path / "scripts")
    assert audiobrief("render", *[f"scripts/{name}.yaml" for name in "abc"], cwd=other).status == 0
    assert files(tmp_path / "out") == files(other / "out")


@pytest.mark.slow
def test_only_what_changed_is_made_again(tmp_path: Path) -> None:
    first, second, _third = scripts(tmp_path, "One.", "Two.", "Three.")
    assert made(archive(tmp_path, "--json")) == ["a", "b", "c"]
    assert made(archive(tmp_path, "--json")) == []
    first.write_text(first.read_text().replace("One.", "Four."))
    os.utime(second)
    assert made(archive(tmp_path, "--json")) == ["a"]
    (tmp_path / "out" / "c.vtt").write_text("WEBVTT\n")
    (tmp_path / "out" / "b.mp3").unlink()
    assert made(archive(tmp_path, "--json")) == ["b", "c"]
    (tmp_path / "scripts" / "show.yaml").write_text("language: en-US\n")
    assert made(archive(tmp_path, "--json")) == ["a", "b", "c"]
    run = archive(tmp_path)
    assert run.err == "passed over: 1 YAML file without segments (-v lists them)\nout: 0 episodes made, 3 unchanged\n"


def test_failures_are_listed_until_they_are_mended(tmp_path: Path) -> None:
    _first, second = scripts(tmp_path, "One.", "Two.")
    second.write_text(second.read_text().replace("bed: theme", "bed: thema"))
    line = "scripts/b.yaml:10:10: bed: unknown sound 'thema' (did you mean 'theme'?)"
    run = archive(tmp_path, "--json")
    assert (run.status, made(run)) == (2, ["a"])
    assert line in run.err.splitlines()
    run = archive(tmp_path, "--json")
    assert run.status == 2
    assert json.loads(run.out)["failed"] == [{"script": "scripts/b.yaml", "tries": 1, "error": line}]
    assert f"{line} (failed before; --retry tries it again)" in run.err.splitlines()
    assert json.loads(archive(tmp_path, "--json", "--retry").out)["failed"][0]["tries"] == 2
    second.write_text(second.read_text().replace("thema", "theme"))
    run = archive(tmp_path, "--json")
    assert (run.status, made(run)) == (0, ["b"])


@pytest.mark.slow
def test_a_sound_that_comes_later_is_noticed(tmp_path: Path) -> None:
    scripts(tmp_path, "One.")
    (tmp_path / "scripts" / "theme.wav").rename(tmp_path / "theme.wav")
    assert archive(tmp_path).status == 2
    (tmp_path / "theme.wav").rename(tmp_path / "scripts" / "theme.wav")
    assert archive(tmp_path).status == 0


def test_a_list_on_standard_input(tmp_path: Path) -> None:
    scripts(tmp_path, "One.", "Two.", "Three.")
    done = subprocess.run(
        [sys.executable, "-m", "audiobrief", "archive", "-", "--to", "out", "--json"],
        input="\ufeffscripts/c.yaml\n\nscripts/a.yaml\n",
        encoding="utf-8",
        capture_output=True,
        cwd=tmp_path,
        env={**os.environ, "PYTHONUTF8": "1", "AUDIOBRIEF_CACHE": str(tmp_path / ".cache")},
        check=True,
    )
    assert made(Run(0, done.stdout, done.stderr)) == ["a", "c"]


@pytest.mark.parametrize(
    ("arguments", "line"),
    [
        (("", "--to", "o"), "'': there is no such file (check the path)"),
        (("a.yaml", "--to", ""), "'' is no path"),
    ],
)
def test_an_empty_path_is_none(tmp_path: Path, arguments: tuple[str, ...], line: str) -> None:
    run = audiobrief("archive", *arguments, cwd=tmp_path)
    assert run.status == 2
    assert line in run.err
    assert run.err.count("\n") == 1
    assert not (tmp_path / ".audiobrief-archive").exists()


@pytest.mark.slow
def test_shards_together_are_the_whole(tmp_path: Path) -> None:
    scripts(tmp_path, *(f"Number {number}." for number in range(5)))
    parts = [made(archive(tmp_path, "--json", "--shard", f"{number}/2")) for number in (1, 2)]
    assert sorted(parts[0] + parts[1]) == ["a", "b", "c", "d", "e"]
    assert made(archive(tmp_path, "--json")) == []


EDITIONS = "editions: {short: {target: 0:03}, loud: {loudness: -14 LUFS}}\n"


def test_editions_are_made_with_their_script(tmp_path: Path) -> None:
    first, _second = scripts(tmp_path, "One. Two. Three. Four.", "Two.")
    first.write_text(EDITIONS + first.read_text())
    assert made(archive(tmp_path, "--json")) == ["a", "a-loud", "a-short", "b"]
    assert {path.name for path in (tmp_path / "out").glob("*.mp3")} == {"a.mp3", "a-short.mp3", "a-loud.mp3", "b.mp3"}
    (tmp_path / "out" / "a-short.mp3").unlink()
    assert made(archive(tmp_path, "--json")) == ["a", "a-loud", "a-short"]
    assert made(archive(tmp_path, "--json")) == []


@pytest.mark.slow
def test_an_edition_that_fails_costs_itself(tmp_path: Path) -> None:
    first, _second = scripts(tmp_path, "One. Two. Three. Four.", "Two.")
    first.write_text(EDITIONS.replace("0:03", "0:01") + first.read_text())
    run = archive(tmp_path, "--json")
    assert (run.status, made(run)) == (1, ["a", "a-loud", "b"])
    (failure,) = json.loads(run.out)["failed"]
    assert failure["script"] == "scripts/a.yaml"
    assert failure["error"].startswith("scripts/a.yaml:1:28: ")
    assert "out: 2 episodes made, 1 failed, " in run.err
    assert made(archive(tmp_path, "--json", "--retry")) == ["a", "a-loud"]


def test_an_edition_replaces_no_other_scripts_files(tmp_path: Path) -> None:
    first, second = scripts(tmp_path, "One. Two. Three. Four.", "Two.")
    first.write_text(EDITIONS + first.read_text())
    second.rename(second.with_name("A-Short.yaml"))
    line = "scripts/a.yaml (edition 'short') and scripts/A-Short.yaml would both write a-short.*"
    run = archive(tmp_path)
    assert (run.status, run.err) == (2, f"{line} (rename the edition or the script)\n")


@pytest.mark.slow
def test_an_edition_replaces_no_episode_of_earlier_sources(tmp_path: Path) -> None:
    _first, second = scripts(tmp_path, "One. Two.", "Two.")
    assert (
        audiobrief("archive", str(second.rename(second.with_name("c-loud.yaml"))), "--to", "out", cwd=tmp_path).status
        == 0
    )
    made_before = files(tmp_path / "out")
    tone_script(tmp_path / "more", "  - intro: One.\n", "editions: {loud: {loudness: -14 LUFS}}\n", "c.yaml")
    run = audiobrief("archive", "more", "--to", "out", cwd=tmp_path)
    assert run.status == 2
    assert run.err.startswith("more/c.yaml: another script writes c-loud.* (rename the edition)\n")
    assert files(tmp_path / "out") == made_before


@pytest.mark.slow
def test_other_sources_replace_no_episode_of_the_archive(tmp_path: Path) -> None:
    (first,) = scripts(tmp_path, "One.")
    assert archive(tmp_path).status == 0
    made_before = files(tmp_path / "out")
    (tmp_path / "more" / "x").mkdir(parents=True)
    other = tone_script(tmp_path / "more", "  - intro: Two.\n", name="a.yaml")
    run = audiobrief("archive", "more", "--to", "out", cwd=tmp_path)
    line = (
        f"more/a.yaml would replace out/a.*, which is made of {first} (give it a slug: of its own, or choose another "
    )
    assert (run.status, run.err) == (2, f"{line}folder with --to)\n")
    assert files(tmp_path / "out") == made_before
    other.rename(tmp_path / "more" / "x" / "a.yaml")  # another place in the archive
    assert audiobrief("archive", "more", "--to", "out", cwd=tmp_path).status == 0
    other.write_text(
        first.read_text().replace("One.", "Three.").replace("show: show.yaml", "show: ../scripts/show.yaml")
    )
    other.write_text(other.read_text().replace("theme.wav", "../scripts/theme.wav"))
    first.unlink()  # it was moved
    run = audiobrief("archive", "more/a.yaml", "--to", "out", cwd=tmp_path)
    assert run.status == 0, run.err


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no pipes with names")
def test_pipes_are_no_files(tmp_path: Path) -> None:
    first, _second = scripts(tmp_path, "One.", "Two.")
    first.write_text(first.read_text().replace("show: show.yaml", "show: pipe.yaml"))
    (tmp_path / "scripts" / "dangling.txt").symlink_to("missing.txt")
    for name in ("pipe.yaml", "text.txt"):
        os.mkfifo(tmp_path / "scripts" / name)
    run = archive(tmp_path, "--draft", "--json")
    assert (run.status, made(run)) == (2, ["b"])
    readable = "name the article's text, Markdown, HTML, PDF, DOCX, ODT, RTF or EPUB file"
    errors = [
        "scripts/a.yaml:3:7: show: 'pipe.yaml' is not a file (name a file)",
        "scripts/dangling.txt: cannot be read: no such file or directory (check the path and its rights)",
        "scripts/pipe.yaml:1:1: this is not a file (name a YAML file)",
        f"scripts/text.txt: this is not a file ({readable})",
    ]
    assert sorted(failure["error"] for failure in json.loads(run.out)["failed"]) == errors
    run = archive(tmp_path, "--draft", "--json")
    assert sorted(failure["error"] for failure in json.loads(run.out)["failed"]) == errors


def test_files_that_cannot_be_read_cost_themselves(tmp_path: Path) -> None:
    _first, second = scripts(tmp_path, "One.", "Two.")
    second.write_text(second.read_text(), "utf-16")
    (tmp_path / "scripts" / "c.yaml").symlink_to("missing.yaml")
    run = archive(tmp_path, "--json")
    assert (run.status, made(run)) == (2, ["a"])
    assert sorted(run.err.splitlines()[1:3]) == [
        "scripts/b.yaml:1:1: this is not UTF-8 text (save the file with the encoding UTF-8)",
        "scripts/c.yaml:1:1: cannot be read: no such file or directory (check the path and its rights)",
    ]


def test_a_report_is_written(tmp_path: Path) -> None:
    _first, second = scripts(tmp_path, "One.", "Two.")
    second.write_text(second.read_text().replace("bed: theme", "bed: thema"))
    assert archive(tmp_path, "--report", "report.html").status == 2
    page = (tmp_path / "report.html").read_text("utf-8")
    assert "unknown sound &#39;thema&#39;" in page
    assert f"<td>{tmp_path}/scripts/a.yaml</td>" in page


@pytest.mark.parametrize(
    ("name", "line"),
    [
        ("-", "the name given with --report ends in .html, and '-' does not"),
        ("scripts/a.yaml", "the name given with --report ends in .html, and 'scripts/a.yaml' does not"),
        ("page.html", "page.html exists and is no report of an archive (give --report another name, or delete it)"),
        (
            "out/.audiobrief-archive/x.html",
            "out/.audiobrief-archive/x.html lies in the folder of the ledger (give --report another name)",
        ),
    ],
)
def test_a_report_replaces_nothing_else(tmp_path: Path, name: str, line: str) -> None:
    (first,) = scripts(tmp_path, "One.")
    text = first.read_text()
    (tmp_path / "page.html").write_text("<!doctype html>\n<p>A page.</p>\n")
    run = archive(tmp_path, "--report", name)
    assert (run.status, run.err) == (2, f"{line}\n")
    assert not (tmp_path / "out").exists()
    assert first.read_text() == text


def test_a_report_replaces_no_page_of_the_site(tmp_path: Path) -> None:
    scripts(tmp_path, "One.")
    run = archive(tmp_path, "--publish", "site", "--report", "site/index.html")
    assert (run.status, run.err) == (2, "site/index.html lies in the site (give --report another name)\n")


def test_a_report_replaces_a_report(tmp_path: Path) -> None:
    scripts(tmp_path, "One.")
    assert archive(tmp_path, "--report", "report.html").status == 0
    assert archive(tmp_path, "--report", "report.html").status == 0


def test_a_report_is_no_article(tmp_path: Path) -> None:
    scripts(tmp_path, "One.")
    assert archive(tmp_path, "--report", "scripts/report.html").status == 0
    run = archive(tmp_path, "--draft", "--report", "scripts/report.html")
    line = "scripts/report.html would be drafted as an article (move it out of the folder of the articles)\n"
    assert (run.status, run.err) == (2, line)


def test_a_house_file_that_is_named_is_passed_over(tmp_path: Path) -> None:
    scripts(tmp_path, "One.")
    run = audiobrief("archive", "scripts/*.yaml", "--to", "out", cwd=tmp_path)
    assert run.status == 0
    assert "1 house file passed over" in run.err


ARTICLE = """\
The bridge stays closed

The bridge over the river stays closed until the end of the month, the council said on Monday.

Engineers had found cracks in two of its pillars. Buses go through the old town.
"""


@pytest.mark.slow
def test_articles_are_drafted_beside_themselves(tmp_path: Path) -> None:
    (tmp_path / "scripts" / "2026").mkdir(parents=True)
    (tmp_path / "scripts" / "show.yaml").write_text(
        "title: The news\nlanguage: en-GB\nauthor: A desk\nvoices: {low: {engine: tone}}\n"
    )
    (tmp_path / "scripts" / "2026" / "bridge.txt").write_text(ARTICLE)
    (tmp_path / "scripts" / "2026" / "empty.txt").write_text("")
    run = archive(tmp_path, "--draft", "--json")
    assert (run.status, made(run)) == (2, ["bridge"]), run.err
    assert "scripts/2026/empty.txt: " in run.err
    script = tmp_path / "scripts" / "2026" / "bridge.yaml"
    assert 'show: "../show.yaml"' in script.read_text()
    assert (tmp_path / "out" / "2026" / "bridge.mp3").exists()
    assert made(archive(tmp_path, "--draft", "--json")) == []
    script.write_text(script.read_text().replace("Buses", "Trams"))
    assert made(archive(tmp_path, "--draft", "--json")) == ["bridge"]
    assert "Trams" in script.read_text()
    assert "Trams" in (tmp_path / "out" / "2026" / "bridge.vtt").read_text()


def test_a_mistake_in_a_drafted_script_is_said_at_its_place(tmp_path: Path) -> None:
    scripts(tmp_path)
    (tmp_path / "scripts" / "bridge.txt").write_text(ARTICLE)
    tone_script(tmp_path / "scripts", "  - intro: One.\n    bed: thema\n", name="bridge.yaml")
    run = archive(tmp_path, "--draft", "--json")
    (failure,) = json.loads(run.out)["failed"]
    assert failure["script"] == "scripts/bridge.yaml"
    assert failure["error"].startswith("scripts/bridge.yaml:8:10: bed: unknown sound 'thema'")


@pytest.mark.parametrize("has_house", [False, True])
def test_an_article_with_the_name_of_a_house_file_is_refused(tmp_path: Path, has_house: bool) -> None:
    scripts(tmp_path)
    house = tmp_path / "scripts" / "show.yaml"
    if not has_house:
        house.unlink()
    (tmp_path / "scripts" / "show.txt").write_text(ARTICLE)
    run = archive(tmp_path, "--draft")
    line = "scripts/show.txt: its script would be show.yaml, the name of house files (rename the article)"
    assert (run.status, run.err.splitlines()[0]) == (2, line)
    assert house.exists() == has_house


@pytest.mark.slow
def test_an_edition_of_a_drafted_script_replaces_no_other(tmp_path: Path) -> None:
    (tmp_path / "scripts").mkdir()
    house = "language: en-GB\nvoices: {low: {engine: tone}}\neditions: {bare: {beds: false}}\n"
    (tmp_path / "scripts" / "show.yaml").write_text(house)
    (tmp_path / "scripts" / "bridge.txt").write_text(ARTICLE)
    other = tone_script(tmp_path / "scripts", "  - intro: One.\n", name="bridge-bare.yaml")
    run = archive(tmp_path, "--draft", "--json")
    assert (run.status, made(run)) == (2, ["bridge-bare"])
    assert "another script writes bridge-bare.* (rename the edition)" in run.err
    other.rename(other.with_name("other.yaml"))
    run = archive(tmp_path, "--draft")
    assert run.status == 0, run.err


def test_a_watch_goes_on_after_scripts_of_one_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (first,) = scripts(tmp_path, "One.")
    second = tone_script(tmp_path / "scripts", "  - intro: Two.\n", name="a.yml")

    class Watch:
        def __init__(self, *_arguments: object) -> None:
            self.changes = iter([second.unlink])

        def wait(self) -> None:
            change = next(self.changes, None)
            if change is None:
                raise KeyboardInterrupt
            change()

    pytest.importorskip("watchfiles")
    monkeypatch.setattr("audiobrief.archive.watching.SourceWatch", Watch)
    run = archive(tmp_path, "--watch", "--json")
    assert run.err.startswith("scripts/a.yaml and scripts/a.yml would both write a.* (give each a slug: of its own)\n")
    assert (run.status, made(run), first.exists()) == (130, ["a"], True)


class TestPublish:
    @pytest.fixture
    def project(self, tmp_path: Path) -> Path:
        (tmp_path / "scripts").mkdir()
        (tmp_path / "scripts" / "show.yaml").write_text(HOUSE)
        (tmp_path / "scripts" / "cover.png").write_bytes(cover())
        (tmp_path / "scripts" / "chapter.png").write_bytes(picture("PNG", 8, 8))
        for name, number in (("a", 1), ("b", 2)):
            text = SCRIPT.replace("number: 1", f"number: {number}").replace("The bridge", f"The bridge {name}", 1)
            (tmp_path / "scripts" / f"{name}.yaml").write_text(text)
        return tmp_path

    def test_what_the_site_has_not_got_is_published(self, project: Path) -> None:
        run = archive(project, "--publish", "site")
        assert run.status == 0, run.err
        assert ", 2 published, " in run.err
        feed = (project / "site" / "feed.xml").read_text()
        assert feed.count("<item>") == 2
        content = json.loads(archive(project, "--publish", "site", "--json").out)
        assert (content["published"], content["unpublished"]) == (0, [])
        script = project / "scripts" / "b.yaml"
        script.write_text(script.read_text().replace("Good evening.", "Good morning."))
        assert json.loads(archive(project, "--publish", "site", "--json").out)["published"] == 1
        assert json.loads(archive(project, "--publish", "other", "--json").out)["published"] == 2

    def test_what_cannot_be_published_is_listed_and_the_others_are(self, project: Path) -> None:
        script = project / "scripts" / "a.yaml"
        script.write_text(script.read_text().replace("The bridge a", "T" * 300))
        run = archive(project, "--publish", "site", "--json")
        content = json.loads(run.out)
        assert run.status == 1
        assert (len(content["made"]), content["published"], len(content["unpublished"])) == (2, 1, 1)
        assert content["unpublished"][0] in run.err

    def test_a_place_that_cannot_be_written_costs_no_episode(self, project: Path) -> None:
        (project / "site").mkdir()
        (project / "site" / "feed.xml").write_text("no feed")
        run = archive(project, "--publish", "site", "--json")
        assert run.status == 1
        assert len(json.loads(run.out)["made"]) == 2
        (project / "site" / "feed.xml").unlink()
        assert json.loads(archive(project, "--publish", "site", "--json").out)["published"] == 2

    @pytest.mark.slow
    def test_editions_are_published_in_their_sites(self, project: Path) -> None:
        show = project / "scripts" / "show.yaml"
        loud = "loud: {loudness: -14 LUFS, publish: ../loud site, address: https://loud.example/}"
        show.write_text(f"{HOUSE}editions:\n  {loud}\n  quiet: {{loudness: -19 LUFS}}\n")
        content = json.loads(archive(project, "--publish", "site", "--json").out)
        assert (content["published"], content["unpublished"]) == (4, [])
        assert (project / "site" / "feed.xml").read_text().count("<item>") == 2
        feed = (project / "loud site" / "feed.xml").read_text()
        assert feed.count("<item>") == 2
        assert "https://loud.example/media/" in feed
        assert json.loads(archive(project, "--publish", "site", "--json").out)["published"] == 0

    @pytest.mark.slow
    def test_a_site_of_an_edition_that_is_none_costs_no_other(self, project: Path) -> None:
        show = project / "scripts" / "show.yaml"
        (project / "loud").write_text("a file")
        show.write_text(
            f"{HOUSE}editions: {{x: {{loudness: -14 LUFS, publish: ../loud, address: https://loud.example/}}}}\n"
        )
        run = archive(project, "--publish", "site", "--json")
        content = json.loads(run.out)
        assert (run.status, content["published"], len(content["unpublished"])) == (1, 2, 1), run.err

    @pytest.mark.slow
    def test_notes_say_why_a_place_has_nothing(self, project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        pytest.importorskip("watchfiles")
        monkeypatch.setattr("audiobrief.archive.watching.SourceWatch.wait", interrupted)
        (project / "site").mkdir()
        (project / "site" / "feed.xml").write_text("no feed")
        (project / "scripts" / "b.yaml").unlink()
        run = archive(project, "--publish", "site", "--watch", "--json")
        reasons = json.loads(run.out)["unpublished"]
        assert reasons[-1].startswith("site")
        note = (project / "scripts" / "a.yaml.episode.txt").read_text()
        assert note.splitlines()[3:] == [f"Not published: {reason}" for reason in reasons]

    @pytest.mark.slow
    def test_a_server_that_is_away_for_a_while_is_tried_again(
        self, project: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        waits: list[float] = []
        answers = iter([False, False, True])

        real = opening.open_site

        def open_site(address: PlaceAddress, **options: Any) -> AbstractContextManager[Site]:
            if not next(answers, False):
                raise PlaceError(f"{address.name}: nobody answers (check the network)")
            return real(FolderAddress(project / "site"), **options)

        monkeypatch.setattr(opening, "open_site", open_site)
        monkeypatch.setattr(publication, "PATIENCE", (1.0, 2.0, 3.0))
        monkeypatch.setattr(publication, "time", SimpleNamespace(sleep=waits.append))
        run = archive(project, "--publish", "s3://bucket/podcast", "--json")
        assert (run.status, json.loads(run.out)["published"], waits) == (0, 2, [1.0, 2.0]), run.err
        waits.clear()
        (project / "scripts" / "b.yaml").write_text((project / "scripts" / "b.yaml").read_text() + " ")
        run = archive(project, "--publish", "s3://other/podcast", "--json")
        content = json.loads(run.out)
        assert (run.status, content["published"], waits) == (1, 0, [1.0, 2.0, 3.0])
        assert content["unpublished"] == ["s3://other/podcast: nobody answers (check the network)"]
        assert len(content["made"]) == 1

    def test_a_file_is_no_place(self, project: Path) -> None:
        (project / "site").write_text("a file")
        run = archive(project, "--publish", "site")
        assert (run.status, run.err) == (2, "site is no folder (choose another place with --publish)\n")
        assert not (project / "out").exists()

    def test_two_of_one_name_are_refused(self, project: Path) -> None:
        (project / "scripts" / "x").mkdir()
        (project / "scripts" / "x" / "a.yaml").write_text(SCRIPT)
        run = archive(project, "--publish", "site")
        assert run.status == 2
        assert run.err.splitlines()[1:] == [
            "scripts/a.yaml and scripts/x/a.yaml would both be 'a' in the site (give each a slug: of its own)"
        ]


@pytest.mark.parametrize("shard", ["0/2", "3/2", "1", "a/b"])
def test_a_wrong_shard_is_one_line(tmp_path: Path, shard: str) -> None:
    run = audiobrief("archive", "x.yaml", "--to", "out", "--shard", shard, cwd=tmp_path)
    assert run.status == 2
    assert run.err.count("\n") == 1


@pytest.mark.parametrize(
    "fault",
    [
        "import os; os.kill(os.getpid(), 11)",
        pytest.param("import time; time.sleep(600)", marks=pytest.mark.slow),
    ],
)
def test_a_voice_with_a_fault_costs_its_script(tmp_path: Path, fault: str) -> None:
    first, _second = scripts(tmp_path, "One.", "Two.")
    first.write_text(first.read_text().replace('{engine: tone, name: "220"}', "{engine: pyttsx3}"))
    env = {"PYTHONPATH": fake_pyttsx3(tmp_path / "fake", fault), "AUDIOBRIEF_VOICE_SECONDS": "2"}
    run = audiobrief("archive", "scripts", "--to", "out", "--json", cwd=tmp_path, env=env)
    assert (run.status, made(run)) == (1, ["b"])
    assert json.loads(run.out)["failed"][0]["error"].startswith("scripts/a.yaml:9:5: pyttsx3 could not say “One.”")


@pytest.mark.parametrize(
    ("cluster", "line"),
    [
        ("scheduler.json", "scheduler.json: there is no such file, and it is no address such as tcp://host:8786"),
        (
            "tcp://127.0.0.1:9",
            "the cluster tcp://127.0.0.1:9 cannot be reached (start its scheduler, or correct --cluster)",
        ),
    ],
)
def test_a_cluster_that_is_not_there_is_one_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, cluster: str, line: str
) -> None:
    pytest.importorskip("distributed")
    monkeypatch.setattr("audiobrief.archive.workers.cluster._CONNECTING_SECONDS", 1)
    scripts(tmp_path, "One.")
    run = audiobrief("archive", "scripts/a.yaml", "--to", "out", "--cluster", cluster, cwd=tmp_path)
    assert run.err == f"{line}\n"
    assert run.status in {1, 2}

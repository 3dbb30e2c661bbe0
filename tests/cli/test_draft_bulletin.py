"""`draft` with several articles, feeds and lengths, as a user meets it."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from audiobrief.script.loader import load_script
from audiobrief.script.markup.parser import plain_text
from builders import audiobrief, picture
from draft.stories.bulletin_files import ENTRIES, FILES, STORIES, report, write_bulletin_files

LONG = Path(__file__).parents[1] / "draft" / "stories" / "long"
FERRY = "\n\n".join(report("ferry fire", 0))
CHIPS = "\n\n".join(report("quarterly results of a chip maker", 0))
HOUSE = "title: The Dawn\nlanguage: en-GB\nvoices: {low: {engine: tone}}\nquotes: null\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "show.yaml").write_text(HOUSE, encoding="utf-8")
    (tmp_path / "ferry.txt").write_text(FERRY, encoding="utf-8")
    (tmp_path / "chips.txt").write_text(CHIPS, encoding="utf-8")
    return tmp_path


def chapters(path: Path) -> list[str]:
    return [segment.chapter for segment in load_script(path).segments if segment.chapter]


def spoken_in(path: Path) -> str:
    """Return all that a script says, a paragraph a line."""
    turns = [turn for segment in load_script(path).segments for turn in segment.turns]
    return "\n".join(plain_text(paragraph) for turn in turns for paragraph in turn.paragraphs)


@pytest.fixture(scope="module")
def bulletin(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A bulletin of ten articles in five formats, three of them in a feed; drafted once."""
    folder = tmp_path_factory.mktemp("bulletin")
    (folder / "none").mkdir()
    # Its pages are short.
    options = ("--feed", "feed.xml", "--reported", "none", "--force")
    run = audiobrief("draft", *write_bulletin_files(folder), *options, cwd=folder)
    assert (run.status, run.err.split(",")[0]) == (0, f"bulletin.yaml: {STORIES + 1} chapters")
    return folder / "bulletin.yaml"


@pytest.mark.slow
class TestTenArticles:
    def test_a_chapter_a_story_with_its_link_and_source(self, bulletin: Path) -> None:
        starts = [segment for segment in load_script(bulletin).segments if segment.chapter]
        assert [segment.chapter for segment in starts] == [
            report(event, number)[0]
            for event, number in [*((event, 0) for _, event, number in FILES if not number), ENTRIES[2]]
        ]
        assert all(segment.source and segment.source.title == segment.chapter for segment in starts)
        linked = [segment.url for segment in starts if segment.url]
        assert len(linked) == STORIES - 2  # the Word file and the PDF state no address

    def test_every_paragraph_is_spoken_or_listed(self, bulletin: Path) -> None:
        spoken = spoken_in(bulletin)
        listed = bulletin.read_text(encoding="utf-8")
        for event, number in [*((event, number) for _, event, number in FILES), *ENTRIES]:
            for paragraph in report(event, number):
                assert paragraph in spoken or f": {paragraph}" in listed, paragraph

    def test_second_reports_are_listed_with_what_they_add(self, bulletin: Path) -> None:
        text = bulletin.read_text(encoding="utf-8")
        assert text.count("# Another report of the same event, which is not spoken;") == 3
        assert (
            "# - same event, adds 60, Grete Moen: Some 900 jobs will disappear over two years, and 60 branches" in text
        )

    def test_the_intro_names_the_stories_and_the_outro_their_sources(self, bulletin: Path) -> None:
        intro, *_, outro = load_script(bulletin).segments
        said = [" ".join(map(plain_text, segment.turns[0].paragraphs)) for segment in (intro, outro)]
        assert all(chapter in said[0] for chapter in chapters(bulletin))
        assert "articles from news.example, The Courier, The Herald and The Echo." in said[1]

    def test_check_finds_no_mistake_and_the_manifest_has_the_sources(self, bulletin: Path) -> None:
        assert audiobrief("check", bulletin.name, cwd=bulletin.parent).status == 0
        assert audiobrief("render", "-q", bulletin.name, cwd=bulletin.parent).status == 0
        manifest = json.loads((bulletin.parent / "out" / "bulletin.episode.json").read_text(encoding="utf-8"))
        sources = {chapter["title"]: chapter.get("source") for chapter in manifest["chapters"][1:]}
        assert [*sources] == chapters(bulletin)
        assert all(source["title"] == title for title, source in sources.items())

    def test_the_same_articles_give_the_same_bytes(self, bulletin: Path) -> None:
        names = [name for name, _, _ in FILES]
        options = ("--feed", "feed.xml", "--reported", "none", "--force", "-o", "again.yaml")
        run = audiobrief("draft", *names, *options, cwd=bulletin.parent)
        assert run.status == 0
        assert (bulletin.parent / "again.yaml").read_bytes() == bulletin.read_bytes()


def test_an_article_that_cannot_be_read_costs_a_line_and_the_status(folder: Path) -> None:
    run = audiobrief("draft", "ferry.txt", "no.txt", "chips.txt", cwd=folder)
    assert run.status == 1
    message = "no.txt: cannot be read: no such file or directory (check the path and its rights)"
    assert run.err.splitlines()[0] == message
    assert len(chapters(folder / "bulletin.yaml")) == 2
    assert f"# - cannot be read: {message}" in (folder / "bulletin.yaml").read_text(encoding="utf-8")


def test_a_picture_beside_an_article_is_the_chapters(folder: Path) -> None:
    (folder / "ferry.jpg").write_bytes(picture("JPEG", 1400, 1400))
    (folder / "chips.png").write_bytes(b"no picture")
    assert audiobrief("draft", "ferry.txt", "chips.txt", cwd=folder).status == 0
    starts = [segment for segment in load_script(folder / "bulletin.yaml").segments if segment.chapter]
    assert [segment.image.path.name if segment.image else None for segment in starts] == ["ferry.jpg", None]


def test_nothing_is_written_if_no_article_can_be_read(folder: Path) -> None:
    run = audiobrief("draft", "a.txt", "b.txt", cwd=folder)
    assert (run.status, len(run.err.splitlines())) == (2, 3)
    assert not (folder / "bulletin.yaml").exists()


def test_an_article_in_another_language_is_refused(folder: Path) -> None:
    (folder / "wahl.txt").write_text("\n\n".join(report("Bürgermeisterwahl", 0)), encoding="utf-8")
    run = audiobrief("draft", "ferry.txt", "wahl.txt", cwd=folder)
    assert run.status == 1
    assert run.err.splitlines()[0].startswith("wahl.txt: this article is in 'de', and the first one in 'en-GB' (")


@pytest.mark.slow
def test_a_story_of_the_last_days_is_marked_or_left_out(folder: Path) -> None:
    assert audiobrief("draft", "ferry.txt", "--date", "2026-11-26", "-o", "old.yaml", cwd=folder).status == 0
    assert audiobrief("render", "-q", "old.yaml", cwd=folder).status == 0
    assert audiobrief("draft", "ferry.txt", "chips.txt", "--date", "2026-11-27", cwd=folder).status == 0
    text = (folder / "bulletin.yaml").read_text(encoding="utf-8")
    assert re.findall("# Reported on .*", text) == [
        "# Reported on 26 November: Fire on Kestral ferry forces 212 people into lifeboats (out/old.episode.json)"
    ]
    options = ("--date", "2026-11-27", "--new-only", "--force")
    assert audiobrief("draft", "ferry.txt", "chips.txt", *options, cwd=folder).status == 0
    assert chapters(folder / "bulletin.yaml") == ["Veltronics profit doubles on demand for power chips"]
    text = (folder / "bulletin.yaml").read_text(encoding="utf-8")
    assert text.count("# - reported on 26 November: ") == 3


@pytest.mark.parametrize(
    ("options", "what"),
    [
        ((), "name an article, or a feed with --feed"),
        (("no-such-file.txt", "--length", "long"), "--length is a duration such as 5:00 or 90s, and 'long' is not"),
        (("--feed", "f.xml", "--since", "soon"), "--since is a time such as 24h, 90m or 3d, and 'soon' is not"),
    ],
)
def test_wrong_options_are_one_line(folder: Path, options: tuple[str, ...], what: str) -> None:
    run = audiobrief("draft", *options, cwd=folder)
    assert (run.status, len(run.err.splitlines())) == (2, 1)
    assert what in run.err


def test_a_length_sets_the_target_and_lists_what_is_left_out(folder: Path) -> None:
    run = audiobrief("draft", LONG / "salt-mine.txt", "--length", "1:00", "-o", "short.yaml", cwd=folder)
    assert run.status == 0
    text = (folder / "short.yaml").read_text(encoding="utf-8")
    assert "\ntarget: 1:00\n" in text
    assert "# Left out for length; the first to take back comes first.\n# - for length: " in text
    assert "target 1:00: " in audiobrief("check", "short.yaml", cwd=folder).out
    spoken = spoken_in(folder / "short.yaml")
    story = (LONG / "salt-mine.txt").read_text(encoding="utf-8").strip().split("\n\n")[3:]
    lost = [paragraph for paragraph in story if paragraph not in spoken and f": {paragraph}" not in text]
    assert lost == []


def test_too_little_for_a_length_is_said_and_sets_no_target(folder: Path) -> None:
    run = audiobrief("draft", "ferry.txt", "chips.txt", "--length", "9:00", cwd=folder)
    assert run.status == 0
    assert "and 9:00 cannot be reached: no target is set (name more articles)" in run.err
    assert "target:" not in (folder / "bulletin.yaml").read_text(encoding="utf-8")


def test_stories_that_have_no_room_are_listed(folder: Path) -> None:
    for name, event in (("cup", "cup final"), ("coins", "museum theft"), ("school", "school roof collapse")):
        (folder / f"{name}.txt").write_text("\n\n".join(report(event, 0)), encoding="utf-8")
    run = audiobrief("draft", "ferry.txt", "cup.txt", "coins.txt", "school.txt", "--length", "1:00", cwd=folder)
    assert run.status == 0
    told = chapters(folder / "bulletin.yaml")
    assert 1 <= len(told) < 4
    text = (folder / "bulletin.yaml").read_text(encoding="utf-8")
    assert text.count("# A story that is left out for length: ") == 4 - len(told)

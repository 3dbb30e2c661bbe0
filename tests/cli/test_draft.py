"""`draft` and `init` as a user meets them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from builders import audiobrief

ARTICLE = "Why is it so?\n\nIt has always been so, and nobody in the town knows why it is.\n"


@pytest.fixture
def article(tmp_path: Path) -> Path:
    (tmp_path / "article.txt").write_text(ARTICLE, encoding="utf-8")
    return tmp_path


def test_a_script_that_is_there_stays_unless_one_says_force(article: Path) -> None:
    assert audiobrief("draft", "article.txt", cwd=article).status == 0
    (article / "article.yaml").write_text("mine", encoding="utf-8")
    run = audiobrief("draft", "article.txt", cwd=article)
    assert (run.status, run.err) == (
        2, "article.yaml exists already (choose another name with -o, or use --force to overwrite it)\n"
    )  # fmt: skip
    assert (article / "article.yaml").read_text(encoding="utf-8") == "mine"
    assert audiobrief("draft", "article.txt", "--force", "-q", cwd=article).err == ""
    assert (article / "article.yaml").read_text(encoding="utf-8") != "mine"


@pytest.mark.parametrize(("more", "expected"), [("", False), ("\n“It holds,” said Ada Byrne, who built it.\n", True)])
def test_there_is_a_voice_for_quotations_only_where_it_is_heard(article: Path, more: str, expected: bool) -> None:
    (article / "article.txt").write_text(ARTICLE + more, encoding="utf-8")
    assert audiobrief("draft", "article.txt", cwd=article).status == 0
    assert ("label: Quotation" in (article / "article.yaml").read_text(encoding="utf-8")) is expected


def test_the_schema_is_found_without_a_network(article: Path) -> None:
    assert audiobrief("draft", "article.txt", "-o", "a/b.yaml", cwd=article).status == 0
    first = (article / "a" / "b.yaml").read_text(encoding="utf-8").splitlines()[0]
    assert first == "# yaml-language-server: $schema=script.schema.json"
    schema = json.loads((article / "a" / "script.schema.json").read_text(encoding="utf-8"))
    assert schema["properties"]["title"]["description"] == "The episode's title."


def test_the_house_file_gives_name_language_and_sounds(article: Path) -> None:
    house = "title: The Dawn\nlanguage: en-AU\nvoices: {low: {engine: tone}}\n"
    (article / "show.yaml").write_text(house, encoding="utf-8")
    assert audiobrief("draft", "article.txt", "--date", "2023-02-17", cwd=article).status == 0
    script = (article / "article.yaml").read_text(encoding="utf-8")
    assert "show: show.yaml\n" in script
    assert "This is The Dawn for Friday, 17 February 2023." in script
    assert "language:" not in script
    assert "quote" not in script


def test_a_house_file_that_the_script_cannot_name_is_said(
    article: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    house = tmp_path_factory.mktemp("elsewhere") / "show.yaml"
    house.write_text("title: The Dawn\n", encoding="utf-8")
    run = audiobrief("draft", "article.txt", "--show", house, cwd=article)
    assert run.status == 2
    assert "lies outside the script's project folder" in run.err
    assert run.err.count("\n") == 1


@pytest.mark.parametrize("options", [("--language", "english"), ("--date", "soon"), ("--show", "no.yaml")])
def test_wrong_options_are_said(article: Path, options: tuple[str, str]) -> None:
    run = audiobrief("draft", "article.txt", *options, cwd=article)
    assert (run.status, run.err.count("\n")) == (2, 1)


def test_a_language_without_words_is_said_to_the_editor(article: Path) -> None:
    assert audiobrief("draft", "article.txt", "--language", "ja", "--date", "2023-02-17", cwd=article).status == 0
    script = (article / "article.yaml").read_text(encoding="utf-8")
    assert "# There are no words in 'ja' for intro, transitions and outro" in script
    assert "17 February 2023" in script


@pytest.mark.parametrize(
    ("article_text", "told"),
    [
        ("# A title\n\nWhy not?\n", "1 chapter"),
        ("# A title\n\nWhy not?\n\n## One\n\nHe came.\n\n## Two\n\nHe went.\n", "3 chapters"),
    ],
)
def test_draft_tells_as_many_chapters_as_check(article_text: str, told: str, tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text(article_text, encoding="utf-8")
    assert audiobrief("draft", "a.md", cwd=tmp_path).err.startswith(f"a.yaml: {told}, ")
    assert audiobrief("check", "a.yaml", cwd=tmp_path).out.splitlines()[0].endswith(f", {told}")


@pytest.mark.slow
def test_a_show_is_made_that_check_and_render_take(article: Path) -> None:
    assert audiobrief("init", "my-news", cwd=article).status == 0
    show = article / "my-news"
    assert {path.name for path in show.iterdir()} == {
        "README.md", "lexicon.yaml", "scripts", "audio_assets", "schema", ".vscode"
    }  # fmt: skip
    check = audiobrief("check", "scripts/first.yaml", cwd=show)
    assert (check.status, check.err) == (0, "")
    assert audiobrief("render", "-q", "scripts/first.yaml", cwd=show).status == 0
    assert (show / "out" / "first.mp3").is_file()


def test_the_next_script_of_a_show_is_drafted_into_it(article: Path) -> None:
    audiobrief("init", "my-news", cwd=article)
    show = article / "my-news"
    assert audiobrief("draft", "../article.txt", cwd=show).status == 0
    script = (show / "scripts" / "article.yaml").read_text(encoding="utf-8")
    assert script.startswith("# yaml-language-server: $schema=../schema/script.schema.json\n")
    assert "This is My News." in script
    assert (audiobrief("check", "scripts/article.yaml", cwd=show).status) == 0


def test_editors_find_the_schemas_of_a_show(article: Path) -> None:
    audiobrief("init", "my-news", cwd=article)
    show = article / "my-news"
    settings = json.loads((show / ".vscode" / "settings.json").read_text(encoding="utf-8"))
    for place in settings["yaml.schemas"]:
        assert json.loads((show / place).read_text(encoding="utf-8"))["title"].startswith("audiobrief ")


@pytest.mark.parametrize("name", ["full", "file"])
def test_a_folder_in_which_something_is_stays_as_it_is(tmp_path: Path, name: str) -> None:
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "mine.txt").write_text("mine", encoding="utf-8")
    (tmp_path / "file").write_text("mine", encoding="utf-8")
    before = sorted(tmp_path.rglob("*"))
    run = audiobrief("init", name, cwd=tmp_path)
    assert (run.status, run.err.count("\n")) == (2, 1)
    assert sorted(tmp_path.rglob("*")) == before


def test_an_empty_folder_is_taken(tmp_path: Path) -> None:
    assert audiobrief("init", ".", cwd=tmp_path).status == 0
    assert (tmp_path / "scripts" / "show.yaml").is_file()

"""Articles of all kinds become scripts: chapters and speakers are right, nothing is lost, and each can be rendered."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from click.testing import CliRunner
from lxml import html

from audiobrief.cli.draft import command
from audiobrief.draft.cleanup.text import words_of
from audiobrief.draft.readers.html.page import read_page
from audiobrief.draft.readers.markdown import read_markdown
from audiobrief.script.loader import load_script
from audiobrief.script.markup.parser import Span, plain_text
from audiobrief.script.models.script import Script
from builders import ARTICLE, Run, audiobrief, audiobrief_process
from draft.article_files import BUILT, EXPECTED_BUILT, HOUSE, WRITTEN, Expected, content_of, expected, long_article

NAMES = (*WRITTEN, *BUILT)


def wanted(name: str) -> Expected:
    return EXPECTED_BUILT.get(name) or expected(name)


@dataclass(frozen=True, slots=True)
class Drafted:
    """A script that was made of an article."""

    path: Path
    text: str
    script: Script

    @property
    def chapters(self) -> tuple[str, ...]:
        return tuple(segment.chapter for segment in self.script.segments if segment.chapter)

    @property
    def said(self) -> list[str]:
        """The paragraphs that are said."""
        return [
            plain_text(paragraph)
            for segment in self.script.segments
            for turn in segment.turns
            for paragraph in turn.paragraphs
        ]

    @property
    def omitted(self) -> list[tuple[str, str]]:
        """Reason and text of each paragraph in the list."""
        return re.findall(r"^# - ([\w ()]+?)(?:, (?:line|page) \d+)?: (.*)$", self.text, re.MULTILINE)

    def quoted(self) -> list[str]:
        """What the voice of quotations says."""
        return [
            span.text
            for segment in self.script.segments
            for turn in segment.turns
            for paragraph in turn.paragraphs
            for span in paragraph
            if isinstance(span, Span) and span.voice == "quote"
        ]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with all articles and a house file that speaks in tones."""
    folder = tmp_path_factory.mktemp("articles")
    (folder / "show.yaml").write_text(HOUSE, encoding="utf-8")
    for name in NAMES:
        (folder / name).write_bytes(content_of(name))
    (folder / "long.txt").write_text(long_article(), encoding="utf-8")
    return folder


def draft(folder: Path, name: str) -> Drafted:
    """Draft an article once, in this process; a second time the script that is there is read."""
    path = folder / f"{name}.yaml"
    if not path.exists():
        CliRunner().invoke(
            command, [str(folder / name), "-o", str(path)], standalone_mode=False, catch_exceptions=False
        )
    return Drafted(path, path.read_text(encoding="utf-8"), load_script(path))


def test_there_are_thirty_articles() -> None:
    assert len(NAMES) >= 30


@pytest.mark.parametrize("name", NAMES)
class TestArticle:
    def test_chapters_are_those_of_the_article(self, folder: Path, name: str) -> None:
        assert draft(folder, name).chapters == wanted(name).chapters

    def test_what_is_no_story_is_left_out_and_listed(self, folder: Path, name: str) -> None:
        texts = [text for _, text in draft(folder, name).omitted]
        assert len(texts) == len(wanted(name).omitted), texts
        for text, beginning in zip(texts, wanted(name).omitted, strict=True):
            assert text.startswith(beginning)

    def test_it_is_said_what_the_article_is(self, folder: Path, name: str) -> None:
        drafted, want = draft(folder, name), wanted(name)
        assert drafted.script.title == want.title
        assert drafted.script.language.split("-")[0] == want.language.split("-")[0]
        assert (drafted.script.date.isoformat()[:10] if drafted.script.date else None) == want.date
        assert drafted.script.source.publisher == want.publisher
        assert re.findall(r"^# The article's author: (.*)$", drafted.text, re.MULTILINE) == [
            *([want.author] if want.author else [])
        ]

    def test_nothing_is_lost(self, folder: Path, name: str) -> None:
        drafted = draft(folder, name)
        titles = [segment.chapter for segment in drafted.script.segments if segment.chapter]
        kept = [words_of(text) for text in [*drafted.said, *titles, *(text for _, text in drafted.omitted)]]
        whole = " ".join(" ".join(words) for words in kept)
        turned = {tuple(sorted(words)) for words in kept}
        for paragraph in paragraphs_of(name):
            words = words_of(re.sub(r"^[QA]: ", "", paragraph))
            assert " ".join(words) in whole or tuple(sorted(words)) in turned, paragraph

    @pytest.mark.slow
    def test_the_same_comes_out_again(self, folder: Path, name: str) -> None:
        first = draft(folder, name).text
        run = audiobrief("draft", name, "-o", f"{name}.yaml", "--force", cwd=folder)
        assert run.status == 0
        assert draft(folder, name).text == first


@pytest.mark.parametrize("name", [name for name in NAMES if wanted(name).speakers is not None])
def test_quotations_have_their_speakers(folder: Path, name: str) -> None:
    drafted, want = draft(folder, name), wanted(name)
    assert want.speakers is not None
    said_by = re.findall(r"^  # Said by ([^:,]+?)(?:, who is named only after it)?: ", drafted.text, re.MULTILINE)
    assert tuple(said_by) == want.speakers
    assert len(drafted.quoted()) == len(want.speakers)


def test_hard_sentences_are_shown(folder: Path) -> None:
    shown = re.findall(r"Hard to follow by ear \(([^)]*)\)", draft(folder, "science.txt").text)
    assert tuple(shown) == wanted("science.txt").hard


def paragraphs_of(name: str) -> Iterator[str]:
    """Return the paragraphs of an article, found in another way than the program's."""
    content = content_of(name)
    if name.endswith(".html"):
        source = re.sub(r"<!DOCTYPE.*?>\s*(?=<html)", "", content.decode(), flags=re.DOTALL)
        root: html.HtmlElement = html.document_fromstring(source.encode(), parser=html.HTMLParser(encoding="utf-8"))
        for element in root.iter("p", "h1", "h2", "h3", "li", "figcaption", "td", "th"):
            if not element.xpath(".//p|.//h1|.//li|.//td|.//ul"):
                yield from "".join(
                    part if isinstance(part, str) else "\n" for part in element.xpath(".//text()|.//br")
                ).split("\n\n")
    elif name.endswith((".pdf", ".docx")):
        texts = {"built.pdf": paragraphs_of("news-bridge.txt"), "built.docx": iter(["Walls", "We left the cellar"])}
        yield from texts[name]
    elif name.endswith(".md"):
        text = re.sub(r"\A---.*?---\n|^```.*?^```$", "", content.decode(), flags=re.DOTALL | re.MULTILINE)
        text = re.sub(r"!?\[([^\]]*)\]\([^)]*\)", r"\1", text)
        yield from (line.strip("#-*>| ") for line in text.splitlines() if not re.fullmatch(r"[|\s:-]*", line))
    else:
        yield from re.split(r"\n\s*\n", decoded(content).replace("\0", "").replace("\r", ""))


def decoded(content: bytes) -> str:
    try:
        return content.decode()
    except UnicodeDecodeError:
        return content.decode("cp1252")


@pytest.fixture(scope="module")
def checked(folder: Path) -> Run:
    for name in NAMES:
        draft(folder, name)
    return audiobrief("check", *(f"{name}.yaml" for name in NAMES), cwd=folder)


def test_check_passes_them(checked: Run) -> None:
    assert (checked.status, checked.err) == (0, "")
    assert sum(": warning: " not in line for line in checked.out.splitlines()) == len(NAMES)


@pytest.mark.slow
def test_they_render(folder: Path, checked: Run) -> None:
    assert checked.status == 0
    run = audiobrief_process(
        "render", "-q", "--jobs", "1", *(f"{name}.yaml" for name in NAMES), cwd=folder, timeout=600
    )
    assert (run.status, run.err) == (0, "")
    assert len(list((folder / "out").glob("*.mp3"))) == len(NAMES)


def test_a_long_article_is_drafted_whole(folder: Path) -> None:
    drafted = draft(folder, "long.txt")
    assert drafted.chapters == tuple(text for text in long_article().split("\n\n") if text.startswith("Part"))
    said = " ".join(" ".join(words_of(text)) for text in drafted.said)
    for paragraph in long_article().split("\n\n"):
        assert " ".join(words_of(paragraph)) in said
    assert audiobrief("check", "long.txt.yaml", cwd=folder).status == 0


@pytest.mark.slow
def test_a_long_article_renders(folder: Path) -> None:
    drafted = draft(folder, "long.txt")
    run = audiobrief_process("render", "-q", "long.txt.yaml", "-o", "long.mp3", "--json", cwd=folder, timeout=900)
    assert run.status == 0, run.err
    assert tuple(each["title"] for each in run.manifest["chapters"][1:]) == drafted.chapters
    assert 55 * 60 < run.manifest["duration"] < 80 * 60


@pytest.mark.skipif(not ARTICLE.exists(), reason="the sample's article is not here")
class TestSampleArticle:
    @pytest.fixture
    def drafted(self, folder: Path) -> Drafted:
        (folder / "belarus.txt").write_bytes(ARTICLE.read_bytes())
        return draft(folder, "belarus.txt")

    @pytest.fixture
    def source(self) -> list[str]:
        return [" ".join(text.split()) for text in ARTICLE.read_text(encoding="utf-8").strip().split("\n\n")]

    def test_the_titles_question_opens_it(self, drafted: Drafted, source: list[str]) -> None:
        assert drafted.script.title == source[0]
        assert drafted.script.segments[0].kind == "intro"
        assert source[0] in drafted.said[:3]

    def test_its_three_questions_are_the_chapters(self, drafted: Drafted, source: list[str]) -> None:
        assert drafted.chapters == tuple(paragraph for paragraph in source[1:] if paragraph.endswith("?"))
        assert len(drafted.chapters) == 3

    def test_captions_and_the_promotion_are_left_out(self, drafted: Drafted) -> None:
        assert [reason for reason, _ in drafted.omitted] == ["caption"] * 4 + ["promotion"]

    def test_every_other_paragraph_is_said(self, drafted: Drafted, source: list[str]) -> None:
        out = {text for _, text in drafted.omitted}
        assert out < set(source)
        said = " ".join(drafted.said)
        assert all(paragraph in said for paragraph in source if paragraph not in out)

    def test_quotations_are_said_by_another_voice_and_have_their_speakers(self, drafted: Drafted) -> None:
        assert len(drafted.quoted()) == 5
        assert re.findall(r"# (Said by [^:]+|Who says this\?)", drafted.text) == [
            "Said by Alexander Lukashenko",
            "Who says this?",
            "Said by Alexander Lukashenko",
            "Said by Alexander Lukashenko",
            "Said by Ministry of Defence",
        ]

    @pytest.mark.slow
    def test_it_renders(self, drafted: Drafted, folder: Path) -> None:
        assert audiobrief("render", "-q", drafted.path.name, cwd=folder).status == 0


def test_readers_take_any_text_for_markup() -> None:
    assert read_page("").blocks == ()
    assert read_markdown("").blocks == ()

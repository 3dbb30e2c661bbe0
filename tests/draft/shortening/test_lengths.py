"""Ten articles fitted to three lengths: near enough, with the first paragraph and the names of the headline."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from audiobrief.draft.readers.article_file import read_article
from audiobrief.draft.shortening.outline import outline_story
from audiobrief.draft.stories.story import Story, read_story
from audiobrief.script.loader import load_script
from audiobrief.script.markup.parser import plain_text
from builders import audiobrief

ARTICLES = sorted((Path(__file__).parents[1] / "stories" / "long").iterdir())
HOUSE = "title: The Dawn\nlanguage: en-GB\nvoices: {low: {engine: tone}}\nquotes: null\n"
SECONDS = {"1:00": 60, "3:00": 180, "5:00": 300}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("lengths")
    (folder / "show.yaml").write_text(HOUSE, encoding="utf-8")
    return folder


def narrated(path: Path) -> list[str]:
    turns = [turn for segment in load_script(path).segments if segment.kind == "narration" for turn in segment.turns]
    return [plain_text(paragraph) for turn in turns for paragraph in turn.paragraphs]


def words(text: str) -> list[str]:
    """Return the words of a paragraph in an order that does not change when its attribution is put first."""
    return sorted(re.findall(r"\w+", text.lower()))


def kept(story: Story, spoken: list[str]) -> set[int]:
    said = [words(paragraph) for paragraph in spoken]
    return {at for at, paragraph in enumerate(story.paragraphs) if words(paragraph) in said}


@pytest.mark.slow
@pytest.mark.parametrize("length", SECONDS)
@pytest.mark.parametrize("article", ARTICLES, ids=lambda path: path.stem)
def test_a_draft_has_its_length_and_what_matters(folder: Path, article: Path, length: str) -> None:
    script = folder / f"{article.stem}-{SECONDS[length]}.yaml"
    assert audiobrief("draft", article, "--length", length, "-o", script.name, cwd=folder).status == 0
    report = audiobrief("check", script.name, cwd=folder).out
    minutes, seconds = re.findall(r"about (\d+):(\d\d),", report)[0]
    assert abs(60 * int(minutes) + int(seconds) - SECONDS[length]) <= 0.1 * SECONDS[length]
    story = read_story(read_article(article))
    outline = outline_story(story)
    told = kept(story, narrated(script))
    assert outline.required <= told
    assert [at for at in told if not outline.needs[at] <= told] == []
    text = script.read_text(encoding="utf-8")
    left_out = [paragraph for at, paragraph in enumerate(story.paragraphs) if at not in told]
    assert [paragraph for paragraph in left_out if f": {paragraph}" not in text] == []
    assert f"\ntarget: {length}\n" in text

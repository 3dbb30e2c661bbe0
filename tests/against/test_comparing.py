"""What an article does not bear out is found, with its place; what it does is left alone."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path

import pytest

from audiobrief.against.article import read_article_text
from audiobrief.against.comparing import compare
from audiobrief.checks.findings import Finding
from audiobrief.script.load import load_script
from builders import ARTICLE, ROOT, SAMPLE, TONE_VOICES, audiobrief, write_script

HERE = Path(__file__).parent
spec = importlib.util.spec_from_file_location("planted_facts", HERE / "planted.py")
assert spec is not None
assert spec.loader is not None
planted = importlib.util.module_from_spec(spec)
sys.modules["planted_facts"] = planted
spec.loader.exec_module(planted)
needs_the_article = pytest.mark.skipif(not ARTICLE.exists(), reason="the sample's article is not beside the repository")


def found(path: Path, article: Path) -> list[Finding]:
    return list(compare(load_script(path), read_article_text(article)))


def changed(original: Path, folder: Path, old: str, new: str) -> tuple[Path, int]:
    """Write a script with one change, and give the line on which that stands."""
    text = original.read_text("utf-8")
    assert text.count(old) >= 1, f"there is no {old!r}"
    path = folder / original.name
    path.write_text(text.replace(old, new, 1), "utf-8")
    return path, text[: text.index(old)].count("\n") + 1


def test_there_are_forty_changes_of_each_kind() -> None:
    assert len(planted.BRIDGE) >= 40
    assert len(planted.SAMPLE_CHANGES) >= 40


def test_a_true_script_raises_no_alarm() -> None:
    assert found(HERE / "bridge.yaml", HERE / "bridge.txt") == []


@pytest.mark.parametrize(("old", "new"), planted.BRIDGE)
def test_each_change_of_a_true_script_is_found_in_its_place(old: str, new: str, tmp_path: Path) -> None:
    path, line = changed(HERE / "bridge.yaml", tmp_path, old, new)
    (finding,) = found(path, HERE / "bridge.txt")
    assert line - 1 <= finding.position.line <= line + 1  # a quotation's place is where it starts
    assert finding.passage


@needs_the_article
def test_the_sample_raises_no_alarm() -> None:
    assert found(SAMPLE, ARTICLE) == []


@needs_the_article
@pytest.mark.parametrize(("old", "new"), planted.SAMPLE_CHANGES)
def test_each_change_of_the_sample_is_found(old: str, new: str, tmp_path: Path) -> None:
    (tmp_path / "scripts").mkdir()
    (tmp_path / "audio_assets").symlink_to(ROOT / "audio_assets")
    text = SAMPLE.read_text("utf-8").replace("show: show.yaml\n", "").replace("    bed: theme\n", "")
    for line in ("    sound: sting\n", "    bed: bed\n"):
        text = text.replace(line, "")
    path = tmp_path / "scripts" / SAMPLE.name
    assert old in text
    path.write_text(text.replace(old, new, 1).replace("title:", "title: The Briefing,", 1), "utf-8")
    assert len(found(path, ARTICLE)) == 1


def one(folder: Path, said: str, article: str, language: str = "en-GB") -> list[str]:
    """Compare one paragraph with an article, and give what is not borne out."""
    (folder / "article.md").write_text(article, "utf-8")
    body = f"language: {language}\n{TONE_VOICES}segments:\n  - narration: |\n      {said}\n"
    return [finding.message for finding in found(write_script(folder, body), folder / "article.md")]


@pytest.mark.parametrize(
    ("said", "article"),
    [
        ("Some twelve hundred came.", "Some 1,200 came."),
        ("Some 1.2 thousand came.", "Some 1,200 came."),
        ("It costs two and a half million.", "It costs 2.5m."),
        ("It costs half a million.", "It costs 500,000."),
        ("It fell by 42 per cent.", "It fell by forty-two percent."),
        ("That was in nineteen ninety-four.", "That was in 1994."),
        ("They met on the 3rd of May.", "They met on May 3, 2021."),
        ("They met on 3 May 2021.", "They met on 2021-05-03."),
        ("They met on the third of May.", "They met on 3 May."),
        ("The Belarusians voted with Ukraine.", "Belarus voted, and so did the Ukrainians."),
        ("The European Union agreed.", "The EU agreed."),
        ("The UN agreed.", "The United Nations agreed."),
        ("He said: “It’s … over now.”", 'He said: "It\'s all but over now."'),
        ("The so-called “elite” left.", "The elite left."),
        ("One of them came first, and may come again.", "He came."),
    ],
)
def test_what_is_written_otherwise_is_the_same(said: str, article: str, tmp_path: Path) -> None:
    assert one(tmp_path, said, article) == []


@pytest.mark.parametrize(
    ("language", "said", "article", "missing"),
    [
        ("de", "Es kamen zwölfhundert.", "Es kamen 1.200 Menschen.", []),
        ("de", "Es kamen dreiundzwanzig.", "Es kamen 24 Menschen.", ["number 'dreiundzwanzig'"]),
        ("de", "Am 3. Mai traf er Angela Merkel.", "Angela Merkel am 4. Mai.", ["date '3. Mai'"]),
        ("fr", "Il y a quatre-vingt-dix blessés.", "On compte 90 blessés.", []),
        ("fr", "Il y a deux millions de voix.", "On compte 2,5 millions de voix.", ["number 'deux millions'"]),
        ("es", "Son veintidós.", "Son 22.", []),
        ("es", "Son veintidós mil.", "Son 22.", ["number 'veintidós mil'"]),
        ("uk", "Їх двадцять.", "Їх 20.", []),
        ("uk", "Лукашенко говорив з Путіним.", "Лукашенком і Путін.", []),
        ("uk", "Говорив Лукашенко з Байденом.", "Лукашенком і Путін.", ["name 'Байденом'"]),
    ],
)
def test_other_languages_have_their_numbers(
    language: str, said: str, article: str, missing: list[str], tmp_path: Path
) -> None:
    assert one(tmp_path, said, article, language) == [f"the article does not have the {each}" for each in missing]


def test_the_nearest_passage_is_shown(tmp_path: Path) -> None:
    (tmp_path / "article.txt").write_text("The mayor spoke. The bridge cost 3 million. Rain fell.\n")
    write_script(tmp_path, f"{TONE_VOICES}segments:\n  - narration: |\n      It rained. The bridge cost 4 million.\n")
    run = audiobrief("check", "episode.yaml", "--against", "article.txt", cwd=tmp_path)
    assert (run.status, run.err) == (0, "")
    advice = "compare it with the passage, and correct it"
    assert run.out.splitlines()[-2:] == [
        f"episode.yaml:8:34: warning: the article does not have the number '4 million' ({advice})",
        "    the article: “The bridge cost 3 million.”",
    ]

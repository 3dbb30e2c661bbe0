"""Words are added to a lexicon without touching any other line."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audiobrief.errors import ScriptError
from audiobrief.script.editing.lexicon_file import lexicon_place, with_entries
from audiobrief.script.models.lexicon import Entry
from audiobrief.script.yaml.tree import parse_document

KYIV = Entry("Kyiv", ipa="ˈkiːjɪv")
HQ = Entry("HQ", say="head quarters")

HOUSE = """\
# The house file.
version: 1
lexicon:   # how words are said
  Minsk: {ipa: "mɪnsk"}   # the capital
  Gomel:
    say: HO-mel
  # the last word on it

voices:
  a: {engine: tone}
"""


def added(text: str, folder: Path, *entries: Entry, name: str = "show.yaml") -> str:
    path = folder / name
    path.write_bytes(text.encode())
    return with_entries(path, name, entries)


def test_words_come_after_the_last_one_and_all_else_stays(tmp_path: Path) -> None:
    assert added(HOUSE, tmp_path, KYIV, HQ) == HOUSE.replace(
        "    say: HO-mel\n", '    say: HO-mel\n  Kyiv: {ipa: "ˈkiːjɪv"}\n  "HQ": {say: "head quarters"}\n'
    )


def test_a_file_without_a_lexicon_gets_one_at_its_end(tmp_path: Path) -> None:
    text = "version: 1\nvoices:\n  a: {engine: tone}\n"
    assert added(text, tmp_path, KYIV) == text + '\nlexicon:\n  Kyiv: {ipa: "ˈkiːjɪv"}\n'


@pytest.mark.parametrize("empty", ["lexicon:", "lexicon: {}", "lexicon: null  # none yet"])
def test_an_empty_lexicon_is_filled(empty: str, tmp_path: Path) -> None:
    text = added(f"version: 1\n{empty}\nlanguage: en\n", tmp_path, KYIV)
    assert '\n  Kyiv: {ipa: "ˈkiːjɪv"}\nlanguage: en\n' in text
    parse_document(text, "x")


@pytest.mark.parametrize("head", ["", "lexicon:\n"])
def test_a_file_of_words_alone_grows(head: str, tmp_path: Path) -> None:
    indent = "  " if head else ""
    text = f"# words\n{head}{indent}Minsk: {{ipa: mɪnsk}}\n"
    assert added(text, tmp_path, KYIV, name="words.yaml") == f'{text}{indent}Kyiv: {{ipa: "ˈkiːjɪv"}}\n'


def test_line_ends_stay_as_they_are(tmp_path: Path) -> None:
    text = added(HOUSE.replace("\n", "\r\n"), tmp_path, KYIV)
    assert text.count("\n") == text.count("\r\n") == HOUSE.count("\n") + 1


def test_a_lexicon_in_one_line_is_left_to_its_author(tmp_path: Path) -> None:
    with pytest.raises(ScriptError, match=r"^show\.yaml:2:1: words can only be added to a lexicon that has a line for"):
        added("version: 1\nlexicon: {Minsk: {ipa: mɪnsk}}\n", tmp_path, KYIV)


@given(st.text(alphabet=st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), min_size=1, max_size=30))
def test_any_word_can_be_read_back(tmp_path_factory: pytest.TempPathFactory, word: str) -> None:
    text = added(HOUSE, tmp_path_factory.mktemp("words"), Entry(word, say="a word"))
    lexicon = parse_document(text, "x").find(("lexicon",))
    assert [*lexicon.entries][-1] == word  # type: ignore[union-attr] # a lexicon is a mapping


@pytest.mark.parametrize(
    ("script", "show", "place"),
    [
        ("version: 1\n", None, "script.yaml"),
        ("version: 1\nshow: show.yaml\n", "version: 1\n", "show.yaml"),
        ("version: 1\nshow: show.yaml\n", "version: 1\nlexicon: words.yaml\n", "words.yaml"),
        ("version: 1\nshow: show.yaml\nlexicon: own.yaml\n", "version: 1\nlexicon: words.yaml\n", "own.yaml"),
        ("version: 1\nlexicon:\n  Minsk: {ipa: mɪnsk}\n", None, "script.yaml"),
    ],
)
def test_words_go_where_the_show_keeps_them(script: str, show: str | None, place: str, tmp_path: Path) -> None:
    (tmp_path / "script.yaml").write_text(script, encoding="utf-8")
    if show:
        (tmp_path / "show.yaml").write_text(show, encoding="utf-8")
    assert lexicon_place(tmp_path / "script.yaml")[0] == tmp_path / place


@pytest.mark.parametrize("end", ["\r", "\r\n"])
def test_lines_end_as_in_the_file(end: str, tmp_path: Path) -> None:
    text = "lexicon:\n  Minsk: {say: mensk}\n".replace("\n", end)
    assert added(text, tmp_path, HQ) == text + f'  "HQ": {{say: "head quarters"}}{end}'

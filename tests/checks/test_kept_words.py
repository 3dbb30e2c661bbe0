"""Words of voices, remembered: a voice is asked for a text only if it has a word that nobody knows yet."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audiobrief.checks.kept_words import KeptWords
from audiobrief.script.model import Voice
from audiobrief.speech.engine import Engine, SpokenWord
from recorder import Recorder

VOICE = Voice("hibari", "emma", "en-GB")
SCRIPT = Path("episode.yaml")
DICTIONARY = frozenset({"the", "bridge", "is", "open", "small"})


class Reader(Recorder):
    """A voice that knows its dictionary, and notes what it is asked to read."""

    def words(self, text: str, voice: Voice) -> tuple[SpokenWord, ...]:  # noqa: ARG002 - there is one
        self.asked.append(text)
        words = text.replace(".", " ").replace(",", " ").split()
        return tuple(SpokenWord(word, word.lower(), word.lower() in DICTIONARY) for word in words)

    def dictionary(self, voice: Voice) -> frozenset[str]:  # noqa: ARG002 - there is one
        return DICTIONARY


def run(
    folder: Path, *texts: str, decides: str = "installed", script: Path = SCRIPT
) -> tuple[list[str], list[tuple[SpokenWord, ...]]]:
    """Read texts in a run of their own; give what the voice was asked, and what came of them."""
    reader = Reader()
    engines: Mapping[str, Engine] = {"hibari": reader}
    kept = KeptWords(folder, script, [decides], engines)
    found = [kept.words(text, VOICE) for text in texts]
    kept.keep()
    return reader.asked, found


def test_a_text_is_asked_for_once(tmp_path: Path) -> None:
    first = run(tmp_path, "The bridge in Minsk is open.")
    second = run(tmp_path, "The bridge in Minsk is open.")
    assert (first[0], second[0]) == (["The bridge in Minsk is open."], [])
    assert first[1] == second[1]


@pytest.mark.parametrize(
    ("edited", "asked"),
    [
        ("The small bridge in Minsk is open.", False),  # from the dictionary
        ("Minsk, the bridge is open.", False),  # in another order
        ("The bridge in Brest is open.", True),  # a new name
        ("The Small bridge is open.", True),  # a small word as a name
        ("The bridge-in Minsk is open.", True),  # another word
        ("The 2 bridge in Minsk is open.", True),  # a number
    ],
)
def test_an_edited_text_is_asked_for_only_if_a_word_is_new(edited: str, asked: bool, tmp_path: Path) -> None:
    run(tmp_path, "The bridge in Minsk is open.")
    questions, (found,) = run(tmp_path, edited)
    assert questions == ([edited] if asked else [])
    (expected,) = run(tmp_path / "empty", edited)[1]
    assert [(word.text, word.known) for word in found] == [(word.text, word.known) for word in expected]


def test_a_guess_sounds_as_it_did(tmp_path: Path) -> None:
    run(tmp_path, "The bridge in Minsk is open.")
    (found,) = run(tmp_path, "Minsk is open.")[1]
    assert found == (
        SpokenWord("Minsk", "minsk", False),
        SpokenWord("is", "is", True),
        SpokenWord("open", "open", True),
    )


def test_what_a_script_no_longer_says_is_forgotten(tmp_path: Path) -> None:
    run(tmp_path, "Minsk is open.", "Brest is small.")
    run(tmp_path, "Minsk is open.", "Gomel is small.")
    assert run(tmp_path, "Brest is open.")[0] == ["Brest is open."]
    assert run(tmp_path, "Minsk is open.")[0] == ["Minsk is open."]


@pytest.mark.parametrize("other", [{"decides": "another"}, {"script": Path("other.yaml")}])
def test_another_installation_or_script_has_its_own(other: dict[str, object], tmp_path: Path) -> None:
    run(tmp_path, "Minsk is open.")
    assert run(tmp_path, "Minsk is open.", **other)[0] == ["Minsk is open."]  # type: ignore[arg-type] # one of two


def test_what_is_damaged_is_asked_for_again(tmp_path: Path) -> None:
    run(tmp_path, "Minsk is open.")
    for path in tmp_path.iterdir():
        path.write_bytes(path.read_bytes()[:-1])
    assert run(tmp_path, "Minsk is open.")[0] == ["Minsk is open."]
    assert run(tmp_path, "Minsk is open.")[0] == []


@given(st.lists(st.lists(st.sampled_from(["the", "Minsk", "is", "Brest", "don't", "x"]), min_size=1), min_size=1))
def test_what_is_put_together_is_what_would_have_been_said(
    tmp_path_factory: pytest.TempPathFactory, texts: list[list[str]]
) -> None:
    folder = tmp_path_factory.mktemp("words")
    said = [" ".join(words) for words in texts]
    run(folder, *said[:-1])
    again = run(folder, said[-1])[1]
    expected = run(folder / "empty", said[-1])[1]
    assert [[(word.text, word.known) for word in found] for found in again] == [
        [(word.text, word.known) for word in found] for found in expected
    ]

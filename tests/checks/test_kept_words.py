"""Words of voices, remembered: a voice is asked for a text only if it has a word that nobody knows yet."""

from __future__ import annotations

import random
from collections.abc import Mapping
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audiobrief import names
from audiobrief.checks.kept_words import KeptWords
from audiobrief.names import Words, plain_words
from audiobrief.script.model import Voice
from audiobrief.speech.engine import Engine, SpokenWord
from audiobrief.speech.utterance import Utterance
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
    folder: Path,
    *texts: str,
    decides: str = "installed",
    script: Path = SCRIPT,
    reader: Reader | None = None,
    sounds: bool = False,
    others: bool = False,
) -> tuple[list[str], list[tuple[SpokenWord, ...]]]:
    """Read texts in a run of their own; give what the voice was asked, and what came of them."""
    reader = reader or Reader()
    reader.asked = []
    engines: Mapping[str, Engine] = {"hibari": reader}
    kept = KeptWords(folder, script, [decides], engines)
    found = [kept.words(text, VOICE, sounds=sounds) for text in texts]
    kept.keep(others=others)
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


class Splitter(Reader):
    """A voice without a dictionary, whose words are what stands between spaces."""

    def words(self, text: str, voice: Voice) -> tuple[SpokenWord, ...]:  # noqa: ARG002 - there is one
        self.asked.append(text)
        return tuple(SpokenWord(word, "", False) for word in text.split())

    def dictionary(self, voice: Voice) -> frozenset[str]:  # noqa: ARG002 - there is one
        return frozenset()


def test_a_voice_without_a_dictionary_is_asked_for_every_new_text(tmp_path: Path) -> None:
    run(tmp_path, "No and Anna left.", reader=Splitter())
    assert run(tmp_path, "No and Anna left.", reader=Splitter())[0] == []
    assert run(tmp_path, "No! - Anna left.", reader=Splitter())[0] == ["No! - Anna left."]


@pytest.mark.parametrize(
    "text",
    [
        "the _Minsk_ is",
        "the…Minsk",
        "Minsk/bridge",
        "the Minsk* is",
        "Minsk.The",
        "(Minsk)is",
        "the Minsk- is",
        "Minsk:) is",
    ],
)
def test_signs_that_may_be_taken_for_a_part_of_a_word_are_asked_about(text: str, tmp_path: Path) -> None:
    run(tmp_path, "The bridge in Minsk is open.")
    assert run(tmp_path, text)[0] == [text]


@pytest.mark.parametrize(
    "text", ["Minsk, (the bridge) is: open!", "“Minsk” is - open; is the bridge?", "Minsk… is open"]
)
def test_ordinary_signs_change_no_word(text: str, tmp_path: Path) -> None:
    run(tmp_path, "The bridge in Minsk is open.")
    assert run(tmp_path, text)[0] == ([text] if "…" in text else [])


def test_sounds_of_known_words_are_not_taken_from_elsewhere(tmp_path: Path) -> None:
    run(tmp_path, "Minsk is open.", "The bridge.")
    assert run(tmp_path, "The open bridge.", sounds=True)[0] == ["The open bridge."]
    assert run(tmp_path, "The open bridge.", sounds=True)[0] == []
    run(tmp_path, "The bridge is open.", "The open bridge.")  # the first of them is put together
    assert run(tmp_path, "The bridge is open.", sounds=True)[0] == ["The bridge is open."]


def test_a_run_that_did_not_look_at_all_forgets_nothing(tmp_path: Path) -> None:
    run(tmp_path, "Minsk is open.", "Brest is small.")
    run(tmp_path, "Gomel is small.", others=True)
    assert run(tmp_path, "Minsk is open.", "Brest is small.", "Gomel is small.")[0] == []


class English(Reader):
    """hibari's reader, without its process."""

    def __init__(self) -> None:
        super().__init__()
        english = pytest.importorskip("audiobrief.speech.natural.english")
        pytest.importorskip("hibari")
        self.reader = english.EnglishReader(british=True)

    def words(self, text: str, voice: Voice) -> tuple[SpokenWord, ...]:  # noqa: ARG002 - there is one
        self.asked.append(text)
        return tuple(SpokenWord(*word) for word in self.reader.words(text))

    def dictionary(self, voice: Voice) -> frozenset[str]:  # noqa: ARG002 - there is one
        return frozenset(self.reader.dictionary())


SAID = (
    "Alexander Lukashenko met Vox and Quixley at the bridge.",
    "Plan A is open, said the KVM (no!) at once.",
    "“It's Wozniak's bridge, don't you know?” - said Anna-Maria Zebulon.",
    "The small town of Gomel, of course, left; and so did Brest.",
)
ENDS = ("", ".", ",", "!", "?", ";", ":", "…", ")", "”", " -", " –", "_", "*")
STARTS = ("", "(", "“", "'", '"', "- ", "_")


def test_what_is_guessed_in_an_edited_text_is_what_the_voice_itself_would_guess(tmp_path: Path) -> None:
    reader = English()
    chance = random.Random(7)  # a repeatable text
    run(tmp_path, *SAID, reader=reader)
    kept = KeptWords(tmp_path, SCRIPT, ["installed"], {"hibari": reader})
    known = [word for text in SAID for word in text.split()]
    put_together = 0
    for _ in range(300):
        words = chance.choice(SAID).split()
        for _ in range(chance.randint(1, 3)):
            words.insert(chance.randrange(len(words) + 1), chance.choice(known))
        at = chance.randrange(len(words))
        words[at] = chance.choice(STARTS) + words[at].strip(".,") + chance.choice(ENDS)
        text = Utterance(" ".join(words), VOICE)
        before = len(reader.asked)
        from_memory = guessed(text, kept.words)
        put_together += len(reader.asked) == before
        assert from_memory == guessed(text, plain_words({"hibari": reader})), text.text
    assert put_together > 100


def guessed(text: Utterance, words: Words) -> list[tuple[str, str, bool]]:
    return [(word, ipa, at_start) for word, ipa, known, at_start in names._words(text, words) if not known]


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

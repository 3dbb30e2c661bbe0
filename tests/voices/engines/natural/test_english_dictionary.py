"""hibari's dictionaries without hibari: the same words are known, and nothing is started."""

from __future__ import annotations

import gzip
import json
import random
import threading
import zlib
from collections.abc import Mapping
from functools import cache
from pathlib import Path

import pytest

from audiobrief.errors import EngineError, EngineMissingError
from audiobrief.reading.utterances import Utterance
from audiobrief.review import names
from audiobrief.review.names import WordLookup
from audiobrief.script.models.voice import Voice
from audiobrief.timeline.plan import PlannedPiece
from audiobrief.voices.engine import SpokenWord
from audiobrief.voices.engines.natural.english_dictionary import EnglishDictionary, dictionary_files, english_dictionary

VOICE = Voice("hibari", "heart", "en-US")
GOLD = {"the": "ðə", "bridge": "bɹˈɪʤ", "is": "ɪz", "open": "ˈOpən", "read": {"DEFAULT": "ɹˈid", "VBD": "ɹˈɛd"}}
SILVER = {"Minsk": "mˈɪnsk", "carry": "kˈæɹi", "naïve": "nɑˈiv", "plan": "plˈæn"}


def written(folder: Path, *dictionaries: Mapping[str, object]) -> tuple[Path, ...]:
    paths = tuple(folder / f"{number}.json.gz" for number in range(len(dictionaries)))
    for path, words in zip(paths, dictionaries, strict=True):
        text = json.dumps(words, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        path.write_bytes(gzip.compress(text.encode()))
    return paths


def known(dictionary: EnglishDictionary, text: str) -> list[str]:
    return [word.text for word in dictionary.words(text) if word.known]


@pytest.fixture
def dictionary(tmp_path: Path) -> EnglishDictionary:
    return EnglishDictionary(written(tmp_path, GOLD, SILVER))


@pytest.mark.parametrize(
    "text",
    [
        "The bridge is open: read, read.",
        "Bridge, BRIDGE; Minsk! minsk?",
        "bridges opened, carries, reading planning opening",
        "Minsk’s bridge's (the MPs) bridges'",
        "open-bridge Minsk-MPs OpenBridge",
        "NATO A U.S. 17 naïve Naïve",
    ],
)
def test_words_of_the_dictionary_are_known_with_their_endings(dictionary: EnglishDictionary, text: str) -> None:
    assert [word.text for word in dictionary.words(text) if not word.known] == []


@pytest.mark.parametrize(
    "word", ["Gomel", "Gomel's", "Gomels", "Brid", "Ridge", "MINSKer", "O'BRIDGE", "open-Gomel", "Москва", "É", "DEF"]
)
def test_other_words_are_guessed(dictionary: EnglishDictionary, word: str) -> None:
    expected = [word] if word in {"É", "DEF"} else []  # letters that are said one by one
    assert known(dictionary, f"the {word} is") == ["the", *expected, "is"]


def test_of_words_in_small_letters_no_guess_is_told(dictionary: EnglishDictionary) -> None:
    assert known(dictionary, "the zorbnaxian bridge") == ["the", "zorbnaxian", "bridge"]


def test_whatever_goes_wrong_beside_is_told_where_a_word_is_asked_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(*_arguments: object, **_named: object) -> bytes:
        raise MemoryError("out of memory")

    monkeypatch.setattr(zlib, "decompress", fails)
    with pytest.raises(EngineError, match=r"^hibari's dictionaries cannot be read: out of memory "):
        EnglishDictionary(written(tmp_path, GOLD)).words("The Bridge")


def test_where_no_thread_can_be_started_it_is_read_all_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(_thread: threading.Thread) -> None:
        raise RuntimeError("can't start new thread")

    monkeypatch.setattr(threading.Thread, "start", fails)
    assert known(EnglishDictionary(written(tmp_path, GOLD, SILVER)), "Minsk Gomel") == ["Minsk"]


def test_a_word_of_many_parts_takes_no_time(dictionary: EnglishDictionary) -> None:
    assert known(dictionary, "-".join(["Open"] * 20_000 + ["Gomel"])) == []


def test_of_a_word_with_several_sounds_the_word_is_known_and_no_key_inside(dictionary: EnglishDictionary) -> None:
    assert known(dictionary, "Read Default Vbd") == ["Read"]


@pytest.mark.parametrize("content", [b"", b"no gzip", gzip.compress(b"[]", mtime=0), gzip.compress(b"", mtime=0), None])
def test_files_that_cannot_be_read_are_named(content: bytes | None, tmp_path: Path) -> None:
    (path,) = written(tmp_path, GOLD)
    if content is None:
        path.unlink()
    else:
        path.write_bytes(content)
    with pytest.raises(EngineError, match=r"^hibari's dictionaries cannot be read: .+ \(python -m pip install .+\)$"):
        EnglishDictionary((path,)).words("The Bridge")


def test_a_package_that_is_missing_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("audiobrief.voices.engines.natural.english_dictionary.package_folder", lambda _name: None)
    with pytest.raises(EngineMissingError, match=r"^hibari is not installed \(.+\)$"):
        dictionary_files(british=True)


@pytest.mark.slow
@pytest.mark.parametrize("british", [False, True])
def test_every_entry_of_the_package_is_there(british: bool) -> None:
    pytest.importorskip("hibari")
    files = dictionary_files(british=british)
    words = [word for file in files for word in json.loads(gzip.decompress(file.read_bytes()))]
    assert len(words) > 100_000
    dictionary = EnglishDictionary(files)
    assert all(map(dictionary._found, words))
    joined = [word for word in words if word.islower() and not word.isalpha()]
    assert [word for word in joined if not dictionary._known(word.capitalize())] == []
    assert not any(dictionary._found(f"{word}q") for word in words[::1000])


@cache
def reader(*, british: bool) -> WordLookup:
    english = pytest.importorskip("audiobrief.voices.engines.natural.english_phonemes")
    pytest.importorskip("hibari")
    read = english.EnglishPhonemizer(british=british).words
    return lambda text, _voice: tuple(SpokenWord(*word) for word in read(text))


def guessed(text: str, words: WordLookup) -> list[tuple[str, str]]:
    """Return the words that are no names, acronyms or numbers by their kind, as `names` and `check` do."""
    return [
        (word, names._kind(word, at_start=at_start))
        for word, _, is_known, at_start in names._written_words(
            PlannedPiece(Utterance(text, VOICE), "a", 0), words, at_start=True
        )
        if not is_known and not word.islower()
    ]


SAID = (
    "Alexander Lukashenko met Vox and Quixley's MPs at the bridge in Kyiv.",
    "Plan A is open, said the KVM (no!) and the U.S. at once.",
    "Can't Wozniak have Avant-garde Ma'am's, Won't-do O'Clock?",
    "“It's Wozniak’s bridge, don't you know?” - said Anna-Maria Zebulon, an Anglo-Gomelian.",
    "The small town of Gomel, of course, left; and so did McDonald, O'Brien and the BBC's YouTubers.",
    "Tikhanovskaya's Belarusians re-opened al-Qaeda files of Zoé and São Quixo, PhDs of Oshmyany.",
)
ENDS = ("", ".", ",", "!", "?", ";", ":", ")", "”", "’", " -", " –", "'s", "’s", "s")
STARTS = ("", "(", "“", "‘", '"', "- ", "pro-", "Anti-")


@pytest.mark.parametrize("british", [False, True])
@pytest.mark.slow
def test_what_is_guessed_is_what_the_voice_itself_would_guess(british: bool) -> None:
    dictionary = english_dictionary(british=british)
    chance = random.Random(7)  # a repeatable text
    words = [word for text in SAID for word in text.split()]
    for _ in range(400):
        said = chance.choice(SAID).split()
        for _ in range(chance.randint(1, 3)):
            said.insert(chance.randrange(len(said) + 1), chance.choice(words))
        at = chance.choice([at for at, word in enumerate(said) if word.replace("-", "").isalpha()])
        said[at] = chance.choice(STARTS) + said[at] + chance.choice(ENDS)
        text = " ".join(said)
        found = guessed(text, lambda text, _voice: dictionary.words(text))
        assert found == guessed(text, reader(british=british)), text

"""Cached readings are the same as new ones, and are read again when anything changes that decides them."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audiobrief.reading import paragraphs, reading_cache
from audiobrief.reading.paragraphs import read_paragraph
from audiobrief.reading.reading_cache import ReadingCache
from audiobrief.script.markup.parser import Paragraph, Span, parse_markup
from audiobrief.script.models.lexicon import Entry
from audiobrief.script.models.voice import Speaker, Voice

PRESENTER = Speaker("presenter", Voice("pyttsx3", "gmw/en-gb-x-rp", "en-GB", 0.95))
QUOTE = Speaker("quote", Voice("tone", "440"))
SPEAKERS = (PRESENTER, QUOTE)
LEXICON = (Entry("Kyiv", None, "ˈkiːjɪv"), Entry("Minsk", "minsk", None))
TEXT = (
    'On 1 May, (Mr Putin)[voice:"quote"] spent $4.2bn in Kyiv. [500ms] Then ++he++ met (NATO)[characters]; '
    '(Слава)[lang:"uk"] was said. [1s]'
)


def paragraph(text: str = TEXT) -> Paragraph:
    (only,) = parse_markup(text).paragraphs
    return only


def cached_run(folder: Path, text: str = TEXT) -> object:
    """Read a text in a run of its own, and save the cache."""
    read = ReadingCache(folder, Path("episode.yaml"))
    result = read(paragraph(text), PRESENTER, SPEAKERS, LEXICON)
    read.save()
    return result


@pytest.fixture
def read_again(monkeypatch: pytest.MonkeyPatch) -> list[object]:
    """Return the arguments of each paragraph that was not in the cache."""
    done: list[object] = []

    def noted(*arguments: Any) -> object:
        done.append(arguments)
        return read_paragraph(*arguments)

    monkeypatch.setattr(paragraphs, "read_paragraph", noted)
    return done


def test_a_paragraph_is_read_once(tmp_path: Path, read_again: list[object]) -> None:
    first, second = cached_run(tmp_path), cached_run(tmp_path)
    assert first == second == read_paragraph(paragraph(), PRESENTER, SPEAKERS, LEXICON)
    assert len(read_again) == 1


def test_a_paragraph_that_moved_is_not_read_again(tmp_path: Path, read_again: list[object]) -> None:
    for before in ("", "Something new stands before it.\n\n"):
        read = ReadingCache(tmp_path, Path("episode.yaml"))
        for each in parse_markup(before + TEXT).paragraphs:
            expected = read_paragraph(each, PRESENTER, SPEAKERS, LEXICON)
            assert read(each, PRESENTER, SPEAKERS, LEXICON) == expected
        read.save()
    assert len(read_again) == 2


def test_what_was_read_while_it_lives_is_read_once(tmp_path: Path, read_again: list[object]) -> None:
    read = ReadingCache(tmp_path, Path("episode.yaml"))
    for _ in range(2):
        read(paragraph(), PRESENTER, SPEAKERS, LEXICON)
        read.save()
    assert len(read_again) == 1


def test_no_library_that_reads_is_imported_for_what_is_cached(tmp_path: Path) -> None:
    cached_run(tmp_path, "Known.")
    code = (
        "import sys; from pathlib import Path; from audiobrief.reading.reading_cache import ReadingCache;"
        "from audiobrief.script.markup.parser import Span;"
        "from audiobrief.script.models.lexicon import Entry;"
        "from audiobrief.script.models.voice import Speaker, Voice;"
        f"read = ReadingCache(Path({str(tmp_path)!r}), Path('episode.yaml'));"
        f"read((Span('Known.'),), {PRESENTER!r}, {SPEAKERS!r}, {LEXICON!r});"
        "print(*{'sentencex', 'babel', 'num2words', 'numpy'} & set(sys.modules))"
    )
    code = "from audiobrief.errors import Position; " + code
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60)
    assert done.stdout.strip() == ""


@pytest.mark.parametrize(
    ("speaker", "speakers", "lexicon"),
    [
        (QUOTE, SPEAKERS, LEXICON),
        (replace(PRESENTER, voice=replace(PRESENTER.voice, language="en-US")), SPEAKERS, LEXICON),
        (PRESENTER, (PRESENTER, replace(QUOTE, voice=Voice("tone", "441"))), LEXICON),
        (PRESENTER, SPEAKERS, LEXICON[:1]),
    ],
)
def test_what_decides_a_reading_is_its_key(
    tmp_path: Path,
    read_again: list[object],
    speaker: Speaker,
    speakers: tuple[Speaker, ...],
    lexicon: tuple[Entry, ...],
) -> None:
    cached_run(tmp_path)
    ReadingCache(tmp_path, Path("episode.yaml"))(paragraph(), speaker, speakers, lexicon)
    assert len(read_again) == 2


def test_nothing_is_believed_of_another_installation(
    tmp_path: Path, read_again: list[object], monkeypatch: pytest.MonkeyPatch
) -> None:
    cached_run(tmp_path)
    monkeypatch.setattr(reading_cache, "installation_fingerprint", lambda: "another")
    cached_run(tmp_path)
    assert len(read_again) == 2


def test_a_damaged_file_is_made_anew(tmp_path: Path, read_again: list[object]) -> None:
    first = cached_run(tmp_path)
    (file,) = tmp_path.iterdir()
    file.write_bytes(file.read_bytes()[:-10])
    assert cached_run(tmp_path) == first
    assert cached_run(tmp_path) == first
    assert len(read_again) == 2


def test_only_what_was_used_is_kept(tmp_path: Path, read_again: list[object]) -> None:
    for text in ("One.", "Two.", "One."):
        cached_run(tmp_path, text)
    assert len(read_again) == 3


@given(text=st.text(min_size=1, max_size=60).filter(lambda text: text.strip()))
def test_any_text_comes_back_as_it_was_read(tmp_path_factory: pytest.TempPathFactory, text: str) -> None:
    folder = tmp_path_factory.mktemp("readings")
    spans = (Span(text),)
    for _ in range(2):
        read = ReadingCache(folder, Path("episode.yaml"))
        assert read(spans, PRESENTER, SPEAKERS, LEXICON) == read_paragraph(spans, PRESENTER, SPEAKERS, LEXICON)
        read.save()

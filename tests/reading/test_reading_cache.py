"""Remembered readings: the same as those that are made, and made anew when anything changed that decides them."""

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
from audiobrief.reading.reading_cache import Readings
from audiobrief.script.markup.parser import Paragraph, Span, parse_markup
from audiobrief.script.models.script import Entry, Speaker, Voice

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


def remembered(folder: Path, text: str = TEXT) -> object:
    """Read a text in a run of its own, and keep how."""
    read = Readings(folder, Path("episode.yaml"))
    result = read(paragraph(text), PRESENTER, SPEAKERS, LEXICON)
    read.keep()
    return result


@pytest.fixture
def read_again(monkeypatch: pytest.MonkeyPatch) -> list[object]:
    """Return what was read anew, and was not remembered."""
    done: list[object] = []

    def noted(*arguments: Any) -> object:
        done.append(arguments)
        return read_paragraph(*arguments)

    monkeypatch.setattr(paragraphs, "read_paragraph", noted)
    return done


def test_a_paragraph_is_read_once(tmp_path: Path, read_again: list[object]) -> None:
    first, second = remembered(tmp_path), remembered(tmp_path)
    assert first == second == read_paragraph(paragraph(), PRESENTER, SPEAKERS, LEXICON)
    assert len(read_again) == 1


def test_a_paragraph_that_moved_is_not_read_again(tmp_path: Path, read_again: list[object]) -> None:
    for before in ("", "Something new stands before it.\n\n"):
        read = Readings(tmp_path, Path("episode.yaml"))
        for each in parse_markup(before + TEXT).paragraphs:
            expected = read_paragraph(each, PRESENTER, SPEAKERS, LEXICON)
            assert read(each, PRESENTER, SPEAKERS, LEXICON) == expected
        read.keep()
    assert len(read_again) == 2


def test_what_was_read_while_it_lives_is_read_once(tmp_path: Path, read_again: list[object]) -> None:
    read = Readings(tmp_path, Path("episode.yaml"))
    for _ in range(2):
        read(paragraph(), PRESENTER, SPEAKERS, LEXICON)
        read.keep()
    assert len(read_again) == 1


def test_nothing_that_reads_is_imported_for_what_is_known(tmp_path: Path) -> None:
    remembered(tmp_path, "Known.")
    code = (
        "import sys; from pathlib import Path; from audiobrief.reading.reading_cache import Readings;"
        "from audiobrief.script.markup.parser import Span;"
        "from audiobrief.script.models.script import Speaker, Voice, Entry;"
        f"read = Readings(Path({str(tmp_path)!r}), Path('episode.yaml'));"
        f"read((Span('Known.'),), {PRESENTER!r}, {SPEAKERS!r}, {LEXICON!r});"
        "print(*{'sentencex', 'babel', 'num2words', 'numpy', 'audiobrief.reading.paragraphs'} & set(sys.modules))"
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
    remembered(tmp_path)
    Readings(tmp_path, Path("episode.yaml"))(paragraph(), speaker, speakers, lexicon)
    assert len(read_again) == 2


def test_nothing_is_believed_of_another_installation(
    tmp_path: Path, read_again: list[object], monkeypatch: pytest.MonkeyPatch
) -> None:
    remembered(tmp_path)
    monkeypatch.setattr(reading_cache, "installed", lambda: "another")
    remembered(tmp_path)
    assert len(read_again) == 2


def test_a_damaged_file_is_made_anew(tmp_path: Path, read_again: list[object]) -> None:
    first = remembered(tmp_path)
    (file,) = tmp_path.iterdir()
    file.write_bytes(file.read_bytes()[:-10])
    assert remembered(tmp_path) == first
    assert remembered(tmp_path) == first
    assert len(read_again) == 2


def test_only_what_was_used_is_kept(tmp_path: Path, read_again: list[object]) -> None:
    for text in ("One.", "Two.", "One."):
        remembered(tmp_path, text)
    assert len(read_again) == 3


@given(text=st.text(min_size=1, max_size=60).filter(lambda text: text.strip()))
def test_any_text_comes_back_as_it_was_read(tmp_path_factory: pytest.TempPathFactory, text: str) -> None:
    folder = tmp_path_factory.mktemp("readings")
    spans = (Span(text),)
    for _ in range(2):
        read = Readings(folder, Path("episode.yaml"))
        assert read(spans, PRESENTER, SPEAKERS, LEXICON) == read_paragraph(spans, PRESENTER, SPEAKERS, LEXICON)
        read.keep()

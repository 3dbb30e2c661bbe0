"""Remembered measures of clips: the same numbers as were kept, and none where anything is in doubt."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from audiobrief.voices import clip_store as measures_module
from audiobrief.voices.clip_store import ClipMeasure, ClipMeasures
from audiobrief.voices.engine import Word

SCRIPT = Path("episode.yaml")
WORDS = (Word(0, 400, 0, 5), Word(500, 1000, 6, 11))
NUMBERS = st.floats(0, 4, allow_subnormal=True)
CLIPS = st.dictionaries(
    st.text("0123456789abcdef", min_size=1, max_size=8),
    st.tuples(st.integers(0, 2**40), st.lists(NUMBERS, max_size=6), st.integers(0, 2**40)),
    max_size=6,
)


def measured(energies: list[float], length: int = 1000, size: int = 2000) -> ClipMeasure:
    return ClipMeasure(length, np.array(energies), size, WORDS)


def keep(folder: Path | None, clips: Mapping[str, ClipMeasure], script: Path = SCRIPT) -> None:
    """Do as a render that uses these clips."""
    measures = ClipMeasures(folder, script)
    with measures.saved_at_end():
        measures.add(clips)


def said(known: ClipMeasure | None) -> tuple[int, list[float], int] | None:
    if known is None:
        return None
    assert known.words == WORDS
    return known.length, list(known.energies), known.size


@given(CLIPS)
def test_what_is_kept_is_given_to_the_last_bit(
    tmp_path_factory: pytest.TempPathFactory, clips: dict[str, tuple[int, list[float], int]]
) -> None:
    folder = tmp_path_factory.mktemp("measures")
    keep(folder, {key: measured(*about[1::-1], size=about[2]) for key, about in clips.items()})
    again = ClipMeasures(folder, SCRIPT)
    assert {key: said(again.get(key)) for key in clips} == clips
    assert again.get("another") is None


def test_what_a_script_no_longer_says_is_forgotten(tmp_path: Path) -> None:
    keep(tmp_path, {"a": measured([0.5]), "b": measured([0.25])})
    keep(tmp_path, {"b": measured([0.25])})
    again = ClipMeasures(tmp_path, SCRIPT)
    assert (said(again.get("a")), said(again.get("b"))) == (None, (1000, [0.25], 2000))


def test_nothing_is_written_where_nothing_is_new(tmp_path: Path) -> None:
    keep(tmp_path, {"a": measured([0.5])})
    again = ClipMeasures(tmp_path, SCRIPT)
    (file,) = tmp_path.iterdir()
    file.unlink()
    known = again.get("a")
    assert known is not None
    with again.saved_at_end():
        again.add({"a": known})
    assert not list(tmp_path.iterdir())


def test_what_was_measured_again_is_kept(tmp_path: Path) -> None:
    keep(tmp_path, {"a": measured([0.5])})
    keep(tmp_path, {"a": measured([0.5], size=1)})
    assert said(ClipMeasures(tmp_path, SCRIPT).get("a")) == (1000, [0.5], 1)


def test_each_script_has_its_own(tmp_path: Path) -> None:
    keep(tmp_path, {"a": measured([0.5])})
    assert ClipMeasures(tmp_path, Path("other.yaml")).get("a") is None


def test_what_another_installation_measured_is_not_believed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    keep(tmp_path, {"a": measured([0.5])})
    monkeypatch.setattr(measures_module, "installation_fingerprint", lambda: "another")
    assert ClipMeasures(tmp_path, SCRIPT).get("a") is None


@pytest.mark.parametrize("kept", [0, 10, 100, -1])
def test_a_damaged_file_is_not_believed(kept: int, tmp_path: Path) -> None:
    keep(tmp_path, {"a": measured([0.5])})
    (file,) = tmp_path.iterdir()
    file.write_bytes(file.read_bytes()[:kept])
    assert ClipMeasures(tmp_path, SCRIPT).get("a") is None


def test_what_was_measured_before_an_error_is_kept_beside_the_rest(tmp_path: Path) -> None:
    keep(tmp_path, {"a": measured([0.5])})

    def interrupted() -> None:
        measures = ClipMeasures(tmp_path, SCRIPT)
        with measures.saved_at_end():
            measures.add({"b": measured([0.25])})
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        interrupted()
    again = ClipMeasures(tmp_path, SCRIPT)
    assert [said(again.get(key)) for key in "ab"] == [(1000, [0.5], 2000), (1000, [0.25], 2000)]


def test_without_a_folder_nothing_is_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    keep(None, {"a": measured([0.5])})
    assert ClipMeasures(None, SCRIPT).get("a") is None
    assert not list(tmp_path.iterdir())

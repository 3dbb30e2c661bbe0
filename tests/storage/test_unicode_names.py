"""Names are found in either form of Unicode."""

from __future__ import annotations

import os
import unicodedata
from pathlib import Path

import pytest

from audiobrief.storage.unicode_names import is_utf8, path_on_disk, readable_name

FORMS = ("NFC", "NFD")


def in_form(form: str, text: str) -> str:
    assert form in FORMS
    return unicodedata.normalize(form, text)  # type: ignore[arg-type] # the two names above


@pytest.mark.parametrize("on_disk", FORMS)
@pytest.mark.parametrize("asked", FORMS)
def test_folders_and_files_are_found(tmp_path: Path, on_disk: str, asked: str) -> None:
    file = tmp_path / in_form(on_disk, "Würde") / "a" / in_form(on_disk, "Müsik.wav")
    file.parent.mkdir(parents=True)
    file.touch()
    name = in_form(asked, "Würde/a/Müsik.wav")
    assert os.fspath(path_on_disk(tmp_path / name)) == os.fspath(file)
    assert os.fspath(path_on_disk(Path(name), tmp_path)) == os.fspath(file)


def test_the_form_that_was_asked_for_wins(tmp_path: Path) -> None:
    for form in FORMS:
        (tmp_path / in_form(form, "ü")).touch()
    assert [path_on_disk(tmp_path / in_form(form, "ü")).name for form in FORMS] == [
        in_form(form, "ü") for form in FORMS
    ]


@pytest.mark.parametrize("name", ["nothing", "ü", "../ü/x", ".", "caf\udce9", "ü/../x"])
def test_what_is_not_there_stays_as_it_is(tmp_path: Path, name: str) -> None:
    assert path_on_disk(tmp_path / name) == tmp_path / name


def test_bytes_that_are_not_utf8_are_escaped() -> None:
    assert (is_utf8("é"), is_utf8("e\u0301"), is_utf8("caf\udce9")) == (True, True, False)
    assert readable_name("caf\udce9 é") == r"caf\udce9 é"

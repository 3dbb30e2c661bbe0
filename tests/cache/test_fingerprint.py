"""What is installed: another digest after every change that may change what is heard."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from audiobrief.cache.fingerprint import file_states, installation_fingerprint

looked_at = installation_fingerprint.__wrapped__
"""As a program would find it that starts now."""


def test_is_the_same_where_nothing_changes() -> None:
    assert installation_fingerprint() == looked_at() == looked_at()


def test_changes_with_a_package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "path", [*sys.path, str(tmp_path)])
    digests = {looked_at()}
    package = tmp_path / "voice-1.0.dist-info"
    package.mkdir()
    digests.add(looked_at())
    package = package.rename(tmp_path / "voice-1.1.dist-info")
    digests.add(looked_at())
    os.utime(package, (1, 1))  # the same version, installed again
    digests.add(looked_at())
    assert len(digests) == 4


@pytest.mark.parametrize("name", ["AUDIOBRIEF_VOICE_SECONDS", "IMAGEIO_FFMPEG_EXE", "LD_LIBRARY_PATH", "PATH"])
def test_changes_with_what_finds_libraries(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    before = looked_at()
    monkeypatch.setenv(name, "elsewhere")
    assert looked_at() != before


def test_files_are_told_by_name_size_and_time(tmp_path: Path) -> None:
    file = tmp_path / "folder" / "file"
    file.parent.mkdir()
    told = [file_states(tmp_path)]
    file.write_text("one")
    os.utime(file, (1, 1))
    told.append(file_states(tmp_path))
    os.utime(file, (2, 2))
    told.append(file_states(tmp_path))
    file.write_text("other")
    os.utime(file, (2, 2))
    told.append(file_states(tmp_path))
    told.append(file_states(tmp_path, leave_out="folder"))
    assert [len(each) for each in told] == [0, 1, 1, 1, 0]
    assert len({tuple(each) for each in told[:4]}) == 4


def test_a_folder_that_is_not_there_has_no_files(tmp_path: Path) -> None:
    (told,) = file_states(tmp_path / "nowhere")
    assert told.startswith(str(tmp_path / "nowhere"))


def test_links_that_lead_nowhere_or_back_hide_nothing(tmp_path: Path) -> None:
    (tmp_path / "a").symlink_to(tmp_path / "nowhere")
    (tmp_path / "b").symlink_to(tmp_path)
    (tmp_path / "c").mkdir()
    (tmp_path / "c" / "file").write_text("")
    (tmp_path / "d").write_text("")
    names = [told[len(str(tmp_path)) :].split()[0].rstrip(":") for told in file_states(tmp_path)]
    assert sorted(names) == ["/a", "/c/file", "/d"]

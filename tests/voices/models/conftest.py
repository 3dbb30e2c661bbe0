"""A data folder of its own for each test, and a server on this machine."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from file_server import FileServer, file_server


@pytest.fixture(autouse=True)
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The user's data folder; no proxy of this machine stands between a test and its server."""
    folder = tmp_path / "data"
    monkeypatch.setenv("AUDIOBRIEF_DATA", str(folder))
    for name in ("http_proxy", "https_proxy", "all_proxy", "no_proxy"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)
    return folder


@pytest.fixture(autouse=True)
def no_pauses(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("audiobrief.voices.models.download.PAUSE_SECONDS", 0.01)


@pytest.fixture
def server() -> Iterator[FileServer]:
    with file_server() as serving:
        yield serving

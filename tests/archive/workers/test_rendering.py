"""The work on one script: what a worker keeps from one script to the next."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest

from audiobrief.archive.orders import Order
from audiobrief.archive.workers import rendering
from audiobrief.archive.workers.rendering import render_order
from audiobrief.cache.shared.store import SharedStore
from builders import tone_script


@pytest.fixture(autouse=True)
def session_of_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rendering, "_OF_THREAD", threading.local())
    monkeypatch.setenv("AUDIOBRIEF_CACHE", str(tmp_path / ".cache"))


def order(script: Path, store: str = "") -> Order:
    folder = script.parent / "out"
    folder.mkdir(exist_ok=True)
    (script.parent / "scratch").mkdir(exist_ok=True)
    return Order(
        script=str(script),
        shown=script.name,
        article="",
        folder=str(folder),
        stem=script.stem,
        taken=[],
        scratch=str(script.parent / "scratch"),
        store=store,
        store_bytes=1 << 30,
    )


def test_a_store_that_is_no_longer_used_is_closed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    script = tone_script(tmp_path, "  - intro: One.\n")
    closed: list[SharedStore] = []

    def close(store: SharedStore) -> None:
        closed.append(store)

    monkeypatch.setattr(SharedStore, "close", close)
    for name in ("first", "second"):
        (tmp_path / name).mkdir()
        assert render_order(order(script, str(tmp_path / name)))["error"] == ""
    assert len(closed) == 1


def test_the_readings_of_an_editions_own_script_are_forgotten(tmp_path: Path) -> None:
    tone_script(tmp_path, "  - intro: Two.\n", name="other.yaml")
    script = tone_script(tmp_path, "  - intro: One.\n", "editions: {other: {script: other.yaml}}\n")
    assert render_order(order(script))["error"] == ""
    assert rendering._OF_THREAD.session._readings == {}

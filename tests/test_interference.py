"""Signals and errors while the files of an episode or a site get their names: all of them are old, or all new."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from itertools import cycle, islice
from pathlib import Path

import pytest

from changes import VOICES, Change, rendering, site_change

INTERRUPTED = "interrupted; files that were finished before are whole"
SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
TRIES = int(os.environ.get("AUDIOBRIEF_TRIES", "5"))
"""Tries for each signal in the tests that are slow."""


def wrong_ends(change: Change, tries: int) -> Iterator[tuple[str, int, int, str, str]]:
    """Send each signal so many times, spread over the steps, and yield what ended wrong."""
    for place, number in enumerate(SIGNALS):
        first = place * change.steps // len(SIGNALS)
        for at in islice(cycle(range(change.steps, 0, -1)), first, first + tries):
            status, messages, verdict = change.interrupt(number, at)
            if (status, messages) != (130, INTERRUPTED) or verdict not in {"before", "after"}:
                yield number.name, at, status, messages, verdict


@pytest.mark.parametrize(
    "name", ["publish", *(pytest.param(name, marks=pytest.mark.slow) for name in ("correct", "unpublish"))]
)
def test_a_signal_while_a_site_is_changed(name: str, tmp_path: Path) -> None:
    assert list(wrong_ends(site_change(tmp_path, name), 1)) == []


@pytest.mark.slow
def test_a_signal_while_an_episode_is_finished(tmp_path: Path) -> None:
    assert list(wrong_ends(rendering(tmp_path, "pyttsx3"), 1)) == []


@pytest.mark.slow
@pytest.mark.parametrize("engine", list(VOICES))
def test_many_signals_while_an_episode_is_finished(engine: str, tmp_path: Path) -> None:
    if engine == "hibari":
        pytest.importorskip("hibari")
    assert list(wrong_ends(rendering(tmp_path, engine), TRIES)) == []


@pytest.mark.slow
@pytest.mark.parametrize("name", ["publish", "correct", "unpublish"])
def test_many_signals_while_a_site_is_changed(name: str, tmp_path: Path) -> None:
    assert list(wrong_ends(site_change(tmp_path, name), TRIES)) == []

"""The engines by name, opened when they are asked for."""

from __future__ import annotations

from pathlib import Path

import pytest

from audiobrief.script.models.engines import ENGINES
from audiobrief.voices.registry import REGISTRY, Engines, make_engine, open_engines


@pytest.mark.parametrize("name", ENGINES)
def test_an_engine_goes_by_its_name(name: str, tmp_path: Path) -> None:
    engine = make_engine(name, tmp_path)
    try:
        assert engine.name == name
    finally:
        engine.close()


@pytest.mark.parametrize("name", ENGINES)
def test_nothing_is_started_before_it_is_needed(name: str, tmp_path: Path) -> None:
    engine = make_engine(name, tmp_path)
    engine.close()
    assert not list(tmp_path.iterdir())


def test_every_engine_that_a_script_may_name_is_there_and_no_other() -> None:
    engines = Engines()
    assert tuple(engines) == ENGINES
    assert set(REGISTRY) == set(ENGINES)
    assert len(engines) == len(ENGINES)
    with pytest.raises(KeyError):
        engines["nobody"]


def test_an_engine_is_made_once_and_closed_at_the_end(tmp_path: Path) -> None:
    with open_engines(tmp_path) as engines:
        tone = engines["tone"]
        assert engines["tone"] is tone
        closed: list[str] = []
        tone.close = lambda: closed.append("tone")  # type: ignore[method-assign] # seen from outside
    assert closed == ["tone"]


@pytest.mark.parametrize(("seconds", "limit"), [("", 30.0), ("20", 60.0), ("soon", 30.0)])
def test_a_slow_machine_has_more_time(seconds: str, limit: float, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AUDIOBRIEF_VOICE_SECONDS", seconds)
    assert make_engine("hibari").time_limit == limit  # type: ignore[attr-defined] # the engine's own

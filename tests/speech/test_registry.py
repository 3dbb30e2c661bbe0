"""The engines by name."""

from __future__ import annotations

from pathlib import Path

import pytest

from audiobrief.script.engines import ENGINES as NAMES
from audiobrief.speech.registry import ENGINES, make_engine


def test_a_script_may_name_every_engine_and_no_other() -> None:
    assert set(NAMES) == set(ENGINES)


@pytest.mark.parametrize("name", sorted(ENGINES))
def test_an_engine_goes_by_its_name(name: str, tmp_path: Path) -> None:
    engine = make_engine(name, tmp_path)
    try:
        assert engine.name == name
        assert engine.version
    finally:
        engine.close()


@pytest.mark.parametrize("name", sorted(ENGINES))
def test_nothing_is_started_before_it_is_needed(name: str, tmp_path: Path) -> None:
    engine = make_engine(name, tmp_path)
    engine.close()
    assert not list(tmp_path.iterdir())

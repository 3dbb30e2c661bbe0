from __future__ import annotations

from pathlib import Path

import platformdirs
import pytest

from audiobrief.voices.models.folders import engine_folder, models_folder


def test_models_lie_in_the_folder_that_is_named(data: Path) -> None:
    assert models_folder() == data / "voices"
    assert engine_folder("kokoro") == data / "voices" / "kokoro"
    assert not data.exists(), "asking makes nothing"


@pytest.mark.parametrize("named", [None, ""])
def test_models_lie_in_the_users_data_folder_otherwise(named: str | None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("AUDIOBRIEF_DATA")
    if named is not None:
        monkeypatch.setenv("AUDIOBRIEF_DATA", named)
    assert models_folder() == platformdirs.user_data_path("audiobrief") / "voices"

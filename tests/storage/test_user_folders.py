"""The user's folders are those that platformdirs gives."""

from __future__ import annotations

import sys

import platformdirs
import pytest

from audiobrief.storage.user_folders import user_cache_folder, user_data_folder


@pytest.mark.parametrize("system", [sys.platform, "another"])
@pytest.mark.parametrize("named", [None, "", "/of/mine", "relative", "~/mine"])
@pytest.mark.parametrize("home", ["/home/ann", None])
def test_the_folders_are_those_of_platformdirs(
    system: str, named: str | None, home: str | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "platform", system)
    for variable, value in {"XDG_CACHE_HOME": named, "XDG_DATA_HOME": named, "HOME": home}.items():
        if value is None:
            monkeypatch.delenv(variable, raising=False)
        else:
            monkeypatch.setenv(variable, value)
    assert user_cache_folder() == platformdirs.user_cache_path("audiobrief")
    assert user_data_folder() == platformdirs.user_data_path("audiobrief")

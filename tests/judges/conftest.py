"""What the judges share."""

from __future__ import annotations

import pytest

from judges.episodes import Episodes


@pytest.fixture(scope="session")
def episodes(tmp_path_factory: pytest.TempPathFactory) -> Episodes:
    return Episodes.in_folder(tmp_path_factory.mktemp("episodes"))

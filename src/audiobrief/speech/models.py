"""Where models lie."""

from __future__ import annotations

import os
from pathlib import Path

__all__ = ["engine_folder", "models_folder"]


def models_folder() -> Path:
    """Give the folder of all models."""
    import platformdirs

    named = os.environ.get("AUDIOBRIEF_DATA")
    return (Path(named) if named else platformdirs.user_data_path("audiobrief")) / "voices"


def engine_folder(engine: str) -> Path:
    """Give the folder of an engine's models."""
    return models_folder() / engine

"""The folders of voice models.

voices/
├── kokoro/kokoro.onnx, kokoro/voices/af_heart.bin and the other 53
├── piper/en_GB-alan-medium.onnx, piper/en_GB-alan-medium.onnx.json
└── hibari/bf_emma.int8.onnx

A file under its final name is complete; `NAME.part` beside it is a partial download.
"""

from __future__ import annotations

import os
from pathlib import Path

import platformdirs

DATA = "AUDIOBRIEF_DATA"
"""The environment variable that names another folder than the user's own."""


def models_folder() -> Path:
    """Return the folder of all models, which need not exist."""
    named = os.environ.get(DATA)
    return (Path(named) if named else platformdirs.user_data_path("audiobrief")) / "voices"


def engine_folder(engine: str) -> Path:
    """Return the folder of an engine's models, which need not exist."""
    return models_folder() / engine

"""What the files of a voice are made of."""

from __future__ import annotations

from typing import Any

PIPER_CONFIG: dict[str, Any] = {
    "audio": {"sample_rate": 22050},
    "espeak": {"voice": "en-us"},
    "num_symbols": 256,
    "num_speakers": 1,
    "phoneme_id_map": {"_": [0]},
}
"""The smallest configuration that a voice of Piper can have."""

"""Voice models on this machine: where they lie, which can be installed, and installing them.

Engines ask for folders only. `install` alone opens connections, and only `audiobrief voices install` calls it.
"""

from __future__ import annotations

from audiobrief.voices.models.folders import engine_folder, models_folder

__all__ = ["engine_folder", "models_folder"]

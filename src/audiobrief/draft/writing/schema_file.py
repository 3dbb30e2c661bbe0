"""Where an editor finds the format of scripts: a file beside them, so that it works without a network."""

from __future__ import annotations

import os
from pathlib import Path

from audiobrief.script.files import project_folder

__all__ = ["SCHEMA", "known_schema", "schema_file"]

SCHEMA = "script.schema.json"
_FOLDERS = (".", "schema", "docs")


def known_schema(script: Path) -> str | None:
    """Return the path from a script to the schema that lies beside it or in its project; None where there is none."""
    folder = script.resolve().parent
    project = project_folder(script)
    above = [each for each in (folder, *folder.parents) if each.is_relative_to(project)]
    for each in above:
        for name in _FOLDERS:
            path = each / name / SCHEMA
            if path.is_file():
                return Path(os.path.relpath(path, folder)).as_posix()
    return None


def schema_file() -> Path:
    """Find the schema that was made beforehand, which is quicker than making it anew.

    It lies in the package as it is installed, or in the project's folder where it is worked on.
    """
    here = Path(__file__).resolve()
    installed = here.parent / SCHEMA
    return installed if installed.is_file() else here.parents[4] / "docs" / SCHEMA

"""Locate the JSON Schema file that editors use to check a script without a network."""

from __future__ import annotations

import os
from pathlib import Path

from audiobrief.script.files import project_folder

SCHEMA = "script.schema.json"
_FOLDERS = (".", "schema", "docs")


def find_schema(script: Path) -> str | None:
    """Return the relative path from a script to the schema beside it or in its project; None if there is none."""
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
    """Return the path of the prebuilt schema, which is quicker than generating it.

    It lies in the installed package, or in the project's folder in a checkout.
    """
    here = Path(__file__).resolve()
    installed = here.parent / SCHEMA
    return installed if installed.is_file() else here.parents[4] / "docs" / SCHEMA

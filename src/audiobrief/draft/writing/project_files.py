"""Find the files that a draft names, and read their settings: the show's house file, and the script's JSON Schema."""

from __future__ import annotations

import os
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from pathlib import Path

from audiobrief.errors import ScriptError, SoundError, UsageError
from audiobrief.script.files import project_folder, resolve_file
from audiobrief.storage.unicode_names import is_utf8

SCHEMA = "script.schema.json"
"""The name of the JSON Schema by which editors check a script without a network."""
_SCHEMA_FOLDERS = (".", "schema", "docs")


@dataclass(frozen=True, slots=True)
class House:
    """The settings of a house file that a draft uses."""

    path: Path
    title: str | None
    """The show's name."""
    language: str | None
    """BCP 47 tag."""
    quotes: str | None
    """The voice that reads quotations; None if there is none."""
    sounds: AbstractSet[str]
    """Their names."""


def find_house_file(script: Path) -> Path | None:
    """Return the house file in a script's folder; None if there is none."""
    path = script.parent / "show.yaml"
    return path if path.is_file() else None


def read_house(path: Path) -> House:
    """Read a house file.

    Raises:
        ScriptError: with every problem in the file.
    """
    from audiobrief.script.models.script import HouseFile
    from audiobrief.script.validation import validate
    from audiobrief.script.yaml.tree import read_document

    settings, problems = validate(HouseFile, read_document(path, str(path)))
    if settings is None or problems:
        raise ScriptError(problems)
    quotes = settings.quotes or ("quote" if "quote" in settings.voices else None)
    language = settings.language if "language" in settings.model_fields_set else None
    return House(path, settings.title, language, quotes, frozenset(settings.sounds))


def house_path_for(house: Path, script: Path) -> str:
    """Return the path by which a script names its house file.

    Raises:
        UsageError: the house file lies outside the script's project folder, or its path is not UTF-8.
    """
    try:
        name = Path(os.path.relpath(house.resolve(), script.resolve().parent)).as_posix()
        resolve_file(name, script.resolve(), project_folder(script))
    except (SoundError, ValueError) as error:
        raise UsageError(
            f"{script} cannot name the house file {house}: it lies outside the script's project folder "
            f"(write the script beside the house file: -o {house.parent / script.name})"
        ) from error
    if not is_utf8(name):
        raise UsageError(f"{house}: its path is not UTF-8, so a script cannot name it (rename it, or its folder)")
    return name


def find_schema(script: Path) -> str | None:
    """Return the relative path from a script to the schema beside it or in its project; None if there is none."""
    folder = script.resolve().parent
    project = project_folder(script)
    above = [each for each in (folder, *folder.parents) if each.is_relative_to(project)]
    paths = (each / name / SCHEMA for each in above for name in _SCHEMA_FOLDERS)
    return next((Path(os.path.relpath(path, folder)).as_posix() for path in paths if path.is_file()), None)


def schema_file() -> Path:
    """Return the path of the prebuilt schema, which is quicker than generating it.

    It lies in the installed package, or in the project's folder in a checkout.
    """
    here = Path(__file__).resolve()
    installed = here.parent / SCHEMA
    return installed if installed.is_file() else here.parents[4] / "docs" / SCHEMA

"""Read what a draft needs of the house file: the show's name, language, quotation voice and sounds."""

from __future__ import annotations

import os
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from pathlib import Path

from audiobrief.errors import ScriptError, UsageError


@dataclass(frozen=True, slots=True)
class House:
    """The settings of a house file that a draft uses."""

    path: Path
    """The house file's path."""
    title: str | None
    """The show's name."""
    language: str | None
    """BCP 47 tag."""
    quotes: str | None
    """The voice that reads quotations; None if there is none."""
    sounds: AbstractSet[str]
    """The names of its sounds."""


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
        UsageError: the house file lies outside the script's project folder.
    """
    from audiobrief.errors import SoundError
    from audiobrief.script.files import project_folder, resolve_file

    try:
        name = Path(os.path.relpath(house.resolve(), script.resolve().parent)).as_posix()
        resolve_file(name, script.resolve(), project_folder(script))
    except (SoundError, ValueError) as error:
        raise UsageError(
            f"{script} cannot name the house file {house}: it lies outside the script's project folder "
            f"(write the script beside the house file: -o {house.parent / script.name})"
        ) from error
    return name

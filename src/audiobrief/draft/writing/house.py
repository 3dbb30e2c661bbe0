"""The house file, as far as a draft needs it: the show's name, its language, voices and sounds."""

from __future__ import annotations

import os
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from pathlib import Path

from audiobrief.errors import ScriptError, UsageError

__all__ = ["House", "beside", "named_from", "read_house"]


@dataclass(frozen=True, slots=True)
class House:
    """What a house file settles for its episodes."""

    path: Path
    """The file."""
    title: str | None
    """The show's name."""
    language: str | None
    """BCP 47 tag."""
    quotes: str | None
    """The voice that reads quotations; None where there is none."""
    sounds: AbstractSet[str]
    """The names of its sounds."""


def beside(script: Path) -> Path | None:
    """Return the house file that lies beside a script."""
    path = script.parent / "show.yaml"
    return path if path.is_file() else None


def read_house(path: Path) -> House:
    """Read a house file.

    Raises:
        ScriptError: with every problem in it.
    """
    from audiobrief.script.forms.form import ShowForm
    from audiobrief.script.forms.validate import validate
    from audiobrief.script.yaml.tree import read_document

    form, problems = validate(ShowForm, read_document(path, str(path)))
    if form is None or problems:
        raise ScriptError(problems)
    quotes = form.quotes or ("quote" if "quote" in form.voices else None)
    return House(path, form.title, form.language, quotes, frozenset(form.sounds))


def named_from(house: Path, script: Path) -> str:
    """Return the path by which a script names its house file.

    Raises:
        UsageError: the script could not name it, since it lies outside the script's project folder.
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

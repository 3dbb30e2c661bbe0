"""The house file of a show: what directories and apps show of the podcast."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from audiobrief.editor.desk import Desk
from audiobrief.editor.folder import ShowFolder
from audiobrief.editor.scripts.saving import read_version
from audiobrief.errors import AudiobriefError, UsageError
from audiobrief.script.editing.house import HOUSE_KEYS, house_settings, read_house_outline, set_house_settings
from audiobrief.script.editing.outline import Edited


def read_house(folder: ShowFolder) -> dict[str, str] | None:
    """Return the settings of the house file that can be changed here; None if it is missing or cannot be read."""
    try:
        path = folder.house()
        if path is None:
            return None
        name = folder.name(path)
        return house_settings(read_house_outline(read_version(path, name).text, name))
    except AudiobriefError:
        return None


def change_house(desk: Desk, settings: Mapping[str, str]) -> dict[str, Any]:
    """Change the house file, and return its settings.

    Raises:
        UsageError: there is none, or a setting is none of those that can be changed here.
        ScriptError: it would have mistakes.
        OutputError: it could not be saved.
    """
    path = desk.folder.house()
    if path is None:
        raise UsageError("there is no show.yaml beside the scripts (write one, see docs/script-reference.md)")
    unknown = [key for key in settings if key not in HOUSE_KEYS]
    if unknown:
        raise UsageError(f"{unknown[0]}: this setting cannot be changed here (open show.yaml in a text editor)")
    name = desk.folder.name(path)
    version, _ = desk.store.change(
        path, name, lambda outline: Edited(set_house_settings(outline, settings), None), read_house_outline
    )
    return {"settings": house_settings(read_house_outline(version.text, name))}

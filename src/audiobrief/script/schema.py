"""The JSON Schema of the script format, made from the models."""

from __future__ import annotations

import json
from typing import Any

from audiobrief.script.models.base import Model
from audiobrief.script.models.script import HouseFile, ScriptFile


def script_schema() -> dict[str, Any]:
    """Return the schema of an episode's script (JSON Schema 2020-12)."""
    return _schema(ScriptFile, "audiobrief episode script")


def show_schema() -> dict[str, Any]:
    """Return the schema of a house file (JSON Schema 2020-12)."""
    return _schema(HouseFile, "audiobrief house file")


def schema_text(*, show: bool = False) -> str:
    """Return a schema as the text of a JSON file: the script's, or the house file's."""
    return json.dumps(show_schema() if show else script_schema(), ensure_ascii=False, indent=2) + "\n"


def _schema(model: type[Model], title: str) -> dict[str, Any]:
    dialect = {"$schema": "https://json-schema.org/draft/2020-12/schema"}
    return {**dialect, **model.model_json_schema(), "title": title}

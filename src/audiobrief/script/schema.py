"""The JSON Schema of the script format, made from the form."""

from __future__ import annotations

import json
from typing import Any

from audiobrief.script.forms.form import EpisodeForm, ShowForm
from audiobrief.script.forms.strict import Form

__all__ = ["schema_text", "script_schema", "show_schema"]


def script_schema() -> dict[str, Any]:
    """Return the schema of an episode's script (JSON Schema 2020-12)."""
    return _named(EpisodeForm, "audiobrief episode script")


def show_schema() -> dict[str, Any]:
    """Return the schema of a house file (JSON Schema 2020-12)."""
    return _named(ShowForm, "audiobrief house file")


def schema_text(*, show: bool = False) -> str:
    """Return a schema as the text of a JSON file: the script's, or the house file's."""
    return json.dumps(show_schema() if show else script_schema(), ensure_ascii=False, indent=2) + "\n"


def _named(form: type[Form], title: str) -> dict[str, Any]:
    forms: dict[str, Any] = {}
    schema = form.schema(forms)
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", "$defs": forms, **schema, "title": title}

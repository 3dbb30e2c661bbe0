"""The base of the models of script files."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel, ConfigDict, Field


class Model(BaseModel):
    """A mapping of the keys of its fields to values, and no others; it never changes."""

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)

    def shared_with(self, model: type[Model]) -> dict[str, Any]:
        """Return the values of the keys that another model has, too."""
        return {name: getattr(self, name) for name in model.model_fields if name in type(self).model_fields}


def key(default: Any, description: str) -> Any:
    """Return a field whose default is in the form that an author writes, such as "250ms"."""
    return Field(default, description=description, validate_default=True)

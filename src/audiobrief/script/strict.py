"""What all forms share."""

from __future__ import annotations

from typing import ClassVar

from pydantic import BaseModel, ConfigDict

__all__ = ["Form"]


class Form(BaseModel):
    """Refuses keys that it does not know, and never changes."""

    model_config: ClassVar[ConfigDict] = ConfigDict(extra="forbid", frozen=True)

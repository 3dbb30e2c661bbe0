"""Requests of the pages, beside the changes of a script."""

from __future__ import annotations

import base64
import re
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from audiobrief.errors import UsageError


class ScriptRequest(BaseModel):
    """A request about a script."""

    model_config = ConfigDict(extra="forbid", strict=True)

    file: Annotated[str, Field(max_length=1_000)]


class NameRequest(ScriptRequest):
    """Say a word, or write into the lexicon how it is said."""

    word: Annotated[str, Field(min_length=1, max_length=200)]
    how: Annotated[str, Field(max_length=200)]


class HearRequest(ScriptRequest):
    """Say a sentence of a segment, or all of it."""

    segment: Annotated[str, Field(max_length=40)]
    sentence: Annotated[int, Field(ge=0)] | None
    digest: Annotated[str, Field(max_length=64)] = ""
    """An earlier version of the script that a page has shown; empty for the one on the disk."""


class ArticleRequest(BaseModel):
    """A file, or a text that was pasted."""

    model_config = ConfigDict(extra="forbid", strict=True)

    name: Annotated[str, Field(max_length=300)]
    text: Annotated[str, Field(max_length=2_000_000)] | None = None
    content: Annotated[str, Field(max_length=45_000_000)] | None = None
    """A file, in base64."""

    @property
    def bytes(self) -> bytes:
        """The article.

        Raises:
            UsageError: the file did not arrive as it is.
        """
        if self.content is None:
            return (self.text or "").encode()
        try:
            return base64.b64decode(self.content, validate=True)
        except ValueError as error:
            raise UsageError("the file did not arrive as it is (choose it again)") from error

    @property
    def file_name(self) -> str:
        """The name of the file, without folders."""
        return re.split(r"[/\\]", self.name)[-1] or "article.txt"


class NewRequest(ArticleRequest):
    """Draft a script from an article."""

    stem: Annotated[str, Field(max_length=200)]
    addresses: Annotated[list[Annotated[str, Field(max_length=2_000)]], Field(max_length=20)] = []
    """Of articles that are fetched, in place of a text or a file."""


class FeedRequest(BaseModel):
    """List the articles of a feed."""

    model_config = ConfigDict(extra="forbid", strict=True)

    address: Annotated[str, Field(max_length=2_000)]


class CompareRequest(ArticleRequest):
    """Compare a script with an article."""

    file: Annotated[str, Field(max_length=1_000)]


class SoundRequest(CompareRequest):
    """Put a sound file into a script."""

    segment: Annotated[str, Field(max_length=40)]
    speaker: Annotated[str, Field(max_length=200)]
    """Who is heard in a recording; empty for music and other sounds."""
    words: Annotated[str, Field(max_length=100_000)]
    """The words of a recording."""


class HouseRequest(BaseModel):
    """Change the house file."""

    model_config = ConfigDict(extra="forbid", strict=True)

    settings: dict[Annotated[str, Field(max_length=40)], Annotated[str, Field(max_length=10_000)]]


class PublishRequest(ScriptRequest):
    """Publish an episode."""

    site: Annotated[str, Field(max_length=300)]
    correction: Annotated[str, Field(max_length=1_000)]
    dry_run: bool

"""The lexicon: how words are said."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Any

from pydantic import Discriminator, Field, Tag, model_validator

from audiobrief.script.models.base import Model
from audiobrief.script.models.messages import invalid
from audiobrief.script.models.texts import FilePath, Ipa, Line


class EntryDefinition(Model):
    """How a word is said: respelled, or by its sounds. Exactly one of the two."""

    say: Line | None = Field(None, description="The word respelled, such as KEEV.")
    ipa: Ipa | None = Field(None, description="The word's sounds in the International Phonetic Alphabet.")

    @model_validator(mode="after")
    def _one_of_the_two(self) -> EntryDefinition:
        if (self.say is None) == (self.ipa is None):
            raise invalid("entry_keys")
        if self.say is not None and not any(character.isalnum() for character in self.say):
            raise invalid("entry_silent", value=self.say)
        return self


def _kind(value: Any) -> str:
    return "the path of a lexicon" if isinstance(value, str) else "the entries of a lexicon"


Entries = dict[Line, EntryDefinition]
Lexicon = Annotated[
    Annotated[FilePath, Tag("the path of a lexicon")] | Annotated[Entries, Tag("the entries of a lexicon")],
    Discriminator(_kind),
]
"""Entries by words, or the path of a file of them."""


class LexiconFile(Model):
    """A file of words."""

    lexicon: Entries = Field(description="How words are said.")


@dataclass(frozen=True, slots=True)
class Entry:
    """A word of the lexicon; either `say` or `ipa` is given."""

    word: str
    """As it is written, one word or several."""
    say: str | None = None
    """The word respelled."""
    ipa: str | None = None
    """Its sounds in the International Phonetic Alphabet."""

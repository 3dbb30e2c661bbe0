"""The changes that a page asks for, as requests, and what each does to a script."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from audiobrief.editor.scripts.saving import Change, ChangedElsewhereError
from audiobrief.script.editing import segments, settings
from audiobrief.script.editing.outline import Edited, Outline
from audiobrief.script.editing.scalars import clean_text, shown_text
from audiobrief.script.editing.segments import text_nodes
from audiobrief.script.yaml.nodes import Scalar

_Id = Annotated[str, Field(pattern=r"^[0-9a-f]{16}-[0-9]{1,6}$")]
_Text = Annotated[str, Field(max_length=200_000)]
_Line = Annotated[str, Field(max_length=2_000)]


class _Request(BaseModel, ABC):
    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)

    file: Annotated[str, Field(max_length=1_000)]
    """The script's path from the show's folder."""

    @abstractmethod
    def edit(self, outline: Outline) -> Edited:
        """Change a script.

        Raises:
            ChangedElsewhereError: the segment is not there any more.
            ScriptError: it cannot be changed so.
        """


def _index(outline: Outline, block_id: str) -> int:
    index = outline.index(block_id)
    if index is None:
        raise ChangedElsewhereError("this segment was changed in another tab or program (look at what it says now)")
    return index


class _OnSegment(_Request):
    segment: _Id
    """The segment that is meant, as it was when the page was drawn."""


class TextRequest(_OnSegment):
    """Replace the text of a segment, or of one of its turns."""

    action: Literal["text"]
    turn: Annotated[int, Field(ge=0, lt=10_000)] = 0
    before: _Text
    """The text that the page had before."""
    text: _Text
    digest: Annotated[str, Field(max_length=64)] = ""
    """The version of the script that the page shows; empty if it is not known."""

    def edit(self, outline: Outline) -> Edited:
        """Change the text."""
        return segments.set_text(outline, _index(outline, self.segment), self.text, self.turn)

    def edit_seen(self, outline: Outline, seen: Outline) -> Edited:
        """Change the text; where only other keys of the segment changed since it was seen, its place shows which it is.

        Raises:
            ChangedElsewhereError: it cannot be known which segment is meant.
            ScriptError: it cannot be changed so.
        """
        index = outline.index(self.segment)
        place = seen.index(self.segment)
        if index is None and place is not None and len(outline.blocks) == len(seen.blocks):
            texts = [[self._text_at(each, at) for at in range(len(each.blocks))] for each in (seen, outline)]
            before = clean_text(self.before)
            if all(each[place] == before and each.count(before) == 1 for each in texts):
                index = place
        if index is None:
            index = _index(outline, self.segment)
        return segments.set_text(outline, index, self.text, self.turn)

    def _text_at(self, outline: Outline, index: int) -> str | None:
        texts = text_nodes(outline.blocks[index])
        node = texts[self.turn][1] if self.turn < len(texts) else None
        return shown_text(node.text) if isinstance(node, Scalar) and node.tag != "null" else None


class SettingRequest(_OnSegment):
    """Set or remove a key of a segment."""

    action: Literal["setting"]
    key: _Line
    value: _Line

    def edit(self, outline: Outline) -> Edited:
        """Change the key."""
        return settings.set_setting(outline, _index(outline, self.segment), self.key, self.value)


class KindRequest(_OnSegment):
    """Make a segment one of another kind."""

    action: Literal["kind"]
    kind: _Line

    def edit(self, outline: Outline) -> Edited:
        """Change the kind."""
        return segments.set_kind(outline, _index(outline, self.segment), self.kind)


class RemoveRequest(_OnSegment):
    """Remove a segment."""

    action: Literal["remove"]

    def edit(self, outline: Outline) -> Edited:
        """Remove it."""
        return segments.remove(outline, _index(outline, self.segment))


class MoveRequest(_OnSegment):
    """Move a segment up or down."""

    action: Literal["move"]
    by: Annotated[int, Field(ge=-1_000, le=1_000)]

    def edit(self, outline: Outline) -> Edited:
        """Move it, as far as there are segments."""
        index = _index(outline, self.segment)
        return segments.move(outline, index, max(0, min(index + self.by, len(outline.blocks) - 1)))


class InsertRequest(_OnSegment):
    """Add a segment after another one."""

    action: Literal["insert"]
    kind: _Line
    text: _Text

    def edit(self, outline: Outline) -> Edited:
        """Add it."""
        return segments.insert(outline, _index(outline, self.segment), self.kind, self.text)


class SplitRequest(_OnSegment):
    """Divide a segment in two."""

    action: Literal["split"]
    before: _Text
    after: _Text

    def edit(self, outline: Outline) -> Edited:
        """Divide it."""
        return segments.split(outline, _index(outline, self.segment), self.before, self.after)


class MergeRequest(_OnSegment):
    """Join a segment with the one after it."""

    action: Literal["merge"]

    def edit(self, outline: Outline) -> Edited:
        """Join them."""
        return segments.merge(outline, _index(outline, self.segment))


class ScriptSettingRequest(_Request):
    """Set or remove a key of the script itself, such as its title."""

    action: Literal["script"]
    key: _Line
    value: _Line

    def edit(self, outline: Outline) -> Edited:
        """Change the key."""
        return settings.set_script_setting(outline, self.key, self.value)


ChangeRequest = Annotated[
    TextRequest
    | SettingRequest
    | KindRequest
    | RemoveRequest
    | MoveRequest
    | InsertRequest
    | SplitRequest
    | MergeRequest
    | ScriptSettingRequest,
    Field(discriminator="action"),
]
"""Any of the changes, told apart by `action`."""


def change_of(request: ChangeRequest, seen: Outline | None) -> Change:
    """Return what a request does to a script.

    Args:
        request: what a page asks for.
        seen: the script as the page shows it; None if that is not known any more.
    """
    if seen is None or not isinstance(request, TextRequest):
        return request.edit
    return lambda outline: request.edit_seen(outline, seen)

"""Set and remove keys of a segment, and of the script itself."""

from __future__ import annotations

from audiobrief.script.editing.outline import Block, Edited, Outline, last_line
from audiobrief.script.editing.scalars import clean_text, inline
from audiobrief.script.editing.values import refusal, reread, with_setting

TEXT_SETTINGS = ("chapter", "url", "voice", "bed", "sound")
"""Keys of a segment whose value is a text."""
PLAIN_SETTINGS = ("pause", "optional")
"""Keys of a segment whose value is written without quotes."""
SCRIPT_SETTINGS = ("title", "summary")
PLAIN_SCRIPT_SETTINGS = ("date", "number", "target", "publish_at")


def set_setting(outline: Outline, index: int, key: str, value: str | None) -> Edited:
    """Set or remove a key of a segment; an empty value removes it."""
    block = outline.blocks[index]
    written = _written(outline, key, value, TEXT_SETTINGS, PLAIN_SETTINGS)
    if key == "optional" and written == "false":
        written = None
    end = _last_line_of(outline, block)
    changed = with_setting(outline, block.node, key, written, end)
    after = reread(outline, changed)
    if len(after.blocks) != len(outline.blocks):
        raise refusal(outline, block.node, f"{key}: this cannot be changed here", "change it in the file")
    return Edited(changed, index)


def set_script_setting(outline: Outline, key: str, value: str | None) -> Edited:
    """Set or remove a key of the script itself; an empty value removes it."""
    written = _written(outline, key, value, SCRIPT_SETTINGS, PLAIN_SCRIPT_SETTINGS)
    end = line_above_segments(outline)
    title = outline.root.keys.get("title")
    if title is not None:
        end = max(
            title.line, outline.root.entries["title"].line, getattr(outline.root.entries["title"], "last_line", 0)
        )
    changed = with_setting(outline, outline.root, key, written, end)
    reread(outline, changed)
    return Edited(changed, None)


def line_above_segments(outline: Outline) -> int:
    """Return the index of the line before which a key is written above the segments, and above their comments."""
    at = outline.root.keys["segments"].line - 1
    while at > 0 and outline.lines[at - 1].startswith("#"):
        at -= 1
    return at


def _written(
    outline: Outline, key: str, value: str | None, texts: tuple[str, ...], plain: tuple[str, ...]
) -> str | None:
    if key not in {*texts, *plain}:
        raise refusal(outline, None, f"{key}: this key cannot be changed here", "change it in the file")
    value = " ".join(clean_text(value or "").split("\n"))
    if not value:
        return None
    if key in plain and all(sign.isalnum() or sign in ".:+- " for sign in value) and ": " not in f"{value} ":
        return value
    return inline(value)


def _last_line_of(outline: Outline, block: Block) -> int:
    """Return the index after the last line of a segment's values: before the comments at its end."""
    end = min(block.end, max(map(last_line, block.node.entries.values())))
    while end > block.first + 1 and not outline.lines[end - 1].strip():
        end -= 1
    return end

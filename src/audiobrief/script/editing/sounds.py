"""Add a sound to a script, and a recording as a segment of its own."""

from __future__ import annotations

from audiobrief.script.editing.outline import Edited, Outline, last_line
from audiobrief.script.editing.scalars import block_lines, clean_text, inline
from audiobrief.script.editing.segments import insert_lines
from audiobrief.script.editing.settings import line_above_segments
from audiobrief.script.editing.values import refusal, reread, with_lines
from audiobrief.script.yaml.nodes import Mapping

_INDENT = 2


def add_sound(outline: Outline, name: str, file: str) -> Edited:
    """Add a sound by a name of its own to the sounds of a script.

    Args:
        outline: the script.
        name: the name by which segments play it.
        file: its path from the script's folder.

    Raises:
        ScriptError: there is a sound of this name, or the sounds do not stand on lines of their own.
    """
    written = f"{inline(name)}: {inline(file)}"
    sounds = outline.root.entries.get("sounds")
    if sounds is None:
        at = line_above_segments(outline)
        return _reread(outline, with_lines(outline, at, at, ["sounds:", " " * _INDENT + written]))
    key = outline.root.keys["sounds"]
    if not isinstance(sounds, Mapping) or not sounds.entries or sounds.line == key.line:
        what = "sounds can only be added where each has a line of its own"
        raise refusal(outline, key, what, "write each sound of sounds: on a line of its own")
    if name in sounds.entries:
        raise refusal(outline, sounds.keys[name], f"there is a sound '{name}' already", "choose another name")
    at = max(map(last_line, sounds.entries.values()))
    while not outline.lines[at - 1].strip():
        at -= 1
    return _reread(outline, with_lines(outline, at, at, [" " * (sounds.column - 1) + written]))


def _reread(outline: Outline, text: str) -> Edited:
    reread(outline, text)
    return Edited(text, None)


def insert_clip(outline: Outline, after: int, file: str, speaker: str, words: str) -> Edited:
    """Add a recording of somebody who speaks as a segment after another one.

    Args:
        outline: the script.
        after: the index of the segment before it.
        file: the recording's path from the script's folder.
        speaker: who is heard.
        words: what is heard.
    """
    column = outline.blocks[after].column - 1
    first = outline.lines[outline.blocks[after].first].removeprefix("\ufeff")
    head = (" " * (len(first) - len(first.lstrip(" "))) + "-").ljust(column)
    keys = " " * (column + _INDENT)
    lines = [f"{head}clip:", f"{keys}file: {inline(file)}", f"{keys}speaker: {inline(speaker)}", f"{keys}text: |"]
    return insert_lines(outline, after, [*lines, *block_lines(clean_text(words), (), column + 2 * _INDENT)])

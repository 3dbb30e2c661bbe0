"""The content of a page: the segments of a script, with their texts and settings."""

from __future__ import annotations

from typing import Any

from audiobrief.editor.scripts.saving import Version
from audiobrief.errors import ScriptError
from audiobrief.script.editing.outline import Block, Outline, read_outline
from audiobrief.script.editing.scalars import shown_text
from audiobrief.script.editing.segments import text_nodes
from audiobrief.script.editing.settings import (
    PLAIN_SCRIPT_SETTINGS,
    PLAIN_SETTINGS,
    SCRIPT_SETTINGS,
    TEXT_SETTINGS,
)
from audiobrief.script.yaml.nodes import Mapping, Node, Scalar, Sequence


def script_content(version: Version, file: str, steps: tuple[int, int]) -> dict[str, Any]:
    """Return a script as JSON for a page.

    Args:
        version: the script on the disk.
        file: its name.
        steps: how many changes can be taken back and made again.
    """
    content: dict[str, Any] = {
        "file": file,
        "digest": version.digest,
        "undo": steps[0],
        "redo": steps[1],
        "settings": {},
        "segments": [],
        "problems": [],
    }
    try:
        outline = read_outline(version.text, file)
    except ScriptError as error:
        problems = [
            {"line": problem.position.line, "message": f"{problem.what} ({problem.advice})"}
            for problem in error.problems
        ]
        return content | {"problems": problems}
    settings = {key: _text(outline.root.entries.get(key)) for key in (*SCRIPT_SETTINGS, *PLAIN_SCRIPT_SETTINGS)}
    return content | {"settings": settings, "segments": [_segment(outline, block) for block in outline.blocks]}


def _segment(outline: Outline, block: Block) -> dict[str, Any]:
    turns = [
        {"voice": name, "text": shown_text(node.text) if isinstance(node, Scalar) and node.tag != "null" else ""}
        for name, node in text_nodes(block)
    ]
    settings = {key: _text(block.node.entries.get(key)) for key in (*TEXT_SETTINGS, *PLAIN_SETTINGS)}
    comments = [line.strip().lstrip("#").strip() for line in outline.lines[block.lead : block.first]]
    return {
        "id": block.id,
        "kind": block.kind or "",
        "line": block.first + 1,
        "turns": turns,
        "hasTurns": isinstance(block.value, Sequence),
        "clips": _clips(block.value),
        "settings": settings,
        "comments": [comment for comment in comments if comment],
    }


def _text(node: Node | None) -> str:
    return " ".join(node.text.split()) if isinstance(node, Scalar) and node.tag != "null" else ""


def _clips(value: Node | None) -> list[str]:
    """Return the files of the recordings of a segment."""
    if isinstance(value, Mapping):
        return [_text(value.entries.get("file"))]
    if isinstance(value, Sequence):
        clips = [item.entries.get("clip") for item in value.items if isinstance(item, Mapping)]
        return [_text(clip.entries.get("file")) for clip in clips if isinstance(clip, Mapping)]
    return []

"""Changes of a script's segments: each takes an outline, and returns the new text of the file.

What is not changed keeps its bytes. Each result is read again, and must say what was wanted and nothing else.
"""

from __future__ import annotations

from collections.abc import Mapping as Settings
from collections.abc import Sequence as Lines

from audiobrief.script.editing.outline import Block, Edited, Outline
from audiobrief.script.editing.scalars import block_lines, clean_text, fits_on_a_line, inline, shown_text
from audiobrief.script.editing.values import (
    refusal,
    reread,
    source_lines,
    with_key_renamed,
    with_lines,
    with_scalar,
)
from audiobrief.script.models.segment import KINDS
from audiobrief.script.yaml.nodes import Mapping, Node, Scalar, Sequence

_SPOKEN_KINDS = tuple(kind for kind in KINDS if kind != "clip")
_COPIED = ("voice", "bed")
"""Keys that the second part of a divided segment has like the first."""


def text_nodes(block: Block) -> tuple[tuple[str | None, Node], ...]:
    """Return the texts of a segment, each with the name of its voice if it has turns; clips are left out."""
    value = block.value
    if isinstance(value, Sequence):
        turns = [item for item in value.items if isinstance(item, Mapping) and len(item.entries) == 1]
        return tuple((name, node) for turn in turns for name, node in turn.entries.items() if isinstance(node, Scalar))
    return ((None, value),) if isinstance(value, Scalar) and block.kind != "clip" else ()


def set_text(outline: Outline, index: int, text: str, turn: int = 0, old_lines: Lines[str] | None = None) -> Edited:
    """Replace the text of a segment, or of a turn; line breaks of `old_lines`, or of the old text, stay."""
    block = outline.blocks[index]
    texts = text_nodes(block)
    if turn not in range(len(texts)):
        raise refusal(outline, block.node, "this segment has no text that can be changed", "change it in the file")
    node = texts[turn][1]
    assert isinstance(node, Scalar)
    text = clean_text(text)
    if text == shown_text("" if node.tag == "null" else node.text):
        return Edited(outline.text, index)
    changed = with_scalar(outline, node, text, _key_column(block, turn) - 1, old_lines)
    return _checked(outline, changed, index, {turn: text})


def _key_column(block: Block, turn: int) -> int:
    value = block.value
    if isinstance(value, Sequence):
        turns = [item for item in value.items if isinstance(item, Mapping) and len(item.entries) == 1]
        return [item.column for item in turns if isinstance(next(iter(item.entries.values())), Scalar)][turn]
    return block.column


def set_kind(outline: Outline, index: int, kind: str) -> Edited:
    """Make a segment one of another kind."""
    block = outline.blocks[index]
    if block.kind not in _SPOKEN_KINDS or kind not in _SPOKEN_KINDS:
        raise refusal(outline, block.node, "the kind of this segment cannot be changed", "change it in the file")
    if kind == block.kind:
        return Edited(outline.text, index)
    changed = with_key_renamed(outline, block.node, block.kind, kind)
    reread(outline, changed)
    return Edited(changed, index)


def remove(outline: Outline, index: int) -> Edited:
    """Remove a segment, the comments directly above it, and the empty lines before them."""
    if len(outline.blocks) == 1:
        raise refusal(outline, outline.blocks[0].node, "a script has at least one segment", "write another one first")
    block = outline.blocks[index]
    start, end = block.lead, block.end
    if index:
        while not outline.lines[start - 1].strip():
            start -= 1
    else:
        while not outline.lines[end].strip():
            end += 1
    return Edited(with_lines(outline, start, end, []), None)


def move(outline: Outline, index: int, to: int) -> Edited:
    """Move a segment, with the comments directly above it, to another place; the empty lines stay where they are."""
    blocks = outline.blocks
    order = list(range(len(blocks)))
    if to not in order:
        raise refusal(outline, blocks[index].node, "there is no such place", "choose another one")
    order.insert(to, order.pop(index))
    parts: list[str] = list(outline.lines[: blocks[0].lead])
    for at, source in enumerate(order):
        if at:
            parts += outline.lines[blocks[at - 1].end : blocks[at].lead]
        lines = list(outline.lines[blocks[source].lead : blocks[source].end])
        if not lines[-1].endswith(("\n", "\r")):
            lines[-1] += outline.line_end
        parts += lines
    parts += outline.lines[blocks[-1].end :]
    text = "".join(parts)
    reread(outline, text)
    return Edited(text, to)


def insert(
    outline: Outline,
    after: int,
    kind: str,
    text: str,
    settings: Settings[str, str] | None = None,
    old_lines: Lines[str] = (),
) -> Edited:
    """Add a segment after another one; after -1, at the beginning.

    Args:
        outline: the script.
        after: the index of the segment before it.
        kind: its kind.
        text: what is said.
        settings: more of its keys.
        old_lines: lines of another text whose breaks stay.
    """
    if kind not in _SPOKEN_KINDS:
        raise refusal(outline, None, f"no segment of the kind '{kind}' can be added here", "add it in the file")
    neighbour = outline.blocks[max(after, 0)]
    lines = _new_block(outline, neighbour, kind, clean_text(text), settings or {}, old_lines)
    return insert_lines(outline, after, lines)


def insert_lines(outline: Outline, after: int, lines: list[str]) -> Edited:
    """Add a segment that is written already after another one; after -1, at the beginning."""
    blocks = outline.blocks
    is_spaced = len(blocks) < 2 or any(not outline.lines[block.lead - 1].strip() for block in blocks[1:])
    if after >= 0:
        at = blocks[after].end
        changed = with_lines(outline, at, at, [*([""] if is_spaced else []), *lines])
    else:
        at = blocks[0].lead
        changed = with_lines(outline, at, at, [*lines, *([""] if is_spaced else [])])
    after_change = reread(outline, changed)
    if len(after_change.blocks) != len(blocks) + 1:
        raise refusal(outline, None, "the segment cannot be added here", "add it in the file")
    return Edited(changed, after + 1)


def _new_block(
    outline: Outline, neighbour: Block, kind: str, text: str, settings: Settings[str, str], old_lines: Lines[str]
) -> list[str]:
    first = outline.lines[neighbour.first].removeprefix("\ufeff")
    head = " " * (len(first) - len(first.lstrip(" "))) + "-"
    column = neighbour.column - 1
    head = head.ljust(column)
    keys = " " * column
    if fits_on_a_line(text) and kind == "transition":
        lines = [f"{head}{kind}: {inline(text)}"]
    else:
        lines = [f"{head}{kind}: |", *block_lines(text, old_lines, column + 2)]
    return [*lines, *(f"{keys}{key}: {inline(value)}" for key, value in settings.items())]


def split(outline: Outline, index: int, before: str, after: str) -> Edited:
    """Divide a segment in two: the first has the text `before`, and the second `after`."""
    block = outline.blocks[index]
    if not isinstance(block.value, Scalar) or block.kind not in _SPOKEN_KINDS:
        raise refusal(outline, block.node, "only a segment of one text can be divided", "change it in the file")
    if not clean_text(before) or not clean_text(after):
        raise refusal(outline, block.node, "there is nothing to divide here", "put the cursor inside of the text")
    settings = {
        key: node.text for key in _COPIED if isinstance(node := block.node.entries.get(key), Scalar) and node.text
    }
    first = reread(outline, set_text(outline, index, before).text)
    old_lines = source_lines(outline, block.value, block.column - 1)
    return insert(first, index, block.kind, after, settings, old_lines)


def merge(outline: Outline, index: int) -> Edited:
    """Join a segment with the one after it; comments above that one stay."""
    if index + 1 >= len(outline.blocks):
        raise refusal(outline, None, "there is no segment after this one", "choose another one")
    block, following = outline.blocks[index], outline.blocks[index + 1]
    value, next_value = block.value, following.value
    if not (isinstance(value, Scalar) and isinstance(next_value, Scalar)):
        raise refusal(outline, following.node, "only segments of one text can be joined", "change them in the file")
    theirs = _settings(following)
    lost = [key for key, value in theirs.items() if _settings(block).get(key) != value]
    if lost:
        what = f"the second segment has {', '.join(lost)} of its own"
        raise refusal(outline, following.node, what, "clear that first, so that nothing is lost")
    text = "\n\n".join(filter(None, (shown_text(value.text), shown_text(next_value.text))))
    parts = [source_lines(outline, node, each.column - 1) for node, each in ((value, block), (next_value, following))]
    joined = reread(outline, set_text(outline, index, text, 0, [*parts[0], "", *parts[1]]).text)
    second = joined.blocks[index + 1]
    start, end = second.first, second.end
    if start == second.lead:
        while not joined.lines[start - 1].strip():
            start -= 1
    return Edited(with_lines(joined, start, end, []), index)


def _settings(block: Block) -> dict[str, object]:
    return {key: plain(node) for key, node in block.node.entries.items() if key != block.kind}


def plain(node: Node) -> object:
    """Return a node's value without its places and its style."""
    if isinstance(node, Scalar):
        return node.text, node.tag
    if isinstance(node, Sequence):
        return [plain(item) for item in node.items]
    return {key: plain(value) for key, value in node.entries.items()}


def _checked(outline: Outline, changed: str, index: int, texts: dict[int, str]) -> Edited:
    """Check that a changed text says what was wanted, and nothing else is changed."""
    after = reread(outline, changed)
    before = outline.blocks[index]
    is_right = len(after.blocks) == len(outline.blocks)
    if is_right:
        block = after.blocks[index]
        found = [shown_text(node.text) if isinstance(node, Scalar) else "" for _, node in text_nodes(block)]
        wanted = [shown_text(node.text) if isinstance(node, Scalar) else "" for _, node in text_nodes(before)]
        for turn, text in texts.items():
            wanted[turn] = text
        is_right = found == wanted and _settings(block) == _settings(before) and block.kind == before.kind
    if not is_right:
        raise refusal(outline, before.node, "this text cannot be written here", "change it in the file")
    return Edited(changed, index)

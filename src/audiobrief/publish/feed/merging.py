"""Merge newly written elements into those of an existing feed, and keep what other programs wrote, in its order.

Elements belong to groups, by their names. A group that audiobrief writes is replaced as a whole, in the place of its
first element; all other elements and comments stay as they are.
"""

from __future__ import annotations

from lxml import etree

from audiobrief.publish.feed.namespaces import qualified

CHANNEL_GROUPS = (
    "title", "description", "link", "language", "copyright", "pubDate", "lastBuildDate", "generator", "atom:link",
    "itunes:author", "itunes:owner", "itunes:category", "itunes:explicit", "itunes:image", "image", "itunes:type",
    "podcast:guid", "podcast:locked", "podcast:medium", "podcast:funding", "podcast:person", "podcast:txt",
)  # fmt: skip
"""The groups that audiobrief writes into a channel, in their order. The times of another program's last change are
deleted: they would stay behind, and apps that compare them would fetch nothing new."""
ITEM_GROUPS = (
    "title", "itunes:title", "description", "content:encoded", "link", "guid", "pubDate", "enclosure",
    "itunes:duration", "itunes:season", "itunes:episode", "itunes:episodeType", "itunes:explicit", "itunes:image",
    "podcast:transcript", "podcast:chapters", "psc:chapters", "podcast:person", "podcast:soundbite", "podcast:txt",
)  # fmt: skip
"""The groups that audiobrief writes into an item, in their order."""
_OWN_ATTRIBUTES = {"atom:link": ("rel", "self"), "podcast:txt": ("purpose", "ai-content")}
"""Of these elements, audiobrief writes only those in which the attribute has the value."""
_NESTED = {"itunes:owner", "itunes:category", "image", "psc:chapters"}
"""The elements that audiobrief writes with children."""
_INDENT = "  "


def merge_children(old: etree._Element, new: etree._Element, groups: tuple[str, ...]) -> None:
    """Replace the groups of children in an element by those of a new one.

    Args:
        old: the element of the existing feed; it is changed.
        new: the element as audiobrief writes it.
        groups: the groups that audiobrief writes into such an element.
    """
    remaining: dict[str, list[etree._Element]] = {}
    for child in new:
        remaining.setdefault(_group(child, groups) or "", []).append(child)
    merged: list[tuple[str | None, etree._Element]] = []
    for child in old:
        group = _group(child, groups)
        if group is None:
            merged.append((None, child))
        else:
            merged += [(group, replacement) for replacement in remaining.pop(group, ())]
    for group in groups:
        if group in remaining:
            index = _insertion_index(merged, group, groups)
            merged[index:index] = [(group, child) for child in remaining[group]]
    for child in list(old):
        old.remove(child)
    for _, child in merged:
        old.append(child)


def _group(child: etree._Element, groups: tuple[str, ...]) -> str | None:
    """Return the group of an element; None for one that audiobrief does not write."""
    name = next((group for group in groups if child.tag == qualified(group)), None)
    if name in _OWN_ATTRIBUTES:
        key, value = _OWN_ATTRIBUTES[name]
        return name if child.get(key) == value else None
    return name


def _insertion_index(merged: list[tuple[str | None, etree._Element]], group: str, groups: tuple[str, ...]) -> int:
    """Return the index for a group that the old element does not have: after the last of the groups before it."""
    before = set(groups[: groups.index(group)])
    return max((index for index, (name, _) in enumerate(merged, 1) if name in before), default=0)


def indent(element: etree._Element, depth: int) -> None:
    """Put each child of an element on a line of its own; the content of other programs' elements stays as it is."""
    children = list(element)
    if not children:
        return
    element.text = _with_line_break(element.text, depth + 1)
    nested = {qualified(name) for name in _NESTED}
    for number, child in enumerate(children):
        child.tail = _with_line_break(child.tail, depth + 1 if number < len(children) - 1 else depth)
        if child.tag in nested:
            indent(child, depth + 1)


def _with_line_break(text: str | None, depth: int) -> str:
    return f"{(text or '').strip()}\n{_INDENT * depth}"

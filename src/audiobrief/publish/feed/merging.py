"""Merge newly written elements into those of an existing feed, and keep what other programs wrote, in its order.

Elements belong to groups, by their names. A group that audiobrief writes is replaced as a whole, in the place of its
first element; all other elements and comments stay as they are.
"""

from __future__ import annotations

from collections.abc import Collection
from copy import deepcopy

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


def merge_children(
    old: etree._Element, new: etree._Element, groups: tuple[str, ...], kept: Collection[str] = ()
) -> None:
    """Replace the groups of children in an element by those of a new one.

    Args:
        old: the element of the existing feed; it is changed.
        new: the element as audiobrief writes it.
        groups: the groups that audiobrief writes into such an element.
        kept: the groups that stay as they are, if the existing element has them.
    """
    present = {group for child in old if (group := _group(child, groups)) in kept}

    remaining: dict[str, list[etree._Element]] = {}
    for child in new:
        if (group := _group(child, groups)) not in present:
            remaining.setdefault(group or "", []).append(child)
    merged: list[tuple[str | None, etree._Element]] = []
    for child in old:
        group = _group(child, groups)
        if group is None or group in present:
            merged.append((group, child))
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


def merge_categories(old: etree._Element, new: etree._Element, replaced: tuple[str, ...]) -> None:
    """Add the existing channel's further categories to a new one, which has at most one.

    The new one takes the place of the one that audiobrief wrote there before, else of the first. Where another tool
    wrote it already, maybe with more subcategories, that one stays.

    Args:
        old: the channel of the existing feed.
        new: the channel as audiobrief writes it; it is changed.
        replaced: the category that audiobrief wrote there before, and its subcategory.
    """
    written = new.find(qualified("itunes:category"))
    categories = old.findall(qualified("itunes:category"))
    if written is None or not categories:
        return
    index = new.index(written)
    names = [_category(category) for category in categories]
    wanted = _category(written)
    alike = [name for name in names if name[0] == wanted[0] and set(wanted) <= set(name)]
    place = next((names.index(name) for name in (replaced, *alike) if name in names), 0)
    if alike and replaced not in names:
        written = categories[place]
    new[index : index + 1] = [
        deepcopy(written if number == place else category)
        for number, category in enumerate(categories)
        if number == place or names[number] != wanted
    ]


def _category(element: etree._Element) -> tuple[str, ...]:
    """Return a category and its subcategories."""
    parts = (element, *element.findall(qualified("itunes:category")))
    return tuple(" ".join((part.get("text") or "").split()) for part in parts)


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

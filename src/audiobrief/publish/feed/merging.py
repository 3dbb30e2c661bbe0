"""What this program writes, put into what stands there: what others wrote is kept, in its order.

Elements belong to groups. A group that this program writes is replaced as a whole, where its first element stood; all
else (other elements, comments) stays as it is.
"""

from __future__ import annotations

from lxml import etree

from audiobrief.publish.names import NAMESPACES, qualified

__all__ = ["CHANNEL_GROUPS", "ITEM_GROUPS", "lay_out", "merged"]

CHANNEL_GROUPS = (
    "title", "description", "link", "language", "copyright", "generator", "atom:link", "itunes:author",
    "itunes:owner", "itunes:category", "itunes:explicit", "itunes:image", "image", "itunes:type", "podcast:guid",
    "podcast:locked", "podcast:medium", "podcast:funding", "podcast:person", "podcast:txt",
)  # fmt: skip
"""What this program may write into a channel, in its order."""
ITEM_GROUPS = (
    "title", "itunes:title", "description", "content:encoded", "link", "guid", "pubDate", "enclosure",
    "itunes:duration", "itunes:season", "itunes:episode", "itunes:episodeType", "itunes:explicit", "itunes:image",
    "podcast:transcript", "podcast:chapters", "psc:chapters", "podcast:person", "podcast:soundbite", "podcast:txt",
)  # fmt: skip
"""What this program may write into an item, in its order."""
_OURS_IF = {"atom:link": ("rel", "self"), "podcast:txt": ("purpose", "ai-content")}
"""Elements of which only those with this value of an attribute are this program's."""
_STEP = "  "


def merged(old: etree._Element, new: etree._Element, groups: tuple[str, ...]) -> etree._Element:
    """Put the children of a new element into an old one, in the place of those of their groups.

    Args:
        old: what stands there, which is changed.
        new: what this program writes.
        groups: its groups.
    """
    written: dict[str, list[etree._Element]] = {}
    for child in new:
        written.setdefault(_group(child, groups) or "", []).append(child)
    result: list[tuple[str | None, etree._Element]] = []
    for child in old:
        group = _group(child, groups)
        if group is None:
            result.append((None, child))
        else:
            result += [(group, each) for each in written.pop(group, ())]
    for group in groups:
        if group in written:
            at = _place(result, group, groups)
            result[at:at] = [(group, each) for each in written[group]]
    for child in list(old):
        old.remove(child)
    for _, child in result:
        old.append(child)
    return old


def _group(child: etree._Element, groups: tuple[str, ...]) -> str | None:
    """Return the group of an element; None for what is not this program's."""
    name = next((group for group in groups if child.tag == qualified(group)), None)
    if name in _OURS_IF:
        key, value = _OURS_IF[name]
        return name if child.get(key) == value else None
    return name


def _place(result: list[tuple[str | None, etree._Element]], group: str, groups: tuple[str, ...]) -> int:
    """Return the place of a group that is not there yet: after the last of those that come before it."""
    before = set(groups[: groups.index(group)])
    return max((at for at, (name, _) in enumerate(result, 1) if name in before), default=0)


def lay_out(element: etree._Element, depth: int) -> None:
    """Return each child a line of its own; what others wrote inside theirs is left as it is."""
    children = list(element)
    if not children:
        return
    element.text = _line(element.text, depth + 1)
    for number, child in enumerate(children):
        child.tail = _line(child.tail, depth + 1 if number < len(children) - 1 else depth)
        if _is_nested(child):
            lay_out(child, depth + 1)


def _line(text: str | None, depth: int) -> str:
    kept = (text or "").strip()
    return f"{kept}\n{_STEP * depth}"


def _is_nested(child: etree._Element) -> bool:
    """Return whether an element is one of those of this program that hold others."""
    return child.tag in {
        qualified("itunes:owner"),
        qualified("itunes:category"),
        qualified("image"),
        f"{{{NAMESPACES['psc']}}}chapters",
    }

"""Read the metadata at the top of a file: the header of a mail, or front matter."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from audiobrief.errors import ScriptError
from audiobrief.language.profile import LANGUAGES, mail_header_keys
from audiobrief.script.yaml.nodes import Mapping, Node, Scalar
from audiobrief.script.yaml.nodes import Sequence as Items

_LINE = re.compile(r"(?P<key>[^\W\d_][\w -]{0,20})\s*:\s*(?P<value>.*)")
_ANSWER = re.compile(r"^(?:(?:re|fwd?|aw|wg|tr|rv)\s*:\s*)+", re.IGNORECASE)
_BLOCK_SIGN = re.compile(r"[>|][+-]?")


def read_mail_header(lines: Sequence[str]) -> dict[str, str]:
    """Read the header lines of a mail, or lines written in their way: `Subject: The bridge`.

    Returns:
        Title, author and date, as far as they are stated; empty if the lines are something else.
    """
    matches = [_LINE.fullmatch(line.strip()) for line in lines]
    kinds = [_kind(match["key"].strip().lower()) if match else None for match in matches]
    if len(lines) < 2 or None in kinds or "title" not in kinds:
        return {}
    values = {kind: match["value"].strip() for kind, match in zip(kinds, matches, strict=True) if kind and match}
    values.pop("other", None)
    return values | {"title": _ANSWER.sub("", values["title"])}


def _kind(key: str) -> str | None:
    for tag in LANGUAGES:
        for kind, keys in mail_header_keys(tag).items():
            if key in keys:
                return kind
    return None


def read_front_matter(lines: str) -> dict[str, str]:
    """Read the lines between `---`: as YAML or, if that is wrong, line by line."""
    from audiobrief.script.yaml.tree import parse_document

    try:
        root = parse_document(lines, "front matter").root
    except ScriptError:
        return dict(_by_line(lines))
    entries = root.entries if isinstance(root, Mapping) else {}
    return {key.lower(): " ".join(_text(node).split()) for key, node in entries.items()}


def _text(node: Node) -> str:
    """Return a value as one text: the items of a list, or the name in a mapping."""
    if isinstance(node, Scalar):
        return "" if node.tag == "null" else node.text
    if isinstance(node, Items):
        return ", ".join(filter(None, map(_text, node.items)))
    return _text(node.entries["name"]) if "name" in node.entries else ""


def _by_line(lines: str) -> Iterator[tuple[str, str]]:
    for line in lines.split("\n"):
        match = _LINE.fullmatch(line.strip())
        if match and not _BLOCK_SIGN.fullmatch(match["value"].strip()):
            yield match["key"].lower(), match["value"].strip().strip("\"'")

"""Changes of a house file: what directories and apps show of a podcast."""

from __future__ import annotations

from collections.abc import Mapping as Settings

from audiobrief.errors import ScriptError
from audiobrief.script.editing.outline import BYTE_ORDER_MARK, Outline, last_line, line_end_of, split_lines
from audiobrief.script.editing.scalars import clean_text, inline
from audiobrief.script.editing.values import refusal, with_setting
from audiobrief.script.models.script import HouseFile
from audiobrief.script.validation import validate
from audiobrief.script.yaml.nodes import Mapping, Scalar
from audiobrief.script.yaml.tree import parse_document

HOUSE_SETTINGS = ("title", "author", "description", "address", "category")
OWNER_SETTINGS = ("name", "email")
HOUSE_KEYS = frozenset({*HOUSE_SETTINGS, *(f"owner.{key}" for key in OWNER_SETTINGS)})
"""All settings that can be changed here."""


def read_house_outline(text: str, file: str) -> Outline:
    """Read a house file's text; it has no segments.

    Raises:
        ScriptError: it is not YAML, or has no keys.
    """
    document = parse_document(text.removeprefix(BYTE_ORDER_MARK), file)
    lines = split_lines(text)
    outline = Outline(lines, document, (), line_end_of(lines))
    if document.problems or not isinstance(document.root, Mapping):
        raise ScriptError(
            document.problems or [*refusal(outline, None, "this is no house file", "write keys").problems]
        )
    return outline


def house_settings(outline: Outline) -> dict[str, str]:
    """Return the settings of a house file that can be changed here, the owner's as `owner.name` and `owner.email`."""
    settings = {key: _text(outline.root, key) for key in HOUSE_SETTINGS}
    owner = outline.root.entries.get("owner")
    return settings | {
        f"owner.{key}": _text(owner, key) if isinstance(owner, Mapping) else "" for key in OWNER_SETTINGS
    }


def _text(mapping: Mapping, key: str) -> str:
    node = mapping.entries.get(key)
    return " ".join(node.text.split()) if isinstance(node, Scalar) and node.tag != "null" else ""


def set_house_settings(outline: Outline, settings: Settings[str, str]) -> str:
    """Return the text of a house file with some settings changed; an empty one is removed.

    Raises:
        ScriptError: with every problem that the file would have, or a setting cannot be changed here.
    """
    wanted = {key: " ".join(clean_text(value).split()) for key, value in settings.items()}
    for key in HOUSE_SETTINGS:
        if key in wanted and wanted[key] != _text(outline.root, key):
            written = inline(wanted[key]) if wanted[key] else None
            outline = _reread(outline, with_setting(outline, outline.root, key, written, _place(outline)))
    owner = {key: wanted.get(f"owner.{key}", house_settings(outline)[f"owner.{key}"]) for key in OWNER_SETTINGS}
    if owner != {key: house_settings(outline)[f"owner.{key}"] for key in OWNER_SETTINGS}:
        outline = _reread(outline, _with_owner(outline, owner))
    settings_read, problems = validate(HouseFile, outline.document)
    if settings_read is None or problems:
        raise ScriptError(problems)
    return outline.text


def _with_owner(outline: Outline, owner: Settings[str, str]) -> str:
    known = outline.root.entries.get("owner")
    if isinstance(known, Mapping) and set(known.entries) >= set(OWNER_SETTINGS):
        for key in OWNER_SETTINGS:
            node = outline.root.entries["owner"]
            assert isinstance(node, Mapping)
            if owner[key] != _text(node, key):
                outline = _reread(outline, with_setting(outline, node, key, inline(owner[key], '"'), 0))
        return outline.text
    values = ", ".join(f"{key}: {inline(owner[key], chr(34))}" for key in OWNER_SETTINGS)
    if known is not None:
        raise refusal(outline, known, "owner: this value can only be changed in the file", "open it in a text editor")
    return with_setting(outline, outline.root, "owner", f"{{{values}}}", _place(outline))


def _place(outline: Outline) -> int:
    """Return the index of the line before which a new key is written: after the last of those shown here."""
    shown = [key for key in (*HOUSE_SETTINGS, "version") if key in outline.root.entries]
    ends = [max(outline.root.keys[key].line, last_line(outline.root.entries[key])) for key in shown]
    end = max(ends, default=len(outline.lines))
    while end > 1 and not outline.lines[end - 1].strip():
        end -= 1
    return end


def _reread(outline: Outline, text: str) -> Outline:
    return read_house_outline(text, outline.document.file)

"""Mutations of files: edits of their bytes, and of the trees of values or elements that they hold."""

from __future__ import annotations

import copy
import io
import json
import zipfile
from collections.abc import Callable, Sequence
from typing import Any

import yaml
from hypothesis import strategies as st
from lxml import etree

Edit = tuple[int, int, int]
"""What is done, where, and with which value; each is a number that is taken modulo the number of choices."""
EDITS: st.SearchStrategy[list[Edit]] = st.lists(
    st.tuples(st.integers(0, 255), st.integers(0, 2**16), st.integers(0, 2**16)), min_size=1, max_size=5
)

VALUES: Sequence[Any] = (
    None, True, False, 0, -1, 1, 2**31, 2**53, 2**63, 2**64, 10**30, -(10**400), 0.1, -0.0, 1e308, 5e-324,
    float("nan"), float("inf"), "", " ", "a", "\0", "\x1b[31m", "\ud800", "\uffff", "\u202e", "\u2028", "\U0001f399",
    "e\u0301", "ß" * 300, "a" * 10_000, "../victim", "/etc/passwd", "C:\\x", ".", "http://[", "https://a.example/%zz",
    "javascript:alert(1)", "https://xn--a.example/", "9999-12-31T23:59:59-14:00", "0001-01-01T00:00:00+14:00",
    "2024-02-30", "2024-05-01", "24:00", "00:00:00.000", "1e999", "-1", "0x10", "1_000", "٣", "½", "yes", "null", "~",
    "en", "xx-YY", "en-US-x-a", "*", "&a", "<b>", "&amp;", "]]>", "{{ x }}", "%s", "{0}", [], {}, [[]], [None],
    {"": None}, {"a": {"b": []}}, [0] * 200, "(a)[", "[voice:\"x\"]", "(a)[voice:\"x\"]", "(a)[ipa:\"\"]", "[1s]",
    "10ms", "-3dB", "1/0",
)  # fmt: skip
"""Values that are often read wrongly."""
TOKENS: Sequence[bytes] = (
    b"", b"\0", b"\n", b"\r", b"\t", b" ", b"  ", b"\xff", b"\xfe\xff", b"\xef\xbb\xbf", b"\xc3", b"\xed\xa0\x80",
    b"\xf0\x9f\x8e\x99", b"-", b"- ", b"--- ", b"...\n", b": ", b":\n", b"? ", b"&a ", b"*a", b"!!int ", b"!!binary ",
    b"!x ", b"<<: ", b"|\n", b">-\n", b"%YAML 9\n", b"[", b"]", b"{", b"}", b'"', b"'", b"\\", b"\\u0000", b"\\ud800",
    b",", b"#", b"@", b"`", b"0", b"9" * 400, b"1e999", b"-1", b"NaN", b"Infinity", b"null", b"<", b">", b"</", b"/>",
    b"<x>", b"<item>", b"</item>", b"<item/>", b"<!--", b"-->", b"<![CDATA[", b"]]>", b"<!DOCTYPE a>", b"<?x?>", b"&",
    b"&amp;", b"&#0;", b"&#x10ffff;", b"&nbsp;", b" xmlns:a='b'", b" xmlns=''", b"a:", b"=", b"/", b"..",
    b"PK\x03\x04", b"PK\x01\x02", b"PK\x05\x06", b"\xff\xff\xff\xff",
)  # fmt: skip
"""Parts of the syntax of YAML, JSON, XML and ZIP, and bytes that are no text."""


def mutate_bytes(content: bytes, edits: Sequence[Edit]) -> bytes:
    """Change bytes: insert, delete, repeat, replace and exchange pieces of it."""
    for kind, where, what in edits:
        at = where * max(1, len(content)) // (2**16 + 1)
        end = at + 1 + what % 40
        piece, token = content[at:end], TOKENS[what % len(TOKENS)]
        match kind % 7:
            case 0:
                content = content[:at] + token + content[at:]
            case 1:
                content = content[:at] + content[end:]
            case 2:
                content = content[:at] + token + content[end:]
            case 3:
                content = content[:at] + bytes([what % 256]) + content[at + 1 :]
            case 4:
                content = content[:at] + piece * (1 + what % 300) + content[end:]
            case 5:
                other = what * len(content) // (2**16 + 1)
                content = content[:at] + content[other : other + 40] + content[at:]
            case _:
                content = content[:at] if what % 8 == 0 else content[:at] + content[at : at + 1] * 3 + content[at + 1 :]
    return content


def _places(value: Any) -> list[tuple[Any, Any]]:
    """Return all containers of a tree, each with the keys of its values."""
    found: list[tuple[Any, Any]] = []
    waiting = [value]
    while waiting:
        container = waiting.pop()
        keys = container if isinstance(container, dict) else range(len(container))
        for key in keys:
            found.append((container, key))
            if isinstance(container[key], dict | list) and len(found) < 5000:
                waiting.append(container[key])
    return found


def mutate_tree(tree: Any, edits: Sequence[Edit]) -> Any:
    """Change a tree of dictionaries and lists: replace, delete, rename, repeat, wrap and exchange values."""
    root = [copy.deepcopy(tree)]
    for kind, where, what in edits:
        places = _places(root)
        container, key = places[where % len(places)]
        other, other_key = places[what % len(places)]
        value = VALUES[what % len(VALUES)]
        match kind % 8:
            case 0 | 1 | 2:
                container[key] = copy.deepcopy(value)
            case 3 if isinstance(container, dict):
                del container[key]
            case 4 if isinstance(container, dict):
                container[str(value)[:300]] = container.pop(key)
            case 5:
                container[key] = [container[key]] if what % 2 else {"a": container[key]}
            case 6:
                container[key] = copy.deepcopy(other[other_key])
            case _ if isinstance(container, list):
                container.insert(key, copy.deepcopy(container[key]))
                if len(container) > 2 and what % 2:
                    del container[-1]
            case _:
                container[key] = str(container[key])
        if not root:
            root = [None]
    return root[0]


def mutate_json(content: bytes, edits: Sequence[Edit]) -> bytes:
    """Change the values of a JSON file."""
    return json.dumps(mutate_tree(json.loads(content), edits)).encode()


def mutate_yaml(content: bytes, edits: Sequence[Edit]) -> bytes:
    """Change the values of a YAML file."""
    tree = mutate_tree(yaml.load(content, yaml.CSafeLoader), edits)
    try:
        text = yaml.dump(tree, Dumper=yaml.CSafeDumper, sort_keys=False, allow_unicode=bool(edits[0][2] % 2))
    except UnicodeEncodeError:
        text = json.dumps(tree, default=str)  # with half a character, which JSON escapes; JSON is YAML, too
    return text.encode()


def mutate_xml(content: bytes, edits: Sequence[Edit]) -> bytes:
    """Change the elements of an XML file: delete, repeat, move and rename them, and change texts and attributes."""
    root = etree.fromstring(content)
    for kind, where, what in edits:
        elements = [element for element in root.iter() if isinstance(element.tag, str)]
        element = elements[where % len(elements)]
        other = elements[what % len(elements)]
        text = "".join(each for each in str(VALUES[what % len(VALUES)]) if each.isprintable())
        parent = element.getparent()
        match kind % 8:
            case 0:
                element.text = text
            case 1 if element.attrib:
                element.set(list(element.attrib)[what % len(element.attrib)], text)
            case 2 if parent is not None:
                parent.remove(element)
            case 3 if parent is not None:
                parent.append(copy.deepcopy(element))
            case 4 if len(elements) < 3000:
                element.append(copy.deepcopy(other))
            case 5:
                element.tag = other.tag
            case 6:
                element.attrib.update(other.attrib)
            case _:
                element.tail = text
    return etree.tostring(root, encoding="utf-8", xml_declaration=bool(edits[0][2] % 2))


def mutate_zip(content: bytes, edits: Sequence[Edit]) -> bytes:
    """Change a part of a ZIP archive: its bytes, or its elements; or which parts there are, and their names."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    (kind, where, what), *rest = edits
    # Most of what a reader does depends on these two.
    names = [*parts, *["word/document.xml"] * 4, *["word/styles.xml"] * 2]
    name = names[where % len(names)]
    if name not in parts:
        name = next(iter(parts))
    change: Callable[[bytes, Sequence[Edit]], bytes] = mutate_bytes
    if kind % 8 < 5 and name.endswith((".xml", ".rels")):
        change = mutate_xml
    match kind % 16:
        case 15:
            del parts[name]
        case 14:
            parts["a" + str(VALUES[what % len(VALUES)])[:200].encode("utf-8", "replace").decode()] = parts.pop(name)
        case _:
            parts[name] = change(parts[name], rest or edits)
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)[what % 2]) as archive:
        for each, part in parts.items():
            archive.writestr(each, part)
    return target.getvalue()

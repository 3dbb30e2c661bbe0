"""Read a Markdown file as blocks (CommonMark with tables, by markdown-it-py)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from markdown_it import MarkdownIt
from markdown_it.token import Token

from audiobrief.draft.cleanup.text import clean_line, clean_text, words_of
from audiobrief.draft.model import Article, Block
from audiobrief.draft.readers.inline import (
    KINDS_OF_TAGS,
    LINKED,
    LINKED_SENTENCE,
    Kind,
    Line,
    Piece,
    compose_line,
    join_cells,
    strongest,
)
from audiobrief.draft.readers.metadata import read_front_matter, read_mail_header, read_metadata
from audiobrief.draft.structure.chapters import is_bold_heading

_FRONT = re.compile(r"\A---[ \t]*\n(?P<lines>.*?)\n(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL)
_REASONS = {"table_open": "table", "fence": "code", "code_block": "code", "html_block": "markup"}
_TAG = re.compile(r"<(?P<end>/?)(?P<name>[A-Za-z][A-Za-z0-9]*)\b[^>]*>")
_RAISED = re.compile(r"(?<=\w)\^([^\s^]{1,12})\^")
_NOTE = re.compile(r"^\[\^(?=[^\]\s]{1,40}\]:)", re.MULTILINE)
_TASK = re.compile(r"^\[[ xX]\]\s+")
"""The box of a task in a list."""
_MOST_QUOTED = 0.35
"""Share of the letters; if more is set off, it is the story and not a quotation."""
_BOLD = re.compile(r"(\*\*|__)(?P<text>.+)\1", re.DOTALL)


def read_markdown(text: str) -> Article:
    """Read Markdown, with front matter between `---` at the top as static site generators write it."""
    text = clean_text(text)
    front = _FRONT.match(text)
    head = "" if front else text.split("\n\n", 1)[0]
    stated = read_front_matter(front["lines"]) if front else read_mail_header(head.split("\n"))
    metadata = read_metadata(stated)
    end = front.end() if front else len(head) if stated else 0
    skipped = text.count("\n", 0, end)
    # A note of one word would be the address of a link.
    tokens = MarkdownIt("commonmark").enable(["table", "strikethrough"]).parse(_NOTE.sub(r"\\[^", text[end:]))
    blocks = list(_blocks(tokens, skipped))
    if blocks and tokens[0].tag == "h1":
        if metadata.title is None:
            metadata = read_metadata({"title": blocks.pop(0).text}, metadata)
        elif words_of(metadata.title) == words_of(blocks[0].text):
            blocks[0] = replace(blocks[0], reason="title (said in the intro)")
    above = [Block(clean_line(line), reason="header") for line in head.split("\n") if stated and head]
    return Article(metadata, (*above, *blocks), has_headings=True)


@dataclass(frozen=True, slots=True)
class _Surroundings:
    """The blocks around a line."""

    begins_item: bool = False
    """True for the first line of a list item."""
    number: str = ""
    """The number of the list item that it begins, such as `3.`."""
    is_quotation: bool = False


def _blocks(tokens: list[Token], skipped: int) -> Iterator[Block]:
    surroundings = _surroundings(tokens)
    at = 0
    while at < len(tokens):
        token = tokens[at]
        place = f"line {skipped + token.map[0] + 1}" if token.map else ""
        end = at + 1
        if token.type == "table_open":
            end = _end_of(tokens, at)
            cells = (_line(each).text for each in tokens[at:end] if each.type == "inline")
            yield Block(join_cells(cells), reason="table", place=place)
        elif token.type in {"bullet_list_open", "ordered_list_open"} and _is_links(tokens[at : _end_of(tokens, at)]):
            end = _end_of(tokens, at)
            for each in tokens[at:end]:
                if each.type == "inline":
                    yield Block(_line(each).text, reason="list of links", place=place)
        elif token.type in _REASONS:
            if text := clean_line(token.content):
                yield Block(text, reason=_REASONS[token.type], place=place)
        elif token.type == "inline":
            for block in _inline(token, place, heading=tokens[at - 1].type == "heading_open"):
                yield _placed(block, surroundings[at])
        at = end


def _surroundings(tokens: list[Token]) -> list[_Surroundings]:
    """Return what stands around each token."""
    depth = quoted = total = 0
    item: Token | None = None
    found: list[_Surroundings] = []
    for token in tokens:
        depth += {"blockquote_open": 1, "blockquote_close": -1}.get(token.type, 0)
        item = token if token.type == "list_item_open" else None if token.type == "list_item_close" else item
        number = f"{item.info}." if item and item.info else ""
        found.append(_Surroundings(item is not None, number, depth > 0))
        if token.type == "inline":
            item = None
            total += len(token.content)
            quoted += len(token.content) if depth else 0
    is_story = quoted > _MOST_QUOTED * total
    return [replace(each, is_quotation=False) for each in found] if is_story else found


def _placed(block: Block, around: _Surroundings) -> Block:
    """Return a block with the number of its list item, without a task's box; a quotation is no heading."""
    if block.reason is not None:
        return block
    text = _TASK.sub("", block.text) if around.begins_item else block.text
    is_heading = block.is_heading and not around.is_quotation
    return replace(
        block, text=f"{around.number} {text}".strip(), is_heading=is_heading, is_quotation=around.is_quotation
    )


def _end_of(tokens: list[Token], at: int) -> int:
    """Return the index after the token that closes the one at an index."""
    closing = tokens[at].type.replace("_open", "_close")
    return (
        next(n for n in range(at, len(tokens)) if (tokens[n].type, tokens[n].level) == (closing, tokens[at].level)) + 1
    )


def _inline(token: Token, place: str, *, heading: bool) -> Iterator[Block]:
    line = _line(token)
    kinds = {child.type for child in token.children or [] if child.type != "text" or child.content.strip()}
    if kinds == {"image"}:
        if line.text:
            yield Block(line.text, reason="picture", place=place)
    elif line.text:
        bold = _BOLD.fullmatch(token.content.strip())
        is_bold = bool(bold) and "**" not in (bold["text"] if bold else "")
        reason = "link to other articles" if _is_links([token]) and not LINKED_SENTENCE.search(line.text) else None
        yield Block(line.text, heading or (is_bold and is_bold_heading(line.text)), reason, place, is_bold)
    for block in line.omitted:
        yield replace(block, place=place)


def _is_links(tokens: list[Token]) -> bool:
    """Return whether nearly all of a text is links."""
    linked = total = depth = 0
    for token in tokens:
        for child in token.children or []:
            depth += {"link_open": 1, "link_close": -1}.get(child.type, 0)
            total += len(child.content)
            linked += len(child.content) if depth else 0
    return total > 0 and linked >= LINKED * total


def _line(token: Token) -> Line:
    """Return the text of a line without its marks; what is struck out is omitted."""
    pieces: list[Piece] = []
    kinds: list[Kind] = []
    for child in token.children or []:
        tag = _TAG.fullmatch(child.content) if child.type == "html_inline" else None
        kind = (
            Kind.STRUCK
            if child.type in {"s_open", "s_close"}
            else KINDS_OF_TAGS.get(tag["name"].lower())
            if tag
            else None
        )
        if kind is not None and (child.nesting > 0 or (tag and not tag["end"])):
            kinds.append(kind)
        elif kind is not None and kind in kinds:
            kinds.remove(kind)
        pieces += _pieces(child, tag, strongest(kinds))
    return compose_line(pieces)


def _pieces(child: Token, tag: re.Match[str] | None, kind: Kind) -> Iterator[Piece]:
    """Yield the pieces of a part of a line; `10^6^` raises the number."""
    if child.type in {"softbreak", "hardbreak"} or (tag and tag["name"].lower() == "br"):
        yield Piece(" ", kind)
    elif tag and tag["name"].lower() == "q":
        yield Piece("”" if tag["end"] else "“", kind)
    elif child.type == "text" and kind is Kind.PLAIN:
        for at, text in enumerate(_RAISED.split(child.content)):
            yield Piece(text, Kind.RAISED if at % 2 else kind)
    elif child.type != "html_inline":
        yield Piece(child.content, kind)

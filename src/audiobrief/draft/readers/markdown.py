"""Read a Markdown file as blocks (CommonMark with tables, by markdown-it-py)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from markdown_it import MarkdownIt
from markdown_it.token import Token

from audiobrief.draft.cleanup.text import clean_line, clean_text, words_of
from audiobrief.draft.model import Article, Block
from audiobrief.draft.readers.metadata import read_front_matter, read_mail_header, read_metadata
from audiobrief.draft.structure.chapters import is_bold_heading

_FRONT = re.compile(r"\A---[ \t]*\n(?P<lines>.*?)\n(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL)
_REASONS = {"table_open": "table", "fence": "code", "code_block": "code", "html_block": "markup"}
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
    tokens = MarkdownIt("commonmark").enable("table").parse(text[end:])
    blocks = list(_blocks(tokens, skipped))
    if blocks and tokens[0].tag == "h1":
        if metadata.title is None:
            metadata = read_metadata({"title": blocks.pop(0).text}, metadata)
        elif words_of(metadata.title) == words_of(blocks[0].text):
            blocks[0] = replace(blocks[0], reason="title (said in the intro)")
    above = [Block(clean_line(line), reason="header") for line in head.split("\n") if stated and head]
    return Article(metadata, (*above, *blocks), has_headings=True)


def _blocks(tokens: list[Token], skipped: int) -> Iterator[Block]:
    at = 0
    while at < len(tokens):
        token = tokens[at]
        place = f"line {skipped + token.map[0] + 1}" if token.map else ""
        end = at + 1
        if token.type == "table_open":
            end = _end_of(tokens, at)
            cells = [clean_line(_plain(each)) for each in tokens[at:end] if each.type == "inline"]
            yield Block(" | ".join(cell for cell in cells if cell), reason="table", place=place)
        elif token.type in {"bullet_list_open", "ordered_list_open"} and _is_links(tokens[at : _end_of(tokens, at)]):
            end = _end_of(tokens, at)
            for each in tokens[at:end]:
                if each.type == "inline":
                    yield Block(clean_line(_plain(each)), reason="list of links", place=place)
        elif token.type in _REASONS:
            if text := clean_line(token.content):
                yield Block(text, reason=_REASONS[token.type], place=place)
        elif token.type == "inline":
            yield from _inline(token, place, heading=tokens[at - 1].type == "heading_open")
        at = end


def _end_of(tokens: list[Token], at: int) -> int:
    """Return the index after the token that closes the one at an index."""
    closing = tokens[at].type.replace("_open", "_close")
    return (
        next(n for n in range(at, len(tokens)) if (tokens[n].type, tokens[n].level) == (closing, tokens[at].level)) + 1
    )


def _inline(token: Token, place: str, *, heading: bool) -> Iterator[Block]:
    text = clean_line(_plain(token))
    kinds = {child.type for child in token.children or [] if child.type != "text" or child.content.strip()}
    if kinds == {"image"}:
        if text:
            yield Block(text, reason="picture", place=place)
    elif text:
        bold = _BOLD.fullmatch(token.content.strip())
        is_bold = bool(bold) and "**" not in (bold["text"] if bold else "")
        reason = "link to other articles" if _is_links([token]) else None
        yield Block(text, heading or (is_bold and is_bold_heading(text)), reason, place, is_bold)


def _is_links(tokens: list[Token]) -> bool:
    """Return whether nearly all of a text is links."""
    linked = total = depth = 0
    for token in tokens:
        for child in token.children or []:
            depth += {"link_open": 1, "link_close": -1}.get(child.type, 0)
            total += len(child.content)
            linked += len(child.content) if depth else 0
    return total > 0 and linked >= 0.85 * total


def _plain(token: Token) -> str:
    """Return the text of a line without its Markdown marks."""
    spaces = {"softbreak": " ", "hardbreak": " ", "html_inline": ""}
    return "".join(spaces.get(child.type, child.content) for child in token.children or [])

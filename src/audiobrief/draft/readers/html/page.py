"""Read a web page as blocks: lxml finds all of its texts, trafilatura identifies the article among them.

Nothing that a page refers to is fetched, and none of its own entities is resolved.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from audiobrief.draft.cleanup.selection import omission_reason
from audiobrief.draft.cleanup.text import clean_line, clean_text, words_of
from audiobrief.draft.model import Article, Block, Metadata
from audiobrief.draft.readers.html.headings import find_headline, is_same, mark_foreign_headings
from audiobrief.draft.readers.html.markup_walk import PageText, read_texts
from audiobrief.draft.readers.limits import check_length
from audiobrief.draft.readers.metadata import read_metadata
from audiobrief.draft.structure.chapters import is_bold_heading
from audiobrief.language.codes import LANGUAGE_TAG
from audiobrief.language.profile import Language, language_and_english

if TYPE_CHECKING:
    from lxml.html import HtmlElement

_DOCTYPE = re.compile(r"<!DOCTYPE[^\[>]*(?:\[.*?\]\s*)?>", re.IGNORECASE | re.DOTALL)
_DECLARATION = re.compile(r"\A\s*<\?xml[^>]*\?>", re.IGNORECASE)
# Own bounds, since the library's depend on the clock.
_DATES = {"extensive_search": False, "original_date": True, "min_date": "1900-01-01", "max_date": "2999-12-31"}
_TRUSTED = 0.4
"""Share of the letters that may be the story; if trafilatura finds less, its result is not used."""


def read_page(text: str, url: str | None = None) -> Article:
    """Read a page.

    Args:
        text: the page's markup, however malformed.
        url: the address it was fetched from, for a page that does not state its own.
    """
    from lxml import etree, html

    source = _DECLARATION.sub("", _DOCTYPE.sub("", clean_text(text), count=1))
    parser = html.HTMLParser(encoding="utf-8", no_network=True, remove_comments=True, remove_pis=True)
    try:
        root = html.document_fromstring(f"<!DOCTYPE html>{source}".encode(), parser=parser, ensure_head_body=True)
    except etree.ParserError:  # the page has no element and no text
        root = html.document_fromstring("<p></p>", parser=parser, ensure_head_body=True)
    metadata = _about(root, url)
    texts = read_texts(root)
    check_length([each.text for each in texts])
    texts = _without_surroundings(texts, _main_words(root), metadata.language)
    texts = mark_foreign_headings(texts, metadata)
    title = find_headline(texts, metadata)
    if title is not None:
        metadata = replace(metadata, title=title.text)
    blocks = tuple(_block(each, metadata) for each in texts if each is not title)
    return Article(metadata, blocks, has_headings=True)


def _about(root: HtmlElement, url: str | None) -> Metadata:
    """Return the metadata of the page's head."""
    from trafilatura.metadata import extract_metadata

    meta = extract_metadata(root, date_config=_DATES)
    stated = {name: str(getattr(meta, name) or "") for name in ("title", "sitename", "description", "date", "url")}
    stated["author"] = ", ".join(name.strip() for name in (meta.author or "").split(";") if name.strip())
    if not stated["url"] and url:
        stated["url"] = url
    tag = (root.get("lang") or root.get("{http://www.w3.org/XML/1998/namespace}lang") or "").strip()
    return read_metadata(stated | {"language": tag if LANGUAGE_TAG.fullmatch(tag) else ""})


def _main_words(root: HtmlElement) -> str:
    """Return the words of the article as trafilatura extracts it, between spaces."""
    from trafilatura import bare_extraction

    main = bare_extraction(root, include_comments=False, include_tables=False, favor_recall=True)
    text = getattr(main, "text", None) or ""
    return f" {' '.join(words_of(clean_line(text)))} "


@dataclass(frozen=True, slots=True)
class _Candidate:
    """A text of the page, and whether it is in trafilatura's article."""

    text: PageText
    is_main: bool
    preceding: str
    """The text before the list that it is in."""


def _without_surroundings(texts: Sequence[PageText], main: str, language: str | None) -> list[PageText]:
    """Set a reason for texts that are neither in the article nor beside its paragraphs."""
    known = language_and_english(language)
    candidates = [
        _Candidate(each, f" {' '.join(words_of(each.text))} " in main, preceding)
        for each, preceding in zip(texts, _preceding_texts(texts), strict=True)
    ]
    open_texts = [each for each in candidates if each.text.reason is None and not each.text.level]
    letters = sum(len(each.text.text) for each in open_texts)
    kept = [each for each in open_texts if each.is_main]
    if sum(len(each.text.text) for each in kept) < _TRUSTED * letters or not kept:
        return list(texts)
    holders = {each.text.holder for each in kept} | {each.text.article for each in kept if each.text.article}
    places = [at for at, each in enumerate(candidates) if each.is_main and each.text.reason is None]
    return [
        each.text
        if each.text.reason or _belongs(each, holders, known, within=places[0] <= at <= places[-1])
        else replace(each.text, reason="outside of the article")
        for at, each in enumerate(candidates)
    ]


def _preceding_texts(texts: Sequence[PageText]) -> Iterator[str]:
    """Return for each text the last one before it in another element."""
    preceding = before = None
    for each in texts:
        preceding = before if before is not None and before.holder != each.holder else preceding
        before = each
        yield preceding.text if preceding else ""


def _belongs(candidate: _Candidate, holders: set[int], known: Sequence[Language], *, within: bool) -> bool:
    text = candidate.text
    if text.level:
        return within or text.level == 1
    if text.is_item and within and omission_reason(candidate.preceding, known) is None:
        return True
    return candidate.is_main or text.holder in holders or text.article in holders


def _block(text: PageText, metadata: Metadata) -> Block:
    reason = "title (said in the intro)" if is_same(text, metadata.title) else None
    return Block(text.text, _is_heading(text), text.reason or reason, is_bold=text.is_bold and not text.level)


def _is_heading(text: PageText) -> bool:
    return bool(text.level) or (text.is_bold and is_bold_heading(text.text))

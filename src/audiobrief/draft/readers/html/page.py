"""Read a web page as blocks: lxml finds all of its texts, trafilatura identifies the article among them.

Nothing that a page refers to is fetched, and none of its own entities is resolved.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise
from urllib.parse import urlsplit

from lxml import etree, html
from lxml.html import HtmlElement

from audiobrief.draft.cleanup.selection import omission_reason
from audiobrief.draft.cleanup.text import clean_line, clean_text, words_of
from audiobrief.draft.model import Article, Block, Metadata, check_length
from audiobrief.draft.readers.html.markup_walk import PageText, read_texts
from audiobrief.draft.readers.metadata import read_metadata
from audiobrief.draft.structure.chapters import is_bold_heading
from audiobrief.language.codes import LANGUAGE_TAG
from audiobrief.language.profile import language_and_english

_DOCTYPE = re.compile(r"<!DOCTYPE[^\[>]*(?:\[.*?\]\s*)?>", re.IGNORECASE | re.DOTALL)
_DECLARATION = re.compile(r"\A\s*<\?xml[^>]*\?>", re.IGNORECASE)
# Own bounds, since the library's depend on the clock.
_DATES = {"extensive_search": False, "original_date": True, "min_date": "1900-01-01", "max_date": "2999-12-31"}
_TRUSTED = 0.4
"""Share of the letters that may be the story; if trafilatura finds less, its result is not used."""
_ROUNDUP = 3
"""This many linked headings, each over a text of its own, belong to the article: a list of things, a newsletter."""


def read_page(text: str, url: str | None = None) -> Article:
    """Read a page's markup, however malformed; `url` is the address of a page that does not state its own."""
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
    texts = _mark_foreign_headings(texts, metadata)
    title = _find_headline(texts, metadata)
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


def _without_surroundings(texts: Sequence[PageText], main: str, language: str | None) -> list[PageText]:
    """Set a reason for texts that are neither in the article nor beside its paragraphs."""
    known = language_and_english(language)
    preceding = list(_preceding_texts(texts))
    is_main = [f" {' '.join(words_of(each.text))} " in main for each in texts]
    inside = [at for at, each in enumerate(texts) if is_main[at] and each.reason is None]
    kept = [texts[at] for at in inside if not texts[at].level]
    letters = sum(len(each.text) for each in texts if each.reason is None and not each.level)
    if not kept or sum(len(each.text) for each in kept) < _TRUSTED * letters:
        return list(texts)
    holders = {each.holder for each in kept} | {each.article for each in kept if each.article}

    def belongs(at: int, text: PageText) -> bool:
        within = inside[0] <= at <= inside[-1]
        if text.level:
            return within or text.level == 1
        if text.is_item and within and omission_reason(preceding[at], known) is None:
            return True
        return is_main[at] or text.holder in holders or text.article in holders

    return [
        each if each.reason or belongs(at, each) else replace(each, reason="outside of the article")
        for at, each in enumerate(texts)
    ]


def _preceding_texts(texts: Sequence[PageText]) -> Iterator[str]:
    """Return for each text the last one before it in another element."""
    preceding = before = None
    for each in texts:
        preceding = before if before is not None and before.holder != each.holder else preceding
        before = each
        yield preceding.text if preceding else ""


def _is_same(text: PageText, title: str | None) -> bool:
    """Return whether a heading has the words of the title."""
    return bool(text.level) and title is not None and words_of(text.text) == words_of(title)


def _find_headline(texts: Sequence[PageText], metadata: Metadata) -> PageText | None:
    """Return the headline on the page: the first of its highest headings, or the one with the page's title."""
    open_ones = [each for each in texts if each.reason is None]
    highest = next((each for each in open_ones if each.level == 1), None)
    return highest or next((each for each in open_ones if _is_same(each, metadata.title)), None)


def _mark_foreign_headings(texts: Sequence[PageText], metadata: Metadata) -> list[PageText]:
    """Set a reason for the site's name, for headings that link to other articles, and for labels over these."""
    linked = _linked_elsewhere(texts, metadata.url)
    linked |= set(_labels(texts, linked, metadata.language))
    return [
        replace(each, reason="name of the site")
        if _is_site_name(each, metadata)
        else replace(each, reason="link to other articles")
        if at in linked
        else each
        for at, each in enumerate(texts)
    ]


def _is_site_name(text: PageText, metadata: Metadata) -> bool:
    if text.level != 1 or text.reason is not None or metadata.title is None or _is_same(text, metadata.title):
        return False
    link = urlsplit(text.link or "#")
    leads_home = not link.query and not link.fragment and link.path in {"", "/"} and bool(link.path or link.netloc)
    return leads_home or _is_same(text, metadata.publisher)


def _linked_elsewhere(texts: Sequence[PageText], url: str | None) -> set[int]:
    """Return the indices of headings that link to other articles; empty if these are the article's own headings."""
    places = [at for at, each in enumerate(texts) if each.reason is None]
    linked = {at for at in places if texts[at].level > 1 and _is_elsewhere(texts[at].link, url)}
    own = [
        at
        for (before, at), (_, after) in pairwise(pairwise(places))
        if at in linked and texts[before].level < 2 and not texts[after].level
    ]
    return set() if len(own) >= _ROUNDUP and 2 * len(own) > len(linked) else linked


def _is_elsewhere(link: str | None, url: str | None) -> bool:
    """Return whether a link leads to another page of the same site."""
    target, own = urlsplit(link or ""), urlsplit(url or "")
    if target.scheme not in {"", "http", "https"} or target.fragment or not target.path.strip("/"):
        return False
    same_site = not target.netloc or target.netloc.removeprefix("www.") == own.netloc.removeprefix("www.")
    return same_site and target.path.rstrip("/") != own.path.rstrip("/")


def _labels(texts: Sequence[PageText], linked: set[int], language: str | None) -> Iterator[int]:
    """Return the indices of headings that are followed only by headings that link elsewhere."""
    places = [at for at, each in enumerate(texts) if each.reason is None]
    known = language_and_english(language)
    for at, after in pairwise(places):
        if after in linked and at not in linked and texts[at].level > 1:
            box = {place for place in places if texts[place].holder == texts[at].holder} - {at}
            if box <= linked or omission_reason(texts[at].text, known):
                yield at


def _block(text: PageText, metadata: Metadata) -> Block:
    is_heading = bool(text.level) or (text.is_bold and is_bold_heading(text.text))
    reason = text.reason or ("title (said in the intro)" if _is_same(text, metadata.title) else None)
    return Block(
        f"{text.number} {text.text}".strip(),
        is_heading and not text.is_quotation,
        reason,
        is_bold=text.is_bold and not text.level,
        is_quotation=text.is_quotation,
    )

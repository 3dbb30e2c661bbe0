"""Read a web page as blocks: lxml finds all of its texts, trafilatura and readability the article among them.

Nothing that a page refers to is fetched, and none of its own entities is resolved.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from lxml import etree, html
from lxml.html import HtmlElement

from audiobrief.draft.cleanup.text import clean_text
from audiobrief.draft.model import Article, Block, Metadata, check_length
from audiobrief.draft.readers.html.access import is_restricted
from audiobrief.draft.readers.html.article_part import OUTSIDE, mark_surroundings
from audiobrief.draft.readers.html.authors import clean_authors, clean_publisher
from audiobrief.draft.readers.html.galleries import mark_galleries
from audiobrief.draft.readers.html.headings import is_same, mark_headings, mark_other_articles
from audiobrief.draft.readers.html.markup_walk import PageText, read_texts
from audiobrief.draft.readers.html.titles import best_title, find_headline, mark_repetitions, stated_titles
from audiobrief.draft.readers.metadata import author_in, read_metadata
from audiobrief.draft.structure.chapters import is_bold_heading
from audiobrief.language.codes import LANGUAGE_TAG
from audiobrief.language.detection import confirm_language
from audiobrief.language.profile import LANGUAGES, load_language

_UNDER_HEADLINE = 5
"""Texts after the headline that may be a byline."""
_DOCTYPE = re.compile(r"<!DOCTYPE[^\[>]*(?:\[.*?\]\s*)?>", re.IGNORECASE | re.DOTALL)
_DECLARATION = re.compile(r"\A\s*<\?xml[^>]*\?>", re.IGNORECASE)
# Own bounds, since the library's depend on the clock.
_DATES = {"extensive_search": False, "original_date": True, "min_date": "1900-01-01", "max_date": "2999-12-31"}


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
    texts = mark_galleries(mark_surroundings(texts, root))
    texts = mark_headings(texts, metadata)
    titles = stated_titles(root, metadata)
    headline = find_headline(texts, titles, metadata)
    others = mark_other_articles(texts, headline)
    title = headline.text if headline is not None else best_title(titles, metadata)
    others = mark_repetitions(others, [*titles, title or ""])
    spoken = " ".join(each.text for each in others if each.reason is None)
    metadata = replace(metadata, title=title, language=confirm_language(metadata.language, spoken))
    if metadata.author is None and headline is not None:
        metadata = replace(metadata, author=_author_under(headline, others, metadata))
    blocks = tuple(_block(each, metadata) for before, each in zip(texts, others, strict=True) if before is not headline)
    return Article(metadata, blocks, has_headings=True, is_restricted=is_restricted(root), is_page=True)


def _about(root: HtmlElement, url: str | None) -> Metadata:
    """Return the metadata of the page's head."""
    from trafilatura.metadata import extract_metadata

    meta = extract_metadata(root, date_config=_DATES)
    stated = {name: str(getattr(meta, name) or "") for name in ("title", "sitename", "description", "date", "url")}
    if not stated["url"] and url:
        stated["url"] = url
    stated["sitename"] = clean_publisher(stated["sitename"], stated["url"]) or ""
    stated["author"] = clean_authors((meta.author or "").split(";"), stated["sitename"]) or ""
    tag = (root.get("lang") or root.get("{http://www.w3.org/XML/1998/namespace}lang") or "").strip()
    return read_metadata(stated | {"language": tag if LANGUAGE_TAG.fullmatch(tag) else ""})


def _author_under(headline: PageText, texts: Sequence[PageText], metadata: Metadata) -> str | None:
    """Return the author whom a line under the headline names that is no part of the article."""
    at = next(at for at, each in enumerate(texts) if each.text == headline.text and each.level == headline.level)
    under = [each for each in texts[at + 1 :] if each.reason in {None, OUTSIDE, "byline"}][:_UNDER_HEADLINE]
    language = load_language(metadata.language or LANGUAGES[0])
    names = (author_in(each.text, language) for each in under if each.reason is not None)
    return next((author for name in names if name and (author := clean_authors([name], metadata.publisher))), None)


def _block(text: PageText, metadata: Metadata) -> Block:
    is_heading = bool(text.level) or (text.is_bold and is_bold_heading(text.text))
    reason = text.reason or ("title (said in the intro)" if is_same(text, metadata.title) else None)
    return Block(
        f"{text.number} {text.text}".strip(),
        is_heading and not text.is_quotation,
        reason,
        is_bold=text.is_bold and not text.level,
        is_quotation=text.is_quotation,
    )

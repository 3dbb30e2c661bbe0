"""Recognise elements of a page by their markup: boxes, footnote marks, names of authors."""

from __future__ import annotations

import re
from itertools import islice

from lxml.html import HtmlElement

_HINTS = (
    ("cookie notice", r"cookies?|consent|gdpr|privacy"),
    ("newsletter", r"newsletters?|signup|sign-up|subscribe|subscription"),
    ("share buttons", r"share|sharing|social|sharebar"),
    (
        "link to other articles",
        r"related(?:posts?|articles?|stories|content|links?|news)?|recommended|recommendations|readmore|read-more|more-on|most-read|mostread|trending",
    ),
    ("promotion", r"promo|promotion|teaser|podcast-box|paywall|membership|donate"),
    ("advertisement", r"ad|ads|advert|advertisement|advertising|sponsored|taboola|outbrain"),
    ("navigation", r"breadcrumbs?|menu|navbar|navigation|pagination|skip-link"),
    ("box beside the story", r"sidebar|infobox|modal-dialog"),
    ("comments", r"comments?|disqus"),
    ("caption", r"caption|photo-credit|image-credit|wp-caption-text|thumbcaption|gallerytext"),
    ("footnote", r"footnotes?|endnotes?|references|reflist|(?:foot|end)note-?\d+|fn:?\d+|cite_note.*"),
    ("tags", r"tags|tag-list|topics"),
    ("byline", r"byline|author-name|author-box|author-bio"),
    ("publication time", r"timestamp|dateline|publish-date|published-date|post-date|entry-date"),
)
_HINT = re.compile("|".join(f"(?P<h{at}>(?:^|.*[-_])(?:{words})(?:$|[-_].*))" for at, (_, words) in enumerate(_HINTS)))
_MARK = re.compile(r"[\[(]?\s*(?:(?:note|nb|n)\s*)?(?:\d{1,3}|[a-z]|[*†‡§]{1,3})\s*[\])]?", re.IGNORECASE)
_BRACKETED = re.compile(r"\[\s*\d{1,3}\s*\]")
_REMARK = re.compile(r"\[[^\[\]\d]{3,40}\]")
"""A raised remark of editors, such as `[citation needed]`."""
_BACK = re.compile(r"[↩↵⤴↑^\s\ufe0e\ufe0f]+")
_NAME = re.compile(
    r"(?:^|[\s_:-])(?:(?:foot|end)?note(?:ref)?s?|fn(?:ref)?|reference|noteref)(?:$|[\s\d_:-])", re.IGNORECASE
)
_WORD = re.compile(r"[^\W_]+")
_AUTHOR = re.compile(r"(?:^|[\s_-])(?:authors?|byline)(?:$|[\s_-])", re.IGNORECASE)
_HIDDEN = re.compile(
    r"(?:^|[\s_-])(?:(?:is-|u-)?visually-?hidden(?:-focusable)?|sr-only|screen-?reader-?(?:text|only)|a11y-(?:hidden|only))"
    r"(?:$|\s)|^(?:element-invisible|offscreen|off-screen|hidden-visually|hide-visually|vh|assistive-text)$",
    re.IGNORECASE,
)
"""Names of classes for texts that only a screen reader says."""
_NOT_SHOWN = re.compile(r"(?:display\s*:\s*none|visibility\s*:\s*hidden)", re.IGNORECASE)
_LONGEST_NAME = 50
"""The most letters of a name."""
_LONGEST_QUESTION = 300
"""The most letters of a question over a collapsed box."""
_LONGEST = 8
"""The most letters of a mark."""
_MOST_PARTS = 40
"""The most pieces of text in a short element."""


def is_note_mark(element: HtmlElement) -> bool:
    """Return whether an element is a note's number, raised or linked, or the arrow that leads back from the note."""
    if element.tag not in {"sup", "a"}:
        return False
    if element.tag == "sup" and _REMARK.fullmatch(_short_text(element, _LONGEST_NAME) or ""):
        return True
    text = _short_text(element, _LONGEST)
    if not text:
        return False
    link = element if element.tag == "a" else element.find(".//a")
    leads_within = link is not None and (link.get("href") or "").startswith("#")
    if element.tag == "a" and leads_within:
        return bool(_BACK.fullmatch(text) or (_MARK.fullmatch(text) and _is_named(element)))
    is_raised = element.tag == "sup" and bool(_MARK.fullmatch(text))
    return is_raised and (leads_within or bool(_BRACKETED.fullmatch(text)) or _is_named(element))


def _is_named(element: HtmlElement) -> bool:
    """Return whether an element's class or id calls it a note."""
    names = (element.get(key) or "" for key in ("class", "id", "role", "href", "rel"))
    return any(_NAME.search(name.replace("#", " ")) for name in names)


def is_author(heading: HtmlElement) -> bool:
    """Return whether a heading is the name of an author."""
    if not _short_text(heading, _LONGEST_NAME):
        return False
    elements = [heading, *heading.iter("a", "span")]
    names = " ".join(each.get(key) or "" for each in elements for key in ("class", "rel", "itemprop"))
    return bool(_AUTHOR.search(names))


def hints_of(element: HtmlElement) -> str | None:
    """Return the reason that an element's class, id or role hints at; None if there is none."""
    names = " ".join(element.get(key) or "" for key in ("class", "id", "role")).lower().split()
    for name in names[:20]:
        if len(name) <= 60 and (match := _HINT.fullmatch(name)) and not _names_heading(element, name):
            assert match.lastgroup is not None
            return _HINTS[int(match.lastgroup[1:])][0]
    return None


def _names_heading(element: HtmlElement, name: str) -> bool:
    """Return whether an element's name is made of the words of its heading, so that links can lead there."""
    heading = next(element.iter("h1", "h2", "h3", "h4", "h5", "h6"), None)
    words = _WORD.findall((heading.text_content() if heading is not None else "").lower())
    return len(words) > 1 and "-".join(words).startswith(name)


def is_link(element: HtmlElement) -> bool:
    """Return whether an element leads to an address; a link with a script is a button at most."""
    return element.tag == "a" and not (element.get("href") or "").strip().lower().startswith("javascript:")


def is_hidden(element: HtmlElement) -> bool:
    """Return whether a browser does not show an element's text."""
    if element.get("hidden") is not None or _NOT_SHOWN.search(element.get("style") or "") or _is_card(element):
        return True
    return any(_HIDDEN.search(name) for name in (element.get("class") or "").split()[:20])


def _is_card(element: HtmlElement) -> bool:
    """Return whether an element opens when one points at the link before it: it has the same link, and others."""
    before = element.getprevious()
    if element.tag != "span" or before is None or before.tag != "a" or (before.tail or "").strip():
        return False
    links = list(islice(element.iter("a"), 2))
    return (
        len(links) > 1
        and bool(text := _short_text(before, _LONGEST_NAME))
        and text == _short_text(links[0], _LONGEST_NAME)
    )


def names_source(element: HtmlElement) -> bool:
    """Return whether an element under a set-off quotation says whose it is."""
    parent = element.getparent()
    return element.tag in {"cite", "footer"} and parent is not None and parent.tag == "blockquote"


def is_collapsed_question(element: HtmlElement) -> bool:
    """Return whether an element is a question whose answer is a collapsed box."""
    return element.tag == "summary" and (_short_text(element, _LONGEST_QUESTION) or "").endswith("?")


def _short_text(element: HtmlElement, most: int) -> str | None:
    """Return an element's text; None if it is longer than `most` or in many pieces."""
    parts = list(islice(element.itertext(), _MOST_PARTS + 1))
    if len(parts) > _MOST_PARTS or sum(len(part.strip()) for part in parts) > most:
        return None
    return "".join(parts).strip()

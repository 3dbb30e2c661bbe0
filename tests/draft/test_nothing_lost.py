"""Every word of an article is spoken or listed, whatever its markup."""

from __future__ import annotations

import re
from itertools import count

from hypothesis import given, note
from hypothesis import strategies as st

from audiobrief.draft.drafting import make_draft
from audiobrief.draft.readers.article_file import read_content
from draft.readers.documents.test_odt import STYLES, odt, span
from draft.readers.docx.test_document import LISTS, numbered, paragraph, run, word

_CONSONANTS, _VOWELS = "bdfgklmnprstvz", "aeiou"
_SYLLABLES = [first + second for first in _CONSONANTS for second in _VOWELS]
_WORD = "%"
"""Stands for a word in a generated article; each becomes another word."""


def with_words(markup: str) -> tuple[str, list[str]]:
    """Return an article with a word of its own in each place, and the words."""
    numbers = count()
    words: list[str] = []

    def next_word(_: re.Match[str]) -> str:
        number = next(numbers)
        first, second = divmod(number, len(_SYLLABLES))
        words.append(f"{_SYLLABLES[second]}{_SYLLABLES[first % len(_SYLLABLES)]}n")
        return words[-1]

    return re.sub(_WORD, next_word, markup), words


def lost_words(kind: str, content: bytes, words: list[str]) -> list[str]:
    """Return the words that a draft neither speaks nor lists."""
    draft = make_draft(read_content(content, f"a.{kind}", kind))
    spoken = [text for chapter in draft.chapters for text in (chapter.title or "", *chapter.paragraphs)]
    listed = [each.block.text for each in draft.omitted]
    kept = " ".join([draft.metadata.title or "", draft.metadata.author or "", *spoken, *listed]).lower()
    return [each for each in words if each not in kept]


def check(kind: str, markup: str, content: bytes, words: list[str]) -> None:
    note(markup)
    assert lost_words(kind, content, words) == []


def wrapped(strategy: st.SearchStrategy[str], *forms: str) -> st.SearchStrategy[str]:
    """Return texts in one of some forms, in which `@` stands for the text."""
    return st.builds(lambda form, text: form.replace("@", text), st.sampled_from(forms), strategy)


def several(strategy: st.SearchStrategy[str], between: str, most: int = 4) -> st.SearchStrategy[str]:
    return st.lists(strategy, min_size=1, max_size=most).map(between.join)


PHRASES = several(st.just(_WORD), " ", 12)
SENTENCES = wrapped(
    PHRASES, "@", "@.", "@?", "@:", "“@.”", "@, @, said %.", "- @", "© @", "Read more: @", "12 @.", "@ 10"
)
INLINE_TAGS = (
    "a b i em strong span q del ins s sup sub ruby rt nobr mark small code cite label x-y font bdo u time abbr output"
)
BLOCK_TAGS = (
    "p div section article main h1 h2 h3 ul ol li blockquote table tr td figure figcaption aside nav header footer "
    "form button details summary pre dl dt dd del center x-block address menu fieldset caption th"
)
ATTRIBUTES = (
    "",
    " class='visually-hidden'",
    " class='related'",
    " class='ad'",
    " hidden",
    " href='/x'",
    " class='caption'",
    " id='share'",
    " style='display:none'",
    " class='note'",
    " class='byline'",
)


def elements(strategy: st.SearchStrategy[str], tags: str) -> st.SearchStrategy[str]:
    tag, attribute = st.sampled_from(tags.split()), st.sampled_from(ATTRIBUTES)
    return st.builds(lambda name, stated, text: f"<{name}{stated}>{text}</{name}>", tag, attribute, strategy)


INLINE = st.recursive(SENTENCES, lambda inner: several(elements(inner, INLINE_TAGS) | inner, " "), max_leaves=4)
BLOCKS = st.recursive(
    elements(INLINE, BLOCK_TAGS), lambda inner: several(elements(inner, BLOCK_TAGS) | inner, "\n"), max_leaves=8
)


@given(several(BLOCKS, "\n"))
def test_pages(body: str) -> None:
    markup, words = with_words(f"<html><head></head><body><h1>%</h1><p>{'% ' * 20}.</p>{body}</body></html>")
    check("html", markup, markup.encode(), words)


MARKED = st.recursive(
    SENTENCES,
    lambda inner: several(
        wrapped(
            inner,
            "*@*",
            "**@**",
            "~~@~~",
            "`@`",
            "[@](/x)",
            "![@](/x)",
            "<sup>@</sup>",
            "<del>@</del>",
            "<q>@</q>",
            "@<br>@",
            "@[^1]",
            "10^@^",
            "<b>@</b>",
            "@\n@",
        )
        | inner,
        " ",
    ),
    max_leaves=4,
)
MARKDOWN = wrapped(
    MARKED,
    "@",
    "# @",
    "## @",
    "- @\n- @",
    "1. @\n2. @",
    "> @",
    "> - @",
    "- [ ] @",
    "| @ | % |\n|---|---|\n| % | % |",
    "```\n@\n```",
    "    @",
    "<div>@</div>",
    "[^1]: @",
    "***",
    "%\n===",
    "%\n---",
    "@\n\n  @",
)


@given(several(MARKDOWN, "\n\n", 8))
def test_markdown(body: str) -> None:
    markup, words = with_words(f"{'% ' * 20}.\n\n{body}")
    check("markdown", markup, markup.encode(), words)


LINES = wrapped(
    PHRASES,
    "@",
    "@.",
    "@?",
    "@-",
    "@:",
    "- @",
    "1. @",
    "* @",
    "@\u00ad",
    "“@",
    "@”",
    "Photo: @",
    "@\n====",
    "[1] @",
    "By %",
)


@given(several(several(LINES, "\n", 6), "\n\n", 6))
def test_texts(body: str) -> None:
    text, words = with_words(f"%\n\n{'% ' * 20}.\n\n{body}")
    check("text", text, text.encode(), words)


RUNS = st.builds(
    run,
    SENTENCES,
    st.sampled_from(
        ["", "<w:vanish/>", "<w:strike/>", "<w:vertAlign w:val='superscript'/>", "<w:b/>", "<w:rStyle w:val='x'/>"]
    ),
)
WITHIN = st.recursive(
    RUNS,
    lambda inner: wrapped(
        several(inner, ""),
        "<w:ins>@</w:ins>",
        "<w:hyperlink>@</w:hyperlink>",
        "<w:sdt><w:sdtContent>@</w:sdtContent></w:sdt>",
        "<w:smartTag>@</w:smartTag>",
        "<w:fldSimple>@</w:fldSimple>",
        "<w:del>@</w:del>",
        "@<w:r><w:tab/></w:r>@",
    ),
    max_leaves=4,
)
PARAGRAPHS = st.builds(
    paragraph,
    several(WITHIN, ""),
    st.sampled_from(
        ["", "<w:pStyle w:val='Heading1'/>", "<w:rPr><w:del/></w:rPr>", "<w:numPr><w:numId w:val='91'/></w:numPr>"]
    ),
)
PARTS = st.recursive(
    PARAGRAPHS,
    lambda inner: wrapped(
        several(inner, ""),
        "<w:sdt><w:sdtContent>@</w:sdtContent></w:sdt>",
        "<w:tbl><w:tr><w:tc>@</w:tc></w:tr></w:tbl>",
        "<w:p><w:r><w:pict><w:txbxContent>@</w:txbxContent></w:pict></w:r></w:p>",
        "<w:customXml>@</w:customXml>",
    ),
    max_leaves=5,
)


@given(several(PARTS, ""))
def test_word_files(body: str) -> None:
    markup, words = with_words(paragraph(run("% " * 20)) + numbered("%") + body)
    check("docx", markup, word(markup, numbering=LISTS), words)


SPANS = st.recursive(
    SENTENCES,
    lambda inner: wrapped(
        several(inner, " "),
        *(span("@", style) for style in ("up", "struck", "gone", "down", "none")),
        "<text:a>@</text:a>",
        "<text:note><text:note-body><text:p>@</text:p></text:note-body></text:note>",
        "@<text:s/>@",
        "@<text:tab/>%",
        "<draw:frame><draw:text-box><text:p>@</text:p></draw:text-box></draw:frame>",
        "<text:ruby><text:ruby-text>%</text:ruby-text></text:ruby>",
    ),
    max_leaves=4,
)
OPEN_PARTS = st.recursive(
    wrapped(
        several(SPANS, ""),
        "<text:p>@</text:p>",
        "<text:h>@</text:h>",
        "<text:p text:style-name='Quotations'>@</text:p>",
    ),
    lambda inner: wrapped(
        several(inner, ""),
        "<text:section>@</text:section>",
        "<text:section text:display='none'>@</text:section>",
        "<text:list text:style-name='L1'><text:list-item>@</text:list-item></text:list>",
        "<table:table><table:table-row><table:table-cell>@</table:table-cell></table:table-row></table:table>",
    ),
    max_leaves=5,
)


@given(several(OPEN_PARTS, ""))
def test_opendocument_texts(body: str) -> None:
    assert STYLES
    markup, words = with_words(f"<text:p>{'% ' * 20}</text:p>{body}")
    check("odt", markup, odt(markup), words)


RTF_TEXTS = wrapped(
    SENTENCES,
    "@",
    r"{\b @}",
    r"{\super @}",
    r"{\strike @}",
    r"{\v @}",
    r"{\deleted @}",
    r"@\tab @",
    r"{\field{\*\fldinst X}{\fldrslt @}}",
    r"{\footnote \pard @\par @}",
    r"{\*\annotation @}",
    r"\b @\b0 ",
    r"{\listtext 1.\tab}@",
    r"{\shp{\*\shpinst{\shptxt @\par}}}",
)
RTF = wrapped(
    several(RTF_TEXTS, " "),
    r"\pard @\par ",
    r"\pard\intbl @\cell %\cell\row ",
    r"@\line ",
    r"\pard\outlinelevel0 @\par ",
)


@given(several(RTF, ""))
def test_rtf_files(body: str) -> None:
    markup, words = with_words(rf"{{\rtf1\ansi {'% ' * 20}\par {body}}}")
    check("rtf", markup, markup.replace("“", r"\'93").replace("”", r"\'94").replace("©", r"\'a9").encode(), words)

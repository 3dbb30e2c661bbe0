"""Split an article into its story and what surrounds it: captions, promotions, boxes, footnotes, press contacts."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from audiobrief.draft.cleanup.datelines import without_dateline
from audiobrief.draft.cleanup.repetitions import mark_pull_quotes
from audiobrief.draft.model import Block, OmittedBlock
from audiobrief.language.codes import AUDIBLE
from audiobrief.language.profile import Language
from audiobrief.language.quotations import CLOSING_MARKS, is_quotation

_LONGEST = 60
"""Words; a longer text is a paragraph of the story, whatever words it contains."""
_LONGEST_CORRECTION = 150
"""Words of a note that corrects the article, which may quote what was wrong."""
_LETTERS_OF_LONG_WORDS = 20
"""Letters for which a text without spaces counts as a word."""
_SENTENCE = 12
"""The fewest words of a heading with a full stop that is a sentence of the story."""
_LONGEST_FIRST = 18
_LONGEST_HEADING = 30
"""The most words of a heading: of the first one, which may be the standfirst, and of the others."""
_DATELINES = 3
"""Paragraphs at the start of a story that may have a dateline."""
_ADDRESS_ONLY = re.compile(r"(?:https?://|www\.)\S+")
_TIME = re.compile(r"\d{1,2}[:.h]\d{2}(?:\s?(?:[ap]\.?m\.?|Uhr|[A-Z]{2,4}))?", re.IGNORECASE)
_ENDED = re.compile(rf"[.!?…][{CLOSING_MARKS}]*$")
_RULE = re.compile(r"[\W_]+")
_FOOTNOTE_MARK = re.compile(r"\[\^[^\]\s]{1,40}\]|(?:(?<=[\w.,;:!?)\"”’»“])|(?<=[.!?\"”’»“]) )\[\d{1,3}\]")
_FOOTNOTE = re.compile(r"(?P<mark>\[\^[^\]\s]{1,40}\]):|(?P<number>\[\d{1,3}\])\s")
_CONTACT_DETAIL = re.compile(r"\S@\S|(?:\d[\s()/.-]{0,2}){7,}|\bwww\.|https?://")
"""A contact detail: an email address, a telephone number, a web address."""
_LONGEST_CONTACT = 12
"""The most words of a line that holds a name or a post; one with a contact detail may have twice as many."""
_CONTACTS_APART = 3
"""The most lines between the label or a detail and the next detail."""


def separate_footnotes(blocks: Sequence[Block]) -> tuple[Block, ...]:
    """Set the reason for omission of each note that the story refers to, and remove the marks from the story."""
    marks = {match[0].strip() for block in blocks for match in _FOOTNOTE_MARK.finditer(block.text)}
    return tuple(_without_footnote_marks(block, marks) if block.reason is None else block for block in blocks)


def _without_footnote_marks(block: Block, marks: set[str]) -> Block:
    note = _FOOTNOTE.match(block.text)
    if note and (note["mark"] or note["number"] in marks):
        return replace(block, reason="footnote")
    text = _FOOTNOTE_MARK.sub("", block.text).strip()
    return replace(block, text=text) if text else block


def unmark_headings(blocks: Sequence[Block], *, is_titled: bool) -> tuple[Block, ...]:
    """Return blocks in which whole sentences and quotations are paragraphs, though the file marks them as headings.

    Without a title, the first heading may be the headline, and stays.
    """
    story = [at for at, block in enumerate(blocks) if block.reason is None]
    headline, first = ([], story[:1]) if is_titled else (story[:1], story[:2])
    return tuple(
        replace(block, is_heading=False)
        if block.is_heading and at not in headline and _is_sentence(block.text, is_first=at in first)
        else block
        for at, block in enumerate(blocks)
    )


def _is_sentence(text: str, *, is_first: bool) -> bool:
    """Return whether a heading is a sentence or a quotation; the first under the headline may lack its full stop."""
    words = len(text.split())
    if is_quotation(text):
        return True
    if text.rstrip(CLOSING_MARKS).endswith("?"):
        return False
    is_long = words > (_LONGEST_FIRST if is_first else _LONGEST_HEADING)
    return is_long or (words >= _SENTENCE and text.endswith((".", "!")))


def split_story(
    blocks: Sequence[Block], languages: Sequence[Language]
) -> tuple[tuple[Block, ...], tuple[OmittedBlock, ...]]:
    """Split an article into its story and the omitted blocks; every block is in one of the two, in order.

    A heading such as `Analysis` belongs to the story if a paragraph of the story follows it directly.
    """
    blocks = mark_pull_quotes(_mark_press_contacts(_without_datelines(blocks), languages))
    kept = set(_headings_over_story(blocks, languages))
    parts: list[tuple[Block, str | None]] = []
    over_story = set()
    for at, block in enumerate(blocks):
        if at in kept:
            over_story.add(len(parts))
            parts.append((block, None))
        else:
            pieces = _without_agency(block, languages)
            parts += [(piece, piece.reason or omission_reason(piece.text, languages)) for piece in pieces]
    story: list[Block] = []
    omitted: list[OmittedBlock] = []
    for at, (block, reason) in enumerate(parts):
        if reason is not None:
            omitted.append(OmittedBlock(replace(block, reason=None), reason))
        elif block.is_heading and at not in over_story and _over_nothing(parts[at + 1 :]):
            omitted.append(OmittedBlock(block, "heading over what is left out"))
        else:
            story.append(block)
    return tuple(story), tuple(omitted)


def _without_datelines(blocks: Sequence[Block]) -> list[Block]:
    """Separate the dateline from the first paragraphs of a story."""
    opening = [at for at, block in enumerate(blocks) if block.reason is None and not block.is_heading][:_DATELINES]
    return [
        piece for at, block in enumerate(blocks) for piece in (without_dateline(block) if at in opening else (block,))
    ]


def _mark_press_contacts(blocks: Sequence[Block], languages: Sequence[Language]) -> list[Block]:
    """Mark the lines from a contact label to the last contact detail under it as omitted: they are for newsrooms."""
    contacts: set[int] = set()
    for at, block in enumerate(blocks):
        if any(language.contact.match(block.text) for language in languages):
            contacts.update(range(at, _end_of_contacts(blocks, at)))
    return [
        replace(block, reason="contact for newsrooms") if at in contacts and block.reason is None else block
        for at, block in enumerate(blocks)
    ]


def _end_of_contacts(blocks: Sequence[Block], start: int) -> int:
    """Return the index after the last contact detail under a label; the label's own index if there is none."""
    end = start
    for at, block in enumerate(blocks[start:], start):
        is_detail = bool(_CONTACT_DETAIL.search(block.text))
        if at - end > _CONTACTS_APART or len(block.text.split()) > _LONGEST_CONTACT * (2 if is_detail else 1):
            break
        end = at + 1 if is_detail else end
    return end


def _headings_over_story(blocks: Sequence[Block], languages: Sequence[Language]) -> Iterator[int]:
    """Yield the indices of headings such as `Analysis` that are kept because of the paragraph under them."""
    for at, (block, under) in enumerate(pairwise(blocks)):
        if (
            block.is_heading
            and block.reason is None
            and any(language.shared_headings.search(block.text) for language in languages)
            and not under.is_heading
            and (under.reason or omission_reason(under.text, languages)) is None
        ):
            yield at


def _without_agency(block: Block, languages: Sequence[Language]) -> Iterator[Block]:
    """Yield a block; an agency mark behind its last sentence as a block of its own."""
    for language in languages:
        mark = language.agency.search(block.text) if block.reason is None else None
        if mark is not None and _ENDED.search(block.text[: mark.start()]):
            yield replace(block, text=block.text[: mark.start()])
            yield replace(block, text=mark[0].strip(), is_heading=False, reason="agency")
            return
    yield block


def _over_nothing(following: Sequence[tuple[Block, str | None]]) -> bool:
    """Return whether everything under a heading is omitted, and there is something other than captions."""
    under = []
    for block, reason in following:
        if block.is_heading and reason is None:
            break
        under.append(reason)
    return None not in under and any(reason != "caption" for reason in under)


def omission_reason(text: str, languages: Sequence[Language]) -> str | None:
    """Return why a text is not part of the story; None if it may be."""
    if not AUDIBLE.search(text) or _RULE.fullmatch(text):
        return "nothing to say"
    if _ADDRESS_ONLY.fullmatch(text):
        return "web address"
    if _TIME.fullmatch(text):
        return "time of day"
    # A text without spaces counts by its letters: the patterns take a time that grows with their square.
    length = max(len(text.split()), len(text) // _LETTERS_OF_LONG_WORDS)
    for language in languages:
        for reason, patterns in language.omission_patterns:
            longest = _LONGEST_CORRECTION if reason == "correction" else _LONGEST
            if length <= longest and any(pattern.search(text) for pattern in patterns):
                return reason
    return None

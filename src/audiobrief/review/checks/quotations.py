"""Quotations with nobody to say them: no voice of their own, or no word of whose they are."""

from __future__ import annotations

from collections.abc import Iterator

from audiobrief.findings import Finding, Level, Place, shorten
from audiobrief.language.quotations import find_quotations
from audiobrief.language.speaker_words import SENTENCE_END, SpeakerWords, capitalised_words, load_speaker_words
from audiobrief.script.models.script import Script
from audiobrief.script.passages import Passage

__all__ = ["check_quotations"]


def check_quotations(script: Script, passages: tuple[Passage, ...]) -> Iterator[Finding]:
    """Find quotations that their speaker's own voice reads though nobody decided so, and those of nobody's."""
    unvoiced = [
        (passage, start)
        for passage in passages
        for start, end in find_quotations(passage.text)
        if passage.speaker(start) == passage.turn.speaker and not _is_whole(passage.text, start, end)
    ]
    for passage, start, end in _of_nobody(script, passages):
        yield Finding(
            Level.WARNING,
            "unattributed-quotation",
            Place.at(passage.place(start)),
            f"nothing says who said {shorten(passage.text[start:end], 50)}",
            "say it before the quotation: listeners cannot look back",
        )
    if unvoiced and not script.quotes_decided:
        passage, start = unvoiced[0]
        count = f"{len(unvoiced)} quotations, of which this is the first, are" if unvoiced[1:] else "this quotation is"
        yield Finding(
            Level.WARNING,
            "quotation-without-voice",
            Place.at(passage.place(start)),
            f"{count} read by the voice of the text around",
            "name a voice under quotes:, or write quotes: null",
        )


def _is_whole(text: str, start: int, end: int) -> bool:
    """Return whether a paragraph is a quotation and nothing else."""
    return not text[:start].strip() and not text[end:].strip(" .,")


def _of_nobody(script: Script, passages: tuple[Passage, ...]) -> Iterator[tuple[Passage, int, int]]:
    """Return the quotations that nobody is said to have said: first character, and the one after the last."""
    quoted = [(at, start, end) for at, each in enumerate(passages) for start, end in find_quotations(each.text)]
    speakers = load_speaker_words(script.language) if quoted else None
    if speakers is None:
        return
    named = capitalised_words([passage.text for passage in passages])
    for at, start, end in quoted:
        text = passages[at].text
        if _is_whole(text, start, end):
            attributed = _announced(passages, at, speakers, named)
        else:
            attributed = _attributed(text, start, end, speakers, named)
        if not attributed:
            yield passages[at], start, end


def _attributed(text: str, start: int, end: int, speakers: SpeakerWords, named: frozenset[str]) -> bool:
    """Return whether the sentence of a quotation, or the one before, says who said it."""
    starts = [0, *(match.end() for match in SENTENCE_END.finditer(text, 0, start))]
    own = text[starts[-1] : start]
    if speakers.lead_to_quotation(own) or speakers.is_title(text[start:end], own):
        return True
    before = text[starts[max(0, len(starts) - 2)] : start]
    following = SENTENCE_END.search(text, end)
    behind = text[end : following.start() if following else len(text)] if text[end - 2 : end - 1] not in ".!?" else ""
    return speakers.mention_speaker(f"{before} {text[end:] if not behind and len(starts) == 1 else behind}", named)


def _announced(passages: tuple[Passage, ...], at: int, speakers: SpeakerWords, named: frozenset[str]) -> bool:
    """Return whether the paragraphs around one that is a quotation alone say who said it.

    Where no paragraph comes before it, a turn starts with it, and it is heard by its voice; where another quotation
    does, it goes on.
    """
    if not at or passages[at - 1].turn is not passages[at].turn:
        return True
    before, own = passages[at - 1].text, passages[at].text
    quoted = find_quotations(before)
    if (
        any(_is_whole(before, *each) for each in quoted)
        or speakers.lead_to_quotation(before)
        or speakers.is_title(own, "")
    ):
        return True
    for start, end in reversed(quoted):
        before = f"{before[:start]} {before[end:]}"
    behind = passages[at + 1].text if passages[at + 1 : at + 2] else ""
    return (
        speakers.mention_speaker(before, named)
        or speakers.mention_name(own[1:], named)
        or speakers.mention_speaker(SENTENCE_END.split(behind)[0], named)
    )

"""Quotations without a voice of their own, or without an attribution."""

from __future__ import annotations

from collections.abc import Iterator

from audiobrief.findings import Finding, Level, Place, shorten
from audiobrief.language.quotations import find_quotations
from audiobrief.language.speaker_words import SENTENCE_END, SpeakerWords, capitalised_words, load_speaker_words
from audiobrief.script.models.script import Script
from audiobrief.script.passages import Passage


def check_quotations(script: Script, passages: tuple[Passage, ...]) -> Iterator[Finding]:
    """Find quotations without an attribution, and those that the narrator reads though the script does not say so."""
    quoted = [(at, start, end) for at, passage in enumerate(passages) for start, end in find_quotations(passage.text)]
    speakers = load_speaker_words(script.language) if quoted else None
    names = capitalised_words([passage.text for passage in passages]) if speakers else frozenset()
    unvoiced = []
    for at, start, end in quoted:
        passage = passages[at]
        is_only_quotation = _is_only_quotation(passage.text, start, end)
        if passage.speaker(start) == passage.turn.speaker and not is_only_quotation:
            unvoiced.append(passage.place(start))
        if speakers is None:
            continue
        if is_only_quotation:
            attributed = _is_introduced(passages, at, speakers, names)
        else:
            attributed = _is_attributed(passage.text, start, end, speakers, names)
        if not attributed:
            yield Finding(
                Level.WARNING,
                "unattributed-quotation",
                Place.at(passage.place(start)),
                f"nothing says who said {shorten(passage.text[start:end], 50)}",
                "say it before the quotation: listeners cannot look back",
            )
    if unvoiced and not script.quotes_decided:
        count = f"{len(unvoiced)} quotations, of which this is the first, are" if unvoiced[1:] else "this quotation is"
        yield Finding(
            Level.WARNING,
            "quotation-without-voice",
            Place.at(unvoiced[0]),
            f"{count} read by the voice of the text around",
            "name a voice under quotes:, or write quotes: null",
        )


def _is_only_quotation(text: str, start: int, end: int) -> bool:
    """Return whether a paragraph consists only of a quotation."""
    return not text[:start].strip() and not text[end:].strip(" .,")


def _is_attributed(text: str, start: int, end: int, speakers: SpeakerWords, names: frozenset[str]) -> bool:
    """Return whether the sentence of a quotation, or the one before, names the speaker."""
    starts = [0, *(match.end() for match in SENTENCE_END.finditer(text, 0, start))]
    own = text[starts[-1] : start]
    if speakers.lead_to_quotation(own) or speakers.is_title(text[start:end], own):
        return True
    before = text[starts[max(0, len(starts) - 2)] : start]
    following = SENTENCE_END.search(text, end)
    behind = text[end : following.start() if following else len(text)] if text[end - 2 : end - 1] not in ".!?" else ""
    return speakers.mention_speaker(f"{before} {text[end:] if not behind and len(starts) == 1 else behind}", names)


def _is_introduced(passages: tuple[Passage, ...], at: int, speakers: SpeakerWords, names: frozenset[str]) -> bool:
    """Return whether the paragraphs around one that is only a quotation name its speaker.

    The first paragraph of a turn is attributed by its voice. A quotation after another one continues it.
    """
    if not at or passages[at - 1].turn is not passages[at].turn:
        return True
    before, own = passages[at - 1].text, passages[at].text
    quoted = find_quotations(before)
    if (
        any(_is_only_quotation(before, start, end) for start, end in quoted)
        or speakers.lead_to_quotation(before)
        or speakers.is_title(own, "")
    ):
        return True
    for start, end in reversed(quoted):
        before = f"{before[:start]} {before[end:]}"
    behind = passages[at + 1].text if passages[at + 1 : at + 2] else ""
    return (
        speakers.mention_speaker(before, names)
        or speakers.mention_name(own[1:], names)
        or speakers.mention_speaker(SENTENCE_END.split(behind)[0], names)
    )

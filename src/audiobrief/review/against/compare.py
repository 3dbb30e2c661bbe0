"""Find the numbers, dates, names and quotations of a script that are not in its article."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import datetime
from functools import cached_property

from audiobrief.findings import Finding, Level, Place, shorten
from audiobrief.language.numbers.amounts import find_amounts
from audiobrief.language.numbers.facts import Fact, without_overlap
from audiobrief.language.quotations import find_quotations
from audiobrief.review.against.article import LONGEST_PASSAGE, ArticleSentences
from audiobrief.review.against.dates import Day, find_dates, find_shifts
from audiobrief.review.against.known_days import KnownDays
from audiobrief.review.against.known_numbers import KnownNumbers
from audiobrief.review.against.names import KnownNames, find_names
from audiobrief.review.against.quotations import Mismatch, QuotedWords, Speakers
from audiobrief.review.against.statements.contradictions import find_contradictions
from audiobrief.script.models.script import Script
from audiobrief.script.passages import Passage, passages

_RUN = re.compile(r"[^\W\d_a-z]\w*(?: (?:of|the|de|du|für|and) [^\W\d_a-z]\w+| [^\W\d_a-z]\w+)*")
_END = re.compile(r"[.!?…][”’\"»]*\s+")
_YEAR = re.compile(r"\b(?:1[5-9]|20)\d\d\b")
_MISMATCHES = {
    "absent": (
        "the article does not have the quotation {words}",
        "quote the article's own words, or take the quotation marks away",
    ),
    "cut": (
        "the quotation {words} leaves out the article's '{detail}'",
        "quote the whole of it, or say it in words of your own",
    ),
    "unquoted": ("the article says {words}, but quotes nobody with it", "take the quotation marks away"),
    "speaker": ("in the article {detail} says {words}", "name whoever said it"),
}
"""The message and the advice for each kind of mismatch."""
_ADVICE = "compare it with the passage, and correct it"
_CONTRADICTIONS = {
    "negation": ("against-negation", "the article says it without {words}"),
    "missing-negation": ("against-negation", "the article says it with '{detail}', and the script without: {words}"),
    "role": ("against-role", "the article has '{detail}' as the one who does it, and the script {words}"),
    "speaker": ("against-speaker", "the article names '{detail}' as the speaker, and the script {words}"),
    "count": ("against-number", "the article has {detail}, and the script another number: {words}"),
    "unit": ("against-number", "the article has '{detail}', and the script {words}"),
    "sign": ("against-number", "the article has '{detail}', and the script {words}"),
    "score": ("against-number", "the article has the score {detail}, and the script {words}"),
    "name": ("against-name", "the article has '{detail}' where the script has {words}"),
    "opposite": ("against-opposite", "the article has '{detail}' where the script has {words}"),
    "cause": ("against-cause", "the article gives another cause, '{detail}', and the script {words}"),
}
"""The finding and the message for each kind of contradiction."""


def compare(script: Script, article: str) -> Iterator[Finding]:
    """Find the facts of a script that are not in the plain text of its article.

    The script's own date, title, source, persons and show count as known.
    """
    paragraphs = tuple(passages(script))
    known = KnownFacts(script, article, paragraphs)
    for number, passage in enumerate(paragraphs):
        mismatches = {
            fact: mismatch
            for fact in _quotations(passage, script)
            if (mismatch := known.find_mismatch(number, passage, fact)) is not None
        }
        missing = [fact for fact, mismatch in mismatches.items() if mismatch.kind == "absent"]
        others = [fact for fact in without_overlap(known.facts(passage), missing) if not known.has(passage, fact)]
        for fact in sorted([*others, *mismatches], key=lambda fact: fact.start):
            words = _marked(passage.text[fact.start : known.wrong_end(fact)])
            kind, message = fact.kind, f"the article does not have the {fact.kind} {words}"
            advice = _ADVICE
            if mismatch := mismatches.get(fact):
                template, advice = _MISMATCHES[mismatch.kind]
                message = template.format(words=words, detail=mismatch.detail)
                kind = "speaker" if mismatch.kind == "speaker" else kind
            nearest = known.sentences.nearest(_around(passage.text, fact))
            place = Place.at(passage.place(fact.start))
            yield Finding(Level.WARNING, f"against-{kind}", place, message, advice, details={"passage": nearest})
        yield from _contradictions(passage, known, others)


def _contradictions(passage: Passage, known: KnownFacts, told: Sequence[Fact]) -> Iterator[Finding]:
    """Find what contradicts the article, beside the facts that are told already."""
    passed = [*find_quotations(passage.text, fewest_words=1), *((fact.start, fact.end) for fact in told)]
    for found in find_contradictions(passage.text, known.sentences, known.language):
        if any(start < found.end and found.start < end for start, end in passed):
            continue  # quotations are compared word by word
        kind, template = _CONTRADICTIONS[found.kind]
        message = template.format(words=_marked(passage.text[found.start : found.end]), detail=found.detail)
        place = Place.at(passage.place(found.start))
        details = {"passage": shorten(found.passage, LONGEST_PASSAGE)}
        yield Finding(Level.WARNING, kind, place, message, _ADVICE, details=details)


def _marked(words: str) -> str:
    words = shorten(words)
    return words if words[:1] in '“„«»"‘' else f"'{words}'"


def _around(text: str, fact: Fact) -> str:
    """Return the sentence of a fact; a quotation is returned without its sentence."""
    if fact.kind == "quotation":
        return text[fact.start : fact.end]
    start = max((match.end() for match in re.finditer(r"[.!?…]\s+", text[: fact.start])), default=0)
    end = re.search(r"[.!?…](?:\s|$)", text[fact.end :])
    return text[start : fact.end + (end.end() if end else len(text))]


def _quotations(passage: Passage, script: Script) -> Iterator[Fact]:
    """Yield the texts in quotation marks, and those that the voice for quotations says without them."""
    marked = find_quotations(passage.text, fewest_words=1)
    for start, end in marked:
        yield Fact("quotation", start, end, None)
    for at, span in passage.spans:
        end = at + len(span.text)
        quoted = script.quotes is not None and passage.speaker(at) == script.quotes
        if quoted and not any(first < end and at < last for first, last in marked):
            yield Fact("quotation", at, end, None)


class KnownFacts:
    """The facts of an article and of a script's own keys."""

    def __init__(self, script: Script, article: str, paragraphs: tuple[Passage, ...]) -> None:
        self.language = script.language
        self.article = article
        self.sentences = ArticleSentences(article)
        self._quoted = QuotedWords(article, script.language)
        self._speakers = Speakers([passage.text for passage in paragraphs], script.language)
        own = [script.title, script.summary, script.source.title, script.source.publisher, script.show.title]
        own += [script.show.author, *(person.name for person in script.persons)]
        # The summary is written by the author of the script. So it is no evidence.
        self._names = KnownNames([article, *(text for text in own if text and text != script.summary)], script.language)
        self._dates = find_dates(article, script.language)
        days = [fact.value for fact in self._dates if isinstance(fact.value, Day)]
        published = [
            day.date() if isinstance(day, datetime) else day for day in (script.date, script.publish_at) if day
        ]
        years = set(map(int, _YEAR.findall(article)))
        self._days = KnownDays(days, published, years, find_shifts(article, script.language))
        self._ordinary = frozenset(
            re.findall(r"(?<!\w)[^\W\d_A-Z]+", " ".join([article, *(passage.text for passage in paragraphs)]))
        )

    @cached_property
    def _numbers(self) -> KnownNumbers:
        amounts = without_overlap(find_amounts(self.article, self.language, evidence=True), self._dates)
        return KnownNumbers(amounts, self._days.years, self._days.days)

    def facts(self, passage: Passage) -> Iterator[Fact]:
        """Return the numbers, dates and names of a paragraph."""
        dates = find_dates(passage.text, self.language)
        yield from dates
        numbers = without_overlap(find_amounts(passage.text, self.language), dates)
        yield from numbers
        mixed = tuple(self._names.find_mixed(passage.text))
        yield from mixed
        names = find_names(passage.text, self.language, self._ordinary)
        yield from without_overlap(names, (*dates, *numbers, *mixed))

    def has(self, passage: Passage, fact: Fact) -> bool:
        """Return whether a number, date or name is known."""
        if fact.kind == "number":
            return self._numbers.has(fact.value)
        if fact.kind == "date":
            assert isinstance(fact.value, Day)
            return self._days.has(fact.value)
        if " " in str(fact.value):
            return False  # a name made of two names of the article
        run = next(
            (match[0] for match in _RUN.finditer(passage.text) if match.start() <= fact.start < match.end()),
            str(fact.value),
        )
        return self._names.has(str(fact.value), run)

    def wrong_end(self, fact: Fact) -> int:
        """Return the character after the wrong part of a fact."""
        return self._numbers.wrong_end(fact) if fact.kind == "number" else fact.end

    def find_mismatch(self, number: int, passage: Passage, fact: Fact) -> Mismatch | None:
        """Return how a quotation of a numbered passage differs from the article; None if the article has it."""
        lead = _END.split(passage.text[: fact.start])[-1]
        return self._quoted.find_mismatch(
            passage.text[fact.start : fact.end], lead, self._speakers.of(number, fact.start)
        )

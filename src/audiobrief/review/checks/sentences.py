"""Sentences that are hard to follow by ear, and words such as 'today' that are wrong on another day."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime

from audiobrief.errors import Position
from audiobrief.findings import Finding, Level, Place, shorten
from audiobrief.language.relative_days import find_day_words
from audiobrief.language.sentences import LONGEST_SENTENCE, has_nested_brackets
from audiobrief.script.models.script import Script
from audiobrief.script.passages import Passage
from audiobrief.timeline.plan import Plan


def check_sentences(plan: Plan) -> Iterator[Finding]:
    """Find sentences that are too long, and those with brackets inside brackets."""
    for segment in plan.segments:
        for sentence in segment.sentences:
            if sentence.recorded:
                continue
            place = Place.at(Position(segment.position.file, sentence.line, sentence.column))
            words = len(sentence.text.split())
            if words > LONGEST_SENTENCE:
                yield Finding(
                    Level.WARNING,
                    "long-sentence",
                    place,
                    f"a sentence of {words} words, “{shorten(sentence.text, 40)}”",
                    f"make two of it: ears follow up to {LONGEST_SENTENCE}",
                )
            if has_nested_brackets(sentence.text):
                yield Finding(
                    Level.WARNING,
                    "nested-brackets",
                    place,
                    f"brackets inside brackets, in “{shorten(sentence.text, 40)}”",
                    "nobody hears them: make a sentence of what is inside",
                )


def check_homographs(plan: Plan) -> Iterator[Finding]:
    """Find words that may be pronounced in two ways, where neither the text nor a mark decides; each once."""
    reported: set[str] = set()
    for segment in plan.segments:
        for sentence in segment.sentences:
            for undecided in (word for piece in sentence.pieces for word in piece.undecided):
                if undecided.word.lower() in reported:
                    continue
                reported.add(undecided.word.lower())
                choices = " or ".join(f"{name} /{sounds}/" if sounds else name for name, sounds in undecided.choices)
                sounds = next(sounds for _, sounds in undecided.choices if sounds)
                yield Finding(
                    Level.WARNING,
                    "homograph",
                    Place.at(Position(segment.position.file, sentence.line, sentence.column)),
                    f"'{undecided.word}' has two pronunciations, {choices}, in “{shorten(sentence.text, 40)}”",
                    f'say which is meant: ({undecided.word})[ipa:"{sounds}"]',
                )


def check_relative_days(script: Script, passages: tuple[Passage, ...]) -> Iterator[Finding]:
    """Find words such as 'today' in a script without a date, or in an episode that is published on another day.

    'This week' may still be right on another day. So it is reported only if the script has a date to compare with.
    """
    written, published = _day(script.date), _day(script.publish_at)
    if written is not None and published in {None, written}:
        return
    for passage in passages:
        for kind in ("day",) if written is None else ("day", "week"):
            for start, word in find_day_words(passage.text, script.language, kind):
                if written is None:
                    message = f"nothing says which day '{word}' is"
                    advice = "write date: in the script, or name the day"
                else:
                    message = f"'{word}' is said of {written}, and the episode comes out on {published}"
                    advice = "name the day, or bring date: and publish_at: together"
                yield Finding(Level.WARNING, "relative-date", Place.at(passage.place(start)), message, advice)


def _day(value: date | None) -> date | None:
    return value.date() if isinstance(value, datetime) else value

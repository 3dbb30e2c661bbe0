"""What one voice says, growing span by span, and cut into what one call of an engine may hold."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import replace

from audiobrief.language.codes import AUDIBLE, primary_language
from audiobrief.language.sentences import split_long
from audiobrief.reading.lexicon import find_entries
from audiobrief.reading.normalise import Reading, readings_within, spell
from audiobrief.reading.normalise.signs import plain_signs
from audiobrief.reading.utterances import Piece, Pronunciation, Utterance
from audiobrief.script.markup.parser import Span
from audiobrief.script.models.script import Entry, Speaker, Voice

__all__ = ["CLAUSE_PAUSE", "Said", "plus", "sayable", "spoken_date"]

CLAUSE_PAUSE = 120
"""Milliseconds where the voice changes within a sentence, or a long one is cut at a space."""

_VARIATION_SELECTORS = "\ufe0e\ufe0f"
_LONGEST_DATE_PART = 12
_POSSESSIVE = re.compile(r"['’]s(?!\w)")
_DATE_PARTS = re.compile(r"\d+|[A-Za-z]+")


def plus(one: int | None, other: int | None) -> int | None:
    """Add two silences, either of which may be none."""
    return other if one is None else one if other is None else one + other


class Said:
    """The text of one voice, growing span by span."""

    def __init__(self, speaker: Speaker, lexicon: Sequence[Entry], language: str | None = None) -> None:
        self.speaker = speaker
        self.language = language
        self.lexicon = () if language else tuple(lexicon)
        self.text = ""
        self.pronunciations: list[Pronunciation] = []
        self.stresses: list[tuple[int, int]] = []

    def belongs_to_other(self, speaker: Speaker, language: str | None) -> bool:
        """Return whether words are another voice's, or in another language."""
        return (speaker.name, language) != (self.speaker.name, self.language)

    def add(self, span: Span, text: str, readings: Sequence[Reading] = ()) -> None:
        """Add what is said for a span.

        Args:
            span: its marks.
            text: the span's text, or the part of it that is said here.
            readings: what is said otherwise than it is written, unless a mark or the lexicon says how.
        """
        start = len(self.text)
        if span.sub is not None:
            self._append(span.sub)
        elif span.ipa is not None:
            self._append(text, span.ipa)
        elif span.characters:
            self._append_letters(spell(text, span.language or self.speaker.voice.language))
        elif span.date is not None:
            self._append(spoken_date(text, span.date, span.language or self.speaker.voice.language))
        else:
            at = 0
            for first, last, entry in find_entries(text, self.lexicon):
                self._read(text, at, first, readings)
                self._append(entry.say or text[first:last], entry.ipa)
                at = last
            self._read(text, at, len(text), readings)
        if span.strong and len(self.text) > start:
            self.stresses.append((start, len(self.text)))

    def _read(self, text: str, start: int, end: int, readings: Sequence[Reading]) -> None:
        """Add a part of a text with its readings put in."""
        part, at = text[start:end], 0
        for reading in readings_within(readings, text, start, end, self.language or self.speaker.voice.language):
            self._append(part[at : reading.start])
            if reading.spelled:
                self._append_letters(reading.said)
            else:
                self._append(reading.said)
            at = reading.end
        self._append(part[at:])

    def _append_letters(self, letters: str) -> None:
        """Add single letters; engines take an A among them for the article, unless its sound is given."""
        english = primary_language(self.language or self.speaker.voice.language) == "en"
        for part in re.split(r"(?<![\w'])(A)(?![\w'])", letters):
            self._append(part, "ˈeɪ" if part == "A" and english else None)

    def _append(self, text: str, ipa: str | None = None) -> None:
        text = sayable(text, self.language or self.speaker.voice.language)
        if ipa is not None and text.strip():
            first = len(self.text) + len(text) - len(text.lstrip())
            self.pronunciations.append(Pronunciation(first, first + len(text.strip()), ipa))
        self.text += text

    def flush(self, pieces: list[Piece], pause: int | None, silence: int | None) -> int | None:
        """Turn what has grown into pieces.

        Args:
            pieces: what there is already; the new ones are added to it.
            pause: the silence before the first of them.
            silence: a break that follows.

        Returns:
            The silence before the next piece.
        """
        before = len(pieces)
        voice = self.speaker.voice
        if self.language is not None:
            voice = replace(voice, language=self.language, name=None)
        for start, end in self._stretches():
            if AUDIBLE.search(self.text, start, end):
                pieces.append(Piece(self._utterance(voice, start, end), self.speaker.name, pause))
                pause = CLAUSE_PAUSE if self.text[end : end + 1].isspace() else 0
        if silence is not None:
            return silence if len(pieces) > before else plus(pause, silence)
        return CLAUSE_PAUSE if len(pieces) > before else pause

    def _utterance(self, voice: Voice, start: int, end: int) -> Utterance:
        text = self.text[start:end]
        english = primary_language(voice.language) == "en"
        given = (
            replace(each, start=each.start - start, end=each.end - start)
            for each in self.pronunciations
            if start <= each.start and each.end <= end
        )
        return Utterance(
            text,
            voice,
            tuple(with_possessive(each, text) if english else each for each in given),
            tuple(
                (max(first, start) - start, min(last, end) - start)
                for first, last in self.stresses
                if first < end and last > start
            ),
        )

    def _stretches(self) -> tuple[tuple[int, int], ...]:
        """Cut what is too long, but not within a word whose sounds are given."""
        inside = [(each.start, each.end) for each in self.pronunciations]
        stretches: list[tuple[int, int]] = []
        for start, end in split_long(self.text):
            if stretches and any(first < start < last for first, last in inside):
                stretches[-1] = (stretches[-1][0], end)
            else:
                stretches.append((start, end))
        return tuple(stretches)


def with_possessive(given: Pronunciation, text: str) -> Pronunciation:
    """Let given sounds reach over an English 's that follows, which engines would name as a letter."""
    if not _POSSESSIVE.match(text, given.end):
        return given
    last = re.sub(r"[ˈˌːˑ\W]+$", "", given.ipa)[-1:]
    ending = "s" if last in "ptkfθ" else "ɪz" if last in "szʃʒ" else "z"
    return replace(given, end=given.end + 2, ipa=given.ipa.strip().strip("/[]") + ending)


def sayable(text: str, language: str) -> str:
    """Take out what cannot be seen or said (soft hyphens, marks of direction), and make one form of the rest."""
    shown = "".join(
        " " if unicodedata.category(character) == "Zs" else character
        for character in text
        if unicodedata.category(character) != "Cf" and character not in _VARIATION_SELECTORS
    )
    return plain_signs(unicodedata.normalize("NFC", shown), language)


def spoken_date(text: str, order: str, language: str) -> str:
    """Put a date into words by the order of its parts, such as `2023` by `y` into 'twenty twenty-three'.

    What cannot be read that way is said as it is written.
    """
    parts = _DATE_PARTS.findall(text)
    if len(parts) != len(order) or any(len(part) > _LONGEST_DATE_PART for part in parts):
        return text
    short = language.split("-", maxsplit=1)[0].lower()
    try:
        named = {part: _date_part(part, value, short) for part, value in zip(order, parts, strict=True)}
    except (NotImplementedError, ValueError, IndexError, KeyError, OverflowError, AttributeError):
        # num2words 0.5 fails in all these ways where a language lacks years or ordinals.
        return text
    return " ".join(named[part] for part in order)


def _date_part(part: str, value: str, language: str) -> str:
    from num2words import num2words

    if part == "m":
        if not value.isdigit():
            return value
        if language != "en":
            raise NotImplementedError("months are named in English")
        return _MONTHS[int(value) - 1] if 1 <= int(value) <= 12 else value
    if len(value) > 4:
        raise ValueError(f"{value} is no part of a date")
    return str(num2words(int(value), to="year" if part == "y" else "ordinal", lang=language)).replace(",", "")


_MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)

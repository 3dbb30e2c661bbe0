"""Build utterances from the spans of a text: their words, their sounds, and where they are cut."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from audiobrief.language.codes import AUDIBLE, has_american_region, primary_language
from audiobrief.language.sentences import split_long
from audiobrief.reading.homographs import find_homographs
from audiobrief.reading.lexicon import find_entries
from audiobrief.reading.normalise import Reading, clean_text, readings_of_part, spell, spell_date
from audiobrief.reading.respelling import lower_stressed_syllables
from audiobrief.reading.utterances import (
    CLAUSE_PAUSE,
    VOICE_PAUSE,
    Piece,
    Pronunciation,
    Replacement,
    UndecidedWord,
    Utterance,
    add_pauses,
)
from audiobrief.script.markup.parser import Span
from audiobrief.script.models.lexicon import Entry
from audiobrief.script.models.voice import Speaker, Voice

_ENDING = re.compile(r"['’]?[sS](?!\w)")


class UtteranceBuilder:
    """Builds the utterances of one voice, span by span."""

    def __init__(self, speaker: Speaker, lexicon: Sequence[Entry], language: str | None = None) -> None:
        self.speaker = speaker
        self.language = language
        self.lexicon = () if language else tuple(lexicon)
        self.text = ""
        self.written = ""
        self.replacements: list[Replacement] = []
        self.pronunciations: list[Pronunciation] = []
        self.stresses: list[tuple[int, int]] = []
        self.rewritten: list[tuple[int, int]] = []

    def differs(self, speaker: Speaker, language: str | None) -> bool:
        """Return whether words have another voice, or another language."""
        return (speaker.name, language) != (self.speaker.name, self.language)

    def add(self, span: Span, text: str, readings: Sequence[Reading] = ()) -> None:
        """Add a span.

        Args:
            span: its marks.
            text: the span's text, or a part of it.
            readings: those of the text, used where neither a mark nor the lexicon says how it is read.
        """
        start = len(self.text)
        self.written += text
        language = span.language or self.speaker.voice.language
        if span.sub is not None:
            self._replace(text, span.sub, "sub")
        elif span.ipa is not None:
            self._replace(text, None, "ipa", span.ipa)
        elif span.characters:
            letters = spell(text, language)
            self._note(text, letters, "characters")
            self._append_letters(letters)
        elif span.date is not None:
            self._replace(text, spell_date(text, span.date, language), "date")
        else:
            at = 0
            for first, last, entry in find_entries(text, self.lexicon):
                self._add_text(text, at, first, readings)
                self._replace(text[first:last], entry.say, "lexicon", entry.ipa)
                at = last
            self._add_text(text, at, len(text), readings)
        if span.strong and len(self.text) > start:
            self.stresses.append((start, len(self.text)))

    def _add_text(self, text: str, start: int, end: int, readings: Sequence[Reading]) -> None:
        """Add a part of a text, replaced by its readings."""
        part, at = text[start:end], 0
        for reading in readings_of_part(readings, text, start, end, self.language or self.speaker.voice.language):
            self._append(part[at : reading.start])
            self._note(part[reading.start : reading.end], reading.replacement.strip(), reading.rule)
            if reading.spelled:
                self._append_letters(reading.replacement)
            else:
                self._append_reading(part[reading.start : reading.end], reading.replacement)
            at = reading.end
        self._append(part[at:])

    def _append_reading(self, written: str, said: str) -> None:
        start = len(self.text)
        self._append(said)
        if AUDIBLE.search(said) and said.strip().casefold() != written.casefold():
            self.rewritten.append((start, len(self.text)))

    @property
    def _is_english(self) -> bool:
        return primary_language(self.language or self.speaker.voice.language) == "en"

    def _replace(self, written: str, said: str | None, rule: str, ipa: str | None = None) -> None:
        """Add a text with other words, or with given sounds."""
        if said is not None and rule == "lexicon" and self._is_english:
            said = lower_stressed_syllables(said)
        self._note(written, f"/{ipa}/" if ipa else said or written, rule)
        first = len(self.text)
        self._append(said or written, ipa)
        self.rewritten.append((first, len(self.text)))

    def _note(self, written: str, said: str, rule: str) -> None:
        if written != said:
            self.replacements.append(Replacement(written, said, rule))

    def _append_letters(self, letters: str) -> None:
        """Add single letters; engines read an A among them as the article, unless its sound is given."""
        for part in re.split(r"(?<![\w'])(A)(?![\w'])", letters):
            self._append(part, "ˈeɪ" if part == "A" and self._is_english else None)

    def _append(self, text: str, ipa: str | None = None) -> None:
        text = clean_text(text, self.language or self.speaker.voice.language)
        if ipa is not None and text.strip():
            first = len(self.text) + len(text) - len(text.lstrip())
            self.pronunciations.append(Pronunciation(first, first + len(text.strip()), ipa))
        self.text += text

    def build(self, pieces: list[Piece], pause: int | None, silence: int | None) -> int | None:
        """Cut the text into pieces.

        Args:
            pieces: the pieces before it; the new ones are added to them.
            pause: the silence before the first of the new ones.
            silence: a break that follows.

        Returns:
            The silence before the next piece.
        """
        before = len(pieces)
        voice = self.speaker.voice
        if self.language is not None:
            voice = replace(voice, language=self.language, name=None)
        written, replacements = self.written, tuple(self.replacements)
        undecided = self._add_homographs()
        for start, end in self._stretches():
            if AUDIBLE.search(self.text, start, end):
                utterance = self._utterance(voice, start, end)
                rewritten = tuple(_cut_out(self.rewritten, start, end))
                pieces.append(Piece(utterance, self.speaker.name, pause, written, replacements, undecided, rewritten))
                pause = CLAUSE_PAUSE if self.text[end : end + 1].isspace() else 0
                written, replacements, undecided = "", (), ()
        if silence is not None:
            return silence if len(pieces) > before else add_pauses(pause, silence)
        return VOICE_PAUSE if len(pieces) > before else pause

    def _add_homographs(self) -> tuple[UndecidedWord, ...]:
        """Add the sounds of words that are written like others; return those for which nothing decides."""
        undecided = []
        voice = self.speaker.voice
        for homograph in find_homographs(self.text, self.language or voice.language, british=_is_british(voice)):
            if any(given.start < homograph.end and homograph.start < given.end for given in self.pronunciations):
                continue
            if len(homograph.senses) > 1:
                if any(_cut_out(self.rewritten, homograph.start, homograph.end)):
                    continue
                choices = tuple(
                    (sense.name.replace("_", " "), homograph.sounds_of(sense)) for sense in homograph.senses
                )
                undecided.append(UndecidedWord(self.text[homograph.start : homograph.end], choices))
            elif homograph.sounds:
                self.pronunciations.append(Pronunciation(homograph.start, homograph.end, homograph.sounds))
        self.pronunciations.sort(key=lambda sounds: sounds.start)
        return tuple(undecided)

    def _utterance(self, voice: Voice, start: int, end: int) -> Utterance:
        text = self.text[start:end]
        english = primary_language(voice.language) == "en"
        pronunciations = (
            replace(sounds, start=sounds.start - start, end=sounds.end - start)
            for sounds in self.pronunciations
            if start <= sounds.start and sounds.end <= end
        )
        return Utterance(
            text,
            voice,
            tuple(with_ending(sounds, text) if english else sounds for sounds in pronunciations),
            tuple(_cut_out(self.stresses, start, end)),
        )

    def _stretches(self) -> tuple[tuple[int, int], ...]:
        """Return the stretches of the text that an engine can say; no cut falls into a word with a pronunciation."""
        inside = [(sounds.start, sounds.end) for sounds in self.pronunciations]
        stretches: list[tuple[int, int]] = []
        for start, end in split_long(self.text):
            if stretches and any(first < start < last for first, last in inside):
                stretches[-1] = (stretches[-1][0], end)
            else:
                stretches.append((start, end))
        return tuple(stretches)


def _cut_out(stretches: Iterable[tuple[int, int]], start: int, end: int) -> Iterator[tuple[int, int]]:
    """Yield what lies between two characters of stretches of a text, counted from the first of the two."""
    for first, last in stretches:
        if first < end and last > start:
            yield max(first, start) - start, min(last, end) - start


def _is_british(voice: Voice) -> bool:
    """Return whether an English voice is not American, by its region or else by its name."""
    if voice.language != primary_language(voice.language):
        return not has_american_region(voice.language)
    return re.match(r"b[fm]_|gmw/en(-gb|-029)?(?![\w-])|gmw/en-gb", voice.name or "") is not None


def with_ending(sounds: Pronunciation, text: str) -> Pronunciation:
    """Return a pronunciation with that of an English s or 's after the word, which engines would read as a letter."""
    ending_match = _ENDING.match(text, sounds.end)
    if ending_match is None:
        return sounds
    last = re.sub(r"[ˈˌːˑ\W]+$", "", sounds.ipa)[-1:]
    ending = "s" if last in "ptkfθ" else "ɪz" if last in "szʃʒ" else "z"
    return replace(sounds, end=ending_match.end(), ipa=sounds.ipa.strip().strip("/[]") + ending)

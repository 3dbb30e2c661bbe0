"""When each word of a text is heard, from the times of its sounds."""

from __future__ import annotations

import re
from collections.abc import Callable, Container, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

Timing = tuple[int, int, int, int]
"""A word: its first sample, the one after its last, its first character in the text, the one after its last."""
_STRESS = "ˈˌ"


@dataclass(frozen=True, slots=True)
class WordSounds:
    """The sounds of a word."""

    start: int
    """Its first sound, in the sounds of the text."""
    end: int
    """The sound after its last."""
    text_start: int
    """Its first character, in the text."""
    text_end: int
    """The character after its last."""


@dataclass(frozen=True, slots=True)
class TextSounds:
    """The sounds of a text."""

    sounds: str
    """One sign a sound; words are separated by spaces."""
    words: tuple[WordSounds, ...]
    """Those that are heard, in order."""


@dataclass(frozen=True, slots=True)
class TimedPart:
    """A part of a text's sounds that a model spoke at a time."""

    sounds: str
    """As they stand in the text's."""
    frames: Sequence[float]
    """How long each sound lasts that the model knows, with the silence before the first and after the last."""


def timings_of(words: Sequence[WordSounds], starts: Sequence[int], ends: Sequence[int]) -> list[Timing]:
    """Return when words are heard, given the first sample of each sound of their text, and the one after its last."""
    return [(starts[word.start], ends[word.end - 1], word.text_start, word.text_end) for word in words]


def time_words(text: TextSounds, parts: Sequence[TimedPart], known: Container[str], length: int) -> list[Timing]:
    """Return when each word of a text is heard; nothing if the durations do not add up to the clip.

    Args:
        text: its sounds.
        parts: all of it, in order; between them only spaces may be left out.
        known: the sounds that the model knows; it passes over others.
        length: the samples of the clip; a frame is a whole number of them.
    """
    total = sum(frames for part in parts for frames in part.frames)
    if (
        not total
        or length % total
        or any(len(part.frames) != 2 + sum(map(known.__contains__, part.sounds)) for part in parts)
    ):
        return []
    size, starts, ends = int(length / total), [0] * len(text.sounds), [0] * len(text.sounds)
    at = time = 0
    for part in parts:
        before, at = at, text.sounds.find(part.sounds, at)
        if at < 0:
            return []
        silence, *frames, closing = (int(each) * size for each in part.frames)
        time += silence
        starts[before:at] = [time] * (at - before)
        rest = iter(frames)
        for sound in part.sounds:
            starts[at] = time
            time += next(rest) if sound in known else 0
            ends[at] = time
            at += 1
        time += closing
    # What a model counts as the space before a word is already the word: heard from the space on, words were nearer to
    # an aligner's by half (`benchmarks/word_times.py`).
    for word in text.words:
        if text.sounds[word.start - 1 : word.start] == " ":
            starts[word.start] = starts[word.start - 1]
    return timings_of(text.words, starts, ends)


def find_words(sounds: str, text: str, given: Sequence[tuple[int, int, str]], read: Callable[[str], str]) -> TextSounds:
    """Return the sounds of a text with those of its words, where a voice reads it as a whole and joins words.

    Each word is read by itself, too, and the two readings are compared.

    Args:
        sounds: those of the whole text.
        text: its words are separated by spaces.
        given: stretches of the text with sounds of their own: first character, one after the last, and IPA.
        read: returns the sounds of a word.
    """
    words = list(re.finditer(r"\S*\w\S*", text))
    alone, bounds = "", []
    for word in words:
        sounds_of_word = next((ipa for start, end, ipa in given if start < word.end() and word.start() < end), "")
        start = len(alone)
        alone += "".join(filter(_is_sound, sounds_of_word or read(word[0])))
        bounds.append((start, len(alone)))
        alone += " "
    heard = [
        at for at, sign in enumerate(sounds) if _is_sound(sign) or (sign == " " and at and _is_sound(sounds[at - 1]))
    ]
    places = _places(alone, "".join(sounds[at] for at in heard))
    found = []
    for word, (first, last) in zip(words, bounds, strict=True):
        signs = [at for at in heard[places[first] : places[last]] if sounds[at] != " "]
        if signs:
            start = signs[0]
            while start and sounds[start - 1] in _STRESS:
                start -= 1
            found.append(WordSounds(start, signs[-1] + 1, word.start(), word.end()))
    return TextSounds(sounds, tuple(found))


def _is_sound(sign: str) -> bool:
    return sign.isalnum() and sign not in _STRESS


def _places(one: str, other: str) -> list[int]:
    """Return the place in another text of each character of one, and of its end."""
    places = []
    for _, start, end, other_start, other_end in SequenceMatcher(None, one, other, autojunk=False).get_opcodes():
        size, other_size = end - start, other_end - other_start
        places += [other_start + at * other_size // size for at in range(size)]
    return [*places, len(other)]

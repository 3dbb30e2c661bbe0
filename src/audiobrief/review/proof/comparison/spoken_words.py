"""Convert a text with punctuation, of a script or of a recogniser, to the words that are said for it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from difflib import SequenceMatcher

from audiobrief.language.calendar import month_names, weekday_names
from audiobrief.language.codes import primary_language
from audiobrief.reading.normalise import spoken_text
from audiobrief.review.proof.comparison.numerals import SpokenWord, write_numerals

WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
_GROUPS = re.compile(r"(?<![\d.,])\d{1,3}(?: \d{3})+(?![.,]?\d)")
"""A number whose groups of three digits are separated by spaces."""
_POWER = re.compile(r"(?<=\d)(?:\^([-−]?)(\d+)|([⁻]?)([⁰¹²³⁴-⁹]+))")
_TIMES = re.compile(r"(?<=\d) ?[x×*] ?(?=10\b)")
_SENTENCE_END = re.compile(r"[.!?:…][\W_]*$")
_OPENING = "“‘\"'(["
_ENDS = re.compile(r"[,;:.!?]\W*$")


def find_names(written: Sequence[str], said: Iterable[SpokenWord], language: str) -> frozenset[str]:
    """Return the words that have a capital letter within a sentence and nowhere a small one; months and days have not.

    Args:
        written: the words with their signs.
        said: the words that are said for them.
        language: BCP 47 tag.
    """
    names, others = set(), {name.casefold() for name in (*month_names(language), *weekday_names(language))}
    for word in said:
        text = written[word.first].lstrip(_OPENING)
        starts_sentence = word.first == 0 or _SENTENCE_END.search(written[word.first - 1])
        if not text[:1].isupper():
            others.add(word.word)
        elif not starts_sentence:
            names.add(word.word)
    return frozenset(names - others)


def spoken_words(written: Sequence[str], language: str) -> tuple[SpokenWord, ...]:
    """Return written words with punctuation as they are said: 'Mr' becomes 'mister'; English numbers become digits."""
    plain = [(word, at) for at, text in enumerate(written) for word in _words(text)]
    said = _words(_spoken(" ".join(written), language))
    matcher = SequenceMatcher(None, [word for word, _ in plain], said, autojunk=False)
    words: list[SpokenWord] = []
    for same, start, end, said_start, said_end in matcher.get_opcodes():
        if same == "equal":
            words += [SpokenWord(word, at, at + 1) for word, at in plain[start:end]]
        elif said_end > said_start:
            # Added words, such as 'dollars' after a number, belong to the word before. A sign such as '°' is no word.
            nearest = plain[min(start, len(plain) - 1)][1] if plain else 0
            first = nearest if end > start or not words else words[-1].first
            last = plain[end - 1][1] + 1 if end > start else first + 1
            words += _divided(said[said_start:said_end], written, first, last, language)
    if primary_language(language) != "en":
        return tuple(words)
    return write_numerals(words, frozenset(at for at, text in enumerate(written) if _ENDS.search(text)))


def _divided(said: Sequence[str], written: Sequence[str], first: int, last: int, language: str) -> Iterator[SpokenWord]:
    """Yield words that are said for some written words, each with its own one if these are said so by themselves."""
    each = [_words(_spoken(text, language)) for text in written[first:last]] if last - first > 1 else []
    if [word for words in each for word in words] == list(said):
        yield from (SpokenWord(word, first + at, first + at + 1) for at, words in enumerate(each) for word in words)
    else:
        yield from (SpokenWord(word, first, last) for word in said)


def _spoken(text: str, language: str) -> str:
    """Return a text in the words that are said for it, also where a recogniser writes it as scripts do not."""
    if primary_language(language) == "en":
        text = _GROUPS.sub(lambda match: match[0].replace(" ", ","), text)
        text = _TIMES.sub(" times ", text)
        text = _POWER.sub(_power, text)
    return spoken_text(text, language)


def _power(match: re.Match[str]) -> str:
    sign, exponent = match[1] or match[3], match[2] or unicodedata.normalize("NFKC", match[4])
    return f" to the {'minus ' if sign else ''}{exponent}"


def _words(text: str) -> list[str]:
    return [word.replace("’", "'") for word in WORD.findall(text.casefold())]

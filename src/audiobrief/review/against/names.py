"""Find names in a text, and look them up among the names of an article."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from functools import cache

from audiobrief.language.codes import primary_language
from audiobrief.language.numbers.facts import Fact
from audiobrief.language.tables import table

_WORD = re.compile(r"[^\W\d_]+(?:[-'’.][^\W\d_]+)*")
_STARTS = re.compile(r"(?:^|[.!?…:;]|\n)[\s”’\"»)“‘«„(–—-]*$|[“„«\"(][\s]*$")
_POSSESSIVE = re.compile(r"['’]s?$")
_PLURAL = re.compile(r"(?<![aious])s$")
"""A plural, but not Vilnius, Paris and Laos."""
_RUN = re.compile(r"[^\W\d_a-zß-öø-ÿ][\w'’-]*(?: [^\W\d_a-zß-öø-ÿ][\w'’-]*)*(?<!['’]s)(?<!['’])")
"""Words with capital letters, one after the other."""
_LONG_NAME = re.compile(r"[^\W\d_a-z]\w+(?:(?: (?:of|the|de|du|für|and))* [^\W\d_a-z]\w+)+")
"""A name of several words, with small words such as 'of' inside."""
_LONGEST_ENDING = 3
"""Letters that inflection adds or changes: Belarus, Belarusian; Лукашенко, Лукашенком."""
_SHORTEST_STEM = 4
_UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "å": "aa", "ø": "oe"})
_DOTTED = re.compile(r"(?:[^\W\d_]\.)+[^\W\d_]")
_PLAIN = str.maketrans({"ł": "l", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i"})
"""Letters that Unicode does not decompose into a plain letter and an accent."""
_LONG_STEM = 6
"""Letters of a stem from which on a longer ending is allowed: Ukraine, Ukrainians."""


def find_names(text: str, language: str, ordinary: frozenset[str] = frozenset()) -> tuple[Fact, ...]:
    """Return the words of names: words with a capital letter that is not the first of a sentence.

    German writes all nouns with capital letters. So only names of several words and acronyms are found in German.
    The words of `ordinary` are written in small letters elsewhere, and are no names at the start of a sentence.
    """
    words = table("names", language)
    passed = listed_words(language, "common", "titles", "calendar")
    is_german = primary_language(language) == "de"
    matches = list(_WORD.finditer(text))
    found = []
    for number, match in enumerate(matches):
        word = _POSSESSIVE.sub("", match[0])
        plain = word.lower().replace("’", "'")
        if not word[:1].isupper() or len(word) < 2 or plain in passed or plain.split("'")[0] in passed:
            continue
        following = matches[number + 1] if number + 1 < len(matches) else None
        if _STARTS.search(text[max(0, match.start() - 12) : match.start()]) and not (
            _is_acronym(word)
            or ("after" in words and plain not in ordinary and _is_name_at_start(text, match, following, words))
        ):
            continue
        if is_german and not _is_acronym(word) and not _is_end_of_name(text, matches, number, passed):
            continue
        found.append(Fact("name", match.start(), match.start() + len(word), word))
    return tuple(found)


@cache
def listed_words(language: str, *names: str) -> frozenset[str]:
    """Return the words of several lists of the table of a language."""
    return frozenset(word for name in names for word in table("names", language).get(name, ()))


def _is_acronym(word: str) -> bool:
    return len(word) > 1 and word.isupper()


def _is_name_at_start(
    text: str, match: re.Match[str], following: re.Match[str] | None, words: dict[str, list[str]]
) -> bool:
    """Return whether the first word of a sentence is a name, by the words after it."""
    if match[0].endswith(("'s", "’s")):
        return True
    if following is None:
        return False
    gap = text[match.end() : following.start()].strip()
    if gap:
        # A list of names: 'Britain, the United States'; adverbs stand before a comma, too.
        return gap == "," and not match[0].endswith(("ly", "ing", "ed"))
    behind = following[0]
    if behind[0].isupper():
        return behind.lower() not in words.get("calendar", ())
    return not _PLURAL.search(match[0]) and (behind in words["after"] or behind.endswith("ed"))


def _is_end_of_name(text: str, matches: list[re.Match[str]], number: int, passed: frozenset[str]) -> bool:
    """Return whether a word is one of the last two of several capitalised words; those before them are an office."""

    def continues(at: int) -> bool:
        one, other = matches[at], matches[at + 1]
        return text[one.end() : other.start()] == " " and all(
            word[0][0].isupper() and word[0].lower() not in passed for word in (one, other)
        )

    last = len(matches) - 1
    before = number > 0 and continues(number - 1)
    behind = number < last and continues(number)
    further = behind and number + 1 < last and continues(number + 1)
    return (before or behind) and not further


class KnownNames:
    """The names of an article."""

    def __init__(self, texts: Iterable[str], language: str) -> None:
        texts = tuple(texts)
        words = [_POSSESSIVE.sub("", match[0]) for text in texts for match in _WORD.finditer(text)]
        parts = {part for word in words for part in (word, *re.split(r"[-'’.]", word)) if part}
        self._language = language
        self._folded = {form for part in parts for form in (folded(part), _transliterated(part))}
        self._by_start: dict[str, set[str]] = {}
        for part in parts:
            if part[0].isupper():
                for form in (folded(part), _transliterated(part)):
                    self._by_start.setdefault(form[:3], set()).add(form)
        self._initials = {word for word in words if _is_acronym(word)}
        self._runs = {_initials(match[0]) for text in texts for match in _LONG_NAME.finditer(text)}
        self._same: list[list[str]] = table("names", language).get("same", [])
        plain = {" ".join(folded(match[0]) for match in _WORD.finditer(text)) for text in texts}
        self._common = listed_words(language, "common")
        self._no_names = listed_words(language, "common", "titles", "offices", "calendar")
        self._first_names: set[str] = set()
        self._surnames: dict[str, set[str]] = {}
        """The first names of the people with each surname."""
        for text in texts:
            for match in _RUN.finditer(text):
                names = self._without_office(match[0])
                if len(names) > 1:
                    *first_names, surname = map(folded, names)
                    self._surnames.setdefault(surname, set()).update(first_names)
                    self._first_names.add(first_names[-1])
        self._groups = {
            at
            for at, group in enumerate(self._same)
            if any(re.search(rf"\b{re.escape(name)}\b", text) for name in group for text in plain)
        }

    def find_mixed(self, text: str) -> Iterator[Fact]:
        """Yield names that mix two people of the article: the first name of one, the surname of another."""
        for match in _RUN.finditer(text):
            words = self._without_office(match[0])
            first, last = (folded(words[0]), folded(words[-1])) if len(words) > 1 else ("", "")
            if first in self._first_names and self._surnames.get(last, {first}).isdisjoint({first}):
                name = " ".join(words)
                start = match.start() + match[0].index(name)
                yield Fact("name", start, start + len(name), name)

    def _without_office(self, run: str) -> list[str]:
        """Return the words of a name without an office before it or letters such as MP after it."""
        words = run.split(" ")
        while words and words[0].lower() in self._no_names:
            words.pop(0)
        while words and _is_acronym(words[-1]):  # KC, MP
            words.pop()
        return words

    def has(self, word: str, run: str) -> bool:
        """Return whether the article has a name in any form, by one word, or by the initials of the full name."""
        plain = folded(word)
        first, _, rest = run.partition(" ")
        run = rest if first.lower() in self._common else run
        near = self._by_start.get(plain[:3], ())
        if not self._folded.isdisjoint({plain, _transliterated(word)}) or any(
            is_alike(plain, other, self._language) for other in near
        ):
            return True
        if _is_acronym(word) and word in self._runs:
            return True
        if len(run.split()) > 1 and _initials(run) in self._initials:
            return True
        names = {plain, " ".join(map(folded, run.split()))}
        return any(at in self._groups and names & set(group) for at, group in enumerate(self._same))


def is_alike(one: str, other: str, language: str) -> bool:
    """Return whether two folded words are forms of one name.

    In English, a name has a plural, and a place has people: Ukraine, Ukrainians. Other languages inflect names.
    """
    if one == other:
        return True
    stem = next((at for at, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))
    if stem < _SHORTEST_STEM:
        return False
    if primary_language(language) == "en":
        return any(_is_derived(one[at:], other[at:]) for at in range(max(_SHORTEST_STEM, stem - 1), stem + 1))
    lengths = len(one) - stem, len(other) - stem
    if stem >= _LONG_STEM:
        return max(lengths) <= _LONGEST_ENDING + 1
    # Where both end otherwise, the stem has to be most of the word.
    return max(lengths) <= _LONGEST_ENDING and (min(lengths) == 0 or stem >= 2 * max(lengths))


def _is_derived(one: str, other: str) -> bool:
    """Return whether one of two English endings is a plural, or the ending of a place's people."""
    endings = table("names", "en")["endings"]
    plural = {one, other} in ({"", "s"}, {"", "es"})
    return plural or any(
        place in endings["places"] and people.removesuffix("s") in endings["people"]
        for place, people in ((one, other), (other, one))
    )


def _initials(run: str) -> str:
    return "".join(word[0] for word in run.split() if word[0].isupper())


def _transliterated(word: str) -> str:
    """Return a word in small letters as it is written without umlauts: Mueller."""
    return folded(word.casefold().translate(_UMLAUTS))


def folded(word: str) -> str:
    """Return a word in small letters without accents, and initials without full stops."""
    if _DOTTED.fullmatch(word):
        word = word.replace(".", "")
    decomposed = unicodedata.normalize("NFKD", word.casefold()).translate(_PLAIN)
    return "".join(sign for sign in decomposed if not unicodedata.combining(sign)).replace("’", "'")

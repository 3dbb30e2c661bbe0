"""Names in a text: words with a capital letter that is not that of a sentence."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from functools import cache

from audiobrief.against.facts import Fact
from audiobrief.against.tables import table

__all__ = ["KnownNames", "find_names"]

_WORD = re.compile(r"[^\W\d_]+(?:[-'’.][^\W\d_]+)*")
_STARTS = re.compile(r"(?:^|[.!?…:;]|\n)[\s”’\"»)“‘«„(–—-]*$|[“„«\"(][\s]*$")
_POSSESSIVE = re.compile(r"['’]s?$")
_PLURAL = re.compile(r"(?<![aious])s$")
"""Not Vilnius, Paris and Laos."""
_LONGEST_ENDING = 3
"""Letters that inflection adds or changes: Belarus, Belarusian; Лукашенко, Лукашенком."""
_SHORTEST_STEM = 4
_LONG_STEM = 6
"""Letters of a stem that may have an ending more: Ukraine, Ukrainians."""


def find_names(text: str, language: str, ordinary: frozenset[str] = frozenset()) -> tuple[Fact, ...]:
    """Find the words of names.

    A language that writes nouns with capital letters, such as German, has too many of them: there, only names of more
    words than one, and those in capital letters, are found.

    Args:
        text: as it is written.
        language: BCP 47 tag.
        ordinary: words that the script or the article has in small letters.
    """
    words = table("names", language)
    passed = {*words.get("common", ()), *words.get("titles", ()), *words.get("calendar", ())}
    matches = list(_WORD.finditer(text))
    found = []
    for number, match in enumerate(matches):
        word = _POSSESSIVE.sub("", match[0])
        plain = word.lower().replace("’", "'")
        if not word[:1].isupper() or len(word) < 2 or plain in passed or plain.split("'")[0] in passed:
            continue
        following = matches[number + 1] if number + 1 < len(matches) else None
        if _STARTS.search(text[max(0, match.start() - 12) : match.start()]) and not (
            _is_acronym(word) or (words and plain not in ordinary and _leads(text, match, following, words))
        ):
            continue
        if language.lower().startswith("de") and not _is_acronym(word) and not _neighboured(text, matches, number):
            continue
        found.append(Fact("name", match.start(), match.start() + len(word), word))
    return tuple(found)


def _is_acronym(word: str) -> bool:
    return len(word) > 1 and word.isupper()


def _leads(text: str, match: re.Match[str], following: re.Match[str] | None, words: dict[str, list[str]]) -> bool:
    """Tell a name at the start of a sentence from an ordinary word, by what follows it."""
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
    return behind in words.get("after", ()) or (behind.endswith("ed") and not _PLURAL.search(match[0]))


def _neighboured(text: str, matches: list[re.Match[str]], number: int) -> bool:
    """Tell whether another word with a capital letter stands right beside one."""
    for one, other in ((number - 1, number), (number, number + 1)):
        if one < 0 or other >= len(matches):
            continue
        beside = matches[one] if other == number else matches[other]
        gap = text[matches[one].end() : matches[other].start()]
        if gap == " " and beside[0][0].isupper():
            return True
    return False


class KnownNames:
    """The words of an article, as names are looked up in them."""

    def __init__(self, texts: Iterable[str], language: str) -> None:
        words = [_POSSESSIVE.sub("", match[0]) for text in texts for match in _WORD.finditer(text)]
        self._folded = {_folded(part) for word in words for part in (word, *re.split(r"[-'’.]", word)) if part}
        self._by_start: dict[str, set[str]] = {}
        for word in self._folded:
            self._by_start.setdefault(word[:3], set()).add(word)
        self._initials = {word for word in words if _is_acronym(word)}
        self._runs = {_initials(run) for text in texts for run in _runs(text)}
        self._same = _groups(language)
        plain = {" ".join(_folded(match[0]) for match in _WORD.finditer(text)) for text in texts}
        self._common = frozenset(table("names", language).get("common", ()))
        self._groups = {
            at
            for at, group in enumerate(self._same)
            if any(re.search(rf"\b{re.escape(name)}\b", text) for name in group for text in plain)
        }

    def has(self, word: str, run: str) -> bool:
        """Tell whether the article has a name, inflected or not.

        Args:
            word: of the name.
            run: the whole name, whose initials the article may have instead.
        """
        folded = _folded(word)
        first, _, rest = run.partition(" ")
        run = rest if first.lower() in self._common else run
        if folded in self._folded or any(_alike(folded, other) for other in self._by_start.get(folded[:3], ())):
            return True
        if _is_acronym(word) and word in self._runs:
            return True
        if len(run.split()) > 1 and _initials(run) in self._initials:
            return True
        names = {folded, " ".join(_folded(each) for each in run.split())}
        return any(at in self._groups and names & set(group) for at, group in enumerate(self._same))


def _alike(one: str, other: str) -> bool:
    """Tell whether two words are forms of one: a common stem, and short endings."""
    stem = next((at for at, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))
    if stem < _SHORTEST_STEM:
        return False
    endings = len(one) - stem, len(other) - stem
    if stem >= _LONG_STEM:
        return max(endings) <= _LONGEST_ENDING + 1
    # Where both end otherwise, the stem has to be most of the word.
    return max(endings) <= _LONGEST_ENDING and (min(endings) == 0 or stem >= 2 * max(endings))


def _runs(text: str) -> Iterator[str]:
    """Give names of several words, small ones such as 'of' in between."""
    yield from (
        match[0] for match in re.finditer(r"[^\W\d_a-z]\w+(?:(?: (?:of|the|de|du|für|and))* [^\W\d_a-z]\w+)+", text)
    )


def _initials(run: str) -> str:
    return "".join(word[0] for word in run.split() if word[0].isupper())


@cache
def _groups(language: str) -> tuple[tuple[str, ...], ...]:
    return tuple(tuple(group) for group in table("names", language).get("same", ()))


def _folded(word: str) -> str:
    decomposed = unicodedata.normalize("NFKD", word.casefold())
    return "".join(sign for sign in decomposed if not unicodedata.combining(sign)).replace("’", "'")

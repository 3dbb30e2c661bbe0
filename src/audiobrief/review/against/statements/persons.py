"""Find names in whose place the article has another one, above all beside a verb of saying."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache

from audiobrief.language.profile import load_language
from audiobrief.language.tables import table
from audiobrief.review.against.article import ArticleSentences
from audiobrief.review.against.names import folded, is_alike
from audiobrief.review.against.statements.sentence import Contradiction, Pair, Word

_NAME = r"[^\W\d_a-zß-öø-ÿ]\w+(?:[ -][^\W\d_a-zß-öø-ÿ]\w+)*"
_QUOTATION_MARK = re.compile(r"[\"“”„«»]")
_LONGEST_LEAD = 40
"""Characters beside a name in which its verb stands."""


def find_other_names(pair: Pair, _article: ArticleSentences) -> Iterator[Contradiction]:
    """Yield names between two words between which the article has another name: 'in Leipzig by' of 'in Hagen by'."""
    said, known = pair.said, pair.known
    everything = {folded(word.written) for word in known}
    own = {folded(word.written) for word in said}
    for at in range(1, len(said) - 1):
        word = said[at]
        if not _is_name(pair, said, at) or folded(word.written) in everything:
            continue
        for place in range(1, len(known) - 1):
            other = known[place]
            if (
                _is_name(pair, known, place)
                and folded(other.written) not in own
                and not is_alike(folded(word.written), folded(other.written), pair.tag)
                and _stand_alike(said, at, known, place)
            ):
                yield pair.contradiction("name", word, word, other.written)
                break


def _stand_alike(said: Sequence[Word], at: int, known: Sequence[Word], place: int) -> bool:
    """Return whether the words around two words are the same: one on each side, or two before them."""
    before, behind = said[at - 1].plain == known[place - 1].plain, said[at + 1].plain == known[place + 1].plain
    further = at > 1 and place > 1 and said[at - 2].plain == known[place - 2].plain
    return before and (behind or further)


def _is_name(pair: Pair, words: Sequence[Word], at: int) -> bool:
    """Return whether a word may be a name; in German every noun has a capital letter."""
    word = words[at]
    is_written_large = word.written[:1].isupper() and not word.breaks
    return is_written_large and word.plain not in pair.language.common and word.written not in pair.language.not_names


def find_other_speakers(pair: Pair, _article: ArticleSentences) -> Iterator[Contradiction]:
    """Yield a name beside a verb of saying where the article has another one; quotations are compared elsewhere."""
    if _QUOTATION_MARK.search(pair.sentence) or not (names := _said_by(pair.sentence, pair.tag)):
        return
    known = [name[0] for name in _said_by(pair.passage, pair.tag)]
    for name in names:
        last = name[0].split()[-1]
        others = [other for other in known if other.split()[-1] != last]
        if others and len(others) == len(known) and last not in pair.passage:
            at = pair.start + name.start()
            yield Contradiction("speaker", at, at + len(name[0]), others[0], pair.passage)


def _said_by(text: str, language: str) -> list[re.Match[str]]:
    """Return the names beside verbs of saying, or after words such as 'according to'."""
    if not table("attribution", language):
        return []
    words = load_language(language)
    before, after = _beside_speaker(language)
    no_names = words.pronouns | words.articles | {name.casefold() for name in words.not_names}
    return [
        name
        for name in re.finditer(_NAME, text)
        if name[0].casefold() not in no_names
        and (before.search(text[max(0, name.start() - _LONGEST_LEAD) : name.start()]) or after.match(text, name.end()))
    ]


@cache
def _beside_speaker(language: str) -> tuple[re.Pattern[str], re.Pattern[str]]:
    """Return the patterns of the words right before a speaker's name and right after it."""
    words = load_language(language)
    verbs = "|".join(map(re.escape, sorted(words.saying_verbs)))
    according = "|".join(re.escape(" ".join(phrase)) for phrase in words.according)
    return (
        re.compile(rf"(?<!\w)(?:{verbs}|{according}) $", re.IGNORECASE),
        re.compile(rf" (?:{verbs})(?!\w)"),
    )

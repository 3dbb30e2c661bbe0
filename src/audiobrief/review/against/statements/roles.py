"""Find out where the one who does something and the one to whom it is done are exchanged."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache

from audiobrief.language.codes import primary_language
from audiobrief.language.tables import table
from audiobrief.review.against.article import ArticleSentences
from audiobrief.review.against.statements.sentence import Contradiction, Pair, Word

_NAME = r"[^\W\d_a-zß-öø-ÿ]\w+(?:[ -][^\W\d_a-zß-öø-ÿ]\w+)*"
_ACTION = re.compile(rf"(?P<subject>{_NAME}) (?P<verb>[^\W\d_A-Z]\w+) (?P<other>{_NAME})")
"""Two names and a verb between them."""
_BEFORE, _BEHIND = 5, 6
"""Words before a verb and after it among which the doer and the other one are."""


def find_swapped_roles(pair: Pair, _article: ArticleSentences) -> Iterator[Contradiction]:
    """Yield a doer who is the other one in the article: 'the family paid the hospital' of 'the hospital paid it'."""
    found = _between_names(pair)
    if found is None and pair.language.passive_verbs and primary_language(pair.tag) == pair.language.tag:
        found = _around_verbs(pair)
    if found is not None:
        yield found


def _between_names(pair: Pair) -> Contradiction | None:
    """Find two names with a verb between them: 'Osei thanked Voss' of 'Voss thanked Osei'."""
    passive = _passive(pair.tag)
    if passive is None or passive.search(pair.sentence) or passive.search(pair.passage):
        return None
    known = {(_last(one["subject"]), one["verb"], _last(one["other"])) for one in _ACTION.finditer(pair.passage)}
    for action in _ACTION.finditer(pair.sentence):
        if (_last(action["other"]), action["verb"], _last(action["subject"])) in known:
            at = pair.start + action.start("subject")
            return Contradiction("role", at, at + len(action["subject"]), _last(action["other"]), pair.passage)
    return None


def _last(name: str) -> str:
    return name.rsplit(maxsplit=1)[-1]


@cache
def _passive(language: str) -> re.Pattern[str] | None:
    """Return the pattern of the words before a doer in the passive; None where names do not tell who does what."""
    words = table("attribution", language).get("passive_by", ())
    return re.compile(rf"(?<!\w)(?:{'|'.join(words)})(?!\w)") if words else None


def _around_verbs(pair: Pair) -> Contradiction | None:
    """Find a verb around which what stands before it and behind it is exchanged."""
    places = {word.plain: at for at, word in enumerate(pair.known)}
    for number, word in enumerate(pair.said):
        at = places.get(word.plain)
        if at is None or not _can_be_verb(pair, number, at):
            continue
        before, behind = _sides(pair, pair.said, number)
        known_before, known_behind = _sides(pair, pair.known, at)
        doer = [each for each in before if each.stem in {other.stem for other in known_behind}]
        other = [each for each in behind if each.stem in {other.stem for other in known_before}]
        stays = {each.stem for each in before} & {each.stem for each in known_before}
        stays |= {each.stem for each in behind} & {each.stem for each in known_behind}
        moved = {each.stem for each in (*doer, *other)}
        if stays & moved:
            continue
        is_pronoun = _is_pronoun(pair, pair.said, number, known_before) or _is_pronoun(pair, pair.known, at, before)
        if (doer and other) or ((doer or other) and is_pronoun):
            first = (doer or before or [pair.said[max(0, number - 1)]])[0]
            return pair.contradiction("role", first, first, (known_before or [pair.known[max(0, at - 1)]])[-1].written)
    return None


def _can_be_verb(pair: Pair, number: int, at: int) -> bool:
    """Return whether a word that both sentences have can be a verb in the active, with words on both sides."""
    word = pair.said[number]
    if not word.written[:1].islower() or len(word.plain) < 4 or word.plain in pair.language.common:
        return False
    for words, place in ((pair.said, number), (pair.known, at)):
        if any(each.plain in pair.language.passive_verbs for each in words[max(0, place - 2) : place]):
            return False
        if place and words[place - 1].plain in pair.language.articles | pair.language.prepositions:
            return False
    return True


def _sides(pair: Pair, words: Sequence[Word], at: int) -> tuple[list[Word], list[Word]]:
    """Return the words with a meaning right before a word and behind it, up to the next mark."""
    start = at
    while start > max(0, at - _BEFORE) and not words[start].breaks:
        start -= 1
    end = at + 1
    while end < min(len(words), at + 1 + _BEHIND) and not words[end].breaks:
        end += 1
    return _meaning(pair, words[start:at]), _meaning(pair, words[at + 1 : end])


def _meaning(pair: Pair, words: Sequence[Word]) -> list[Word]:
    return [
        word
        for word in words
        if word.has_meaning and not word.plain.isdigit() and word.plain not in pair.language.common
    ]


def _is_pronoun(pair: Pair, words: Sequence[Word], at: int, others: Sequence[Word]) -> bool:
    """Return whether a pronoun alone stands before a verb, where the other sentence has a noun there."""
    before = words[at - 1] if at else None
    is_start = at == 1 or (at > 1 and words[at - 1].breaks)
    return before is not None and is_start and before.plain in pair.language.pronouns and bool(others)

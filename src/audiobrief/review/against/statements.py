"""Compare the sentences of a script with those of its article: negations, opposites, and who does what to whom."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache

from audiobrief.language.numbers.facts import Fact
from audiobrief.language.numbers.numerals import find_numbers
from audiobrief.language.profile import load_language
from audiobrief.language.sentences import split_sentences
from audiobrief.language.tables import table
from audiobrief.review.against.article import STEM, ArticleSentences
from audiobrief.review.against.negations import is_negation

_WORD = re.compile(r"\w+(?:['’]\w+)*")
_NAME = r"[^\W\d_a-zß-öø-ÿ]\w+(?:[ -][^\W\d_a-zß-öø-ÿ]\w+)*"
_ACTION = re.compile(rf"(?P<subject>{_NAME}) (?P<verb>[^\W\d_A-Z]\w+) (?P<other>{_NAME})")
"""Two names and a verb between them."""
_QUOTATION_MARK = re.compile(r"[\"“”„«»]")
_SHORTEST = 4
"""Letters of a word whose meaning is compared; shorter ones are mostly small words."""
_NEAR = 4
"""Words to each side of a word in which the texts have to agree before the word itself is compared."""
_REACH = 3
"""Words after a negation in which the word that it negates is looked for."""
_LONGEST_LEAD = 40
"""Characters beside a name or a number in which its verb or noun stands."""
_FEWEST = 3
"""Words that two sentences have to share to be about the same; of three words, one may differ."""


@dataclass(frozen=True, slots=True)
class Contradiction:
    """Words of a script that say the opposite of its article."""

    kind: str
    """negation, missing-negation, opposite, role, speaker or count."""
    start: int
    """First character in the text."""
    end: int
    """Character after the last."""
    detail: str
    """The word of the article, or what is negated."""
    passage: str
    """The sentence of the article."""


@dataclass(frozen=True, slots=True)
class _Word:
    """A word of a sentence."""

    plain: str
    """In small letters."""
    start: int
    end: int

    @property
    def stem(self) -> str:
        return self.plain[:STEM]

    @property
    def has_meaning(self) -> bool:
        return len(self.plain) >= _SHORTEST or self.plain.isdigit()


def find_contradictions(text: str, article: ArticleSentences, language: str) -> Iterator[Contradiction]:
    """Yield what the sentences of a text contradict in the sentences of its article that are about the same."""
    for start, end in split_sentences(text, language):
        sentence = text[start:end]
        match = article.matching(sentence)
        if match is None:
            continue
        said, known = _words(sentence, start), _words(match, 0)
        stems = {word.stem for word in said if word.has_meaning}
        fewest = _FEWEST - 1 if len(stems) == _FEWEST else _FEWEST
        if len(stems & {word.stem for word in known}) < fewest:
            continue
        yield from _negations(said, known, language, match)
        yield from _opposites(said, known, language, match)
        yield from _roles(sentence, start, match, language)
        yield from _speakers(sentence, start, match, language)
        yield from _counts(sentence, start, match, language)


def _words(text: str, offset: int) -> tuple[_Word, ...]:
    return tuple(
        _Word(match[0].casefold().replace("’", "'"), offset + match.start(), offset + match.end())
        for match in _WORD.finditer(text)
    )


def _negations(said: Sequence[_Word], known: Sequence[_Word], language: str, passage: str) -> Iterator[Contradiction]:
    """Yield words that one of two sentences negates and the other has without a negation."""
    negated, known_negated = _negated(said, language), _negated(known, language)
    known_stems = {word.stem for word in known}
    for stem, negation in negated.items():
        if stem in known_stems and stem not in known_negated:
            yield Contradiction("negation", negation.start, negation.end, negation.plain, passage)
            return
    if any(is_negation(word.plain, language) for word in said):
        return
    for word in said:
        if word.stem in known_negated:
            yield Contradiction("missing-negation", word.start, word.end, known_negated[word.stem].plain, passage)
            return


def _negated(words: Sequence[_Word], language: str) -> dict[str, _Word]:
    """Return the stems of words after a negation, each with the negation."""
    found: dict[str, _Word] = {}
    for number, word in enumerate(words):
        if is_negation(word.plain, language):
            following = [other for other in words[number + 1 : number + 1 + _REACH] if other.has_meaning]
            before = words[max(0, number - 1) : number] if language.startswith(("fr", "de")) else ()
            for other in (*following[:1], *(other for other in before if other.has_meaning)):
                found.setdefault(other.stem, word)
    return found


def _opposites(said: Sequence[_Word], known: Sequence[_Word], language: str, passage: str) -> Iterator[Contradiction]:
    """Yield words in whose place the article has a word of the opposite meaning."""
    known_plain = {word.plain for word in known}
    for number, word in enumerate(said):
        if word.plain in known_plain:
            continue
        for opposite in _opposites_of(word.plain, language):
            place = next((at for at, other in enumerate(known) if _fits(other.plain, opposite)), None)
            if place is not None and _near(said, number) & _near(known, place):
                yield Contradiction("opposite", word.start, word.end, known[place].plain, passage)
                break


def _near(words: Sequence[_Word], number: int) -> set[str]:
    """Return the stems of the words around a word."""
    around = (*words[max(0, number - _NEAR) : number], *words[number + 1 : number + 1 + _NEAR])
    return {word.stem for word in around if word.has_meaning}


def _opposites_of(word: str, language: str) -> Iterator[str]:
    for one, other in table("opposites", language).get("pairs", ()):
        for side, opposite in ((one, other), (other, one)):
            if any(_fits(word, listed) for listed in side):
                yield from opposite


def _fits(word: str, listed: str) -> bool:
    return word.startswith(listed[:-1]) if listed.endswith("*") else word == listed


def _roles(sentence: str, start: int, passage: str, language: str) -> Iterator[Contradiction]:
    """Yield a subject that is the object in the article: 'Osei thanked Voss' of 'Voss thanked Osei'."""
    passive = _passive(language)
    if passive is None or passive.search(sentence) or passive.search(passage):
        return
    known = {(one["subject"].split()[-1], one["verb"], one["other"].split()[-1]) for one in _ACTION.finditer(passage)}
    for action in _ACTION.finditer(sentence):
        subject, other = action["subject"].split()[-1], action["other"].split()[-1]
        if (other, action["verb"], subject) in known:
            at = start + action.start("subject")
            yield Contradiction("role", at, at + len(action["subject"]), other, passage)


@cache
def _passive(language: str) -> re.Pattern[str] | None:
    """Return the pattern of the words before a doer in the passive; None where names do not tell who does what."""
    words = table("attribution", language).get("passive_by", ())
    return re.compile(rf"(?<!\w)(?:{'|'.join(words)})(?!\w)") if words else None


def _speakers(sentence: str, start: int, passage: str, language: str) -> Iterator[Contradiction]:
    """Yield a name beside a verb of saying where the article has another one; quotations are compared elsewhere."""
    if _QUOTATION_MARK.search(sentence) or not (names := _said_by(sentence, language)):
        return
    known = [name[0] for name in _said_by(passage, language)]
    for name in names:
        others = [other for other in known if other.split()[-1] != name[0].split()[-1]]
        if others and len(others) == len(known) and name[0].split()[-1] not in passage:
            yield Contradiction("speaker", start + name.start(), start + name.end(), others[0], passage)


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


def _counts(sentence: str, start: int, passage: str, language: str) -> Iterator[Contradiction]:
    """Yield numbers that count something else in the article: '12 dead and 3 hurt' of '3 dead and 12 hurt'."""
    counted = {noun.stem: (value, noun) for noun, value, _ in _counted(passage, language)}
    nouns = {value: stem for stem, (value, _) in counted.items()}
    for noun, value, fact in _counted(sentence, language):
        known, known_noun = counted.get(noun.stem, (value, noun))
        if known != value and nouns.get(value, noun.stem) != noun.stem:
            detail = f"{known} {known_noun.plain}"
            yield Contradiction("count", start + fact.start, start + fact.end, detail, passage)


def _counted(text: str, language: str) -> Iterator[tuple[_Word, Decimal, Fact]]:
    """Yield the word after each number, the number, and its place."""
    for fact in find_numbers(text, language, vague=True):
        behind = _words(text[fact.end : fact.end + _LONGEST_LEAD], 0)
        following = next((word for word in behind if word.has_meaning), None)
        if following is not None and isinstance(fact.value, Decimal):
            yield following, fact.value, fact

"""Find who says something in a text: the subject of a verb of saying."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from audiobrief.language.profile import Language
from audiobrief.language.sentences import split_sentences

_TOKEN = re.compile(r"[^\W_]+(?:[-'’.][^\W_]+)*|[^\w\s]")
_NEAR = 4
"""The most words between a name and its verb: `Smith has also said`."""
_NEGATED = 3
"""Words before a verb of saying in which a negation belongs to it."""
_LONGEST_OFFICE = 4
"""The most words of an office."""
_LONGEST_APPOSITION = 10
"""The most words after a name that can be an office and a place."""
_POSSESSIVE = re.compile(r"['’]s$")
_CLAUSE_SIGNS = {";", ":", "–", "—", "(", ")"}
_INSERTION = re.compile(r"[,—–]\s*(?P<words>[^,—–]+)")


def tokenize(text: str, language: Language) -> list[str]:
    """Split a sentence into words and signs, without the stops of abbreviations; `dit-elle` is two words."""
    tokens: list[str] = []
    for token in _TOKEN.findall(text):
        first, _, last = token.rpartition("-")
        if first and last.lower() in language.pronouns:
            tokens += [first.removesuffix("-t"), last]
        else:
            tokens.append(token)
    return [word for word in tokens if word != "."]


def find_subject(text: str, language: Language, *, last: bool) -> str | None:
    """Return the subject of the first or last verb of saying that has one; None where none does.

    The text is the words before a quotation, or after it. A source after 'according to', or a name before a colon,
    counts like a subject.
    """
    tokens = tokenize(text, language)
    verbs = [at for at, word in enumerate(tokens) if word.lower() in language.saying_verbs]
    for at in reversed(verbs) if last else verbs:
        if at and tokens[at - 1].lower() in language.passive_verbs:
            continue
        subject = _subject_before(tokens, at, language)
        is_object = tokens[at].lower() in language.telling_verbs and at > 0 and tokens[at - 1] != ","
        if subject is None and not is_object:
            subject = _subject_after(tokens, at + 1, language)
        if subject:
            return subject
    return _source(tokens, language, last=last) or (_name_before_colon(tokens, language) if last else None)


def is_denied(text: str, language: Language) -> bool:
    """Return whether the words before a quotation say that somebody did not say it."""
    tokens = tokenize(text, language)
    verbs = [at for at, word in enumerate(tokens) if word.lower() in language.saying_verbs]
    before = tokens[max(0, verbs[-1] - _NEGATED) : verbs[-1]] if verbs else []
    return any(_is_negation(word, language) for word in before)


def _is_negation(word: str, language: Language) -> bool:
    return word.lower() in language.negations or word.endswith(("n't", "n’t"))


def _source(tokens: Sequence[str], language: Language, *, last: bool) -> str | None:
    """Return the source after words such as 'according to', right before a quotation or right after it."""
    for words in language.according:
        for at in range(len(tokens) - len(words)):
            if tuple(word.lower() for word in tokens[at : at + len(words)]) != words:
                continue
            subject = _subject_after(tokens, at + len(words), language)
            if subject is None:
                continue
            behind = tokens[at + len(words) :]
            ends = tokens[-1] in {",", ":"}
            if last and ends and (tokens[-2] == subject.split()[-1] or "," in behind[:-1]):
                return subject
            if not last and not any(word[:1].isalnum() for word in tokens[:at]):
                return subject
    return None


def _name_before_colon(tokens: Sequence[str], language: Language) -> str | None:
    """Return the name that is all that is written before a colon, as in an interview; an office may follow it."""
    *words, colon = tokens or [""]
    comma = words.index(",") if "," in words else len(words)
    name, office = words[:comma], words[comma + 1 :]
    is_whole = colon == ":" and len(name) > 1 and all(is_name(word, language) for word in name)
    is_office = not office or (len(office) <= _LONGEST_APPOSITION and any(word.islower() for word in office))
    return join_name(name, language) if is_whole and is_office else None


def find_inserted_subject(quotation: str, language: Language) -> str | None:
    """Return the speaker named inside a quotation, between two signs: `« Non, a dit Anne Lefort. Pas ici. »`."""
    for match in _INSERTION.finditer(quotation):
        words = tokenize(match["words"], language)[:_LONGEST_OFFICE]
        if any(word.lower() in language.saying_verbs for word in words[:3]) and words[0].islower():
            bounds = split_sentences(match["words"], language.tag)
            return find_subject(match["words"][: bounds[0][1]], language, last=False)
    return None


def is_name(word: str, language: Language) -> bool:
    """Return whether a word may be part of a name."""
    return word[:1].isupper() and word not in language.not_names


def end_of_name(tokens: Sequence[str], start: int, language: Language) -> int:
    """Return the end of the name that starts at a token; the start itself where none does."""
    end = start
    while end < len(tokens) and (is_name(tokens[end], language) or (end > start and _links(tokens, end, language))):
        end += 1
    return end


def _links(tokens: Sequence[str], at: int, language: Language) -> bool:
    """Return whether a token is a small word between two parts of a name."""
    return tokens[at] in language.name_links and at + 1 < len(tokens) and is_name(tokens[at + 1], language)


def _subject_before(tokens: Sequence[str], verb: int, language: Language) -> str | None:
    """Return the name, pronoun or noun before a verb."""
    while verb and tokens[verb - 1] in language.auxiliaries:
        verb -= 1
    if verb and tokens[verb - 1] == ",":
        return _with_insertion(tokens[: verb - 1], language)
    for end in range(verb, max(verb - _NEAR, 0), -1):
        word = tokens[end - 1]
        if word.lower() in language.pronouns:
            return word
        if is_name(word, language):
            start = end - 1
            while start and _belongs(tokens, start - 1, language):
                start -= 1
            place = start - 1 if start > 1 and tokens[start - 1].lower() in language.articles else start
            if place and tokens[place - 1].lower() in language.prepositions:
                is_named = place > 1 and is_name(tokens[place - 2], language)
                return (_subject_before if is_named else _noun_before)(tokens, place - 1, language)
            return join_name(tokens[start:end], language)
        if not word[:1].isalnum() or (end < verb and word.lower() in language.prepositions):
            break
    return _noun_before(tokens, verb, language) or _noun_before(tokens, verb - 1, language)


def _belongs(tokens: Sequence[str], at: int, language: Language) -> bool:
    if is_name(tokens[at], language):
        return True
    return tokens[at] in language.name_links and at > 0 and is_name(tokens[at - 1], language) and tokens[at] != "and"


def _noun_before(tokens: Sequence[str], end: int, language: Language) -> str | None:
    """Return the noun with its article that ends at a token: `the mayor`."""
    for start in range(end - 2, max(end - 5, -1), -1):
        if tokens[start].lower() in language.articles and all(word[:1].isalpha() for word in tokens[start:end]):
            after_preposition = start and tokens[start - 1].lower() in language.prepositions
            return None if after_preposition else _noun(tokens[start:end])
    return None


def _with_insertion(tokens: Sequence[str], language: Language) -> str | None:
    """Return the name beside an insertion: `Ada Byrne, of Mill Road, said` and `the mayor, Ada Byrne, said`."""
    parts = [part for part in _parts(tokens) if part]
    for at, part in enumerate(parts):
        end = end_of_name(part, 0, language)
        following = part[end].lower() if end < len(part) else ""
        is_office = at > 0 and bool({*part} & language.office_links)
        if end == len(part) and not is_office and (end > 1 or at == 0):
            return join_name(part, language)
        if end and following in language.prepositions and following not in language.name_links and (end > 1 or at):
            return join_name(part[:end], language)
        if at == 0 and (named := _name_at_end(part, language)):
            return named
        if at == 0 and len(part) == 1 and part[0].lower() in language.pronouns:
            return part[0]
    if len(parts) > 1 and len(parts[0]) <= _LONGEST_OFFICE and parts[0][0].lower() in language.articles:
        return _noun(parts[0])
    return None


def _noun(words: Sequence[str]) -> str:
    """Return a noun with its article as it is written inside a sentence."""
    return " ".join([words[0].lower(), *words[1:]])


def _parts(tokens: Sequence[str]) -> Iterator[list[str]]:
    """Yield the tokens between the commas of the last clause."""
    starts = [at + 1 for at, token in enumerate(tokens) if token in _CLAUSE_SIGNS]
    part: list[str] = []
    for word in tokens[starts[-1] if starts else 0 :]:
        if word == ",":
            yield part
            part = []
        else:
            part.append(word)
    yield part


def _name_at_end(part: Sequence[str], language: Language) -> str | None:
    """Return the name at the end of `the critic Ada Byrne` or `Rovers manager Ada Byrne`."""
    start = len(part)
    while start and is_name(part[start - 1], language):
        start -= 1
    begins = part[0].lower() in language.articles or is_name(part[0], language)
    if len(part) - start < 2 or not 0 < start <= _LONGEST_OFFICE or not begins:
        return None
    return (
        None if {word.lower() for word in part[:start]} & language.prepositions else join_name(part[start:], language)
    )


def _subject_after(tokens: Sequence[str], start: int, language: Language) -> str | None:
    """Return the name, pronoun or noun right after a verb."""
    if start >= len(tokens):
        return None
    if tokens[start].lower() in language.pronouns:
        return tokens[start]
    if tokens[start] in language.name_links - language.articles - language.office_links:
        start += 1  # `sagte von Plessen`
    has_article = tokens[start : start + 1] != [] and tokens[start].lower() in language.articles
    first = start + has_article
    while first < min(len(tokens), start + _LONGEST_OFFICE) and _is_office(tokens[first], language):
        first += 1  # `said president Smith`, `said Kent's mayor Smith`
    end = end_of_name(tokens, first, language)
    if has_article and (named := _name_after_comma(tokens, max(end, first), language)):
        return named
    if end > first:
        return _name_after_office(tokens, end, language) or " ".join(tokens[first:end])
    return " ".join(tokens[start:first]) if has_article and first > start + 1 else None


def _is_office(word: str, language: Language) -> bool:
    """Return whether a word is a small one, which may come before a name."""
    if not (word[:1].islower() or _POSSESSIVE.search(word)):
        return False
    return word.lower() not in language.prepositions | language.clauses


def _name_after_comma(tokens: Sequence[str], comma: int, language: Language) -> str | None:
    """Return the name after an office and a comma: `said the mayor, Ada Byrne`."""
    if tokens[comma : comma + 1] != [","]:
        return None
    end = end_of_name(tokens, comma + 1, language)
    return " ".join(tokens[comma + 1 : end]) if end - comma > 2 else None


def _name_after_office(tokens: Sequence[str], start: int, language: Language) -> str | None:
    """Return the name after the small words of an office: `said Rovers manager Ada Byrne`."""
    first = start
    while first < min(len(tokens), start + 2) and _is_office(tokens[first], language):
        first += 1
    end = end_of_name(tokens, first, language)
    return " ".join(tokens[first:end]) if first > start and end - first > 1 else None


def join_name(words: Sequence[str], language: Language) -> str:
    """Join the words of a name, without small words before it and a possessive ending."""
    start = 0
    while words[start] in language.name_links:
        start += 1
    return _POSSESSIVE.sub("", " ".join(words[start:]))

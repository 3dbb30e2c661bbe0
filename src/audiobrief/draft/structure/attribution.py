"""Put the attribution before the quotation: not “It holds,” said Ada Byrne, but Ada Byrne said: “It holds.”."""

from __future__ import annotations

import re
from collections.abc import Sequence

from audiobrief.language.attribution import is_name
from audiobrief.language.profile import Language
from audiobrief.language.quotations import CLOSING_MARKS, colon_before, find_quotations
from audiobrief.language.sentences import split_sentences

_MOST_WORDS = 16
"""The most words of an attribution that is moved; more are a sentence of their own."""
_MOST_TOLD = 6
"""The most words after a verb of telling, for the person told and the time."""
_SHORT_NAME = 5
"""Letters; a shorter word before a full stop and a capital letter may be an abbreviation."""
_CLAUSE = 3
"""The fewest words of a clause; with one more, of an opening that is not a clause."""
_STOP = re.compile(rf"(?P<stop>[.!?…])?(?P<mark>[{CLOSING_MARKS}«]+)$")
_ENDED = re.compile(rf"[.!?…][{CLOSING_MARKS}«\s]*$")
_SIGNS = re.compile(r"[“”„«»\":;()?!–—]")
_WORD = re.compile(r"[^\W\d_]+")
_DASHES = " ,–—-"
_SPACES = " \u00a0\u202f"


def put_attribution_first(paragraph: str, language: Language) -> tuple[str, str] | None:
    """Put the attribution before the quotation that opens a paragraph; return None if that is not safe.

    The result is the paragraph, and the quotation and its attribution as the article has them.

    It is safe if only a name with its age and office, a verb of saying, and a time or place stand between the
    quotation and the full stop. Only the order and the punctuation change. A quotation that the attribution
    interrupts is joined if it is clear whether a comma belongs there.
    """
    quoted = find_quotations(paragraph)
    if not quoted or quoted[0][0] != 0:
        return None
    end = quoted[0][1]
    if len(quoted) > 1 and paragraph[end : quoted[1][0]].rstrip().endswith(","):
        stop = quoted[1][1]
        attribution = paragraph[end : quoted[1][0]].strip(_DASHES)
        quotation = _joined(paragraph[:end], paragraph[quoted[1][0] : stop], paragraph[stop:], language)
    else:
        bounds = split_sentences(paragraph[end:], language.tag)
        stop = end + bounds[0][1] if bounds else end
        attribution = _without_stop(paragraph[end:stop].strip(_DASHES), paragraph[stop:])
        quotation = _closed(paragraph[:end])
    reordered = _subject_first(attribution, language) if quotation and attribution else None
    if reordered is None:
        return None
    return f"{reordered}{colon_before(language.tag)} {quotation} {paragraph[stop:].lstrip()}".strip(), paragraph[:stop]


def _without_stop(attribution: str, following: str) -> str:
    """Return the words between a quotation and a full stop; empty if the stop may belong to an abbreviation."""
    if not attribution.endswith(".") or attribution.endswith("..") or following.lstrip(' “„«»"')[:1].islower():
        return ""
    words = attribution.split()
    last = words[-1].rstrip(".")
    if len(words) <= 2 and last[:1].isupper() and len(last) <= _SHORT_NAME and following.lstrip()[:1].isupper():
        return ""
    return attribution if "." in last else attribution[:-1]


def _joined(first: str, second: str, following: str, language: Language) -> str | None:
    """Join the halves of an interrupted quotation; None if it is not clear that they are one."""
    stop = _STOP.search(first)
    goes_on = following.strip(" .")
    if stop is None or stop["stop"] or not _ENDED.search(second if goes_on else second + following):
        return None
    comma = _comma_between(first[: stop.start()].strip("," + _SPACES), second, language)
    if comma is None:
        return None
    return f"{first[: stop.start()].rstrip(',' + _SPACES)}{comma} {second[1:].lstrip(_SPACES)}"


def _comma_between(first: str, second: str, language: Language) -> str | None:
    """Return the comma between two halves of a sentence, or an empty string; None if it is not clear."""
    words, more = _WORD.findall(first.lower()), _WORD.findall(second)
    if not words or not more or not more[0].islower() or "," in first or "?" in second:
        return None
    if more[0] in language.conjunctions or (words[0] in language.conditions and len(words) >= _CLAUSE):
        return ","
    is_begun = words[-1] in language.no_comma_after and len(words) <= _CLAUSE + 1
    is_subject = more[0] in language.no_comma_after & language.clauses and 1 < len(words) <= _CLAUSE + 1
    return "" if is_begun or is_subject else None


def _subject_first(attribution: str, language: Language) -> str | None:
    """Return the attribution with the verb after the name and a capital first letter; None if it is not clear."""
    first, *inserted = (part.split() for part in re.split(r",\s+", attribution))
    verbs = [at for at, word in enumerate(first) if word.lower() in language.saying_verbs]
    if len(verbs) != 1 or len(attribution.split()) > _MOST_WORDS or _SIGNS.search(attribution):
        return None
    (verb,) = verbs
    named = _name_end(first, language)
    if named and named in {verb, verb - 1}:
        tail = first[verb + 1 :]
        plain = not inserted and (_is_when(tail, language) or _is_told(first[verb], tail, language))
        return _capital(attribution) if plain else None
    if verb > 1 or (verb == 1 and first[0] not in language.auxiliaries) or not first[verb].islower():
        return None
    rest = first[verb + 1 :]
    end = _name_end(rest, language) or _office_end(rest, inserted, language)
    tail = rest[end:]
    if inserted and not tail and language.time_or_place.match(" ".join(inserted[-1])):
        tail = inserted.pop()
    if not end or not _is_when(tail, language) or not all(_stands_beside(each, language) for each in inserted):
        return None
    if inserted and (rest[end:] or rest[0].lower() in language.pronouns):
        return None
    name = ", ".join(" ".join(words) for words in (rest[:end], *inserted))
    return _capital(" ".join([f"{name}," if inserted else name, *first[: verb + 1], *tail]))


def _name_end(words: Sequence[str], language: Language) -> int:
    """Return the number of words of the name at the front, with a title or an article; 0 if there is none."""
    if not words:
        return 0
    if words[0].lower() in language.pronouns:
        return 1
    first = 1 if words[0].lower() in language.articles else 0
    while first < min(len(words), 4) and _is_office(words[first], language):
        first += 1
    if words[0] in language.prepositions or language.time_or_place.match(words[0]):
        return 0
    begins_with_article = words[0].lower() in language.articles
    end = first
    while end < len(words) and (
        is_name(words[end], language)
        or (end > first and _is_link(words[end], words[end - 1], language, within_office=begins_with_article))
    ):
        end += 1
    while end > first and words[end - 1] in language.name_links:
        end -= 1
    return end if end > first else 0


def _office_end(words: Sequence[str], inserted: Sequence[Sequence[str]], language: Language) -> int:
    """Return the number of words of an office that a comma and a name follow; 0 if there is none."""
    named = bool(inserted) and all(is_name(word, language) for word in inserted[0])
    small = 1 < len(words) <= _CLAUSE and words[0] in language.articles
    return len(words) if named and small and all(_is_office(word, language) for word in words[1:]) else 0


def _is_link(word: str, before: str, language: Language, *, within_office: bool) -> bool:
    """Return whether a lower-case word belongs to a name or office.

    In `der Leiter der Wehr` it does; in `Uwe Petersen der Zeitung` it introduces the person told.
    """
    is_article = word in language.articles and before not in language.name_links
    return word in language.name_links and (within_office or not is_article)


def _is_office(word: str, language: Language) -> bool:
    """Return whether a lower-case word may stand before a name: `mayor`, `town's`."""
    small = (word.islower() and word.isalpha()) or word.endswith(("'s", "’s"))
    return small and word.lower() not in language.saying_verbs | language.clauses


def _is_when(words: Sequence[str], language: Language) -> bool:
    """Return whether words are a time or a place, or empty."""
    return not words or (bool(language.time_or_place.match(" ".join(words))) and _is_plain(words, language))


def _is_told(verb: str, words: Sequence[str], language: Language) -> bool:
    """Return whether words name only the person told, and the time."""
    return verb.lower() in language.telling_verbs and len(words) <= _MOST_TOLD and _is_plain(words, language)


def _stands_beside(words: Sequence[str], language: Language) -> bool:
    """Return whether words between commas are an age, an office, an origin, or a short relative clause."""
    if words[0] in language.relative_pronouns:
        return _is_plain(words[1:], language)
    return bool(language.apposition.match(" ".join(words))) and _is_plain(words, language)


def _is_plain(words: Sequence[str], language: Language) -> bool:
    """Return whether no clause begins within the words."""
    return not {word.lower().rstrip(",") for word in words} & (language.clauses | language.pronouns)


def _closed(quotation: str) -> str:
    """Return a quotation that ends with a full stop instead of a comma."""
    match = _STOP.search(quotation)
    if match is None or match["stop"]:
        return quotation
    inner = quotation[: match.start()].rstrip(_SPACES)
    space = quotation[len(inner) : match.start()]
    inner = inner.rstrip(",")
    return f"{inner}{'' if inner[-1:] in '.!?…' else '.'}{space}{match['mark']}"


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]

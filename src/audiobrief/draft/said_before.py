"""Who speaks is heard before the quotation: not “It holds,” said Ada Byrne, but Ada Byrne said: “It holds.”."""

from __future__ import annotations

import re
from dataclasses import dataclass

from audiobrief.draft.language import Language
from audiobrief.script.quotations import find_quotations

__all__ = ["Turned", "said_before"]

_MOST_WORDS = 16
"""Of what is moved; more than that is a sentence of its own."""
_LATER_PART = re.compile(r"[,;:–—]")
_STOP = re.compile(r"(?P<stop>[.!?…])?(?P<mark>[\"”’»“]+)$")
_DASHES = " ,–—-"


@dataclass(frozen=True, slots=True)
class Turned:
    """A paragraph whose speaker has been moved to the front."""

    text: str
    """As it is said."""
    before: str
    """What stood there in the article: the quotation and who says it."""


def said_before(paragraph: str, language: Language) -> Turned | None:
    """Move who says it before the quotation that opens a paragraph; None where that is not safe.

    It is where nothing but a name, a verb of saying and at most one insertion and a time or place stand between the
    quotation and the full stop. Only their order changes, and the signs around them.
    """
    quoted = find_quotations(paragraph)
    if not quoted or quoted[0][0] != 0:
        return None
    end = quoted[0][1]
    stop = _end_of_words(paragraph, end, quoted[1][0] if len(quoted) > 1 else len(paragraph))
    if stop is None:
        return None
    said = paragraph[end:stop].strip(_DASHES)
    turned = _subject_first(said, language)
    if turned is None:
        return None
    rest = paragraph[stop:].lstrip(".," + " ")
    quotation = _closed(paragraph[:end])
    colon = "\u00a0:" if language.tag == "fr" else ":"
    text = f"{turned}{colon} {quotation} {rest}".strip()
    return Turned(text, paragraph[: stop + 1].rstrip(" ,"))


def _end_of_words(paragraph: str, start: int, limit: int) -> int | None:
    """Give where what follows a quotation ends: at a full stop, or at a comma before the next quotation."""
    for match in re.finditer(r"\.(?=\s|$)", paragraph[:limit]):
        if match.start() > start and not re.search(
            r"\b(?:[A-ZÀ-ÝА-ЯЇІЄҐ]|Mr|Mrs|Ms|Dr|St|Prof|M|Mme)$", paragraph[: match.start()]
        ):
            return match.start()
    if limit < len(paragraph) and paragraph[start:limit].rstrip().endswith(","):
        return start + len(paragraph[start:limit].rstrip()) - 1
    return None


def _subject_first(said: str, language: Language) -> str | None:
    """Give who says it with the verb after the name, and a capital letter at the front; None where it is not plain."""
    words = said.split()
    if not 2 <= len(words) <= _MOST_WORDS or any(sign in said for sign in '“”„«»":;()?!–—'):
        return None
    verbs = [at for at, word in enumerate(words) if word.strip(",").lower() in language.saying]
    if len(verbs) != 1:
        return None
    if _name_end(words, 0, language) and _name_end(words, 0, language) in {verbs[0], verbs[0] - 1}:
        return _capital(said) if "," not in said else None
    auxiliary = verbs[0]
    if auxiliary > 1 or not all(word.islower() for word in words[: auxiliary + 1]):
        return None
    verb, rest = words[: auxiliary + 1], words[auxiliary + 1 :]
    end = _name_end(rest, 0, language)
    if not end:
        return None
    insertion, tail = _insertion(rest[end - 1 :])
    if insertion is None:
        return None
    name = " ".join(rest[:end]).rstrip(",")
    inserted = f", {insertion}," if insertion else ""
    return _capital(" ".join([f"{name}{inserted}", *verb, *tail]))


def _name_end(words: list[str], start: int, language: Language) -> int:
    """Give how many words a name has at the front, with a title or an article before it; 0 where none stands there."""
    end = start
    if words[end].strip(",").lower() in language.pronouns:
        return end + 1
    if words[end].lower() in language.articles:
        end += 1
    while (
        end < min(len(words), start + 4)
        and ((words[end].islower() and words[end].isalpha()) or words[end].endswith(("'s", "’s")))
        and not _is_verb(words[end], language)
    ):
        end += 1
    first = end
    while end < len(words) and (words[end][:1].isupper() or (words[end] in language.name_links and end > first)):
        end += 1
        if words[end - 1].endswith(","):
            break
    while end > first and words[end - 1] in language.name_links:
        end -= 1
    return end if end > first else 0


def _is_verb(word: str, language: Language) -> bool:
    return word.lower() in language.saying or word.lower() in {"a", "ont", "ha", "han", "has", "had", "have"}


def _insertion(words: list[str]) -> tuple[str | None, list[str]]:
    """Part what follows a name's last word: `, the engineer,` and the rest; None where there is more than that."""
    if not words[0].endswith(","):
        rest = words[1:]
        return ("", rest) if not any("," in word for word in rest) else (None, [])
    text = " ".join(words[1:])
    inserted, comma, tail = text.partition(",")
    if _LATER_PART.search(tail):
        return None, []
    return inserted.strip(), tail.split() if comma else []


def _closed(quotation: str) -> str:
    """Let a quotation end with a full stop instead of the comma that led on."""
    if match := _STOP.search(quotation):
        inner = quotation[: match.start()].rstrip("\u00a0\u202f ")
        space = quotation[len(inner) : match.start()] if match["stop"] is None else ""
        if match["stop"]:
            return quotation
        return f"{inner.rstrip(',')}{'' if inner.rstrip(',')[-1:] in '.!?…' else '.'}{space}{match['mark']}"
    return quotation


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]

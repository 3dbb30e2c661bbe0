"""Clean the names of authors and publishers that a page states."""

from __future__ import annotations

import re
from collections.abc import Sequence
from urllib.parse import urlsplit

from audiobrief.draft.cleanup.text import clean_line, words_of
from audiobrief.language.calendar import month_names, weekday_names
from audiobrief.language.profile import LANGUAGES

_LABEL = re.compile(
    r"^(?:(?:(?:an )?(?:article|analysis|story|text|report|posted|written|words|reporting) )?by"
    r"|von|par|por|автор|текст|作者|文)"
    r"(?:\s*[:：/]\s*|\s+|(?=[^\x00-\x7f]))",
    re.IGNORECASE,
)
_BEHIND = re.compile(
    r"\s*(?:[|•·/(\[]|\s[–—-]\s|\b(?:edited|photos?|illustrat\w+|translated|updated|published|posted) (?:by|on)\b|\d|@"
    r"|https?:).*$",
    re.IGNORECASE,
)
"""Text that may follow a name on the same line."""
_OFFICE = re.compile(
    r"(?:,|\s)+(?:(?:[A-Z]{2,4}|staff|senior|chief|deputy|managing|political|national|sports?|auto|business|games?|science|"
    r"security|foreign|associate|contributing|technology|news|health|special|guest|the|associated press)\s+)*"
    r"(?:editors?|writers?|reporters?|correspondents?|columnists?|contributors?|producers?|associated press)$",
    re.IGNORECASE,
)
_NOBODY = {
    "admin", "administrator", "anonymous", "author", "authors", "authority control", "contributor", "contributors",
    "editor", "editors", "editorial", "editorial staff", "editorial team", "guest", "moderator", "none", "null",
    "owner", "redacción", "redaktion", "rédaction", "la rédaction", "редакция", "редакція", "root", "staff", "unknown",
    "last updated", "staff reports", "user", "username", "undefined", "version", "view profile", "webmaster",
    "condé nast", "作者", "编辑", "編集部",
}  # fmt: skip
"""Texts that pages state where an author's name should be."""
_AGENCIES = {
    "reuters",
    "bloomberg",
    "afp",
    "ap",
    "dpa",
    "pti",
    "ani",
    "ians",
    "efe",
    "ansa",
    "tass",
    "epd",
    "kna",
    "pa",
}
_DATES = {name.lower() for tag in LANGUAGES for name in (*month_names(tag), *weekday_names(tag))}
_PARTICLE = re.compile(
    r"(?:de|del|du|da|do|dos|das|di|von|van|der|den|la|le|el|al|bin|ibn|y|e|ter|ten|zu|und|and|of|the)"
)
_ADDRESS = re.compile(r"\s+https?$")
_OUTLET = re.compile(r"the (?!.* press$)", re.IGNORECASE)
"""The beginning of a name that is no person's."""
_CAPITAL = re.compile(r"[^\W\d_]")
_LONGEST = 6
"""The most words of an author's name."""
_LONG = 5
"""The fewest letters of a word by which a publisher is known."""


def clean_authors(names: Sequence[str], publisher: str | None) -> str | None:
    """Return the names of persons, agencies and offices among those stated, between commas; None if there is none."""
    stated = [_without_publisher(each, publisher) for each in _before_address(names)]
    cleaned = [name for each in stated if (name := _cleaned(each)) and not _is_publisher(name, publisher)]
    persons: dict[tuple[str, str], str] = {}
    for name in cleaned:
        words = name.split()
        persons.setdefault((words[0], words[-1]), name)  # one may have an initial
    return ", ".join(persons.values()) or None


def _before_address(names: Sequence[str]) -> Sequence[str]:
    """Return the names up to one with an address, of whose parts trafilatura makes further names."""
    last = next((at for at, name in enumerate(names) if _ADDRESS.search(name)), len(names))
    return [_ADDRESS.sub("", name) for name in names[: last + 1]]


def _without_publisher(name: str, publisher: str | None) -> str:
    """Return a name without that of the publisher behind it, which may be written otherwise."""
    words = name.split()
    own = "".join(words_of(publisher or ""))
    ends = (at for at in range(2, len(words)) if len(words[at]) >= _LONG and own.startswith(words[at].lower()))
    return " ".join(words[: next(ends, len(words))])


def _cleaned(name: str) -> str | None:
    """Return a name without what stands around it; None if it is no name."""
    name = clean_line(name).strip(" ,;:.")
    name = _OFFICE.sub("", " " + _BEHIND.sub("", _LABEL.sub("", name))).strip(" ,;:-–—")
    words = name.split()
    if (words and words[-1].lower() == "staff") or _OUTLET.match(name):
        return None
    while len(words) > 1 and _is_no_surname(words):
        words.pop()
    name = " ".join(words)
    plain = name.lower()
    is_short = len(words) == 1 and plain.isascii() and plain not in _AGENCIES
    if (
        not words
        or len(words) > _LONGEST
        or is_short
        or plain in _NOBODY
        or words[-1].lower() in _NOBODY
        or not _CAPITAL.match(name)
    ):
        return None
    if len(words) > 1 and name.isupper():
        return " ".join(word.title() if len(word) > 2 else word for word in words)
    return name


def _is_no_surname(words: Sequence[str]) -> bool:
    """Return whether the last word does not belong to a name: a month, a day, or a small word."""
    last = words[-1]
    if len(words) > 2 and last.lower() in _DATES:
        return True
    return last[:1].islower() or bool(_PARTICLE.fullmatch(last))


def _is_publisher(name: str, publisher: str | None) -> bool:
    """Return whether a name only repeats the publisher's."""
    words, own = {*words_of(name)} - {"the"}, {*words_of(publisher or "")} - {"the"}
    is_person = words == own and len(words) > 1
    return bool(own) and (words <= own or own <= words) and not is_person


def clean_publisher(name: str, url: str | None) -> str | None:
    """Return a site's name without slogans and addresses; None if it is no name."""
    name = clean_line(name)
    if re.match(r"https?://", name):
        name = urlsplit(name).netloc.removeprefix("www.")
    name = re.split(r"\s+[|»•]\s+|\s+[–—-]\s+", name)[0].strip(" _|-–—")
    if re.match(r"(?:©|copyright\b)", name, re.IGNORECASE) or not words_of(name):
        return urlsplit(url or "").netloc.removeprefix("www.") or None
    return name

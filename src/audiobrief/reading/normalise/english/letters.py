"""Read words in capitals, spelled or said as words, letters with full stops, and degrees."""

from __future__ import annotations

import re
from bisect import bisect_right
from functools import lru_cache

from audiobrief.reading.normalise.tables import table, words
from audiobrief.reading.normalise.text import Reading, Text

_DOTTED = re.compile(
    r"(?:(?:Ph|Ed)\.D|[BDM]\.(?:Sc|Ed|Phil|Eng))\.?(?![^\W\d_])"  # those of `abbreviations.degrees` in the table
    r"|(?:[^\W\d_]\.){2,12}(?![^\W\d_])|(?:[^\W\d_]\.){1,12}[^\W\d_](?![^\W\d_])"
)
_JOINED = re.compile(r"([A-Z]{1,5})( ?[&+/] ?)([A-Z]{1,6})(?:(s)(?!\w)|-(?=\d{1,3}(?!\w))|(?!\w))")
_LETTER_A = re.compile(r"A(?![\w'’&/$]|[+-]\w|\.\w)")
_RUNS_ON = re.compile(r"([^\W\d_][\w'’-]*) $")
_CAPITALS = re.compile(r"([A-Z]{2,})(?:('?s)(?![^\W_]))?(?![^\W_])")
_MIXED = re.compile(r"[^\W\d_]+(?:/[^\W\d_]*)?(?![^\W_])")
_PHRASE = re.compile(r"(?<![A-Za-z'&-])[A-Z][A-Z'&-]{0,40}(?:[ ,:;!?.-]{1,3}[A-Z'][A-Z'&-]{0,40}){1,200}(?![^\W_])")
_HEAD = re.compile(r"[bcdfghjklmnpqrstvwxyz]*")
_TAIL = re.compile(r"[bcdfghjklmnpqrstvwxz]*$")
_LONGEST_INITIALISM = 5


def is_known_initialism(capitals: str) -> bool:
    """Return whether the tables say how a word in capitals is read, so that it need not be guessed."""
    return capitals in words("letters", "said") | words("letters", "spelled") | words("letters", "words")


class CapitalPhrases:
    """The phrases of a text that are all in capitals, such as headlines; their words are ordinary words."""

    def __init__(self, plain: str) -> None:
        phrases = [match.span() for match in _PHRASE.finditer(plain) if _is_phrase(match[0])]
        self._starts = [start for start, _ in phrases]
        self._ends = [end for _, end in phrases]

    def contains(self, at: int) -> bool:
        """Return whether a place is in one of the phrases."""
        index = bisect_right(self._starts, at) - 1
        return index >= 0 and at < self._ends[index]


def _is_phrase(phrase: str) -> bool:
    """Return whether words in capitals are a phrase, and not initialisms side by side."""
    tokens = re.findall(r"[A-Z]+", phrase)
    known = words("letters", "said") | words("letters", "spelled")
    plain = [token for token in tokens if token in words("letters", "words")]
    unknown = [token for token in tokens if token not in known and len(token) > 3 and _can_be_said(token.lower())]
    return (
        any(len(token) > _LONGEST_INITIALISM and token not in known for token in tokens)
        or len(plain) > 1
        or (len(tokens) > 2 and len({*plain, *unknown}) > 1)
    )


def read_dotted_letters(text: Text, at: int) -> Reading | None:
    """Read letters with full stops: `U.S.`, `W.H.O.`, `e.g.`."""
    match = _DOTTED.match(text.plain, at)
    if match is None:
        return None
    end = match.end()
    spoken = table("english", "abbreviations", "dotted").get(match[0].lower())
    if text.plain[end - 1] == "." and text.closes(end):
        end -= 1
    spoken = spoken or table("english", "abbreviations", "degrees").get(match[0].rstrip("."))
    if spoken:
        return Reading(at, end, spoken)
    letters = [letter for letter in match[0] if letter != "."]
    return Reading(at, end, " ".join(letters).upper() if match[0].isascii() else " ".join(letters), spelled=True)


def read_joined_capitals(text: Text, at: int) -> Reading | None:
    """Read `R&D` and `AC/DC`."""
    match = _JOINED.match(text.plain, at)
    if match is None:
        return None
    one, sign, other, many = match.groups()
    if " " in sign and (len(one) > 1 or len(other) > 1):
        return None
    separator = " and " if "&" in sign else " plus " if "+" in sign else " "
    sides = [
        " ".join(side) if len(side) < 4 and side not in words("letters", "said") else say_token(side)
        for side in (one, other)
    ]
    ending = "'s" if many else ""
    return Reading(at, match.end(), f"{sides[0]}{separator}{sides[1]}{ending}", spelled=True)


def read_letter_a(text: Text, at: int) -> Reading | None:
    """Read an A that is a letter and not the article: `Class A`, `vitamin A`, `the A road`."""
    match = _LETTER_A.match(text.plain, at)
    before = _RUNS_ON.search(text.before(at))
    if match is None or before is None:
        return None
    if text.plain[match.end() : match.end() + 1] == "." and not text.closes(match.end() + 1):
        return None  # an initial
    word = before[1]
    following = text.after(match.end())
    in_title = re.match(r" [A-Z]", following) is not None
    in_capitals = word.isupper() and len(word) > 1
    before_small = re.match(r" [a-z]", following) is not None and not in_capitals
    if word.lower() in words("letters", "before_a") or (word.islower() and not in_title) or before_small:
        return Reading(at, match.end(), "A", spelled=True)
    return None


def read_capitals(text: Text, at: int, *, in_phrase: bool) -> Reading | None:
    """Read a word in capitals, or a word of both cases that is in the table."""
    mixed = _MIXED.match(text.plain, at)
    if mixed and mixed[0] in table("english", "letters", "mixed"):
        spoken = table("english", "letters", "mixed")[mixed[0]]
        return Reading(at, mixed.end(), spoken, spelled=_is_spelled(spoken))
    match = _CAPITALS.match(text.plain, at)
    if match is None:
        return None
    token, many = match[1], match[2] or ""
    if text.plain[match.end() : match.end() + 1] == ":" and token in table("english", "letters", "labels"):
        return Reading(at, match.end(), table("english", "letters", "labels")[token])
    spoken = _say_in_phrase(text, token, at) if in_phrase else say_token(token)
    if spoken is None:
        return None
    spelled = _is_spelled(spoken)
    ending = "'s" if many and spelled else many
    return Reading(at, match.end(), spoken + ending, spelled)


def _is_spelled(spoken: str) -> bool:
    return all(len(part.removesuffix("'s")) == 1 for part in spoken.split())


def _say_in_phrase(text: Text, capitals: str, at: int) -> str | None:
    if capitals == "US" and not _country(text, at):
        return "us"
    if capitals in words("letters", "headline_words"):
        return capitals.lower()
    if capitals in words("letters", "said") | words("letters", "spelled") and capitals not in words("letters", "words"):
        return say_token(capitals)
    if _TAIL.sub("", capitals.lower()) == "" and capitals not in words("letters", "words"):
        return " ".join(capitals)
    known = {**table("english", "abbreviations", "anywhere"), **table("english", "abbreviations", "before_name")}
    if capitals.title() in known:
        return str(known[capitals.title()])
    return "Saint" if capitals == "ST" else _word(capitals)


def _country(text: Text, at: int) -> bool:
    return text.word_before(at) not in words("letters", "before_pronoun_us")


def _word(capitals: str) -> str:
    return capitals.lower() if capitals in words("letters", "words") else capitals.capitalize()


@lru_cache(maxsize=4096)
def say_token(capitals: str) -> str | None:
    """Return a token of capitals as it is read, as a word or spelled; None where it is none."""
    mixed = table("english", "letters", "mixed")
    if capitals in mixed:
        return str(mixed[capitals])
    if not capitals.isupper() or not capitals.isascii() or len(capitals) < 2:
        return None
    if capitals in words("letters", "words"):
        return capitals.lower()
    if capitals in words("letters", "said"):
        return capitals.capitalize()
    if capitals in words("letters", "spelled"):
        return " ".join(capitals)
    if len(capitals) > _LONGEST_INITIALISM:
        return capitals.capitalize() if re.search("[AEIOUY]", capitals) else " ".join(capitals)
    return capitals.capitalize() if len(capitals) > 3 and _can_be_said(capitals.lower()) else " ".join(capitals)


def _can_be_said(capitals: str) -> bool:
    head = _HEAD.match(capitals)
    tail = _TAIL.search(capitals)
    middle = re.findall(r"[aeiou]+|[bcdfghjklmnpqrstvwxyz]+", capitals)
    return (
        bool(re.search("[aeiouy]", capitals))
        and (not head or not head[0] or head[0] in words("letters", "heads"))
        and (not tail or not tail[0] or tail[0] in words("letters", "tails"))
        and all(len(part) <= 2 for part in middle[1:-1])
        and not re.search(r"[aeiou]{3}|^[aeiou]{2}|ii|uu|aa|q[^u]", capitals)
    )

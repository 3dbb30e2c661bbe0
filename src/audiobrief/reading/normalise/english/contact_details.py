"""Read telephone numbers, and the numbers of postal addresses."""

from __future__ import annotations

import re
from functools import cache

from audiobrief.reading.normalise.english.codes import code_number
from audiobrief.reading.normalise.english.letters import say_token
from audiobrief.reading.normalise.english.numbers.number_words import digits
from audiobrief.reading.normalise.tables import table, words
from audiobrief.reading.normalise.text import Reading, Text

_PHONE = re.compile(
    r"\+\d{1,3}(?:[ .-]?\(?\d{1,5}\)?){2,6}(?!\d)"
    r"|0\d{1,4}\)?(?:[ -]\d{3,6}){1,3}(?!\d|[ -]\d)"
    r"|0\d{9,10}(?!\d)"
    r"|(?:\+?1[ .-])?\(?\d{3}\)?[ .-]\d{3}[.-]\d{4}(?!\d|[.-]\d)"
    r"|1[38]00[ -]\d{3}[ -]\d{3}(?!\d|[ .-]\d)"
    r"|\d{3}-\d{2}-\d{4}(?!\d|[.-]\d)"
    r"|555[.-]\d{4}(?!\d|[.-]\d)"
)
_SHORT_CODE = re.compile(r"\d{4,6}(?!\w|[.,-]\d)")
_GROUPS = re.compile(r"\d{2,5}(?: \d{2,5}){1,5}(?![\w]|[.,-]\d| \d)|\d{2,5}(?:-\d{2,5}){2,5}(?![\w]|[.,-]\d)")
_MOST_DIGITS = 15
_FEWEST_DIGITS = 6
_TOLL_FREE = "800"
_LONGEST_SHORT_WORD = 4
"""Letters after 800 that are no telephone number by themselves: 800 AD."""
_VANITY = re.compile(r"(?:(\+?1)[- .])?(8\d\d|0800)[- .]([A-Z]{2,10}(?:[- ]?[A-Z0-9]{2,10}){0,2})(?!\w)")
_POSTCODE = re.compile(r"(\d{5})(?:-(\d{4}))?(?!\w|[.,-]\d)")
_STATE = re.compile(r"([A-Z]{2}) (\d{5})(?:-(\d{4}))?(?!\w|[.,-]\d)")
_BOX = re.compile(r"\d{1,7}(?![\w]|[.,]\d)")
_AFTER_BOX = re.compile(r"(?:^|\W)(?:P\.? ?O\.?|PO) Box $", re.IGNORECASE)
_NO_WORD = re.compile(r"[.,;:!?)\"']|$| (?:USA|US|U\.S)|\s*$")


def read_phone(text: Text, at: int) -> Reading | None:
    """Read a telephone number digit by digit, group by group."""
    if (match := _VANITY.match(text.plain, at)) and (match[1] or len(match[3]) > _LONGEST_SHORT_WORD):
        return Reading(at, match.end(), _vanity(match))
    match = _formed(text, at)
    if match is None:
        match = _grouped(text, at)
    if match is None:
        return None
    groups = re.findall(r"\d+", match[0])
    spoken = [digits(group, "oh") for group in groups]
    if match[0].startswith("+"):
        spoken[0] = f"plus {spoken[0]}"
    elif groups[0] == "1" and groups[1] == _TOLL_FREE:
        spoken[1] = "eight hundred"
    is_bracketed = text.plain[at - 1 : at] == "(" and ")" in match[0] and "(" not in match[0]
    return Reading(at - is_bracketed, match.end(), ", ".join(spoken))


def _formed(text: Text, at: int) -> re.Match[str] | None:
    """Return the match of a number that is a telephone number by its form."""
    match = _PHONE.match(text.plain, at)
    if match is None:
        return None
    count = sum(character.isdigit() for character in match[0])
    fewest = 8 if match[0].startswith(("+", "0300 ", "0800 ")) else 9  # 0800 1111
    return None if match[0].startswith(("+", "0")) and count < fewest else match


def _is_called(text: Text, at: int) -> bool:
    """Return whether a word of calling is shortly before a number."""
    before = re.findall(r"[a-z]+", text.before(at).lower())[-4:]
    return any(word in words("phones", "before") for word in before)


def _grouped(text: Text, at: int) -> re.Match[str] | None:
    """Return the match of groups of digits that may be a telephone number."""
    if text.plain[at - 4 : at] == " to " and "text" in text.before(at).lower().split():
        return _SHORT_CODE.match(text.plain, at)
    match = _GROUPS.match(text.plain, at)
    if match is None or not _FEWEST_DIGITS <= sum(character.isdigit() for character in match[0]) <= _MOST_DIGITS:
        return None
    if not _is_called(text, at) and not (match[0].startswith("116 ") and text.before(at).endswith((" on ", ": "))):
        return None  # 116 and three digits are helplines in Europe
    following = text.word_after(match.end()).lower()
    return None if following in words("numbers", "counted") else match


def _vanity(match: re.Match[str]) -> str:
    """Return a number with letters in words: `1-800-FLOWERS`."""
    country, prefix, name = match.groups()
    spoken = [digits(country)] if country else []
    spoken.append("eight hundred" if prefix == _TOLL_FREE else digits(prefix, "oh"))
    parts = [
        digits(part, "oh") if part.isdigit() else (say_token(part) or part) for part in re.findall(r"[A-Z]+|\d+", name)
    ]
    name = " ".join(part if " " in part or len(part) == 1 else part[0].upper() + part[1:] for part in parts)
    return ", ".join([*spoken, name])


def read_postcode(text: Text, at: int) -> Reading | None:
    """Read a ZIP code after its state, its place or a word such as `ZIP`, or the number of a PO box, digit by digit."""
    before = text.before(at)
    if _AFTER_BOX.search(before) and (match := _BOX.match(text.plain, at)):
        return Reading(at, match.end(), digits(match[0], "oh"))
    match = _POSTCODE.match(text.plain, at)
    if match is None:
        return None
    word = text.word_before(at)
    states = {*table("english", "postal_states").values(), *table("english", "abbreviations", "states")}
    is_named = word in states or any(
        before_word in words("phones", "postcodes") for before_word in re.findall(r"[a-z]+", before.lower())[-3:]
    )
    ends_address = (
        re.search(r"[A-Z][a-z]+,? $", before) is not None and text.plain[match.end() : match.end() + 1] != " "
    )
    if not (is_named or ends_address or match[2]):
        return None
    return Reading(at, match.end(), _postcode(match[1], match[2]))


def _postcode(first: str, second: str | None) -> str:
    return digits(first, "oh") + (f", {digits(second, 'oh')}" if second else "")


def read_state(text: Text, at: int) -> Reading | None:
    """Read `IL 62704`: a state and a ZIP code."""
    match = _STATE.match(text.plain, at)
    name = match and table("english", "postal_states").get(match[1])
    return Reading(at, match.end(), f"{name} {_postcode(match[2], match[3])}") if match and name else None


@cache
def _house() -> re.Pattern[str]:
    streets = "|".join(sorted(words("places", "street_names"), key=len, reverse=True))
    return re.compile(
        rf"(\d{{3,5}})(?= (?:(?:[NSEW]|North|South|East|West)\.? )?(?:\d{{1,3}}(?:st|nd|rd|th)|[A-Z][\w']{{1,20}}\.?)"
        rf"(?: [A-Z][\w']{{1,20}}){{0,2}} (?:{streets})(?!\w))"
    )


def read_house_number(text: Text, at: int) -> Reading | None:
    """Read the number before the name of a street: `1600 Pennsylvania Avenue`, `742 Evergreen Terrace`."""
    match = _house().match(text.plain, at)
    if match is None or (text.british and len(match[1]) == 3):
        return None
    return Reading(at, match.end(), code_number(match[1], text))

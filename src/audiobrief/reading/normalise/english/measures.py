"""Read numbers with a unit, a percentage or a magnitude, and places on the globe."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache, lru_cache

from audiobrief.reading.normalise.english.numbers.amounts import DASH, NUMBER, describes
from audiobrief.reading.normalise.english.numbers.number_words import number
from audiobrief.reading.normalise.locales import format_unit
from audiobrief.reading.normalise.tables import table, words
from audiobrief.reading.normalise.text import POWERS, Reading, Text

_FEET = re.compile(r"(\d{1,2})(?:'|′| ?ft) ?(\d{1,2})(?:\"|″|''| ?in(?!\w| (?:an?|her|his|its|the|\d)))")
_SIDE = re.compile(r"(\d{1,3}(?:\.\d{1,2})?)(?:(['′])|[\"″])(?! ?\d)")
_QUOTE = re.compile(r'(?<!\d)"')
_BY = r"(?: ?[x×] ?| by )"
_DIMENSION = r"\d{1,5}(?:\.\d{1,3})?(?: ?[a-z]{1,2}|['\"′″])?"
_SIDES_BEFORE = re.compile(rf"(?<![\w.])(?:{_DIMENSION}{_BY}){{1,2}}$")
_SIDES_AFTER = re.compile(rf"(?:{_BY}{_DIMENSION}){{1,2}}(?!\w)")
_LARGE = re.compile(rf"({NUMBER})(?:{DASH}({NUMBER}))?([ -]?)(bn|trn|tn|mn|mln|m|M|B|k|K)(?!\w)")
_LARGE_WORDS = {"m": "million", "M": "million", "B": "billion", "k": "thousand", "K": "thousand"}
_SIZES = r"(?:[ -](hundred|thousand|million|billion|trillion)|(bn|tn|m|k)(?= (?!in )))"
_WITHIN_THE = re.compile(r"(?i)\b(?:during|in|for|within) the (?:first |last |final )?$")
_DEGREES = frozenset({"C", "F", "°", "º"})
_NO_INITIAL = re.compile(r"(?!\. ?[A-Z\d])(?![ -]?[A-Z]?\d)(?! (?:Rex|Max)\b)")
_FORMULA = re.compile(
    rf"(?:(?!cos|log|sin|tan)[a-z]{{2,3}}|π[a-z]{{0,2}})(?=\^[23](?!\w)|[{''.join(POWERS.values())}])"
)
_ENDS = re.compile(r"[.,;:)]|$")

_POWERS = str.maketrans("".join(POWERS), "".join(POWERS.values()))
_WRITTEN_POWERS = str.maketrans("".join(POWERS.values()), "".join(POWERS))
_COORDINATE = re.compile(
    r"(?P<degrees>\d{1,3}(?:\.\d{1,8})?) ?[°º] ?(?:(?P<minutes>\d{1,2}(?:\.\d{1,6})?) ?['′] ?)?"
    r"(?:(?P<seconds>\d{1,2}(?:\.\d{1,6})?) ?[\"″”] ?)?(?P<direction>[NSEW])(?![\w'])"
)
_DIRECTIONS = {"N": "north", "S": "south", "E": "east", "W": "west"}


def alternatives(symbols: Iterable[str]) -> str:
    """Return the pattern of any of some symbols, as they stand in a plain text."""
    longest_first = sorted(symbols, key=len, reverse=True)
    return "|".join(re.escape(symbol.translate(_POWERS)) for symbol in longest_first)


@cache
def _unit_names() -> dict[str, str | list[str]]:
    """Return the names of all units by their symbols, also by those in other capitals."""
    names: dict[str, str | list[str]] = {**table("units", "names"), **table("units", "words")}
    cases = {
        form: names[symbol]
        for symbol in _unit_list("any_case")
        for form in (symbol.lower(), symbol.title(), symbol.upper())
    }
    return {**cases, **names}


@cache
def _measure() -> re.Pattern[str]:
    symbols = alternatives(_unit_names())
    rates = alternatives({*table("english", "per"), *_unit_names()})
    return re.compile(
        rf"({NUMBER})(?:(?: ?({symbols}))?{DASH}({NUMBER}))?{_SIZES}?( ?-?)({symbols})"
        rf"(?!\w|\.\w|['&]\w)(?:/({rates})(?!\w))?(?!/(?!-?\d{{1,3}}(?:\.\d)?(?:°|[CF]\b)|gas mark)\w)"
    )


@cache
def _unit() -> re.Pattern[str]:
    symbols = [symbol for symbol in _unit_names() if not symbol.isalpha() or symbol in _unit_list("bare")]
    return re.compile(rf"({alternatives(symbols)})(?![\w/]|['&.]\w)")


@cache
def _rate() -> re.Pattern[str]:
    return re.compile(rf"({NUMBER})/({alternatives(table('english', 'per'))})(?!\w)")


@cache
def _unit_after() -> re.Pattern[str]:
    symbols = [symbol for symbol in _unit_names() if symbol not in _unit_list("only_apart")]
    return re.compile(rf"[ -]?({alternatives(symbols)})(?![\w/]|['&.]\w)")


def is_bare_unit(word: str) -> bool:
    """Return whether a word is a unit even without a number before it."""
    return word in _unit_list("bare")


@lru_cache(maxsize=512)
def unit_name(symbol: str, locale: str, *, one: bool) -> str:
    """Return the singular or plural name of a unit, in an English that babel knows."""
    name = _unit_names()[symbol.translate(_WRITTEN_POWERS)]
    if isinstance(name, list):
        return name[0 if one else 1]
    count = 1 if one else 2
    return format_unit(count, name, locale).removeprefix(f"{count} ")


def percent(text: Text) -> str:
    """Return the words for the sign %."""
    return unit_name("%", text.locale, one=False)


def read_feet_and_inches(text: Text, at: int) -> Reading | None:
    """Read `5'10"` and `5ft 10in`, as a height is said, and `6' x 4'`."""
    match = _FEET.match(text.plain, at)
    if match is not None and int(match[2]) <= 11:
        feet, inches = (number(digits, british=text.british) for digits in match.groups())
        return Reading(at, match.end(), f"{feet} foot {inches}")
    match = _SIDE.match(text.plain, at)
    if match is None:
        return None
    start, end = _dimensions(text, at, match.end())
    single = describes(text, start, end)
    is_quoted = len(_QUOTE.findall(text.before(at))) % 2 == 1 or text.plain[at - 1 : at] not in {"", " "}
    if (start, end) == match.span() and (is_quoted or not single):
        return None
    names = ("foot", "feet") if match[2] else ("inch", "inches")
    single = single or match[1] == "1"
    return Reading(at, match.end(), f"{number(match[1], british=text.british)} {names[0 if single else 1]}")


def _dimensions(text: Text, at: int, end: int) -> tuple[int, int]:
    """Return the span of a measure together with the sides before and after it: `10ft x 12ft`."""
    before = _SIDES_BEFORE.search(text.plain, max(0, at - 30), at)
    after = _SIDES_AFTER.match(text.plain, end)
    return before.start() if before else at, after.end() if after else end


def read_measure(text: Text, at: int) -> Reading | None:
    """Read `30mph`, `5-10%`, `20°C`, `270 million km`, `9 kg/m³`, `100m` as metres."""
    match = _measure().match(text.plain, at)
    if match is None:
        return None
    first, early, last, size, short, space, symbol, rate = match.groups()
    symbol = _symbol_by_context(symbol, text, match)
    if size or short:
        if symbol in _unit_list("not_after_size"):
            return None
    elif not _is_unit(text, match, symbol, apart=bool(space)):
        return None
    if early and early != symbol and early not in _DEGREES:
        return None
    spoken = number(first, british=text.british)
    if last:
        if early:
            spoken = f"{spoken} {unit_name(early if early == symbol else symbol, text.locale, one=first == '1')}"
        spoken = f"{spoken} to {number(last, british=text.british)}"
    if size or short:
        spoken = f"{spoken} {size or _LARGE_WORDS.get(short) or table('english', 'magnitudes')[short]}"
    end = unit_end(text, match.end(), symbol)
    spoken = f"{spoken} {unit_name(symbol, text.locale, one=_is_singular(text, match, symbol))}"
    return Reading(at, end, f"{spoken} per {per(rate, text)}" if rate else spoken)


def _is_singular(text: Text, match: re.Match[str], symbol: str) -> bool:
    first, _, last, size, short, hyphen, *_ = match.groups()
    single = (first == "1" and not last and not size and not short) or (
        symbol not in _unit_list("no_singular") | _unit_list("temperatures")
        and (hyphen == "-" or describes(text, *_dimensions(text, match.start(), unit_end(text, match.end(), symbol))))
    )
    if symbol == "m":
        following = text.word_after(match.end()).lower()
        single = (single or following in words("metres", "single")) and following not in words("metres", "events")
    return single


def per(symbol: str, text: Text) -> str:
    """Return the words after `per` for what is written after a slash: the name of a unit, else the word itself."""
    named = table("english", "per").get(symbol.translate(_WRITTEN_POWERS))
    if named is None and symbol.translate(_WRITTEN_POWERS) not in _unit_names():
        return symbol
    return str(named or unit_name(symbol, text.locale, one=True))


def unit_end(text: Text, end: int, symbol: str) -> int:
    """Return the end of a unit, with its full stop where the sentence does not end there."""
    if text.plain[end : end + 1] != "." or text.closes(end + 1):
        return end
    following = text.after(end + 1)
    is_inside = re.match(r" [a-z]|[,;:)]", following) is not None
    return end + 1 if is_inside or (symbol in _unit_list("stopped") and not re.match(r" [A-Z]", following)) else end


def read_unit_after(text: Text, at: int, *, one: bool) -> tuple[int, str]:
    """Return the end and the name of a unit at a place, after a number; the place and an empty text if there is none.

    Args:
        text: the text.
        at: the end of the number.
        one: True for the singular.
    """
    match = _unit_after().match(text.plain, at)
    if match is None:
        return at, ""
    symbol = match[1]
    if text.plain[at] == " " and not _is_unit_apart(text, match.end(), symbol):
        return at, ""
    if symbol == "m" and not _is_distance(text, at, match.end()):
        return at, ""
    single = one or text.plain[at] == "-"
    return unit_end(text, match.end(), symbol), f" {unit_name(symbol, text.locale, one=single)}"


def read_rate(text: Text, at: int) -> Reading | None:
    """Read `20/day`: a number, a slash and a word of the table."""
    match = _rate().match(text.plain, at)
    return match and Reading(at, match.end(), f"{number(match[1], british=text.british)} per {per(match[2], text)}")


def _symbol_by_context(symbol: str, text: Text, match: re.Match[str]) -> str:
    """Return the symbol of minutes for an `m`, of bits for `bps`, or of knots for `kt`, by the words near it."""
    other = table("units", "rules", "other").get(symbol)
    if other is not None:
        return str(other["symbol"]) if not text.words_near(*match.span()).isdisjoint(other["near"]) else symbol
    if symbol != "m" or match[4] or match[5] or match[8]:
        return symbol
    start, end = match.span()
    following = text.word_after(end).lower()
    if following in words("metres", "minutes_after"):
        return "min"
    if following in words("metres", "events") | words("metres", "others") | words("metres", "single"):
        return symbol
    if following in words("numbers", "counted") or (following.endswith("s") and len(following) > 3):
        return symbol
    if following in words("metres", "minutes_until") and _WITHIN_THE.search(text.before(start)):
        return "min"
    before = text.word_before(start).lower()
    before_number = before in words("metres", "minutes_before") or before in words("metres", "minutes_near")
    near = set(re.findall(r"[a-z]+", text.before(start).lower())[-4:])
    return "min" if before_number and near & words("metres", "minutes_near") else symbol


def _is_unit(text: Text, match: re.Match[str], symbol: str, *, apart: bool) -> bool:
    """Return whether letters after a number are a unit there."""
    start, end = match.span()
    if apart and not _is_unit_apart(text, end, symbol):
        return False
    near = table("units", "rules", "near").get(symbol)
    if near is not None:
        return not text.words_near(start, end).isdisjoint(near)
    if not apart and symbol in _unit_list("only_apart") and "." not in match[1]:
        return False
    if symbol == "m":
        return _is_distance(text, start, end)
    if symbol == "st":
        return match[1][-1] != "1" or match[1].endswith("11") or re.match(r" \d+lb", text.after(end)) is not None
    if symbol in {"C", "F"}:
        return text.word_before(start).lower() not in words("numbers", "labels") and len(match[1]) <= 5
    return True


def _is_unit_apart(text: Text, end: int, symbol: str) -> bool:
    """Return whether letters are a unit where a space is between them and the number."""
    if symbol in _unit_list("close"):
        return symbol == "st" and re.match(r" \d{1,2} ?lbs?(?!\w)", text.after(end)) is not None
    if symbol in _unit_list("close_or_dimension"):
        return text.word_after(end).lower() in _unit_list("dimensions") or _ENDS.match(text.after(end)) is not None
    if symbol in _unit_list("close_or_no_initial"):
        return _NO_INITIAL.match(text.after(end)) is not None
    return symbol != "s" or re.match(r"\. ?\d", text.after(end)) is None


@cache
def _unit_list(name: str) -> frozenset[str]:
    """Return a list of units from the table of rules."""
    return frozenset(table("units", "rules")[name])


def _is_distance(text: Text, at: int, end: int) -> bool:
    """Return whether an `m` after a number is metres, and not millions."""
    following = text.word_after(end).lower()
    if following in words("metres", "events") | words("metres", "others") | words("metres", "single"):
        return True
    if text.word_before(at).lower() == "the" and text.plain[at:end] in words("metres", "races"):
        return True
    if text.plain[at - 1 : at] in {"x", "×"} or re.match(r" ?[x×]", text.after(end)):
        return True
    if (
        following in words("numbers", "counted")
        or following in table("units", "words")
        or (following.endswith("s") and len(following) > 3)
    ):
        return False
    near = text.words_near(at, end)
    if near & words("metres", "millions_near"):
        return False
    if near & words("numbers", "counted") and text.word_before(at).lower() in {"from", "to", "than"}:
        return False
    return not re.match(r" [a-z]+ (?:people|men|women|homes|jobs|users|tonnes|years|viewers)\b", text.after(end))


def read_magnitude(text: Text, at: int) -> Reading | None:
    """Read a number with `m`, `bn` or `k` that counts: `1.5m people`."""
    match = _LARGE.match(text.plain, at)
    if match is None:
        return None
    first, last, space, letter = match.groups()
    following = text.word_after(match.end()).lower()
    if space and letter in _LARGE_WORDS and following not in words("numbers", "counted"):
        return None
    if letter in {"M", "B"} and not (following.endswith("s") or following in words("numbers", "counted")):
        return None
    size = table("english", "magnitudes").get(letter) or _LARGE_WORDS[letter]
    if letter in {"k", "K"} and following in words("metres", "runs") | words("metres", "screens"):
        size = "K"
    if letter == "K" and not following:
        size = "K"
    spoken = number(first, british=text.british)
    if last:
        spoken = f"{spoken} to {number(last, british=text.british)}"
    return Reading(at, match.end(), f"{spoken} {size}")


def read_formula(text: Text, at: int) -> Reading | None:
    """Read letters before a power one by one: `mc²`, `πr²`."""
    match = _FORMULA.match(text.plain, at)
    if match is None or match[0] in _unit_names():
        return None
    spoken = " ".join("pi" if letter == "π" else letter.upper() for letter in match[0])
    return Reading(at, match.end(), spoken, spelled="π" not in match[0])


def read_unit(text: Text, at: int) -> Reading | None:
    """Read a unit without a number: `km²`, `km/h`, `several km`, `per kg`."""
    match = _unit().match(text.plain, at)
    if match is None:
        return None
    one = text.word_before(at).lower() in _unit_list("singular_after")
    return Reading(at, match.end(), unit_name(match[1], text.locale, one=one))


def read_coordinate(text: Text, at: int) -> Reading | None:
    """Read `27°59'N`, `51.5° N` and `0° 7' 39" W`."""
    match = _COORDINATE.match(text.plain, at)
    if match is None:
        return None
    parts = [
        f"{number(digits, british=text.british)} {unit if digits == '1' else unit + 's'}"
        for unit in ("degree", "minute", "second")
        if (digits := match[f"{unit}s"]) is not None
    ]
    return Reading(at, match.end(), f"{' '.join(parts)} {_DIRECTIONS[match['direction']]}")

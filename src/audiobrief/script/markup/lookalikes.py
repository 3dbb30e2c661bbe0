"""Find what looks like a mark and is none: it would be spoken as it is written.

Brackets are judged where they are read; all else is found in the text that is left when the marks are taken out.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from audiobrief.script.markup.marks import KEYS, SYNONYMS, MarkProblem

_UNITS = {"ms": r"ms|msecs?|millis|milliseconds?", "s": r"s|secs?|seconds?", "min": r"m|mins?|minutes?"}
_NUMBERS = {"half a": "0.5", "a": "1", "an": "1", "one": "1", "two": "2", "three": "3", "five": "5", "ten": "10"}
_ANY_UNIT = "|".join(_UNITS.values())
_BREAK = re.compile(
    rf"""\s*(?:a\s+)?(?:(?:short|long|brief)\s+)?(?P<word>pause|break|silence|wait|beat)?\s*[:=,–-]?\s*(?:of|for)?\s*
    ["'“]?(?:(?P<number>\d+(?:[.,]\d+)?|[.,]\d+|{"|".join(_NUMBERS)})\s*-?\s*(?P<unit>{_ANY_UNIT})?)?\.?["'”]?
    \s*(?P<after>pause|break|silence)?\s*""",
    re.IGNORECASE | re.VERBOSE,
)
_OTHER_UNIT = re.compile(r"\s*\d+(\.\d+)?\s*[a-zA-Z]{1,3}\s*")
_LONE_MARK = re.compile(
    rf"""\s*/?\s*(?:[a-z][a-z-]*\s*:\s*["'“].*|(?i:{"|".join(KEYS)})(?:\s*[:=].*|\s+["'“„].*)|(?i:characters)\s*)""",
    re.DOTALL,
)
_CLOSING_TAG = re.compile(rf"\s*/\s*(?:{'|'.join(KEYS)}|[a-z]+)\s*", re.IGNORECASE)
_SEGMENT_KEY = re.compile(r"\s*(?P<key>chapter|bed|sound|image|url|pause)\s*[:=]\s*(?P<value>.*)", re.DOTALL)
_VALUE = re.compile(
    r"""\s*(?P<key>[A-Za-z-]+)\s*(?:[:=]\s*|\s)["'“”„«]?(?P<value>[^"'“”„»;]*)["'”“»]?\s*""",
)
_LETTER = re.compile(r"[^\W\d_]")

Advice = tuple[str, str]
"""The mistake, and what to do."""


def spell_break(inner: str) -> str | None:
    """Return how a break is written that is written otherwise in brackets, such as `[1s]`; None for other text."""
    match = _BREAK.fullmatch(inner)
    if match is None:
        return None
    number, unit, word = match["number"], match["unit"], match["word"] or match["after"]
    if number is None:
        return "[500ms]" if word and word.lower() in {"pause", "break", "silence"} else None
    if not (unit or word) or (not unit and not number[-1].isdigit()):
        return None
    number = _NUMBERS.get(number.lower(), number.replace(",", "."))
    short = next((name for name, names in _UNITS.items() if unit and re.fullmatch(names, unit, re.IGNORECASE)), "s")
    return f"[{number if number[0] != '.' else '0' + number}{short}]"


def bracket_problem(inner: str, before: str) -> Advice | None:
    """Return what is wrong with text in brackets that is no mark; None where it is text.

    Args:
        inner: the text between the brackets.
        before: the text before them.
    """
    if _LONE_MARK.fullmatch(inner):
        return f"the mark [{inner}] belongs to no words", _lone_mark_advice(inner, before)
    if spelling := spell_break(inner):
        return f"[{inner}] is not a break", f"write {spelling}, or \\[ for a bracket"
    if _OTHER_UNIT.fullmatch(inner):
        return f"[{inner}] is not a break", "write [500ms] or [1.5s], or \\[ for a bracket"
    if match := _SEGMENT_KEY.fullmatch(inner):
        advice = f"write '{match['key']}: ...' on a line of its own below the text, or \\[ for a bracket"
        return f"[{inner}] is not a mark, and would be spoken", advice
    if _CLOSING_TAG.fullmatch(inner):
        return f"[{inner}] is not a mark", 'write (words)[voice:"name"], or \\[ for a bracket'
    return None


def _lone_mark_advice(inner: str, before: str) -> str:
    if re.search(r"\)\s+$", before):
        return "delete the space between ) and [, or write \\[ for a bracket"
    if before.rfind("(") > before.rfind(")"):
        return "close the parenthesis before it: write )[, or write \\[ for a bracket"
    if before.endswith("]"):
        return "join the marks with a semicolon in one pair of brackets, or write \\[ for a bracket"
    if word := re.search(r"[^\W_][^\s()\[\]]*$", before):
        return f"put the words before it in parentheses: ({word[0]})[{spell_mark(inner) or inner}]"
    return 'write (words)[voice:"name"], or \\[ for a bracket'


def spell_mark(marks: str) -> str | None:
    """Return a mark as it is written, such as `sub:"Keev"`; None where it is no mark in another spelling."""
    match = _VALUE.fullmatch(marks)
    if match is None:
        return "characters" if SYNONYMS.get(marks.strip().lower(), marks.strip().lower()) == "characters" else None
    key = SYNONYMS.get(match["key"].lower(), match["key"].lower())
    if key == "characters":
        return key
    value = match["value"].strip()
    return f'{key}:"{value.strip("/") if key == "ipa" else value}"' if key in KEYS and value else None


def attached_problem(words: str, marks: str) -> Advice | None:
    """Return what is wrong with brackets right behind parentheses that are no marks; None where they are text."""
    if not _LETTER.search(marks) or ("[" in marks and not re.search(r":[\"']", marks)):
        return None
    what = f"the mark [{marks}] cannot be read"
    if re.search(r"[\"'”]\s*[,.&/+]?\s*[a-z]+\s*:", marks):
        return what, 'part several marks with a semicolon: (words)[voice:"name";lang:"fr"]'
    if (spelling := spell_mark(marks)) or re.fullmatch(r"[^\W\d_][\w' -]{0,30}", marks):
        spelling = spelling or f'sub:"{marks}"'
        shown = words if len(words) <= 40 else "words"
        return what, f"write ({shown})[{spelling}], or \\[ for a bracket"
    return what, 'write (words)[sub:"other words"], or \\[ for a bracket'


def _break_advice(match: re.Match[str]) -> str:
    spelling = spell_break(match["inner"]) if "inner" in match.re.groupindex else None
    return f"write {spelling or '[500ms]'} for a break"


def _reversed_mark(match: re.Match[str]) -> str | None:
    """Return a mark whose brackets and parentheses were swapped; None for a link."""
    spelling = None if "/" in match["mark"] and ":/" in match["mark"] else spell_mark(match["mark"])
    return f"({match['words']})[{spelling}]" if spelling else None


def _tag_advice(match: re.Match[str]) -> str:
    name = match["name"].lower()
    if name == "break":
        length = re.search(r"[\d.]+m?s", match[0])
        return f"write [{length[0] if length else '500ms'}] for a break"
    if name in {"b", "i", "em", "strong", "emphasis", "u"}:
        return "write ++words++ to stress them"
    return 'write a mark such as (words)[sub:"other words"], or delete it'


_LENGTH = rf"\d+(?:[.,]\d+)?\s?(?:{_ANY_UNIT})"
_PAUSE = rf"(?:(?:short |long )?(?:pause|break|silence)(?:[ :=]{{1,2}}(?:{_LENGTH}|\d+))?|{_LENGTH} (?:pause|break))"
_TAGS = "break|emphasis|prosody|say-as|sub|phoneme|voice|lang|speak|audio|p|s|b|i|u|em|strong|br|span|a"
_LOOKALIKES: tuple[tuple[re.Pattern[str], str, str | Callable[[re.Match[str]], str]], ...] = (
    (re.compile(rf"\[\s?{_LENGTH}\b", re.IGNORECASE), "the break '{}' is not closed", "write a ] after it"),
    (re.compile(rf"(?<![\w.,\0]){_LENGTH}\s?\]", re.IGNORECASE), "'{}' is no break", "write a [ before it"),
    (re.compile(rf"[{{<]\s?(?P<inner>{_LENGTH}|{_PAUSE})\s?[}}>]", re.IGNORECASE), "{} is no break", _break_advice),
    (re.compile(rf"\(\s?(?P<inner>{_PAUSE}|\d+ ?ms)\s?\)", re.IGNORECASE), "{} is no break", _break_advice),
    (
        re.compile(rf"(?:(?<=[.?!…”\"] )|^)\((?P<inner>{_LENGTH})\)(?=\s|$)", re.MULTILINE),
        "{} is no break",
        _break_advice,
    ),
    (
        re.compile(rf"(?<!\])[({{<]\s?(?:{'|'.join(KEYS)})\s?[:=]\s?[\"'“][^\n(){{}}<>]{{0,80}}[)}}>]", re.IGNORECASE),
        "{} is no mark",
        'marks stand in square brackets: (words)[sub:"other words"]',
    ),
    (
        re.compile(rf"\{{\s?(?:{'|'.join(KEYS)})\s?\}}", re.IGNORECASE),
        "{} is no mark",
        "marks stand in square brackets: (words)[characters]",
    ),
    (re.compile(rf"</?\s?(?P<name>{_TAGS})\b(?=[\s/>])[^<>]{{0,200}}>", re.IGNORECASE), "{} is no mark", _tag_advice),
    (
        re.compile(r"!?\[(?P<words>[^\[\]\n]{1,200})\]\((?P<mark>[^()\n]{1,200})\)"),
        "{} is no mark",
        lambda match: f"write {_reversed_mark(match) or 'the words alone, since a link is not spoken'}",
    ),
    (
        re.compile(r"\((?P<words>[^()\n]{1,80})\)\(\s?[\"“'](?P<mark>[^()\n]{1,80})[\"”']\s?\)"),
        "{} is no mark",
        lambda match: f'write ({match["words"]})[sub:"{match["mark"]}"]',
    ),
    (
        re.compile(r"(?<![\w*])(\*{1,3})(?=[^\s*])[^*\n]{0,200}[^\s*]\1(?![\w*])"),
        "the asterisks of {} are no mark",
        "write ++words++ to stress them",
    ),
    (
        re.compile(r"(?<![\w_])(_{1,2})(?=[^\s_])[^_\n]{0,200}[^\s_]\1(?![\w_])"),
        "the underscores of {} are no mark",
        "write ++words++ to stress them",
    ),
    (re.compile(r"`{1,3}[^`\n]{1,200}`{1,3}"), "the signs ` of {} are no mark", "delete them"),
    (re.compile(r"^[ \t]*#{1,6}[ \t]+\S+", re.MULTILINE), "'{}' is no heading", "write chapter: below the text"),
    (re.compile(r"(?<![\w+])\+\+(?=[^\W\d_])"), "the mark ++ is not closed", "write ++ behind the words, too"),
    (
        re.compile(r"(?<![\w+])\+[^\W\d_](?:[^\W\d_]|[ '’-]){0,40}\+(?![\w+])"),
        "{} is no mark",
        "write ++words++ to stress them",
    ),
)


def find_lookalikes(text: str) -> Iterator[MarkProblem]:
    """Find what looks like a mark in a text whose marks are blanked out."""
    for pattern, what, advice in _LOOKALIKES:
        for match in pattern.finditer(text):
            shown = " ".join(match[0].split())
            shown = shown if len(shown) <= 60 else f"{shown[:59]}…"
            cure = advice if isinstance(advice, str) else advice(match)
            length = match.end() - match.start()
            yield MarkProblem(match.start(), length, what.format(shown), f"{cure}; a backslash before a sign keeps it")

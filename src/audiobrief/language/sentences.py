"""Split texts into sentences, and long sentences into stretches that an engine can say.

sentencex (Wikimedia) finds the sentences. Those that it splits after an abbreviation, an ordinal or a name with a mark
are joined, and ends that it does not find are added, by the table of a language.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache

from audiobrief.language.calendar import weekday_names
from audiobrief.language.codes import primary_language
from audiobrief.language.tables import table, whole_table

LONGEST = 480
"""The most characters that an engine is given at a time."""
LONGEST_WORD = 45
"""Characters of the longest word that espeak-ng says in full, measured: it says 50 letters and drops the rest."""
LONGEST_SENTENCE = 35
"""Words; listeners lose the thread of a longer one."""

_LONGEST_CONTEXT = 60
"""Characters to each side of a boundary that decide whether it is one."""
_HAS_WORD = re.compile(r"\w")
_NUMBER = re.compile(r"#?\d|[IVXLC]{2,}(?!\w)|[IVX](?!['’]?\w| \w)|[ivxl]{2,6}(?!\w)")
_NUMERAL = re.compile(r"(?:\b\d{1,2}|\b[IVXLC]+)\.\s*$")
_DATE_FOLLOWS = re.compile(r"[A-ZÄÖÜ]\w+\s+\d")
_SMALL_WORD = re.compile(r"[\"'“‘(\[]?[a-zà-ÿ]+(?![A-Z])")
_STOP_BEFORE_WORD = re.compile(r"(?:^|\s|\b[A-Z]+)\.$")  # .NET
_DAYTIME = re.compile(r"\d ?[ap]\.m\.\s*$", re.IGNORECASE)
_ENGLISH_ENDS = (
    # May is also an abbreviation before a name for sentencex, no and a single letter are abbreviations.
    r"\b(?:in|of|since|until|till|by|last|next|early|mid|late|this|\d{1,2}) May\.\s+(?=[A-Z])",
    r"(?:^|(?<=\s)|(?<=[\"'“‘(]))[Nn]o\.[\"'”’]?\s+(?=[\"'“‘]?(?:I(?!\w)|(?![IVXLC]+(?!\w)|One\b|Two\b|Three\b)[A-Z]))",
    r"(?:\d ?|/)[mthgls]\.\s+(?=[A-Z])",
    r"\b(?:LETTERED) [A-Z]\.\s+(?=[A-Z])",
    r"(?<=[a-z] )[A-Z]\.\s+(?=(?:STARTER)(?![\w.]))",  # from A to B. They
    r"\b(?:awarded|earned|earns|get|gets|given|got|scored) (?:an? )?[A-F]\.\s+(?=[A-Z][a-z]+ [a-z])",
    r"\b(?:D\.C|U\.[KNS])\.\s+(?=(?:SUBJECT) [a-z])",
    r"\b(?:COMPANY)\.[\"'”’)]*\s+(?=(?:STARTER|(?:SUBJECT) [a-z]\w*)(?!\w))",
    r"\b(?:War|Act|Part|Chapter|Volume|Book|Phase|Episode|Title|Type|Stage) [IVXL]{1,6}\.\s+(?=[A-Z])",
    r"\b[A-Z][a-z]+ [IVX]{1,6}\.\s+(?=(?:STARTER)(?!\w))",
    r"(?:\d ?[CFVWAKL]|\d)\.\s+(?=(?:STARTER)(?!\w))",
    r"(?<!\d{3})\d ?[CFVWKL]\.\s+(?=[A-Z][a-z]+ [a-z\d])",
    r"[\u2600-\u2664\u2666-\u2763\u2765-\u27bf\u2b00-\u2bff\U0001f300-\U0001faff]\ufe0f?\s+(?=(?:STARTER)(?!\w))",
)
"""Ends of English sentences that sentencex does not find."""
_LEADING_PICTURES = re.compile(
    r"(?:[\u2600-\u27bf\u2b00-\u2bff\U0001f1e6-\U0001f1ff\U0001f300-\U0001faff]"
    r"[\u200d\ufe0f\u2640\u2642\U0001f3fb-\U0001f3ff]*\s*)+(?!\S{0,3}[.!?])(?=[\"'“‘(\s]?[^\Wa-z]|$)"
)
_CLAUSE_END = re.compile(r"[,;:–—)\]”\"]\s+|\s+[–—(]")
_DIGITS = re.compile(r"\d{16,}")
_NESTED_BRACKETS = re.compile(r"[(\[{][^)\]}]*[(\[{]")


def split_sentences(text: str, language: str) -> tuple[tuple[int, int], ...]:
    """Return the first character of every sentence and the one after its last; none starts or ends with a space."""
    import sentencex

    rules = _rules(primary_language(language))
    bounds: list[tuple[int, int]] = []
    for boundary in sentencex.get_sentence_boundaries(rules.language, text):
        start, end = boundary["start_index"], boundary["end_index"]
        if bounds and rules.joins(text, bounds[-1], end):
            start = bounds.pop()[0]
        bounds.append((start, end))
    if rules.sentence_end is not None:
        bounds = [part for start, end in bounds for part in _split_at(rules.sentence_end, text, start, end)]
    if not text.isascii():
        bounds = list(_with_pictures(text, bounds))
    return _trimmed(text, bounds)


def _split_at(ends: re.Pattern[str], text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    for match in ends.finditer(text, start, end):
        yield start, match.end()
        start = match.end()
    yield start, end


def _with_pictures(text: str, bounds: Iterable[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Yield bounds so that an emoji between two sentences belongs to the first of them."""
    first, last = -1, -1
    for start, end in bounds:
        match = _LEADING_PICTURES.match(text, start, end) if last >= 0 else None
        begin = match.end() if match else start
        last = begin if match else last
        if begin < end:
            if last >= 0:
                yield first, last
            first, last = begin, end
    if last >= 0:
        yield first, last


@dataclass(frozen=True, slots=True)
class _SentenceRules:
    """How the sentences of a language that sentencex finds are joined and split."""

    language: str
    unfinished: re.Pattern[str]
    """The end of a text that is no end of a sentence, where a word in small letters or a number follows."""
    before_number: re.Pattern[str]
    """The end of a text that goes on with a number."""
    before_name: re.Pattern[str]
    """The end of a text that goes on with a name."""
    marked_name: re.Pattern[str]
    """The end of a text that is a name with a mark: `Yahoo!`."""
    ordinal: re.Pattern[str]
    """The end of a text that is an ordinal: `der 2.`."""
    starter: re.Pattern[str]
    """A word that begins a sentence."""
    sentence_end: re.Pattern[str] | None
    """Ends of sentences that sentencex does not find; None where there are none."""

    def joins(self, text: str, before: tuple[int, int], end: int) -> bool:
        """Return whether a sentence of sentencex and the text after it, up to `end`, are one sentence."""
        start, middle = before
        ending, after = text[max(start, middle - _LONGEST_CONTEXT) : middle], text[middle : middle + _LONGEST_CONTEXT]
        after = after[: end - middle].lstrip()
        apart = ending[-1:].isspace() or text[middle : middle + 1].isspace()
        if not after or (not apart and after[0] in "-–—/") or after[0] in "&,;:ªº":
            return True
        if not _HAS_WORD.search(text, start, middle) or not _HAS_WORD.search(text, middle, end):
            return True  # punctuation by itself is no sentence
        if not apart and (_STOP_BEFORE_WORD.search(ending) or unicodedata.category(after[0]) == "No"):
            return True
        if _NUMBER.match(after) and self.before_number.search(ending):
            return True
        if self.starter.match(after):
            return False
        return self._goes_on(text[start : start + 1], ending, after)

    def _goes_on(self, first: str, ending: str, after: str) -> bool:
        """Return whether a sentence goes on, by its first character, its end and the text after it."""
        if _SMALL_WORD.match(after):
            is_numeral = _NUMERAL.search(ending) is not None
            return (
                is_numeral or self.unfinished.search(ending) is not None or (self.language == "en" and first.isupper())
            )
        if self.before_name.search(ending) or self.marked_name.search(ending):
            return True
        if self.language == "en":
            return _DAYTIME.search(ending) is not None and _after_daytime().match(after) is not None
        return self.ordinal.search(ending) is not None or (
            _NUMERAL.search(ending) is not None and _DATE_FOLLOWS.match(after) is not None
        )


@cache
def _rules(language: str) -> _SentenceRules:
    words = table("sentences", language)
    numbered = [*whole_table("sentences")["all"]["before_number"], *words.get("before_number", ())]
    starters = words.get("starters", ())
    finished = words.get("finished", ())
    ends = [rf"\b(?:{_any(finished)})\.[\"'”’)]*\s+(?=[\"'“‘(]?[^\W\d_a-zà-ÿ])"] if finished else []
    if language == "en":
        lists = {"STARTER": "starters", "LETTERED": "lettered", "COMPANY": "companies", "SUBJECT": "subjects"}
        pattern = "|".join(_ENGLISH_ENDS)
        for name, key in lists.items():
            pattern = pattern.replace(name, _any(words[key]))
        ends.append(pattern)
    return _SentenceRules(
        language,
        unfinished=_at_end(words.get("unfinished", ()), re.IGNORECASE),
        before_number=_at_end(numbered, re.IGNORECASE),
        before_name=_at_end(words.get("before_name", ())),
        marked_name=re.compile(rf"(?:^|\W)(?:{_any(words.get('marked_names', ()))})\s*$"),
        ordinal=re.compile(
            rf"(?:^|\W)(?:{_any(words.get('before_ordinal', ()))}) (?:\d{{1,3}}|[IVXLC]+)\.\s*$", re.IGNORECASE
        ),
        starter=re.compile(rf"[\"'“‘(]?(?:{_any(starters)})(?!\w)"),
        sentence_end=re.compile("|".join(ends)) if ends else None,
    )


def _any(words: Iterable[str]) -> str:
    """Return a pattern of any of some words; without words, one that matches nothing."""
    return "|".join(map(re.escape, sorted(words, key=len, reverse=True))) or "(?!)"


def _at_end(abbreviations: Iterable[str], flags: re.RegexFlag = re.NOFLAG) -> re.Pattern[str]:
    return re.compile(rf"(?<![\w.])(?:{_any(abbreviations)})\.\s*$", flags)


@cache
def _after_daytime() -> re.Pattern[str]:
    """Return the pattern of what may follow `a.m.` in a sentence: a time zone or a weekday."""
    names = [*table("sentences", "en")["time_zones"], *weekday_names("en")]
    return re.compile(rf"(?:{_any(names)})(?!\w)")


def _trimmed(text: str, bounds: Iterable[tuple[int, int]]) -> tuple[tuple[int, int], ...]:
    """Return parts of a text without the spaces at their ends, and without parts that are only spaces."""
    trimmed = []
    for start, end in bounds:
        if part := text[start:end].strip():
            first = text.index(part[0], start)
            trimmed.append((first, first + len(part)))
    return tuple(trimmed)


def split_long(text: str, longest: int = LONGEST) -> tuple[tuple[int, int], ...]:
    """Split a text into stretches that an engine can say; only spaces at the cuts are left out.

    The cuts are at the last end of a clause, else at the last space, else anywhere. Words of more than `LONGEST_WORD`
    characters and runs of more than 15 digits are cut, too.
    """
    stretches: list[tuple[int, int]] = []
    start = 0
    for cut in [*_cuts_in_words(text), len(text)]:
        while cut - start > longest:
            end = _best_cut(text, start, start + longest)
            stretches.append((start, end))
            start = end
        stretches.append((start, cut))
        start = cut
    return _trimmed(text, stretches)


def _cuts_in_words(text: str) -> list[int]:
    cuts = []
    for word in re.finditer(r"\S+", text):
        if len(word[0]) > LONGEST_WORD:
            cuts += _cuts_in_word(text, word.start(), word.end(), LONGEST_WORD)
        else:
            cuts += [
                cut
                for digits in _DIGITS.finditer(word[0])
                for cut in range(word.start() + digits.start() + 15, word.start() + digits.end(), 15)
            ]
    return cuts


def _cuts_in_word(text: str, start: int, end: int, longest: int) -> list[int]:
    """Return the cuts in a long word: after a sign in it, such as the hyphen of a compound, where there is one."""
    cuts = []
    while end - start > longest:
        signs = [match.end() for match in re.finditer(r"[^\w\s]+", text[start : start + longest])]
        start += signs[-1] if signs and signs[-1] > longest // 3 else longest
        cuts.append(start)
    return cuts


def _best_cut(text: str, start: int, end: int) -> int:
    clauses = [match.end() for match in _CLAUSE_END.finditer(text, start + (end - start) // 3, end)]
    if clauses:
        return clauses[-1]
    space = text.rfind(" ", start + 1, end)
    return space + 1 if space > start else end


def has_nested_brackets(sentence: str) -> bool:
    """Return whether a sentence has brackets inside brackets."""
    return _NESTED_BRACKETS.search(sentence) is not None

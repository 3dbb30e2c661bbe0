"""Write the script's words into a text that was heard, as the recogniser would write them.

Whisper rates how likely a text is as it is written, with signs and capital letters. So that only the words decide, the
script's words get the signs of the words that they replace, and numbers are written in more than one way.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from audiobrief.review.proof.comparison.align import Difference
from audiobrief.review.proof.comparison.numerals import SpokenWord, is_number
from audiobrief.review.proof.texts import HeardText, ScriptText

_EDGES = re.compile(r"(?P<before>[^\w$£€¥+−-]*)(?P<text>.*?)(?P<after>[^\w%°]*)", re.DOTALL)
_SENTENCE_END = re.compile(r"(?:^|[.!?:…][\W_]*)$")


def candidate_texts(difference: Difference, heard: HeardText, script: ScriptText) -> tuple[str, ...]:
    """Return what was heard with the script's words where it differs: with numbers, also as digits.

    Args:
        difference: where what was heard differs from the script.
        heard: what was heard.
        script: the script.
    """
    whole = _with_whole_words(difference, heard.said, script.said)
    before, after = heard.text(0, whole.heard_start), heard.text(whole.heard_end, len(heard.said))
    replaced = heard.text(whole.heard_start, whole.heard_end)
    written = script.text(whole.start, whole.end)
    said = script.words[whole.start : whole.end]
    first_is_name = whole.missing > 0 and script.words[whole.start] in script.names
    texts: dict[str, None] = {}
    for words in (written, " ".join(said)) if any(map(is_number, said)) else (written,):
        signed = _with_signs_of(words, replaced)
        begun = _with_first_letter(signed, starts_sentence=bool(_SENTENCE_END.search(before)), is_name=first_is_name)
        texts[" ".join(part for part in (before, begun, after) if part)] = None
    return tuple(texts)


def _with_whole_words(difference: Difference, heard: Sequence[SpokenWord], script: Sequence[SpokenWord]) -> Difference:
    """Return a difference that starts and ends where written words do: '$4.20' is one, said as four."""
    start, heard_start = difference.start, difference.heard_start
    while min(start, heard_start) > 0 and (_divides(heard, heard_start) or _divides(script, start)):
        start, heard_start = start - 1, heard_start - 1
    end, heard_end = difference.end, difference.heard_end
    while end < len(script) and heard_end < len(heard) and (_divides(heard, heard_end) or _divides(script, end)):
        end, heard_end = end + 1, heard_end + 1
    return Difference(start, end, heard_start, heard_end)


def _divides(words: Sequence[SpokenWord], at: int) -> bool:
    """Return whether a written word is said before and after the start of a word that is said."""
    return 0 < at < len(words) and words[at].first < words[at - 1].last


def _with_signs_of(text: str, other: str) -> str:
    """Return a text with the signs before and after another one."""
    match, model = _EDGES.fullmatch(text), _EDGES.fullmatch(other)
    if match is None or model is None or not match["text"]:
        return text
    return f"{model['before']}{match['text']}{model['after']}" if other else match["text"]


def _with_first_letter(text: str, *, starts_sentence: bool, is_name: bool) -> str:
    """Return a text with a capital letter at the start of a sentence, and with a small one elsewhere."""
    if starts_sentence:
        return text[:1].upper() + text[1:]
    first = text.split(" ", 1)[0]
    return text if is_name or first == "I" or first[1:] != first[1:].lower() else text[:1].lower() + text[1:]

"""The kinds of findings of proof-listening, with what each says and advises."""

from __future__ import annotations

from enum import StrEnum

from audiobrief.findings import Finding, Level, Place, shorten_middle

__all__ = ["Kind", "proof_finding"]

_LONGEST_QUOTE = 120
"""Characters."""


class Kind(StrEnum):
    """What can be wrong with a finished episode."""

    MISSING_SENTENCE = "missing sentence"
    MISSING_WORDS = "missing words"
    REPEATED = "repeated words"
    OTHER_WORDS = "other words"
    NAME = "name said differently"
    UNEXPECTED = "unexpected words"
    DEAD_AIR = "dead air"


_ADVICE = {
    Kind.MISSING_SENTENCE: "render again, or change the sentence",
    Kind.MISSING_WORDS: "listen to it; render again, or change the sentence",
    Kind.REPEATED: "listen to it; render again, or change the sentence",
    Kind.OTHER_WORDS: "listen to it; render again, or respell the word in the lexicon",
    Kind.NAME: "listen to it; respell the name in the lexicon",
    Kind.UNEXPECTED: "listen to it; render again",
    Kind.DEAD_AIR: "render again; a silence that is wanted is written as a break, such as [3s]",
}


def proof_finding(
    kind: Kind, time: float, line: int, *, script: str = "", heard: str = "", silence: float = 0.0
) -> Finding:
    """Return a finding of proof-listening, without its file.

    Args:
        kind: what is wrong.
        time: the second of the audio file at which it is heard, or should be.
        line: the script's line on which the sentence starts.
        script: the words of the script.
        heard: the words that were heard instead.
        silence: how many seconds the silence lasts.
    """
    expected, actual = _quoted(script), _quoted(heard)
    messages = {
        Kind.MISSING_SENTENCE: f"not heard: {expected}" + (f", but {actual}" if heard else ""),
        Kind.MISSING_WORDS: f"left out: {expected}",
        Kind.REPEATED: f"heard twice: {actual}",
        Kind.OTHER_WORDS: f"said {expected}, heard {actual}",
        Kind.NAME: f"the name {expected} sounds like {actual}",
        Kind.UNEXPECTED: f"heard {actual}, which the script does not say",
        Kind.DEAD_AIR: f"{silence:.1f} s of silence",
    }
    return Finding(
        Level.ERROR if kind is Kind.MISSING_SENTENCE else Level.WARNING,
        kind,
        Place(line=line, time=time),
        messages[kind],
        _ADVICE[kind],
        details={"said": script, "heard": heard, "seconds": silence},
    )


def _quoted(text: str) -> str:
    return f"“{shorten_middle(text, _LONGEST_QUOTE)}”"

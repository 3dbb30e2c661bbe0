"""What proof-listening finds, and how it is said."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

__all__ = ["Finding", "Kind", "timecode"]

_LONGEST_QUOTE = 120


class Kind(Enum):
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


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is heard otherwise than the script says."""

    kind: Kind
    """What is wrong."""
    time: float
    """Seconds of the audio file at which it is heard, or should be."""
    line: int
    """The script's line on which the sentence starts."""
    said: str = ""
    """What the script says there."""
    heard: str = ""
    """What was heard instead."""
    seconds: float = 0.0
    """How long the silence lasts."""

    def what(self) -> str:
        """Say what is wrong, without the place."""
        said, heard = _quoted(self.said), _quoted(self.heard)
        texts = {
            Kind.MISSING_SENTENCE: f"not heard: {said}" + (f", but {heard}" if self.heard else ""),
            Kind.MISSING_WORDS: f"left out: {said}",
            Kind.REPEATED: f"heard twice: {heard}",
            Kind.OTHER_WORDS: f"said {said}, heard {heard}",
            Kind.NAME: f"the name {said} sounds like {heard}",
            Kind.UNEXPECTED: f"heard {heard}, which the script does not say",
            Kind.DEAD_AIR: f"{self.seconds:.1f} s of silence",
        }
        return f"{texts[self.kind]} ({_ADVICE[self.kind]})"


def timecode(seconds: float) -> str:
    """Write seconds for people who look for a place: `1:23.4`, or `1:02:45.0` from an hour on."""
    tenths = round(seconds * 10)
    hours, rest = divmod(tenths, 36_000)
    minutes, rest = divmod(rest, 600)
    clock = f"{minutes:02d}:{rest / 10:04.1f}" if hours else f"{minutes}:{rest / 10:04.1f}"
    return f"{hours}:{clock}" if hours else clock


def _quoted(text: str) -> str:
    if len(text) > _LONGEST_QUOTE:
        text = f"{text[: _LONGEST_QUOTE * 2 // 3].rstrip()} … {text[-_LONGEST_QUOTE // 3 :].lstrip()}"
    return f"“{text}”"

"""Turn the differences between a script and what was heard into findings, each with its time and line."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from difflib import SequenceMatcher
from enum import StrEnum
from itertools import groupby

from audiobrief.findings import Finding, Level, Place, shorten_middle
from audiobrief.review.proof.comparison.align import Difference
from audiobrief.review.proof.comparison.phonemes import Pronunciations
from audiobrief.review.proof.texts import HeardText, ScriptText

_LONGEST_QUOTE = 120
"""Characters."""
_SIGNS = ' .,:;!?…–—"“”‘’()'
_MISSING_SHARE = 0.7
"""Share of a sentence's words that were not heard from which on the sentence is missing."""
_REPEATED = 0.75
"""Share of repeated words that have to be the same."""
_LIKE_A_NAME = 0.4
"""Distance of pronunciations below which a word is a name said differently, and not another word."""
LONGEST_SILENCE = 2.0
"""Seconds of silence that are not reported."""
_MORE_THAN_WANTED = 1.0
"""Seconds by which a silence may be longer than in the script: voices and sounds fade out."""


class Kind(StrEnum):
    """The kinds of findings in a finished episode."""

    MISSING_SENTENCE = "missing sentence"
    MISSING_WORDS = "missing words"
    REPEATED = "repeated words"
    OTHER_WORDS = "other words"
    NAME = "name said differently"
    UNEXPECTED = "unexpected words"
    TOO_LONG = "too long"
    DEAD_AIR = "dead air"


_TEXTS = {
    Kind.MISSING_SENTENCE: ("not heard: {script}", "render again, or change the sentence"),
    Kind.MISSING_WORDS: ("left out: {script}", "listen to it; render again, or change the sentence"),
    Kind.REPEATED: ("heard twice: {heard}", "listen to it; render again, or change the sentence"),
    Kind.OTHER_WORDS: (
        "said {script}, heard {heard}",
        "listen to it; render again, or respell the word in the lexicon",
    ),
    Kind.NAME: ("the name {script} sounds like {heard}", "listen to it; respell the name in the lexicon"),
    Kind.UNEXPECTED: ("heard {heard}, which the script does not say", "listen to it; render again"),
    Kind.TOO_LONG: ("lasts {silence:.1f} s longer than its words do", "listen to it; render again"),
    Kind.DEAD_AIR: (
        "{silence:.1f} s of silence",
        "render again; a silence that is wanted is written as a break, such as [3s]",
    ),
}
"""The message and the advice of each kind."""


def proof_finding(
    kind: Kind, time: float, line: int, *, script: str = "", heard: str = "", silence: float = 0.0
) -> Finding:
    """Return a finding of proof-listening, without its file.

    Args:
        kind: its kind.
        time: the second of the audio file at which it is heard, or should be.
        line: the script's line on which the sentence starts; until the end, the number of the sentence.
        script: the words of the script.
        heard: the words that were heard instead.
        silence: seconds of silence, or of what is too long.
    """
    template, advice = _TEXTS[kind]
    message = template.format(script=_quoted(script), heard=_quoted(heard), silence=silence)
    is_missing = kind is Kind.MISSING_SENTENCE
    return Finding(
        Level.ERROR if is_missing else Level.WARNING,
        kind,
        Place(line=line, time=time),
        f"{message}, but {_quoted(heard)}" if is_missing and heard else message,
        advice,
        details={"said": script, "heard": heard, "seconds": silence},
    )


def _quoted(text: str) -> str:
    return f"“{shorten_middle(text, _LONGEST_QUOTE)}”"


def find_word_differences(
    differences: Iterable[Difference], script: ScriptText, heard: HeardText, sounds: Pronunciations
) -> Iterator[Finding]:
    """Yield a finding for each difference of words that is no mistake of the recogniser."""
    for difference in differences:
        if difference.missing:
            yield from _changed(_at_sentences(difference, script), script, heard, sounds)
        else:
            yield _added(difference, script, heard)


def _changed(difference: Difference, script: ScriptText, heard: HeardText, sounds: Pronunciations) -> Iterator[Finding]:
    """Yield the sentences and the other words that were not heard."""
    text = heard.text(difference.heard_start, difference.heard_end)
    time = (heard.start_of if text else heard.end_of)(difference.heard_start - (not text))
    for number, group in groupby(range(difference.start, difference.end), script.sentence_of.__getitem__):
        words = list(group)
        sentence = script.sentences[number]
        is_foreign = sentence.languages is not None
        if len(words) >= _MISSING_SHARE * script.sentence_of.count(number):
            if not (is_foreign and text):
                yield proof_finding(Kind.MISSING_SENTENCE, time, sentence.line, script=sentence.text, heard=text)
            text = ""
        elif not is_foreign:
            said = script.text(words[0], words[-1] + 1).strip(_SIGNS)
            kind = _kind(words, difference, script, heard, sounds) if text else Kind.MISSING_WORDS
            yield proof_finding(kind, time, sentence.line, script=said, heard=text.strip(_SIGNS))


def _kind(
    words: Sequence[int], difference: Difference, script: ScriptText, heard: HeardText, sounds: Pronunciations
) -> Kind:
    """Return the kind of words that differ: a name that is said differently, or other words."""
    named = any(script.said[at].word in script.names for at in words)
    distance = sounds.distance(
        [script.said[at].word for at in words], heard.words[difference.heard_start : difference.heard_end]
    )
    return Kind.NAME if named and distance < _LIKE_A_NAME else Kind.OTHER_WORDS


def _at_sentences(difference: Difference, script: ScriptText) -> Difference:
    """Move missing words to the start of a sentence, if the remaining words stay the same: two can start with 'The'."""
    if difference.extra:
        return difference
    starts = {len(script.said), *filter(script.starts_sentence, range(len(script.said)))}
    return max(
        _moved(difference, script.words),
        key=lambda moved: ((moved.start in starts) + (moved.end in starts), -abs(moved.start - difference.start)),
    )


def _moved(difference: Difference, words: Sequence[str]) -> Iterator[Difference]:
    """Yield all places of a difference on one side at which the other words of that side stay the same.

    `words` are all words of that side.
    """
    start, end = difference.start, difference.end
    if not difference.missing:
        start, end = difference.heard_start, difference.heard_end
    lowest, highest = 0, 0
    while start + lowest > 0 and words[start + lowest - 1] == words[end + lowest - 1]:
        lowest -= 1
    while end + highest < len(words) and words[start + highest] == words[end + highest]:
        highest += 1
    for by in range(lowest, highest + 1):
        yield Difference(
            difference.start + by, difference.end + by, difference.heard_start + by, difference.heard_end + by
        )


def _added(difference: Difference, script: ScriptText, heard: HeardText) -> Finding:
    """Return the finding for words that are not in the script: they are repeated or unexpected."""
    copies = [copy for moved in _moved(difference, heard.words) for copy in _copies(moved, script, heard)]
    if copies:
        _, start, first, last = max(copies)
        line = script.sentence(start).line
        return proof_finding(Kind.REPEATED, heard.start_of(first), line, heard=heard.text(first, last).strip(_SIGNS))
    text = heard.text(difference.heard_start, difference.heard_end).strip(_SIGNS)
    line = script.sentence(min(difference.start, len(script.said) - 1)).line if script.said else _first_line(script)
    return proof_finding(Kind.UNEXPECTED, heard.start_of(difference.heard_start), line, heard=text)


def _first_line(script: ScriptText) -> int:
    return script.sentences[0].line if script.sentences else 0


def _copies(moved: Difference, script: ScriptText, heard: HeardText) -> Iterator[tuple[float, int, int, int]]:
    """Yield the places right before and after added words that have the same words.

    Each is a score, higher at the start of a sentence; the script's word that is heard twice; the first word that is
    heard the second time, and the one after the last.
    """
    added = heard.words[moved.heard_start : moved.heard_end]
    before, after = (moved.heard_start - len(added), moved.heard_start), (moved.heard_end, moved.heard_end + len(added))
    for (first, last), start, second in (
        (before, moved.start - len(added), (moved.heard_start, moved.heard_end)),
        (after, moved.start, after),
    ):
        alike = SequenceMatcher(None, added, heard.words[max(0, first) : last], autojunk=False).ratio()
        if 0 <= start < len(script.said) and alike >= _REPEATED:
            yield alike + script.starts_sentence(start), start, second[0], min(second[1], len(heard.said))


def find_dead_air(
    silences: Iterable[tuple[float, float]],
    wanted: Sequence[tuple[float, float]],
    matches: Mapping[int, int],
    script: ScriptText,
    heard: HeardText,
) -> Iterator[Finding]:
    """Yield silences that are not in the script, at their place in it, which follows from the words that match.

    Args:
        silences: start and end of those in the sound, in seconds.
        wanted: start and end of those in the script, in seconds.
        matches: the heard word for each of the script's words that was heard.
        script: the words of the script.
        heard: the words that were heard.
    """
    of_heard = {other: one for one, other in matches.items()}
    for start, end in silences:
        before = [of_heard[at] for at in of_heard if heard.end_of(at) <= (start + end) / 2]
        after = [of_heard[at] for at in of_heard if heard.start_of(at) >= (start + end) / 2]
        first = script.sentence(max(before)) if before else None
        last = script.sentence(min(after)) if after else None
        earliest = first.start if first else 0.0
        latest = last.end if last else float("inf")
        longest = max((stop - begin for begin, stop in wanted if begin >= earliest and stop <= latest), default=0.0)
        if end - start > max(LONGEST_SILENCE, longest + _MORE_THAN_WANTED):
            place = first or last
            yield proof_finding(
                Kind.DEAD_AIR, start, place.line if place else _first_line(script), silence=round(end - start, 1)
            )

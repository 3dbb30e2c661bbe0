"""Differences between a script and what was heard -> findings, each with its time and its line."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from difflib import SequenceMatcher
from itertools import groupby

from audiobrief.findings import Finding
from audiobrief.review.proof.align import Difference, matches
from audiobrief.review.proof.findings import Kind, proof_finding
from audiobrief.review.proof.phonemes import Sounds
from audiobrief.review.proof.texts import HeardText, ScriptText

__all__ = ["dead_air", "word_findings"]

_SIGNS = ' .,:;!?…–—"“”‘’()'
_WHOLE = 0.7
"""Part of a sentence's words that were not heard, from which on it counts as missing."""
_REPEATED = 0.75
"""Part of repeated words that have to be the same."""
_LIKE_A_NAME = 0.4
"""Distance of sounds below which a name is said differently, and is not another word."""
LONGEST_SILENCE = 2.0
"""Seconds of silence that are no fault."""
_MORE_THAN_WANTED = 1.0
"""Seconds by which a silence may last longer than the script asks for: voices and sounds fade."""


def word_findings(
    differences: Iterable[Difference], script: ScriptText, heard: HeardText, sounds: Sounds
) -> Iterator[Finding]:
    """Say what differences of words mean.

    Args:
        differences: what differs, of which nothing is a mistake of the recogniser.
        script: what should be heard.
        heard: what was heard.
        sounds: how the words of both sound.
    """
    for difference in differences:
        if difference.missing:
            yield from _changed(_at_sentences(difference, script), script, heard, sounds)
        else:
            yield _added(difference, script, heard)


def _changed(difference: Difference, script: ScriptText, heard: HeardText, sounds: Sounds) -> Iterator[Finding]:
    """Say which sentences, and which other words, were not heard."""
    text = heard.text(difference.heard_start, difference.heard_end)
    time = (heard.start_of if text else heard.end_of)(difference.heard_start - (not text))
    for number, group in groupby(range(difference.start, difference.end), script.sentence_of.__getitem__):
        words = list(group)
        sentence = script.sentences[number]
        if len(words) >= _WHOLE * script.sentence_of.count(number):
            if not (sentence.foreign and text):
                yield proof_finding(Kind.MISSING_SENTENCE, time, sentence.line, script=sentence.text, heard=text)
            text = ""
        elif not sentence.foreign:
            said = script.text(words[0], words[-1] + 1).strip(_SIGNS)
            kind = _kind(words, difference, script, heard, sounds) if text else Kind.MISSING_WORDS
            yield proof_finding(kind, time, sentence.line, script=said, heard=text.strip(_SIGNS))


def _kind(words: Sequence[int], difference: Difference, script: ScriptText, heard: HeardText, sounds: Sounds) -> Kind:
    """Tell a name that is said differently from other words."""
    first = script.sentence_of.index(script.sentence_of[words[0]])
    named = any(script.written[script.said[at].first][:1].isupper() and at != first for at in words)
    distance = sounds.distance(
        [script.said[at].word for at in words], heard.words[difference.heard_start : difference.heard_end]
    )
    return Kind.NAME if named and distance < _LIKE_A_NAME else Kind.OTHER_WORDS


def _at_sentences(difference: Difference, script: ScriptText) -> Difference:
    """Move words that are missing to where sentences start, if the same words are left: 'The' may open two."""
    if difference.extra:
        return difference
    starts = {0, len(script.said), *(at for at in range(1, len(script.said)) if _starts_sentence(script, at))}
    return max(
        _moved(difference, script.words, 1),
        key=lambda moved: ((moved.start in starts) + (moved.end in starts), -abs(moved.start - difference.start)),
    )


def _starts_sentence(script: ScriptText, at: int) -> bool:
    return script.sentence_of[at] != script.sentence_of[at - 1]


def _moved(difference: Difference, words: Sequence[str], side: int) -> Iterator[Difference]:
    """Return all places of words that are on one side only, for which the rest of both sides is the same.

    Args:
        difference: has words on one side only.
        words: those of that side.
        side: 1 for the script's, 0 for those that were heard.
    """
    start, end = (difference.start, difference.end) if side else (difference.heard_start, difference.heard_end)
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
    """Say of words that the script does not have whether they are heard twice."""
    copies = [copy for moved in _moved(difference, heard.words, 0) for copy in _copies(moved, script, heard)]
    if copies:
        _, start, first, last = max(copies)
        line = script.sentences[script.sentence_of[start]].line
        return proof_finding(Kind.REPEATED, heard.start_of(first), line, heard=heard.text(first, last).strip(_SIGNS))
    at = min(difference.start, len(script.said) - 1)
    text = heard.text(difference.heard_start, difference.heard_end).strip(_SIGNS)
    line = script.sentences[script.sentence_of[at]].line if script.said else 1
    return proof_finding(Kind.UNEXPECTED, heard.start_of(difference.heard_start), line, heard=text)


def _copies(moved: Difference, script: ScriptText, heard: HeardText) -> Iterator[tuple[float, int, int, int]]:
    """Find words that were put in just before them, or just behind them.

    Gives how well it fits, and best where a sentence starts; the script's word that is heard twice; the first and the
    last of the words that are heard the second time.
    """
    added = heard.words[moved.heard_start : moved.heard_end]
    before, after = (moved.heard_start - len(added), moved.heard_start), (moved.heard_end, moved.heard_end + len(added))
    for (first, last), start, second in (
        (before, moved.start - len(added), (moved.heard_start, moved.heard_end)),
        (after, moved.start, after),
    ):
        alike = SequenceMatcher(None, added, heard.words[max(0, first) : last], autojunk=False).ratio()
        if 0 <= start < len(script.said) and alike >= _REPEATED:
            opens = start == 0 or _starts_sentence(script, start)
            yield alike + opens, start, second[0], min(second[1], len(heard.said))


def dead_air(
    silences: Iterable[tuple[float, float]],
    wanted: Sequence[tuple[float, float]],
    differences: Sequence[Difference],
    script: ScriptText,
    heard: HeardText,
) -> Iterator[Finding]:
    """Find silences that the script does not ask for.

    Args:
        silences: start and end of those in the sound, in seconds.
        wanted: start and end, in seconds, of those the script asks for, where they were rendered.
        differences: what differs, which tells where in the script a silence lies.
        script: what should be heard.
        heard: what was heard.
    """
    of_heard = {other: one for one, other in matches(differences, len(script.said), len(heard.said)).items()}
    for start, end in silences:
        before = [of_heard[at] for at in of_heard if heard.end_of(at) <= (start + end) / 2]
        after = [of_heard[at] for at in of_heard if heard.start_of(at) >= (start + end) / 2]
        first = script.sentences[script.sentence_of[max(before)]] if before else None
        last = script.sentences[script.sentence_of[min(after)]] if after else None
        earliest = first.start if first else 0.0
        latest = last.end if last else float("inf")
        longest = max((stop - begin for begin, stop in wanted if begin >= earliest and stop <= latest), default=0.0)
        if end - start > max(LONGEST_SILENCE, longest + _MORE_THAN_WANTED):
            place = first or last
            yield proof_finding(Kind.DEAD_AIR, start, place.line if place else 1, silence=round(end - start, 1))

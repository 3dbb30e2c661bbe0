"""Recognise an episode or clips: in windows, in stretches without words, and again where the script differs."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import groupby, pairwise

from audiobrief.findings import Finding
from audiobrief.review.proof import sound as sounding
from audiobrief.review.proof.candidates import candidate_texts
from audiobrief.review.proof.comparison.align import Alignment, Difference, align, word_errors
from audiobrief.review.proof.comparison.phonemes import Pronunciations, look_up_pronunciations
from audiobrief.review.proof.differences import LONGEST_SILENCE, find_dead_air, find_word_differences
from audiobrief.review.proof.recogniser import HeardWord, Recogniser
from audiobrief.review.proof.sound import Excerpt
from audiobrief.review.proof.texts import HeardText, ScriptText, heard_text

LEAST_MARGIN = 4.0
"""Nats by which what was heard must be likelier than the script. Measured: most words that were swapped have 7.5 and
more, names and spellings that the recogniser does not know 3.8 and less."""
LEAST_ADDED = -12.0
"""Nats by which a text may be less likely with words that were added than without them. Measured: sentences that are
said twice have -8 and more; 'the harbour, the harbour' has -5, and a noise at the end of a sentence -4."""
_AROUND = 7.0
_NEAR = 0.8
"""Seconds before and behind a difference between which the second excerpt is cut."""
_LONGEST_AGAIN = 12.0
"""Seconds of a difference that is heard again."""
_MANY = 3
"""Words from which on what was put in is heard by itself: beside what it repeats, the recogniser may pass it over."""
_SAME = 0.5
"""Distance of sounds below which words that are heard by themselves are those that were heard before."""
_UNHEARD = 1.5
"""Seconds from a word to the next, beyond what the script has between them, in which something else may be said."""
_UNHEARD_AFTER_LAST = 1.0
_SECONDS_A_LETTER = 0.07
_SHORT = 5
"""The same from the last word of a sentence, and more for each letter beyond five: only the script's pause follows."""
_SECONDS_A_DIGIT = 0.4
"""More for each digit of a number, which is one word, however many are said for it."""
_SHORTEST = 0.6
"""Seconds of such a stretch that are worth hearing."""
_MOST_WORDS = 6
"""Words a second that people can say; the recogniser makes up more where there is nothing but music."""
_EDGE = 0.3

Progress = Callable[[str, int, int], None]
"""Called with a stage's name (`listening`, `hearing again`), how much is done, and of how much."""


@dataclass(frozen=True, slots=True)
class Hearing:
    """The result of listening."""

    findings: tuple[Finding, ...]
    """Without their file."""
    errors_of_sentences: tuple[int, ...]
    """For each sentence of the script, the words that were swapped, missing or added in the first recognition."""


class Listening:
    """The recognition of one episode, or of some clips."""

    def __init__(
        self,
        open_recogniser: Callable[[], Recogniser],
        sound: Excerpt,
        script: ScriptText,
        duration: float,
        language: str,
        known: frozenset[int] = frozenset(),
    ) -> None:
        """Create it; nothing is recognised yet.

        Args:
            open_recogniser: loads the recogniser; called when something is heard first.
            sound: what is heard.
            script: what should be heard.
            duration: seconds that it should take.
            language: BCP 47 tag.
            known: sentences that were heard before, and were right; they are not heard again.
        """
        self._open_recogniser = open_recogniser
        self._sound = sound
        self._levels = sounding.levels(sound)
        self._duration = duration
        self._language = language
        self._script = script
        self._pronunciations = Pronunciations(given=script.sounds)
        self._known = known

    @cached_property
    def _recogniser(self) -> Recogniser:
        return self._open_recogniser()

    def find(self, wanted: Sequence[tuple[float, float]], progress: Progress) -> Hearing:
        """Recognise the sound, and find where it differs from the script.

        Args:
            wanted: start and end of the silences of the script, in seconds.
            progress: called as it goes on.

        Raises:
            RecogniserError: the recogniser failed.
        """
        first = self.hear_all(progress)
        heard = self.hear_rest(first)
        alignment = self.align(heard)
        confirmed = self.confirm(alignment, heard, progress)
        sounds = self.look_up_pronunciations({*self._script.words, *heard.words})
        silences = sounding.silences(self._levels, LONGEST_SILENCE)
        findings = (
            *find_word_differences(confirmed, self._script, heard, sounds),
            *find_dead_air(silences, wanted, alignment.matches, self._script, heard),
        )
        return Hearing(findings, self._errors_of_sentences(self.align(first)))

    def _errors_of_sentences(self, alignment: Alignment) -> tuple[int, ...]:
        errors = [0] * len(self._script.sentences)
        for difference in alignment.differences if self._script.said else ():
            at = min(difference.start, len(self._script.said) - 1)
            errors[self._script.sentence_of[at]] += word_errors([difference])
        return tuple(errors)

    def look_up_pronunciations(self, words: Iterable[str]) -> Pronunciations:
        """Return the pronunciations of words; each word is looked up once."""
        self._pronunciations = look_up_pronunciations(words, self._language, self._pronunciations)
        return self._pronunciations

    def hear_all(self, progress: Progress) -> HeardText:
        """Recognise the whole sound in windows; what is known counts as heard."""
        parts: list[Sequence[HeardWord]] = []
        for sentence, start, end in self._stretches():
            if sentence is not None:
                parts.append(self._script.words_of(sentence))
                continue
            for first, last in sounding.windows(self._levels, start, end):
                progress("listening", round(first), round(self._sound.end))
                parts.append(self._hear(first, last))
        progress("listening", round(self._sound.end), round(self._sound.end))
        return heard_text(parts, self._sound.end, self._language)

    def _stretches(self) -> Iterator[tuple[int | None, float, float]]:
        """Yield each known sentence, and each stretch between them for which no sentence stands, with its bounds."""
        sentences = self._script.sentences
        starts = [0.0, *((one.end + two.start) / 2 for one, two in pairwise(sentences)), self._sound.end]
        if not sentences:
            yield None, 0.0, self._sound.end
        for is_known, group in groupby(range(len(sentences)), self._known.__contains__):
            numbers = list(group)
            if is_known:
                yield from ((number, sentences[number].start, sentences[number].end) for number in numbers)
            else:
                yield None, starts[numbers[0]], starts[numbers[-1] + 1]

    def hear_rest(self, heard: HeardText) -> HeardText:
        """Recognise stretches without words again: if a sentence is said twice, it is often written once."""
        parts, before = [], 0
        for at, start, end in self._unheard(heard):
            words = self._hear(start, end)
            if 0 < len(words) <= (end - start) * _MOST_WORDS:
                parts += [heard.recognised[before:at], words]
                before = at
        return heard_text([*parts, heard.recognised[before:]], self._sound.end, self._language) if parts else heard

    def _hear(self, start: float, end: float) -> tuple[HeardWord, ...]:
        return self._recogniser.hear(self._sound.part(start, end), self._language)

    def align(self, heard: HeardText) -> Alignment:
        """Align the words that were heard with the script."""
        sounds = self.look_up_pronunciations({*self._script.words, *heard.words})
        return align(self._script.words, heard.words, sounds, self._script.names)

    def _unheard(self, heard: HeardText) -> list[tuple[int, float, float]]:
        """Return stretches without words that are longer than in the script: what follows them, and their bounds."""
        of_heard = {other: one for one, other in self.align(heard).matches.items()}
        stretches = []
        for at in range(len(heard.said) + 1):
            start, end = heard.start_of(at - 1) if at else 0.0, heard.start_of(at)
            is_last = at == len(heard.said)
            pause = self._pause(of_heard.get(at - 1) if at else -1, -1 if is_last else of_heard.get(at))
            ends_sentence = at > 0 and pause != 0.0
            longest = _longest_word(heard.said[at - 1].word) if ends_sentence else _UNHEARD
            longest += _SECONDS_A_DIGIT * heard.digits_before(at)
            if pause is not None and end - start > pause + longest:
                first = sounding.quietest(self._levels, start + _EDGE, min(start + 4 * _EDGE, end)) if at else start
                last = sounding.quietest(self._levels, max(end - _NEAR, first), end)
                written = len(heard.written) if is_last else heard.said[at].first
                if last - first > _SHORTEST:
                    stretches.append((written, first, min(last, first + sounding.LONGEST_WINDOW)))
        return stretches

    def _pause(self, before: int | None, after: int | None) -> float | None:
        """Return the seconds that the script has between two of its words; None where one of them is not known.

        -1 stands for the script's beginning before a word, and for its end after it.
        """
        if before is None or after is None or not self._script.said:
            return None
        first = self._script.sentence(before) if before >= 0 else None
        last = self._script.sentence(after) if after >= 0 else None
        if first is last:
            return 0.0
        return (last.start if last else self._duration) - (first.end if first else 0.0)

    def confirm(self, alignment: Alignment, heard: HeardText, progress: Progress) -> list[Difference]:
        """Return the differences that are found a second time, with the words that are heard both times."""
        differences = alignment.differences
        times = {one: (heard.start_of(other) + heard.end_of(other)) / 2 for one, other in alignment.matches.items()}
        sure: list[Difference] = []
        for number, difference in enumerate(differences):
            progress("hearing again", number, len(differences))
            sure += self._confirm(difference, heard, times)
        progress("hearing again", len(differences), len(differences))
        return sure

    def _confirm(self, difference: Difference, heard: HeardText, times: dict[int, float]) -> list[Difference]:
        """Return the part of a difference that is found a second time; nothing if it was a mistake."""
        before, after = heard.end_of(difference.heard_start - 1), heard.start_of(difference.heard_end)
        if after - before > _LONGEST_AGAIN:
            return [difference]
        excerpt = self._sound.part(
            sounding.quietest(self._levels, before - _AROUND, before - _NEAR),
            sounding.quietest(self._levels, after + _NEAR, after + _AROUND),
        )
        if not difference.missing and difference.extra >= _MANY:
            is_said = self._is_confirmed_separately(difference, heard) and self._is_likely(difference, heard, excerpt)
            return [difference] if is_said else []
        return self._confirm_in_excerpt(difference, heard, excerpt, times)

    def _is_confirmed_separately(self, difference: Difference, heard: HeardText) -> bool:
        """Return whether added words are also heard in an excerpt of their own."""
        start, end = heard.start_of(difference.heard_start), heard.end_of(difference.heard_end - 1)
        first = sounding.quietest(self._levels, start - _NEAR, start + _EDGE)
        last = sounding.quietest(self._levels, end - _EDGE, end + _NEAR)
        alone = heard_text([self._hear(first, last)], last, self._language).words
        words = heard.words[difference.heard_start : difference.heard_end]
        sounds = self.look_up_pronunciations({*words, *alone})
        # The excerpt may begin a word or two before them.
        starts = range(max(1, len(alone) - len(words) + 1))
        return any(sounds.distance(words, alone[at : at + len(words)]) < _SAME for at in starts)

    def _is_likely(self, difference: Difference, heard: HeardText, excerpt: Excerpt) -> bool:
        """Return whether an excerpt is nearly as likely with added words as without them."""
        inside = [
            at
            for at in range(len(heard.said))
            if excerpt.start <= (heard.start_of(at) + heard.end_of(at)) / 2 <= excerpt.end
        ]
        first, last = min([difference.heard_start, *inside]), max([difference.heard_end - 1, *inside]) + 1
        without = (heard.text(first, difference.heard_start), heard.text(difference.heard_end, last))
        texts = (heard.text(first, last), " ".join(part for part in without if part))
        added, left_out = self._recogniser.likelihoods(excerpt, self._language, texts)
        return added - left_out > LEAST_ADDED

    def _confirm_in_excerpt(
        self, difference: Difference, heard: HeardText, excerpt: Excerpt, times: dict[int, float]
    ) -> list[Difference]:
        """Return the part of a difference that is in an excerpt, too, if it is more likely than the script's words."""
        inside = [at for at, time in times.items() if excerpt.start <= time <= excerpt.end]
        first, last = min([difference.start, *inside]), max([difference.end, *(at + 1 for at in inside)])
        expected = self._script.words[first:last]
        again = heard_text([self._recogniser.hear(excerpt, self._language)], excerpt.end, self._language)
        sounds = self.look_up_pronunciations({*expected, *again.words})
        # Of a word that is heard twice, either may be taken for the one that was added.
        reach = 0 if difference.missing else difference.extra
        touching = [
            each
            for each in align(expected, again.words, sounds, self._script.names).differences
            if each.start + first <= difference.end + reach and each.end + first >= difference.start - reach
        ]
        if not touching:
            return []
        second = Difference(touching[0].start, touching[-1].end, touching[0].heard_start, touching[-1].heard_end)
        is_plausible = not second.missing and (_is_repeated(second, again) or self._is_too_long(difference))
        if self._margin(excerpt, again, second, first) < (LEAST_ADDED if is_plausible else LEAST_MARGIN):
            return []
        return [_narrowed(difference, heard, again.words[second.heard_start : second.heard_end])]

    def _is_too_long(self, difference: Difference) -> bool:
        """Return whether a sentence before or after a difference takes much longer than its words do."""
        words = range(max(0, difference.start - 1), min(difference.end + 1, len(self._script.said)))
        return any(self._script.sentence_of[word] in self._script.too_long for word in words)

    def _margin(self, excerpt: Excerpt, again: HeardText, second: Difference, first: int) -> float:
        """Return how much more likely the heard text is than the same text with the script's words."""
        in_script = replace(second, start=first + second.start, end=first + second.end)
        candidates = candidate_texts(in_script, again, self._script)
        heard, *expected = self._recogniser.likelihoods(
            excerpt, self._language, (again.text(0, len(again.said)), *candidates)
        )
        return heard - max(expected)


def _is_repeated(added: Difference, heard: HeardText) -> bool:
    """Return whether added words are also heard right before or after: recognisers seldom make that up."""
    words = heard.words[added.heard_start : added.heard_end]
    before = heard.words[max(0, added.heard_start - len(words)) : added.heard_start]
    return words in {before, heard.words[added.heard_end : added.heard_end + len(words)]}


def _longest_word(word: str) -> float:
    """Return the seconds that a sentence's last word takes at most."""
    return _UNHEARD_AFTER_LAST + _SECONDS_A_LETTER * max(0, len(word) - _SHORT)


def _narrowed(difference: Difference, heard: HeardText, again: Sequence[str]) -> Difference:
    """Return a difference without the words that were not heard the second time, if the others are consecutive."""
    words = heard.words[difference.heard_start : difference.heard_end]
    for at in range(len(words) - len(again) + 1 if again else 0):
        if words[at : at + len(again)] == tuple(again):
            start = difference.heard_start + at
            return replace(difference, heard_start=start, heard_end=start + len(again))
    return difference

"""Listen to the clips of a script before they are mixed, and have those that are wrong spoken again.

The verdict on a clip is stored under the clip's key, so that after an edit only new clips are heard.
"""

from __future__ import annotations

import logging
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from audiobrief.cache.runs import REPLAYED
from audiobrief.episode.manifest import ManifestSentence
from audiobrief.errors import EngineError, Position, Problem, ProofError
from audiobrief.findings import Finding
from audiobrief.language.codes import primary_language
from audiobrief.reading.utterances import Utterance
from audiobrief.review.proof.comparison.phonemes import look_up_ipa
from audiobrief.review.proof.differences import Kind, proof_finding
from audiobrief.review.proof.doubled_words import find_doubled_short_words, find_doubled_words
from audiobrief.review.proof.listening import Listening, Progress
from audiobrief.review.proof.pace import Excess, Spoken, find_excesses
from audiobrief.review.proof.recogniser import Recogniser
from audiobrief.review.proof.sound import RATE, Excerpt
from audiobrief.review.proof.texts import given_sounds, script_text
from audiobrief.review.proof.verdicts import Verdict, VerdictStore
from audiobrief.script.models.script import Script
from audiobrief.script.models.voice import Voice
from audiobrief.timeline.plan import Plan
from audiobrief.voices.engine import Clip
from audiobrief.voices.speaking import ClipSource, resample
from audiobrief.voices.takes import cut_take, respelled_take, seed_take

_LOG = logging.getLogger(__name__)
_GAP = 0.6
"""Seconds of silence between clips that are heard together."""
_LONGEST_WINDOW = 27.0
"""Seconds of clips that are heard together, with the silence after each; one clip may be longer."""
_OPEN_BATCHES = 6
"""Batches that are not full yet."""
_SAMPLE = 20
"""Clips by which the pace of a voice is judged, beside those that are heard."""
_LONGEST_NAME = 3
"""Words; a longer difference is no matter of spelling."""


@dataclass(frozen=True, slots=True)
class SpokenClip:
    """A clip that is to be heard."""

    utterance: Utterance
    clip: Clip
    is_foreign: bool
    """True if it is in another language than the script."""
    excess: Excess | None = None
    """How much longer it lasts than its text should, if that is much."""


class ClipProof:
    """Listens to clips; called by a render with a plan and its clips, it returns the takes to use instead of others."""

    def __init__(
        self,
        open_recogniser: Callable[[], Recogniser],
        verdicts: VerdictStore,
        progress: Progress = lambda _stage, _done, _total: None,
    ) -> None:
        """Create it; nothing is loaded before a clip has to be heard.

        Args:
            open_recogniser: loads the recogniser.
            verdicts: the verdicts of this recogniser that are known.
            progress: called as clips are heard.
        """
        self._open = open_recogniser
        self._stored = verdicts
        self._progress = progress
        self._recogniser: Recogniser | None = None
        self._verdicts: dict[str, Verdict] = {}
        self._lengths: dict[Utterance, float] = {}
        self._lengths_by_key: dict[str, float] = {}
        self.heard = 0
        """Clips that were heard, and whose verdict was not in the cache."""

    def __call__(self, script: Script, plan: Plan, clips: ClipSource) -> dict[Utterance, Utterance]:
        """Listen to the clips of a plan, and return the takes to use instead of those that are wrong.

        Raises:
            ProofError: with the line of each sentence that is wrong in every take.
            RecogniserError: the recogniser failed.
        """
        utterances = tuple(dict.fromkeys(plan.spoken_utterances()))
        verdicts = self._judge(utterances, script.language, clips)
        wrong = {utterance: verdict for utterance, verdict in verdicts.items() if verdict.findings}
        chosen: dict[Utterance, Utterance] = {}
        for make_take in (self._cut, self._with_seed, self._respelled):
            takes = {
                utterance: take
                for utterance, verdict in wrong.items()
                if utterance not in chosen
                and (take := make_take(utterance, verdict))
                and _differs(take, utterance, clips)
            }
            judged = self._judge(tuple(takes.values()), script.language, clips)
            chosen |= {utterance: take for utterance, take in takes.items() if not judged[take].findings}
        self._report(script, plan, {utterance: wrong[utterance] for utterance in wrong if utterance not in chosen})
        for utterance in chosen:
            _LOG.info("spoken again: “%s”: %s", utterance.text, wrong[utterance].findings[0].message)
        return chosen

    @staticmethod
    def _cut(utterance: Utterance, _verdict: Verdict) -> Utterance | None:
        return cut_take(utterance)

    @staticmethod
    def _with_seed(utterance: Utterance, _verdict: Verdict) -> Utterance:
        return seed_take(utterance)

    @staticmethod
    def _respelled(utterance: Utterance, verdict: Verdict) -> Utterance | None:
        """Return the take in which the words that were heard differently have espeak-ng's sounds."""
        said = [str(finding.details["said"]).casefold().split() for finding in verdict.findings]
        words = {word.strip(".,;:!?“”‘’\"'()") for each in said if len(each) <= _LONGEST_NAME for word in each}
        return respelled_take(utterance, look_up_ipa(words, utterance.voice.language)) if words else None

    def _report(self, script: Script, plan: Plan, wrong: Mapping[Utterance, Verdict]) -> None:
        """Log findings that may be the recogniser's, and raise an error for the others."""
        problems = []
        for utterance, place in _places(script, plan):
            for finding in wrong[utterance].findings if utterance in wrong else ():
                problem = Problem(place, finding.message, finding.advice)
                if finding.kind == Kind.NAME:
                    _LOG.warning("%s", problem, extra=REPLAYED)
                else:
                    problems.append(problem)
        if problems:
            raise ProofError(problems)

    def _judge(self, utterances: Sequence[Utterance], language: str, clips: ClipSource) -> dict[Utterance, Verdict]:
        """Return the verdict on each clip, from the cache or by listening."""
        keys = {utterance: self._key(clips.key(utterance), utterance, language) for utterance in utterances}
        for key in keys.values():
            if key not in self._verdicts and (stored := self._stored.get(key)) is not None:
                self._verdicts[key] = stored
        unknown = [utterance for utterance, key in keys.items() if key not in self._verdicts]
        excesses = self._excesses(unknown, utterances, language, clips)
        for utterance, verdict in self._listen(unknown, excesses, language, clips):
            self._verdicts[keys[utterance]] = verdict
            self._stored.put(keys[utterance], verdict)
        return {utterance: self._verdicts[key] for utterance, key in keys.items()}

    def _key(self, clip: str, utterance: Utterance, language: str) -> str:
        return self._stored.key(clip, language, is_foreign=_is_foreign(utterance, language))

    def _excesses(
        self, utterances: Sequence[Utterance], all_utterances: Sequence[Utterance], language: str, clips: ClipSource
    ) -> dict[Utterance, Excess]:
        """Return how much longer clips last than their texts should, judged by others of their voices."""
        for voice in {utterance.voice for utterance in utterances if not _is_foreign(utterance, language)}:
            of_voice = [utterance for utterance in all_utterances if utterance.voice == voice]
            for utterance in [*(each for each in utterances if each.voice == voice), *of_voice[:_SAMPLE]]:
                self._lengths[utterance] = self._seconds(utterance, clips)
        spoken: dict[Voice, list[Spoken]] = {}
        for utterance, seconds in self._lengths.items():
            spoken.setdefault(utterance.voice, []).append((utterance.text, seconds))
        found = find_excesses(spoken, language) if utterances else {}
        return {
            each: found[said]
            for each in utterances
            if each in self._lengths and (said := (each.text, self._lengths[each])) in found
        }

    def _seconds(self, utterance: Utterance, clips: ClipSource) -> float:
        """Return the length of a clip, which is read once."""
        key = clips.key(utterance)
        if key not in self._lengths_by_key:
            clip = clips.clip(utterance)
            self._lengths_by_key[key] = len(clip.samples) / clip.sample_rate
        return self._lengths_by_key[key]

    def _listen(
        self, utterances: Sequence[Utterance], excesses: Mapping[Utterance, Excess], language: str, clips: ClipSource
    ) -> Iterator[tuple[Utterance, Verdict]]:
        """Listen to clips, some of them at a time, and yield the verdict on each."""
        if not utterances:
            return
        self._recogniser = self._recogniser or self._open()
        self.heard += len(utterances)
        done = 0
        self._progress("listening", 0, len(utterances))
        for batch in _batches(utterances, excesses, language, clips):
            yield from zip(
                (spoken.utterance for spoken in batch), hear_clips(batch, self._recogniser, language), strict=True
            )
            done += len(batch)
            self._progress("listening", done, len(utterances))


def hear_clips(batch: Sequence[SpokenClip], recogniser: Recogniser, language: str) -> tuple[Verdict, ...]:
    """Return the verdict on each of some clips that are heard one after the other, with silence between them.

    Raises:
        RecogniserError: the recogniser failed.
    """
    sound, starts = _joined([spoken.clip for spoken in batch])
    sentences = [
        ManifestSentence(
            start=start,
            end=start + len(spoken.clip.samples) / spoken.clip.sample_rate,
            text=spoken.utterance.text,
            speaker="",
            line=number,
            languages=(spoken.utterance.voice.language,) if spoken.is_foreign else None,
        )
        for number, (start, spoken) in enumerate(zip(starts, batch, strict=True))
    ]
    too_long = frozenset(number for number, spoken in enumerate(batch) if spoken.excess)
    sounds = given_sounds(spoken.utterance for spoken in batch)
    script = replace(script_text(sentences, language), too_long=too_long, sounds=sounds)
    gaps = [(sentence.end, sentence.end + _GAP) for sentence in sentences]
    listening = Listening(lambda: recogniser, sound, script, sound.end, language)
    hearing = listening.find(gaps, lambda _stage, _done, _total: None)
    found: list[list[Finding]] = [[] for _ in batch]
    for finding in sorted(hearing.findings, key=lambda finding: finding.place.time or 0.0):
        time = finding.place.time or 0.0
        # What is missing stands at the end of what was heard before it, which may be the clip before.
        number = finding.place.line if finding.details["said"] else bisect_right(starts, time + _GAP / 2) - 1
        number = max(0, number or 0)
        found[number].append(
            proof_finding(
                Kind(finding.kind),
                max(0.0, round(time - starts[number], 2)),
                1,
                script=str(finding.details["said"]),
                heard=str(finding.details["heard"]),
                silence=float(finding.details["seconds"] or 0.0),
            )
        )
    _add_doubled_words(found, batch, sound, recogniser, language)
    for findings, spoken in zip(found, batch, strict=True):
        if not findings and spoken.excess and spoken.excess.is_certain:
            findings.append(proof_finding(Kind.TOO_LONG, 0.0, 1, silence=spoken.excess.seconds))
    return tuple(
        Verdict(tuple(findings), errors) for findings, errors in zip(found, hearing.errors_of_sentences, strict=True)
    )


def _add_doubled_words(
    found: Sequence[list[Finding]], batch: Sequence[SpokenClip], sound: Excerpt, recogniser: Recogniser, language: str
) -> None:
    """Add a finding to clips without one, if words are said twice that were heard once."""
    texts = [spoken.utterance.text for spoken in batch]
    tried = {number for number, spoken in enumerate(batch) if not found[number] and not spoken.is_foreign}
    short = find_doubled_short_words(texts, tried, sound, recogniser, language)
    if short is not None:
        number, word = short
        found[number].append(proof_finding(Kind.REPEATED, 0.0, 1, heard=word))
    for findings, spoken in zip(found, batch, strict=True):
        if not findings and not spoken.is_foreign:
            clip = Excerpt(0.0, spoken.clip.samples[:, 0])
            for words, time in find_doubled_words(spoken.utterance.text, clip, recogniser, language):
                findings.append(proof_finding(Kind.REPEATED, time, 1, heard=words))


def _batches(
    utterances: Iterable[Utterance], excesses: Mapping[Utterance, Excess], language: str, clips: ClipSource
) -> Iterator[list[SpokenClip]]:
    """Yield clips in batches that fill a window as far as they can: each is encoded at the same cost."""
    open_batches: list[list[SpokenClip]] = []
    lengths: list[float] = []
    for utterance in utterances:
        clip = resample(clips.clip(utterance), RATE)
        seconds = len(clip.samples) / RATE + _GAP
        spoken = SpokenClip(utterance, clip, _is_foreign(utterance, language), excesses.get(utterance))
        at = next((at for at, length in enumerate(lengths) if length + seconds <= _LONGEST_WINDOW), None)
        if at is None:
            if len(open_batches) == _OPEN_BATCHES:
                fullest = max(range(_OPEN_BATCHES), key=lengths.__getitem__)
                del lengths[fullest]
                yield open_batches.pop(fullest)
            open_batches.append([spoken])
            lengths.append(seconds)
        else:
            open_batches[at].append(spoken)
            lengths[at] += seconds
    yield from open_batches


def _joined(clips: Sequence[Clip]) -> tuple[Excerpt, list[float]]:
    """Return clips one after the other with silence between them, and where each starts, in seconds."""
    gap = np.zeros(round(_GAP * RATE), dtype=np.int16)
    pieces = [gap]
    starts = []
    for clip in clips:
        starts.append(sum(map(len, pieces)) / RATE)
        pieces += [clip.samples[:, 0], gap]
    return Excerpt(0.0, np.concatenate(pieces)), starts


def _is_foreign(utterance: Utterance, language: str) -> bool:
    return primary_language(utterance.voice.language) != primary_language(language)


def _differs(take: Utterance, utterance: Utterance, clips: ClipSource) -> bool:
    """Return whether a take can be spoken, and sounds otherwise than the utterance."""
    try:
        return not np.array_equal(clips.clip(take).samples, clips.clip(utterance).samples)
    except EngineError as error:
        _LOG.debug("the take is not used: %s", error)
        return False


def _places(script: Script, plan: Plan) -> Iterator[tuple[Utterance, Position]]:
    """Yield each utterance with the place of its sentence in the script."""
    for segment in plan.segments:
        for sentence in segment.sentences:
            for piece in sentence.pieces:
                yield piece.utterance, Position(str(script.path), sentence.line, sentence.column)

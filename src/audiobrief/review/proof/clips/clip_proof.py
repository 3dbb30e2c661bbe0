"""Listen to the clips of a script before they are mixed, and have those that are wrong spoken again.

The verdict on a clip is stored under the clip's key, so that after an edit only new clips are heard.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator, Mapping, Sequence

import numpy as np

from audiobrief.cache.runs import REPLAYED
from audiobrief.errors import EngineError, Position, Problem, ProofError
from audiobrief.reading.utterances import Utterance
from audiobrief.review.proof.clips.batches import fill_batches, is_foreign
from audiobrief.review.proof.clips.hearing import hear_clips
from audiobrief.review.proof.comparison.phonemes import look_up_ipa
from audiobrief.review.proof.differences import Kind
from audiobrief.review.proof.listening import Progress
from audiobrief.review.proof.pace import Excess, Spoken, find_excesses
from audiobrief.review.proof.recogniser import Recogniser
from audiobrief.review.proof.verdicts import Verdict, VerdictStore
from audiobrief.script.models.script import Script
from audiobrief.script.models.voice import Voice
from audiobrief.timeline.plan import Plan
from audiobrief.voices.speaking import ClipSource
from audiobrief.voices.takes import cut_take, respelled_take, seed_take

_LOG = logging.getLogger(__name__)
_SAMPLE = 20
"""Clips by which the pace of a voice is judged, beside those that are heard."""
_LONGEST_NAME = 3
"""Words; a longer difference is no matter of spelling."""


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
        return self._stored.key(clip, language, is_foreign=is_foreign(utterance, language))

    def _excesses(
        self, utterances: Sequence[Utterance], all_utterances: Sequence[Utterance], language: str, clips: ClipSource
    ) -> dict[Utterance, Excess]:
        """Return how much longer clips last than their texts should, judged by others of their voices."""
        for voice in {utterance.voice for utterance in utterances if not is_foreign(utterance, language)}:
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
        for batch in fill_batches(utterances, excesses, language, clips):
            yield from zip(
                (spoken.utterance for spoken in batch), hear_clips(batch, self._recogniser, language), strict=True
            )
            done += len(batch)
            self._progress("listening", done, len(utterances))


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

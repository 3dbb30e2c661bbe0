"""Hearing of a batch of clips: the verdict on each of them."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from audiobrief.episode.manifest import ManifestSentence
from audiobrief.findings import Finding
from audiobrief.review.proof.clips.batches import GAP, SpokenClip
from audiobrief.review.proof.differences import Kind, proof_finding
from audiobrief.review.proof.doubled_words import find_doubled_short_words, find_doubled_words
from audiobrief.review.proof.listening import Listening
from audiobrief.review.proof.recogniser import Recogniser
from audiobrief.review.proof.sound import RATE, Excerpt
from audiobrief.review.proof.texts import given_sounds, script_text
from audiobrief.review.proof.verdicts import Verdict
from audiobrief.voices.engine import Clip


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
    gaps = [(sentence.end, sentence.end + GAP) for sentence in sentences]
    listening = Listening(lambda: recogniser, sound, script, sound.end, language)
    hearing = listening.find(gaps, lambda _stage, _done, _total: None)
    found: list[list[Finding]] = [[] for _ in batch]
    for finding in sorted(hearing.findings, key=lambda finding: finding.place.time or 0.0):
        time = finding.place.time or 0.0
        # What is missing stands at the end of what was heard before it, which may be the clip before.
        number = finding.place.line if finding.details["said"] else bisect_right(starts, time + GAP / 2) - 1
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


def _joined(clips: Sequence[Clip]) -> tuple[Excerpt, list[float]]:
    """Return clips one after the other with silence between them, and where each starts, in seconds."""
    gap = np.zeros(round(GAP * RATE), dtype=np.int16)
    pieces = [gap]
    starts = []
    for clip in clips:
        starts.append(sum(map(len, pieces)) / RATE)
        pieces += [clip.samples[:, 0], gap]
    return Excerpt(0.0, np.concatenate(pieces)), starts

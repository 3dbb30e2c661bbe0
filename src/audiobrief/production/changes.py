"""Changes between two renders of an episode: the sentences that sound different, and a clip in which they are heard.

A sentence is the same if the same clips follow each other at the same distances; its position and its spelling do not
matter. Manifests without digests of the sentences' sound are compared by the spoken words and their speakers.

The clip is decoded from the finished file and encoded again: so it sounds like the episode, and its cuts can be faded.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from pathlib import Path

import numpy as np

from audiobrief.audio import encode
from audiobrief.audio.loudness import Block
from audiobrief.episode.manifest import Manifest, ManifestSentence, read_manifest
from audiobrief.errors import EpisodeError
from audiobrief.script.models.script import Output
from audiobrief.storage import files
from audiobrief.storage.work_folder import work_folder
from audiobrief.timeline.timeline import join_ranges
from audiobrief.units import Samples, milliseconds_to_samples

_LOG = logging.getLogger(__name__)
AROUND = 2.0
"""Seconds of the programme before and after a change."""
BETWEEN = 500
"""Milliseconds of silence between two stretches."""
_FADE = 10
"""Milliseconds over which a stretch is faded in and out, so that a cut does not click."""

Stretch = tuple[int, int]
"""First sample, and the one after the last."""


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence that is new or sounds different."""

    start: float
    """Seconds."""
    end: float
    """Seconds."""
    line: int
    """The line of the script on which it starts."""


@dataclass(frozen=True, slots=True)
class Gap:
    """A place where sentences were removed and none added."""

    at: float
    """Seconds: where the next sentence starts, or the last one ends."""
    line: int | None
    """The line of the script on which the next sentence starts; None at the end."""


@dataclass(frozen=True, slots=True)
class Changes:
    """Sentences that sound different than before, and places where sentences were removed."""

    sentences: tuple[Sentence, ...] = ()
    """In order of time."""
    gaps: tuple[Gap, ...] = ()
    """In order of time."""

    def __bool__(self) -> bool:
        """Return whether there are any."""
        return bool(self.sentences or self.gaps)

    @property
    def first(self) -> float | None:
        """The seconds at which the first of them is heard; None if there is none."""
        return min([*(each.start for each in self.sentences), *(each.at for each in self.gaps)], default=None)


def earlier_manifest(path: Path) -> Manifest | None:
    """Read the manifest of an earlier render; return None where there is none, or none that can be compared."""
    try:
        if not path.exists():
            return None
        manifest = read_manifest(path)
        if "sentences" in manifest.model_fields_set:
            return manifest
    except (EpisodeError, OSError) as error:
        _LOG.debug("the earlier manifest cannot be read: %s", error)
    _LOG.warning("%s is no manifest of an earlier render, and is passed over", path)
    return None


def compare(before: Manifest, after: Manifest) -> Changes:
    """Find the sentences that sound different in two renders of an episode."""
    old, new = before.sentences, after.sentences
    has_digests = all(sentence.sound is not None for sentence in (*old, *new))
    old_sounds, new_sounds = ([_sound(sentence, has_digests) for sentence in sentences] for sentences in (old, new))
    sentences: list[Sentence] = []
    gaps: list[Gap] = []
    for kind, at, end in _differences(old_sounds, new_sounds):
        if kind == "delete":
            gaps.append(_gap(new, at))
        else:
            sentences += [Sentence(sentence.start, sentence.end, sentence.line) for sentence in new[at:end]]
    return Changes(tuple(sentences), tuple(gaps))


def _sound(sentence: ManifestSentence, has_digests: bool) -> tuple[str, ...]:
    if has_digests:
        return (str(sentence.sound),)
    return sentence.said or sentence.text, sentence.speaker


def _differences(old: Sequence[tuple[str, ...]], new: Sequence[tuple[str, ...]]) -> list[tuple[str, int, int]]:
    """Return kind, first and end in `new` of each difference; the common head and tail are not searched."""
    least = min(len(old), len(new))
    head = next((at for at in range(least) if old[at] != new[at]), least)
    tail = next((at for at in range(least - head) if old[-1 - at] != new[-1 - at]), least - head)
    matcher = SequenceMatcher(None, old[head : len(old) - tail], new[head : len(new) - tail], autojunk=False)
    return [(kind, head + at, head + end) for kind, _, _, at, end in matcher.get_opcodes() if kind != "equal"]


def _gap(sentences: Sequence[ManifestSentence], at: int) -> Gap:
    if at < len(sentences):
        return Gap(sentences[at].start, sentences[at].line)
    return Gap(sentences[-1].end if sentences else 0.0, None)


def stretches(changes: Changes, sample_rate: int, length: int) -> tuple[Stretch, ...]:
    """Return the stretches of an episode of `length` samples around its changes; those that touch are joined."""
    places = [(each.start, each.end) for each in changes.sentences] + [(each.at, each.at) for each in changes.gaps]
    return join_ranges(
        (max(0, round((start - AROUND) * sample_rate)), min(length, round((end + AROUND) * sample_rate)))
        for start, end in sorted(places)
    )


def write_clip(audio: Path, output: Output, wanted: Sequence[Stretch], clip: Path) -> None:
    """Write stretches of a finished episode, in order and not touching, as an MP3 file.

    Raises:
        OutputError: it could not be written, or the episode does not decode.
    """
    files.check_names([clip])
    start = wanted[0][0]
    with work_folder(clip.parent, "--changed") as work:
        blocks = encode.decode(audio, output, start, wanted[-1][1] - start)
        encode.write_samples(
            cut(blocks, [(first - start, last - start) for first, last in wanted], output), work / "pcm"
        )
        encode.encode_mp3_clip(output, work / "pcm", work / "clip.mp3")
        files.finish(work / "clip.mp3", clip, "--changed")


def cut(blocks: Iterable[Block], wanted: Sequence[Stretch], output: Output) -> Iterator[Samples]:
    """Return stretches of a sound, in order, faded at both ends, with silence between them, as 16 bit."""
    silence = np.zeros((milliseconds_to_samples(BETWEEN, output.sample_rate), output.channels), dtype=np.int16)
    makeup = np.float32(32767 * encode.mp3_makeup(output.bitrate))
    at = 0
    for block in blocks:
        for number, (first, last) in enumerate(wanted):
            start, end = max(first, at), min(last, at + len(block))
            if start >= end:
                continue
            if number and start == first:
                yield silence
            heard = block[start - at : end - at] * _gain(start, end, first, last, output.sample_rate)
            samples: Samples = np.round(heard * makeup).clip(-32768, 32767).astype(np.int16)
            yield samples
        at += len(block)


def _gain(start: int, end: int, first: int, last: int, sample_rate: int) -> Block:
    """Return the factor for each sample from `start` to before `end` of a stretch from `first` to before `last`."""
    fade = milliseconds_to_samples(_FADE, sample_rate)
    place = np.arange(start, end)
    gain: Block = np.minimum(np.minimum(place - first, last - 1 - place) / fade, 1).astype(np.float32)[:, np.newaxis]
    return gain

"""Compare two manifests of an episode: find the sentences that sound different.

A sentence is the same if the same clips follow each other at the same distances; its position and its spelling do not
matter. Manifests without digests of the sentences' sound are compared by the spoken words and their speakers.
"""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from pathlib import Path

from audiobrief.episode.manifest import Manifest, ManifestSentence, read_manifest
from audiobrief.errors import EpisodeError

__all__ = ["Changes", "Gap", "Sentence", "compare", "earlier_manifest"]

_LOG = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence that is new, or sounds otherwise."""

    start: float
    """Seconds."""
    end: float
    """Seconds."""
    line: int
    """The line of the script on which it starts."""


@dataclass(frozen=True, slots=True)
class Gap:
    """A place where sentences were taken out, and none put in."""

    at: float
    """Seconds: where the next sentence starts, or the last one ends."""
    line: int | None
    """The line of the script on which the next sentence starts; None at the end."""


@dataclass(frozen=True, slots=True)
class Changes:
    """What sounds otherwise than before."""

    sentences: tuple[Sentence, ...] = ()
    """In order of time."""
    gaps: tuple[Gap, ...] = ()
    """In order of time."""

    def __bool__(self) -> bool:
        """Return whether there are any."""
        return bool(self.sentences or self.gaps)

    @property
    def first(self) -> float | None:
        """Seconds at which the first of them is heard; None where there is none."""
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
    """Find the sentences that sound different in two renders of an episode.

    Args:
        before: the manifest of the earlier render.
        after: the manifest of the later render.
    """
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
    """Return kind, first and end in `new` of what differs; what is the same at both ends is not searched."""
    least = min(len(old), len(new))
    head = next((at for at in range(least) if old[at] != new[at]), least)
    tail = next((at for at in range(least - head) if old[-1 - at] != new[-1 - at]), least - head)
    matcher = SequenceMatcher(None, old[head : len(old) - tail], new[head : len(new) - tail], autojunk=False)
    return [(kind, head + at, head + end) for kind, _, _, at, end in matcher.get_opcodes() if kind != "equal"]


def _gap(sentences: Sequence[ManifestSentence], at: int) -> Gap:
    if at < len(sentences):
        return Gap(sentences[at].start, sentences[at].line)
    return Gap(sentences[-1].end if sentences else 0.0, None)

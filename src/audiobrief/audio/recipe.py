"""What a chunk is made of, in values that do not depend on where it lies: the same recipe is the same sound."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from audiobrief.audio.duck import FADE_IN, FALL, RISE, Spoken, spoken_stretches
from audiobrief.script.models.sound import Sound
from audiobrief.timeline.timeline import Bed, Timeline
from audiobrief.units import milliseconds_to_samples

__all__ = ["BedPart", "CuePart", "Decoded", "Recipe", "Recipes", "SpokenPart"]


@dataclass(frozen=True, slots=True)
class Decoded:
    """What is known of a decoded sound."""

    digest: str
    """Of its samples, its rate and its channels."""
    length: int
    """Samples."""
    wide: bool
    """Whether its channels differ."""


@dataclass(frozen=True, slots=True)
class SpokenPart:
    """A clip in a recipe."""

    at: int
    """Its first sample, from the recipe's first on; may be below 0."""
    length: int
    """Samples."""
    clip: str
    """The clip's key in the store."""
    gain: float
    """dB."""


@dataclass(frozen=True, slots=True)
class CuePart:
    """A sound in a recipe that is played once."""

    at: int
    """Its first sample, from the recipe's first on; may be below 0."""
    sound: Decoded
    """The sound."""


@dataclass(frozen=True, slots=True)
class BedPart:
    """A bed in a recipe."""

    bed: Bed
    """Its place, from the recipe's first sample on; what lies far outside is brought near. Its name is empty."""
    phase: int
    """The sample of the sound that is played first."""
    sound: Decoded
    """The sound."""
    duck: float
    """dB under the voice."""
    stretches: tuple[Spoken, ...]
    """Where there is speech, from the recipe's first sample on; what lies far outside is brought near."""


@dataclass(frozen=True, slots=True)
class Recipe:
    """A stretch of the mix."""

    length: int
    """Samples."""
    sample_rate: int
    """Hz."""
    channels: int
    """1 where a programme of two channels has the same in both."""
    speech: tuple[SpokenPart, ...]
    """In order of time."""
    cues: tuple[CuePart, ...]
    """In order of time."""
    beds: tuple[BedPart, ...]
    """In order of time."""


class Recipes:
    """Gives the recipes of a timeline's stretches."""

    def __init__(
        self,
        timeline: Timeline,
        keys: Sequence[str],
        sounds: Mapping[str, Decoded],
        settings: Mapping[str, Sound],
        gains: Mapping[str, float],
        channels: int,
    ) -> None:
        """Prepare a programme.

        Args:
            timeline: where everything is.
            keys: of each clip in the store, in the timeline's order of speech.
            sounds: the decoded sounds by name.
            settings: the script's sounds by name.
            gains: dB for each speaker.
            channels: of the programme, 1 or 2.
        """
        self._timeline = timeline
        self._keys = keys
        self._sounds = sounds
        self._settings = settings
        self._gains = gains
        self._channels = channels
        self._starts = [speech.start for speech in timeline.speech]
        self._ends = [speech.end for speech in timeline.speech]
        self._stretches = spoken_stretches(timeline.speech, timeline.sample_rate)
        self._stretch_ends = [end for _, end in self._stretches]

    def recipe(self, start: int, end: int) -> Recipe:
        """Return the recipe of the samples from `start` to before `end`; beyond the programme there is silence."""
        timeline = self._timeline
        first, last = bisect_right(self._ends, start), bisect_left(self._starts, end)
        speech = tuple(
            SpokenPart(each.start - start, each.end - each.start, key, self._gains[each.speaker])
            for each, key in zip(timeline.speech[first:last], self._keys[first:last], strict=True)
        )
        cues = tuple(
            CuePart(cue.start - start, self._sounds[cue.sound])
            for cue in timeline.cues
            if cue.start < end and cue.end > start
        )
        beds = tuple(self._bed(bed, start, end) for bed in timeline.beds if bed.start < end and bed.end > start)
        wide = self._channels == 2 and (any(cue.sound.wide for cue in cues) or any(bed.sound.wide for bed in beds))
        return Recipe(end - start, timeline.sample_rate, 2 if wide else 1, speech, cues, beds)

    def _bed(self, bed: Bed, start: int, end: int) -> BedPart:
        rate, sound = self._timeline.sample_rate, self._sounds[bed.sound]
        near = milliseconds_to_samples(max(FALL, RISE, FADE_IN), rate) + 1
        heard = bed.end - bed.fade_out < end  # how it ends; what is far away may change
        phase = (max(bed.start, start) - bed.start) % sound.length
        place = Bed(
            max(bed.start - start, -near),
            bed.end - start if heard else end - start,
            "",
            bed.fade_out if heard else 0,
        )
        stretches = []
        for index in range(bisect_left(self._stretch_ends, start - near), len(self._stretches)):
            opening, closing = self._stretches[index]
            if opening > end + near:
                break
            stretches.append((max(opening - start, -2 * near), min(closing - start, end - start + 2 * near)))
        return BedPart(place, phase, sound, self._settings[bed.sound].duck, tuple(stretches))

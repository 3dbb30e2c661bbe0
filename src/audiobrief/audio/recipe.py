"""Chunks of a timeline, which are mixed, encoded and cached separately, and their recipes.

Chunks begin on MP3 frames. Where they begin depends on the sentences there and not on the time: after a changed
sentence the edges are the same as before, and so are the chunks.

A recipe is everything that is heard in a stretch, with positions relative to its beginning. The same recipe gives the
same sound. Its repr is part of the chunks' keys in the cache.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Container, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from audiobrief.audio.duck import FADE_IN, FALL, RISE, Spoken, spoken_stretches
from audiobrief.audio.level import SoundMaterial
from audiobrief.audio.sounds import SoundInfo
from audiobrief.timeline.timeline import FRAME, Bed, Stretch, Timeline
from audiobrief.units import milliseconds_to_samples

_SHORTEST = 5.0
"""The shortest chunk in seconds, unless the programme is shorter."""
_WITHOUT_SPEECH = 9.0
"""Seconds of a chunk without speech."""
_LONGEST = 14.0
"""The longest chunk in seconds."""
VOICES, CLIPS, MUSIC, ROOM_TONE = "voices", "clips", "music", "room-tone"
"""Stems: synthetic voices; recordings; cues and beds; the noise under everything."""


@dataclass(frozen=True, slots=True)
class Chunk(Stretch):
    """A stretch of a programme; its edges are whole numbers of frames, but for the programme's end."""


def cut(timeline: Timeline, keys: Sequence[str]) -> tuple[Chunk, ...]:
    """Return the chunks of a programme.

    A stretch that is too long is cut before the speech with the lowest key, and so are both parts. An edge disappears
    only if the stretch of which it had the lowest key has changed: that is one edge in most cases.

    Args:
        timeline: the programme.
        keys: a key of each speech in the timeline: a digest of its content.
    """
    places = [
        (key, speech.start) for key, speech in zip(keys, timeline.speech, strict=True) if not speech.start % FRAME
    ]
    return tuple(_cut(Chunk(0, timeline.length), places, timeline.sample_rate))


def _cut(programme: Chunk, places: list[tuple[str, int]], sample_rate: int) -> Iterator[Chunk]:
    shortest, without_speech, longest = (
        round(seconds * sample_rate / FRAME) * FRAME for seconds in (_SHORTEST, _WITHOUT_SPEECH, _LONGEST)
    )
    # A stack of the stretches to cut, the earliest on top; recursion could become too deep.
    pending = [(programme, places)]
    while pending:
        chunk, places = pending.pop()
        if chunk.end - chunk.start <= longest:
            yield chunk
            continue
        possible = [(key, start) for key, start in places if chunk.start + shortest <= start <= chunk.end - shortest]
        at = min(possible)[1] if possible else chunk.start + without_speech
        pending.append((Chunk(at, chunk.end), [place for place in possible if place[1] > at]))
        pending.append((Chunk(chunk.start, at), [place for place in possible if place[1] < at]))


@dataclass(frozen=True, slots=True)
class SpokenPart:
    """A clip in a recipe."""

    at: int
    """Its first sample, relative to the recipe's first; may be negative."""
    length: int
    """Samples."""
    clip: str
    """The clip's key in the store."""
    gain: float
    """dB."""


@dataclass(frozen=True, slots=True)
class CuePart:
    """A cue in a recipe: a sound that is played once."""

    at: int
    """Its first sample, relative to the recipe's first; may be negative."""
    sound: SoundInfo
    """The sound."""


@dataclass(frozen=True, slots=True)
class BedPart:
    """A bed in a recipe."""

    bed: Bed
    """Its position, relative to the recipe's first sample and limited to its surroundings. Its name is empty."""
    phase: int
    """The sample of the sound with which it begins."""
    sound: SoundInfo
    """The sound."""
    duck: float
    """dB under the voice."""
    stretches: tuple[Spoken, ...]
    """The speech above it, relative to the recipe's first sample and limited to its surroundings."""


@dataclass(frozen=True, slots=True)
class Recipe:
    """Everything that is heard in a stretch of the mix."""

    length: int
    """Samples."""
    sample_rate: int
    """Hz."""
    channels: int
    """1 if both channels of a stereo programme are the same here."""
    speech: tuple[SpokenPart, ...]
    """In order of time."""
    cues: tuple[CuePart, ...]
    """In order of time."""
    beds: tuple[BedPart, ...]
    """In order of time."""
    room_tone: float | None = None
    """The level in dB of the noise under everything; None for none."""


class RecipeBuilder:
    """Builds the recipes of a timeline's stretches."""

    def __init__(
        self,
        timeline: Timeline,
        keys: Sequence[str],
        sounds: Mapping[str, SoundMaterial],
        gains: Mapping[str, float],
        channels: int,
        *,
        room_tone: float | None = None,
    ) -> None:
        """Prepare a programme.

        Args:
            timeline: the positions of clips, cues and beds.
            keys: the clips' keys in the store, in the timeline's order of speech.
            sounds: by name.
            gains: dB for each speaker.
            channels: the programme's channels, 1 or 2.
            room_tone: the level in dB of the noise under everything; None for none.
        """
        self._timeline = timeline
        self._keys = keys
        self._sounds = sounds
        self._gains = gains
        self._channels = channels
        self._room_tone = room_tone
        self._stretches = spoken_stretches(timeline.speech, timeline.sample_rate)
        self._stretch_ends = [end for _, end in self._stretches]

    def recipe(self, start: int, end: int) -> Recipe:
        """Return the recipe of the samples from `start` to before `end`; outside the programme there is silence."""
        timeline = self._timeline
        within = timeline.speech_within(start, end)
        speech = tuple(
            SpokenPart(part.start - start, part.end - part.start, key, self._gains[part.speaker])
            for part, key in zip(timeline.speech[within], self._keys[within], strict=True)
        )
        cues = tuple(
            CuePart(cue.start - start, self._sounds[cue.sound].info)
            for cue in timeline.cues
            if cue.start < end and cue.end > start
        )
        beds = tuple(self._bed(bed, start, end) for bed in timeline.beds if bed.start < end and bed.end > start)
        is_stereo = self._channels == 2 and (
            any(cue.sound.is_stereo for cue in cues) or any(bed.sound.is_stereo for bed in beds)
        )
        return Recipe(end - start, timeline.sample_rate, 2 if is_stereo else 1, speech, cues, beds, self._room_tone)

    def _bed(self, bed: Bed, start: int, end: int) -> BedPart:
        rate, material = self._timeline.sample_rate, self._sounds[bed.sound]
        near = milliseconds_to_samples(max(FALL, RISE, FADE_IN), rate) + 1
        end_is_near = bed.end - bed.fade_out < end  # otherwise the recipe must not depend on the end
        phase = (max(bed.start, start) - bed.start) % material.info.length
        position = Bed(
            max(bed.start - start, -near),
            bed.end - start if end_is_near else end - start,
            "",
            bed.fade_out if end_is_near else 0,
        )
        stretches = []
        for index in range(bisect_left(self._stretch_ends, start - near), len(self._stretches)):
            opening, closing = self._stretches[index]
            if opening > end + near:
                break
            stretches.append((max(opening - start, -2 * near), min(closing - start, end - start + 2 * near)))
        return BedPart(position, phase, material.info, material.duck, tuple(stretches))


def stem_selectors(recorded: Container[str]) -> Mapping[str, Callable[[Recipe], Recipe]]:
    """Return for each stem a function that leaves of a recipe what is heard in the stem.

    The sum of the stems is the mix, sample for sample.

    Args:
        recorded: the keys of the clips that are recordings.
    """

    def select_speech(recipe: Recipe, *, is_recorded: bool) -> Recipe:
        speech = tuple(part for part in recipe.speech if (part.clip in recorded) is is_recorded)
        return replace(recipe, speech=speech, cues=(), beds=(), room_tone=None)

    return {
        VOICES: lambda recipe: select_speech(recipe, is_recorded=False),
        CLIPS: lambda recipe: select_speech(recipe, is_recorded=True),
        MUSIC: lambda recipe: replace(recipe, speech=(), room_tone=None),
        ROOM_TONE: lambda recipe: replace(recipe, speech=(), cues=(), beds=()),
    }

"""Timeline + clips -> blocks: the programme as sound, a block at a time.

pydub assembles each block: clips and sounds are `AudioSegment`s, cut with `get_sample_slice`, set to their place
by silence around them, and overlaid. Its own positions are milliseconds, so that a block lasts whole ones; a
block also holds whole MP3 frames and whole windows of the loudness measure.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from audiobrief.audio.duck import bed_gain, spoken_stretches
from audiobrief.script.model import Sound
from audiobrief.speech.engine import Samples
from audiobrief.timeline import Timeline
from audiobrief.units import milliseconds_to_samples

if TYPE_CHECKING:
    from pydub import AudioSegment

__all__ = ["BLOCK_MILLISECONDS", "Block", "Mixer", "block_length"]

BLOCK_MILLISECONDS = {44_100: 6400, 48_000: 6000}
"""By sample rate: a multiple of 1 ms, of 1,152 samples and of 100 ms."""
_HEADROOM = -12.0
"""dB that 32-bit mixing keeps above full scale for voice, bed and sting together."""

Block = npt.NDArray[np.float32]
"""Sound as (frames, channels); full scale is 1.0."""


def block_length(sample_rate: int) -> int:
    """Give the samples of a block."""
    return milliseconds_to_samples(BLOCK_MILLISECONDS[sample_rate], sample_rate)


class Mixer:
    """Gives the blocks of a timeline; holds the sounds, and asks for clips as it needs them."""

    def __init__(
        self,
        timeline: Timeline,
        clip: Callable[[int], Samples],
        sounds: Mapping[str, AudioSegment],
        settings: Mapping[str, Sound],
        gains: Mapping[str, float],
        channels: int,
    ) -> None:
        """Prepare a programme.

        Args:
            timeline: where everything is.
            clip: gives the samples of the speech with that index in the timeline.
            sounds: the decoded sounds by name, 16 bit, at the timeline's rate.
            settings: the script's sounds by name.
            gains: dB for each speaker.
            channels: 1 or 2.
        """
        self._timeline = timeline
        self._clip = clip
        self._sounds = sounds
        self._settings = settings
        self._gains = gains
        self._channels = channels
        self._stretches = spoken_stretches(timeline.speech, timeline.sample_rate)
        self._length = block_length(timeline.sample_rate)

    def blocks(self) -> Iterator[Block]:
        """Give the programme from its beginning; the last block is cut at the timeline's end."""
        for start in range(0, self._timeline.length, self._length):
            yield self._block(start)[: self._timeline.length - start]

    def _block(self, start: int) -> Block:
        from pydub import AudioSegment

        end = start + self._length
        mixed = AudioSegment(
            bytes(self._length * 4 * self._channels),
            sample_width=4,
            frame_rate=self._timeline.sample_rate,
            channels=self._channels,
        )
        for layer in self._layers(start, end):
            mixed = mixed.overlay(layer)
        samples = np.frombuffer(mixed.raw_data, dtype="<i4").reshape(-1, self._channels)
        scale = np.float32(10 ** (-_HEADROOM / 20) / 2**31)
        return samples.astype(np.float32) * scale

    def _layers(self, start: int, end: int) -> Iterator[AudioSegment]:
        from pydub import AudioSegment

        rate = self._timeline.sample_rate
        for index, speech in enumerate(self._timeline.speech):
            if speech.start < end and speech.end > start:
                segment = AudioSegment(
                    np.ascontiguousarray(self._clip(index), dtype="<i2").tobytes(),
                    sample_width=2,
                    frame_rate=rate,
                    channels=1,
                )
                part = segment.get_sample_slice(max(0, start - speech.start), min(speech.end, end) - speech.start)
                yield self._placed(part, max(0, speech.start - start), self._gains[speech.speaker])
        for cue in self._timeline.cues:
            if cue.start < end and cue.end > start:
                part = self._sounds[cue.sound].get_sample_slice(
                    max(0, start - cue.start), min(cue.end, end) - cue.start
                )
                yield self._placed(part, max(0, cue.start - start), 0.0)
        for bed in self._timeline.beds:
            if bed.start < end and bed.end > start:
                first, last = max(bed.start, start), min(bed.end, end)
                part = _repeated(self._sounds[bed.sound], first - bed.start, last - bed.start)
                gain = bed_gain(bed, self._settings[bed.sound].duck, self._stretches, first, last, rate)
                yield self._placed(_shaped(part, gain), first - start, 0.0)

    def _placed(self, segment: AudioSegment, offset: int, gain: float) -> AudioSegment:
        """Bring a segment to the block's form, with silence around it up to the block's length."""
        from pydub import AudioSegment

        wide = segment.set_channels(self._channels).set_sample_width(4).apply_gain(gain + _HEADROOM)
        frame = 4 * self._channels
        data = wide.raw_data
        data = b"".join((bytes(offset * frame), data, bytes((self._length - offset) * frame - len(data))))
        return AudioSegment(data, sample_width=4, frame_rate=self._timeline.sample_rate, channels=self._channels)


def _repeated(sound: AudioSegment, start: int, end: int) -> AudioSegment:
    """Cut a stretch out of a sound that is repeated without end, joined once."""
    from pydub import AudioSegment

    length = int(sound.frame_count())
    parts = []
    at = start
    while at < end:
        first = at % length
        last = min(length, first + end - at)
        parts.append(sound.get_sample_slice(first, last).raw_data)
        at += last - first
    return AudioSegment(
        b"".join(parts), sample_width=sound.sample_width, frame_rate=sound.frame_rate, channels=sound.channels
    )


def _shaped(segment: AudioSegment, gain: npt.NDArray[np.float32]) -> AudioSegment:
    """Multiply a 16-bit segment with a gain for each frame; the result has 32 bit, so that nothing is rounded away."""
    from pydub import AudioSegment

    samples = np.frombuffer(segment.raw_data, dtype="<i2").reshape(-1, segment.channels).astype(np.float64)
    shaped = np.round(samples * gain[:, np.newaxis] * 2**16).astype("<i4")
    return AudioSegment(shaped.tobytes(), sample_width=4, frame_rate=segment.frame_rate, channels=segment.channels)

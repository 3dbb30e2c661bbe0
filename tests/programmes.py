"""Programmes as the program makes them, to be looked at from inside."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import audiobrief.production.render
from audiobrief.audio.assemble import mix
from audiobrief.audio.encode import decode
from audiobrief.audio.level import SoundMaterial
from audiobrief.audio.loudness import Block, Loudness, LoudnessMeter
from audiobrief.audio.master import Setting
from audiobrief.audio.recipe import Chunk, RecipeBuilder, cut
from audiobrief.audio.sounds import load_sound, to_segment
from audiobrief.episode.file_set import Episode
from audiobrief.mp3.chunk_store import ChunkStore
from audiobrief.mp3.frames import info_frame
from audiobrief.mp3.programme import EncodingJob, Programme, ProgrammeMeasure
from audiobrief.production.render import render_episode
from audiobrief.production.session import Settings, no_progress
from audiobrief.script.loader import load_script
from audiobrief.script.models.script import Mastering, Output
from audiobrief.script.models.sound import Sound
from audiobrief.timeline.timeline import Timeline
from audiobrief.units import Samples


@dataclass(frozen=True, slots=True)
class Made:
    """An episode, and how it came about."""

    episode: Episode
    """What was rendered."""
    programme: Programme
    """What made its sound."""
    settings: tuple[Setting, ...]
    """What it was made with, the last one for good."""
    measured: tuple[ProgrammeMeasure, ...]
    """What came of each."""

    @property
    def chunks(self) -> tuple[Chunk, ...]:
        """The chunks, from its beginning to its end."""
        return tuple(self.programme._chunks)

    @property
    def output(self) -> Output:
        """The form of its sound."""
        return self.programme._output

    @property
    def timeline(self) -> Timeline:
        """Where everything is."""
        return self.programme._recipes._timeline

    @property
    def made(self) -> int:
        """Chunks that were not kept from before."""
        return sum(each.encoded_chunks for each in self.measured)

    def sound(self) -> Samples:
        """Return the mastered samples, (frames, channels)."""
        return mastered_samples(self.programme, self.settings[-1])


def mastered_samples(programme: Programme, setting: Setting) -> Samples:
    """Return the mastered samples of a programme, (frames, channels)."""
    chunks = [programme._chunk_sound(chunk, setting) for chunk in programme._chunks]
    channels = programme._output.channels
    return np.concatenate([np.repeat(samples, channels // samples.shape[1], axis=1) for samples in chunks])


def render(script: Path, target: Path, settings: Settings | None = None) -> Made:
    """Render a script, and keep what made it."""
    programmes: list[Programme] = []
    tried: list[Setting] = []
    measured: list[ProgrammeMeasure] = []

    class Watched(Programme):
        def __init__(self, *arguments: Any) -> None:
            super().__init__(*arguments)
            programmes.append(self)

        def encode(self, setting: Setting, *arguments: Any) -> ProgrammeMeasure:
            tried.append(setting)
            measured.append(super().encode(setting, *arguments))
            return measured[-1]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(audiobrief.production.render, "Programme", Watched)
        episode = render_episode(load_script(script), target, settings)
    return Made(episode, programmes[-1], tuple(tried), tuple(measured))


def programme(
    line: Timeline,
    clips: Mapping[str, Samples],
    keys: Sequence[str],
    sounds: Mapping[str, Samples] | None = None,
    output: Output = Output(),  # noqa: B008 - frozen
    target: Mastering = Mastering(),  # noqa: B008 - frozen
    duck: float = -14.0,
    room_tone: float | None = None,
) -> Programme:
    """Make a programme of samples.

    Args:
        line: where everything is; the speaker is `low`.
        clips: 16 bit, (frames, 1), by key.
        keys: of each speech of the timeline.
        sounds: 16 bit, (frames, channels), by the timeline's names.
        output: its form.
        target: its loudness and peaks.
        duck: dB of beds under the voice.
        room_tone: dB of the noise under everything.
    """
    materials = {
        name: SoundMaterial.of(Sound(name=name, path=Path(name), duck=duck), segment(samples, output.sample_rate))
        for name, samples in (sounds or {}).items()
    }
    segments = {material.info.digest: material.segment for material in materials.values()}
    return Programme(
        RecipeBuilder(line, keys, materials, {"low": 0.0}, output.channels, room_tone=room_tone),
        cut(line, [hashlib.sha256(key.encode()).hexdigest() for key in keys]),
        lambda recipe: mix(recipe, lambda key: clips[key], segments),
        output,
        target,
    )


def programme_of_sound(path: Path, gain: float, line: Timeline) -> Programme:
    """Make a programme of one sound file, which the timeline names `x`."""
    sound, output = Sound(name="x", path=path, gain=gain), Output()
    material = SoundMaterial.of(sound, load_sound(sound, output.sample_rate, output.channels))
    sounds = {material.info.digest: material.segment}
    return Programme(
        RecipeBuilder(line, [], {"x": material}, {}, output.channels),
        cut(line, []),
        lambda recipe: mix(recipe, lambda _key: np.zeros((0, 1), dtype=np.int16), sounds),
        output,
        Mastering(),
    )


def segment(samples: Samples, rate: int) -> Any:
    """Return samples as pydub has them."""
    return to_segment((samples / 32768).astype(np.float32), rate)


def encode(
    made: Programme,
    setting: Setting,
    folder: Path,
    jobs: int = 2,
    meanwhile: Callable[[], None] = lambda: None,
) -> tuple[ProgrammeMeasure, bytes]:
    """Encode a programme, with chunks kept in a folder; give what is known of it, and its frames."""
    folder.mkdir(parents=True, exist_ok=True)
    job = EncodingJob(ChunkStore(folder / "chunks"), jobs, no_progress, meanwhile)
    measured = made.encode(setting, job, folder / "e.frames", 0)
    return measured, (folder / "e.frames").read_bytes()


def measure(path: Path, output: Output) -> tuple[Loudness, int]:
    """Decode a finished file; return its loudness, and its samples of each channel."""
    meter = LoudnessMeter(output.sample_rate)
    for block in decode(path, output):
        meter.add(block)
    return meter.result(), meter.frames


def decoded_sound(measured: ProgrammeMeasure, frames: bytes, length: int, output: Output, path: Path) -> Block:
    """Write an MP3 file and decode it as players do."""
    path.write_bytes(info_frame(measured.frame_lengths, output, length, measured.checksum) + frames)
    return np.concatenate(list(decode(path, output)))

"""A text said by one voice, without an episode around it."""

from __future__ import annotations

import io
import wave
from collections.abc import Mapping
from pathlib import Path

import numpy as np

from audiobrief.errors import UsageError
from audiobrief.production.casting import cast_text
from audiobrief.production.reading import single_voice_script
from audiobrief.script.markup.parser import Paragraph
from audiobrief.script.models.voice import Speaker
from audiobrief.storage import files
from audiobrief.storage.work_folder import work_folder
from audiobrief.timeline.plan import Plan, make_plan
from audiobrief.timeline.timeline import lay_out
from audiobrief.voices.clip_store import ClipStore
from audiobrief.voices.engine import Engine
from audiobrief.voices.registry import open_engines
from audiobrief.voices.speaking import ClipSource


def say(paragraphs: tuple[Paragraph, ...], speaker: Speaker, path: Path) -> None:
    """Say paragraphs with one voice, and write them as a WAV file.

    Raises:
        UsageError: there is nothing to say, or the voice is not installed.
        AudiobriefError: it could not be done; what stood under the file's name is as it was.
    """
    script = single_voice_script(paragraphs, speaker)
    if not make_plan(script).utterances():
        raise UsageError("there is nothing to say in this text (write words)")
    with work_folder(path.parent) as work, open_engines(work) as engines:
        say_plan(cast_text(script, engines), engines, script.output.sample_rate, work, path)


def say_plan(plan: Plan, engines: Mapping[str, Engine], sample_rate: int, work: Path, path: Path) -> None:
    """Say a plan without its sounds, and write it as a WAV file of one channel; `work` is a folder beside it.

    Raises:
        AudiobriefError: it could not be done; what stood under the file's name is as it was.
    """
    clips = ClipSource(engines, ClipStore(work / "clips"), sample_rate)
    files.write_bytes(work / path.name, plan_sound(plan, clips))
    files.finish(work / path.name, path)


def plan_sound(plan: Plan, clips: ClipSource) -> bytes:
    """Say a plan without its sounds, and return it as a WAV file of one channel.

    Raises:
        EngineError: something could not be spoken.
    """
    durations = {utterance: len(clips.clip(utterance).samples) for utterance in plan.utterances()}
    timeline = lay_out(plan, durations, {}, {}, clips.sample_rate)
    sound = np.zeros((timeline.length, 1), dtype="<i2")
    for speech in timeline.speech:
        sound[speech.start : speech.end] = clips.clip(speech.utterance).samples
    content = io.BytesIO()
    with wave.open(content, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(clips.sample_rate)
        file.writeframes(sound.tobytes())
    return content.getvalue()

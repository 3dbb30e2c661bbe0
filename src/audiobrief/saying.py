"""A text said by one voice, without an episode around it."""

from __future__ import annotations

import io
import wave
from collections.abc import Mapping
from pathlib import Path

import numpy as np

from audiobrief import files
from audiobrief.errors import EngineMissingError, UsageError
from audiobrief.plan import Plan, make_plan
from audiobrief.preparation import open_engines
from audiobrief.script.markup import Paragraph
from audiobrief.script.model import Script, Segment, Speaker, Turn
from audiobrief.speech.engine import Engine
from audiobrief.speech.speak import Spoken
from audiobrief.speech.store import ClipStore
from audiobrief.timeline import lay_out

__all__ = ["say"]


def say(paragraphs: tuple[Paragraph, ...], speaker: Speaker, path: Path) -> None:
    """Say paragraphs with one voice, and write them as a WAV file.

    Raises:
        UsageError: there is nothing to say, or the voice is not installed.
        AudiobriefError: it could not be done; what stood under the file's name is as it was.
    """
    script = Script(Path("say"), "say", "say", (Segment("narration", (Turn(speaker.name, paragraphs),)),), (speaker,))
    plan = make_plan(script)
    if not plan.utterances():
        raise UsageError("there is nothing to say in this text (write words)")
    with files.work_folder(path.parent) as work, open_engines({speaker.voice.engine}, work) as engines:
        _check_voices(plan, engines)
        spoken = Spoken(engines, ClipStore(work / "clips"), script.output.sample_rate)
        durations = {utterance: len(spoken.clip(utterance).samples) for utterance in plan.utterances()}
        timeline = lay_out(plan, durations, {}, {}, script.output.sample_rate)
        sound = np.zeros((timeline.length, 1), dtype="<i2")
        for speech in timeline.speech:
            sound[speech.start : speech.end] = spoken.clip(speech.utterance).samples
        content = io.BytesIO()
        with wave.open(content, "wb") as file:
            file.setnchannels(1)
            file.setsampwidth(2)
            file.setframerate(timeline.sample_rate)
            file.writeframes(sound.tobytes())
        files.write_bytes(work / path.name, content.getvalue())
        files.finish(work / path.name, path)


def _check_voices(plan: Plan, engines: Mapping[str, Engine]) -> None:
    for voice in dict.fromkeys(utterance.voice for utterance in plan.utterances()):
        try:
            engines[voice.engine].check(voice)
        except EngineMissingError as error:
            # Here it is the command line that names the voice.
            raise UsageError(str(error)) from error

"""Hear a script: sentences by voices that stay loaded, and whole episodes."""

from __future__ import annotations

import hashlib
import os
import re
import tempfile
import threading
from collections import OrderedDict
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path

from audiobrief.audio.recordings import load_recording
from audiobrief.cache.kinds import CLIPS, READINGS
from audiobrief.editor.episodes.proofing import ProofListening
from audiobrief.editor.folder import ShowFolder
from audiobrief.episode.file_set import Episode
from audiobrief.errors import AudiobriefError, UsageError
from audiobrief.production.casting import cast_plan
from audiobrief.production.render import render_episode
from audiobrief.production.say import plan_sound
from audiobrief.production.session import RenderSession, Settings
from audiobrief.script.models.script import Script
from audiobrief.storage import files
from audiobrief.timeline.plan import Plan, PlannedSegment, PlannedSentence
from audiobrief.voices.speaking import ClipSource

_MOST_SOUNDS = 200
_KEY = re.compile("[0-9a-f]{64}")


class CancelledError(AudiobriefError):
    """A render was cancelled."""


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a render is."""

    stage: str = ""
    """speaking, encoding, measuring; done, failed or cancelled at its end; empty before the first one."""
    done: int = 0
    total: int = 0
    message: str = ""
    """Why it failed."""
    number: int = 0
    """Grows with each render."""


class Booth:
    """The voices of one server, which stay loaded, and the sounds that were asked for."""

    def __init__(self) -> None:
        """Open it; no voice is loaded before it is needed."""
        self._folder = tempfile.TemporaryDirectory(prefix="audiobrief-edit-")
        self._scratch = Path(self._folder.name)
        store = CLIPS.folder if _can_write(CLIPS.folder) else None
        settings = Settings(os.cpu_count() or 1, store, readings=READINGS.folder if store else None)
        self.session = RenderSession(settings, scratch=self._scratch, lasting=True)
        self.proofs = ProofListening(self._scratch)
        self._sounds: OrderedDict[str, Path] = OrderedDict()
        self._lock = threading.Lock()
        self._rendering = threading.Lock()
        self._progress: dict[Path, Progress] = {}
        self._cancelled: set[Path] = set()

    def close(self) -> None:
        """End the voices, and delete the sounds."""
        self.proofs.close()
        self.session.close()
        self._folder.cleanup()

    def start_voices(self, script: Script) -> None:
        """Let the voices of a script load, so that they are ready when a sentence is to be heard."""
        for speaker in cast_plan(script.model_copy(update={"segments": ()}), self.session.engines)[0].speakers:
            with suppress(AudiobriefError, KeyError):
                self.session.engines[speaker.voice.engine].start(speaker.voice)

    def say_sentence(self, script: Script, segment: int, sentence: int | None) -> tuple[str, float]:
        """Say a sentence, or a whole segment, and return the key of the sound, and its seconds.

        Args:
            script: the script.
            segment: the index of the segment.
            sentence: the index of the sentence in it; None for all of them.

        Raises:
            UsageError: there is no such sentence.
            AudiobriefError: it could not be spoken.
        """
        only = script.model_copy(update={"segments": (script.segments[segment],), "transition": None})
        plan = cast_plan(only, self.session.engines)[1]
        sentences = plan.segments[0].sentences
        if sentence is not None:
            sentences = sentences[sentence : sentence + 1]
        if not sentences:
            raise UsageError("there is nothing to hear here (write something first)")
        return self.say_plan(_plan(sentences), script.output.sample_rate)

    def say_plan(self, plan: Plan, sample_rate: int) -> tuple[str, float]:
        """Say a plan without sounds, and return the key of the sound, and its seconds.

        Raises:
            AudiobriefError: it could not be spoken.
        """
        clips = ClipSource(self.session.engines, self.session.clips, sample_rate, load_recording)
        return self._keep(plan_sound(plan, clips))

    def _keep(self, content: bytes) -> tuple[str, float]:
        key = hashlib.sha256(content).hexdigest()
        with self._lock:
            if key not in self._sounds:
                path = self._scratch / f"{key}.wav"
                files.write_bytes(path, content)
                self._sounds[key] = path
            self._sounds.move_to_end(key)
            while len(self._sounds) > _MOST_SOUNDS:
                self._sounds.popitem(last=False)[1].unlink(missing_ok=True)
        rate = int.from_bytes(content[24:28], "little")
        return key, (len(content) - 44) / 2 / rate

    def sound(self, key: str) -> Path | None:
        """Return the file of a sound; None if there is none of this key."""
        with self._lock:
            return self._sounds.get(key) if _KEY.fullmatch(key) else None

    def progress(self, path: Path) -> Progress:
        """Return how far the render of a script is, or the last one was."""
        return self._progress.get(path, Progress())

    def cancel(self, path: Path) -> None:
        """Cancel the render of a script."""
        self._cancelled.add(path)

    def render(self, script: Script, folder: ShowFolder) -> Episode:
        """Render an episode into the folder's `out`; other renders wait.

        Raises:
            CancelledError: it was cancelled.
            AudiobriefError: it could not be done.
        """
        path = script.path
        target = folder.output(script.slug, script.output.main_format)
        number = self.progress(path).number + 1
        self._cancelled.discard(path)
        self._progress[path] = Progress("waiting", number=number)

        def report(stage: str, done: int, total: int) -> None:
            if path in self._cancelled:
                raise CancelledError("the render was cancelled")
            self._progress[path] = Progress(stage, done, total, number=number)

        try:
            with self._rendering:
                report("reading", 0, 0)
                self.session.progress = report
                episode = render_episode(script, target, session=self.session)
        except CancelledError:
            self._progress[path] = Progress("cancelled", number=number)
            raise
        except AudiobriefError as error:
            self._progress[path] = Progress("failed", message=str(error), number=number)
            raise
        except OSError as error:
            self._progress[path] = Progress("failed", message=(error.strerror or str(error)).lower(), number=number)
            raise
        self._progress[path] = Progress("done", number=number)
        return episode


def _plan(sentences: tuple[PlannedSentence, ...]) -> Plan:
    first = sentences[0]
    head = replace(first, pieces=(replace(first.pieces[0], pause=0), *first.pieces[1:]))
    return Plan((PlannedSegment("narration", (head, *sentences[1:]), 0, chapter="Sentence"),))


def _can_write(folder: Path) -> bool:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError:
        return False
    return os.access(folder, os.W_OK)

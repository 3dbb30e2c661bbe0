"""The base of engines whose library speaks in a child process that stays alive, and is started again if it fails."""

from __future__ import annotations

import threading
from abc import ABC, abstractmethod
from typing import Any, ClassVar

from audiobrief.errors import EngineError
from audiobrief.reading.utterances import Utterance
from audiobrief.script.models.voice import Voice
from audiobrief.storage.processes import Child, ChildDiedError, ChildHungError
from audiobrief.voices.engine import Clip, SpokenWord, VoiceInfo, Word

_ATTEMPTS = 2
# The fastest sentences take 35 ms a letter (espeak-ng) and 45 ms (the neural models) at speed 1.
_LEAST_SECONDS_A_LETTER = 0.012


class ChildEngine(ABC):
    """The base class of engines with child processes; several threads may use it at once.

    A child reads questions as lines of JSON, and answers each with a line.
    """

    name: ClassVar[str]
    grace: ClassVar[float]
    """Seconds beyond the time limit, for loading a model, or for a child to report itself that it hung."""
    shares_child: ClassVar[bool]
    """True if one child answers several questions at a time; if not, each thread that asks has a child of its own."""

    def __init__(self, time_limit: float) -> None:
        """Create the engine; its child starts with the first question.

        Args:
            time_limit: seconds after which an utterance counts as hung.
        """
        self.time_limit = time_limit
        self._children: set[Child] = set()
        self._free: dict[tuple[str, ...], list[Child]] = {}
        self._lock = threading.Lock()
        self._closed = False

    @abstractmethod
    def _voice(self, wanted: Voice) -> VoiceInfo:
        """Find the installed voice that a script's voice refers to.

        Raises:
            EngineMissingError: there is no such voice, or none for its language.
        """

    def _voice_question(self, voice: VoiceInfo) -> dict[str, Any]:
        """Return the part of a question that selects a voice."""
        return {"voice": voice.name}

    @abstractmethod
    def _question(self, utterance: Utterance) -> dict[str, Any]:
        """Return the part of a question that says what is spoken."""

    @abstractmethod
    def _command(self, question: dict[str, Any]) -> tuple[str, ...]:
        """Return the command line of the child that answers a question."""

    @abstractmethod
    def _environment(self) -> dict[str, str]:
        """Return the environment variables of a child that differ from this program's."""

    @abstractmethod
    def _read_clip(self, question: dict[str, Any], answer: dict[str, Any]) -> Clip | None:
        """Return the sound that answers a question; None if it is not complete."""

    def check(self, voice: Voice) -> None:
        """Check that a voice is available, as the interface says."""
        self._voice(voice)

    def synthesize(self, utterance: Utterance) -> Clip:
        """Speak, and check that the sound is complete.

        Raises:
            EngineMissingError: there is no such voice.
            EngineError: the child crashed, hung, or gave too little sound, twice.
        """
        question = {**self._voice_question(self._voice(utterance.voice)), **self._question(utterance)}
        failure = ""
        for _ in range(_ATTEMPTS):
            answer = self._ask(question)
            if "error" not in answer:
                clip = self._read_clip(question, answer)
                if clip is not None and _is_long_enough(clip, utterance):
                    return clip
            failure = answer.get("error", "its sound was shorter than the text")
            if answer.get("kind") == "text":
                break
        shown = utterance.text if len(utterance.text) <= 60 else utterance.text[:57] + "..."
        raise EngineError(f"{self.name} could not say “{shown}”: {failure} (change the sentence, or use another voice)")

    def words(self, text: str, voice: Voice) -> tuple[SpokenWord, ...]:
        """Return how each word of a text would be said.

        Raises:
            EngineMissingError: there is no such voice.
            EngineError: the child crashed or hung.
        """
        answer = self._ask(
            {**self._voice_question(self._voice(voice)), "text": text, "language": voice.language, "words": True}
        )
        if "error" in answer:
            raise EngineError(
                f"{self.name} could not read the text: {answer['error']} (change it, or use another voice)"
            )
        return tuple(SpokenWord(*word) for word in answer["words"])

    def _ask(self, question: dict[str, Any]) -> dict[str, Any]:
        """Ask a child, which is started if necessary; return an error as an answer if it dies."""
        command = self._command(question)
        child = self._take_child(command)
        try:
            answer = child.ask(question, timeout=self.time_limit + self.grace)
        except ChildHungError as error:
            answer = {"error": str(error), "kind": "hang"}
        except ChildDiedError as error:
            answer = {"error": f"it ended: {error}", "kind": "crash"}
        else:
            if not self.shares_child:
                self._free[command].append(child)
            return answer
        with self._lock:
            self._children.discard(child)
            if child in self._free[command]:
                self._free[command].remove(child)
        return answer

    def _take_child(self, command: tuple[str, ...]) -> Child:
        with self._lock:
            self._refuse_if_closed()
            free = self._free.setdefault(command, [])
            if not free:
                free.append(Child(command, self._environment()))
                self._children.add(free[-1])
            return free[-1] if self.shares_child else free.pop()

    def _refuse_if_closed(self) -> None:
        if self._closed:
            raise EngineError(f"{self.name} was stopped (start again)")

    def close(self) -> None:
        """End the child processes."""
        with self._lock:
            self._closed = True
            children = tuple(self._children)
            self._children.clear()
        for child in children:
            child.close()


def _is_long_enough(clip: Clip, utterance: Utterance) -> bool:
    import numpy as np

    letters = sum(character.isalnum() for character in utterance.text)
    heard = np.abs(clip.samples).max(initial=0) > 100
    seconds = len(clip.samples) / clip.sample_rate
    return bool(heard) and seconds >= letters * _LEAST_SECONDS_A_LETTER / utterance.voice.speed


def timed_words(answer: dict[str, Any]) -> tuple[Word, ...]:
    """Return the words of a child's answer with their times; none if the voice does not report them."""
    return tuple(Word(*timing) for timing in answer.get("timings", ()))

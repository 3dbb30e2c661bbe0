"""An engine whose model runs in a child process, which is started again when it crashes or hangs.

One child loads the model once and speaks several utterances at a time. Its questions and answers are described in
`child`.
"""

from __future__ import annotations

import base64
import importlib.util
import sys
import threading
from functools import cache, cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

from audiobrief.errors import EngineError, EngineMissingError
from audiobrief.language.codes import primary_language
from audiobrief.reading.utterances import Utterance
from audiobrief.script.models.voice import Voice
from audiobrief.voices.engine import Clip, Dictionary, SpokenWord, VoiceInfo

if TYPE_CHECKING:
    from audiobrief.storage.processes import Child

_ATTEMPTS = 2
_GRACE = 20.0
"""Seconds beyond the time limit for loading the model."""
# The fastest sentences of the models take 45 ms a letter at speed 1.
_LEAST_SECONDS_A_LETTER = 0.012
_ENVIRONMENT = {
    # Each utterance has a thread of its own; the libraries under numpy must not start more.
    "OMP_NUM_THREADS": "1",
    "OPENBLAS_NUM_THREADS": "1",
    "MKL_NUM_THREADS": "1",
    # A missing model is an error, never a download.
    "HF_HUB_OFFLINE": "1",
}


class ChildEngine:
    """The base class of engines with a model; a subclass names its packages and its voices."""

    name: ClassVar[str]
    packages: ClassVar[tuple[str, ...]]
    """Distributions that it needs; their versions are its version."""
    modules: ClassVar[tuple[str, ...]]
    """Modules that it needs."""
    extra: ClassVar[str]
    """The extra of audiobrief that installs them."""

    def __init__(self, *, time_limit: float = 60.0, program: tuple[str, ...] | None = None) -> None:
        """Create the engine; its child starts with the first question.

        Args:
            time_limit: seconds after which an utterance counts as hung.
            program: the command of the child; the package's own if not given.
        """
        self.time_limit = time_limit
        self._program = program or (sys.executable, "-m", "audiobrief.voices.engines.natural.child", self.name)
        self._child: Child | None = None
        self._lock = threading.Lock()
        self._closed = False

    @cached_property
    def version(self) -> str:
        """The versions of its packages."""
        from importlib.metadata import version

        self._require()
        return ", ".join(f"{package} {version(package)}" for package in self.packages)

    def _require(self) -> None:
        """Check that the packages are installed.

        Raises:
            EngineMissingError: a package is missing.
        """
        if any(package_folder(module) is None for module in self.modules):
            raise EngineMissingError(
                f"{self.name} is not installed", f'python -m pip install "audiobrief[{self.extra}]"'
            )

    def voices(self) -> tuple[VoiceInfo, ...]:
        """Return the installed voices; none if the packages are missing."""
        raise NotImplementedError

    def identity(self, voice: Voice) -> str:
        """Return what else the sound of a voice depends on, such as its model."""
        raise NotImplementedError

    def _question(self, voice: VoiceInfo) -> dict[str, Any]:
        """Return the part of a question that selects a voice."""
        return {"voice": voice.name}

    def _voice(self, wanted: Voice) -> VoiceInfo:
        """Find the installed voice that a script's voice refers to.

        Raises:
            EngineMissingError: there is no such voice, or none for its language.
        """
        self._require()
        voices = self.voices()
        if wanted.name is None:
            found = best_for_language(voices, wanted.language)
            if found is None:
                raise EngineMissingError(
                    f"{self.name} has no voice for the language '{wanted.language}'",
                    "audiobrief voices lists those it has",
                )
            return found
        named = next((voice for voice in voices if voice.name.casefold() == wanted.name.casefold()), None)
        if named is None:
            raise EngineMissingError(f"{self.name} has no voice '{wanted.name}'", self._advice(wanted.name))
        if not _speaks(named, wanted.language):
            raise EngineMissingError(
                f"{self.name}'s voice '{named.name}' does not speak '{wanted.language}'",
                "audiobrief voices --language lists those that do",
            )
        return named

    def _advice(self, name: str) -> str:  # noqa: ARG002 - a subclass knows what can be installed under a name
        return "audiobrief voices lists those it has"

    def check(self, voice: Voice) -> None:
        """Check that a voice is available.

        Raises:
            EngineMissingError: the engine is not installed, has no such voice, or none for its language.
        """
        self._voice(voice)

    def synthesize(self, utterance: Utterance) -> Clip:
        """Speak, and check that the sound is complete; several threads may call it at once.

        Raises:
            EngineMissingError: there is no such voice.
            EngineError: the child crashed, hung, or gave too little sound, twice.
        """
        question = {
            **self._question(self._voice(utterance.voice)),
            "text": utterance.text,
            "language": utterance.voice.language,
            "speed": utterance.voice.speed,
            "pronunciations": [(each.start, each.end, each.ipa) for each in utterance.pronunciations],
            "stresses": utterance.stresses,
        }
        failure = ""
        for _ in range(_ATTEMPTS):
            answer = self._ask(question)
            if answer.get("kind") == "text":
                failure = answer["error"]
                break
            if "error" in answer:
                failure = answer["error"]
                continue
            clip = _clip(answer)
            if _long_enough(clip, utterance):
                return clip
            failure = "its sound was shorter than the text"
        shown = utterance.text if len(utterance.text) <= 60 else utterance.text[:57] + "..."
        raise EngineError(f"{self.name} could not say “{shown}”: {failure} (change the sentence, or use another voice)")

    def words(self, text: str, voice: Voice) -> tuple[SpokenWord, ...]:
        """Return how each word of a text would be said.

        Raises:
            EngineMissingError: there is no such voice.
            EngineError: the child crashed or hung.
        """
        answer = self._ask(
            {**self._question(self._voice(voice)), "text": text, "language": voice.language, "words": True}
        )
        if "error" in answer:
            raise EngineError(
                f"{self.name} could not read the text: {answer['error']} (change it, or use another voice)"
            )
        return tuple(SpokenWord(*word) for word in answer["words"])

    def dictionary(self, voice: Voice) -> Dictionary | None:
        """Return the dictionary that a voice uses; None if it has none that can be read."""
        self._voice(voice)
        return None

    def _ask(self, question: dict[str, Any]) -> dict[str, Any]:
        """Ask the child, which is started if necessary; return an error as an answer if it dies."""
        from audiobrief.storage.processes import ChildDiedError, ChildHungError

        child = self._started()
        try:
            return child.ask(question, timeout=self.time_limit + _GRACE)
        except ChildHungError as error:
            self._forget(child)
            return {"error": str(error)}
        except ChildDiedError as error:
            self._forget(child)
            return {"error": f"it ended: {error}"}

    def _started(self) -> Child:
        from audiobrief.storage.processes import Child

        with self._lock:
            if self._closed:
                raise EngineError(f"{self.name} was stopped (start again)")
            if self._child is None:
                self._child = Child(self._program, _ENVIRONMENT)
            return self._child

    def _forget(self, child: Child) -> None:
        with self._lock:
            if self._child is child:
                self._child = None

    def close(self) -> None:
        """End the child process."""
        with self._lock:
            self._closed = True
            child, self._child = self._child, None
        if child is not None:
            child.close()


def best_for_language(voices: tuple[VoiceInfo, ...], language: str) -> VoiceInfo | None:
    """Return the first voice of a language tag, or else of its language; None if there is none."""
    wanted = language.lower()
    exact = (voice for voice in voices if wanted in voice.languages[:1])
    related = (voice for voice in voices if _speaks(voice, language))
    return next(exact, None) or next(related, None)


def _speaks(voice: VoiceInfo, language: str) -> bool:
    return any(primary_language(each) == primary_language(language) for each in voice.languages)


def _clip(answer: dict[str, Any]) -> Clip:
    import numpy as np

    samples = np.frombuffer(base64.b64decode(answer["samples"]), dtype="<i2").reshape(-1, 1)
    return Clip(samples, answer["sample_rate"])


def _long_enough(clip: Clip, utterance: Utterance) -> bool:
    letters = sum(character.isalnum() for character in utterance.text)
    import numpy as np

    heard = np.abs(clip.samples).max(initial=0) > 100
    seconds = len(clip.samples) / clip.sample_rate
    return bool(heard) and seconds >= letters * _LEAST_SECONDS_A_LETTER / utterance.voice.speed


def package_folder(name: str) -> Path | None:
    """Return the folder of a package without importing it; None if it is not installed."""
    try:
        return _find_package(name)
    except ModuleNotFoundError:
        return None


@cache
def _find_package(name: str) -> Path:
    # Only a success is cached: the search goes through all of Python's path.
    package = importlib.util.find_spec(name)
    if package is None or not package.submodule_search_locations:
        raise ModuleNotFoundError(name)
    return Path(package.submodule_search_locations[0])

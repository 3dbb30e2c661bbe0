"""An engine whose model runs in a child process.

One child loads the model once and speaks several utterances at a time. Its questions and answers are described in
`child`.
"""

from __future__ import annotations

import base64
import importlib.util
import sys
from abc import abstractmethod
from collections.abc import Iterable
from functools import cache, cached_property
from pathlib import Path
from typing import Any, ClassVar

from audiobrief.errors import EngineMissingError
from audiobrief.language.codes import primary_language
from audiobrief.reading.utterances import Utterance
from audiobrief.script.models.voice import Voice
from audiobrief.voices.engine import Clip, Dictionary, VoiceInfo
from audiobrief.voices.engines.child_engine import ChildEngine, timed_words
from audiobrief.voices.models.catalogue import pip_command
from audiobrief.voices.registry import REGISTRY

_ENVIRONMENT = {
    # Each utterance has a thread of its own; the libraries under numpy must not start more.
    "OMP_NUM_THREADS": "1",
    "OPENBLAS_NUM_THREADS": "1",
    "MKL_NUM_THREADS": "1",
    # A missing model is an error, never a download.
    "HF_HUB_OFFLINE": "1",
}


class NaturalEngine(ChildEngine):
    """The base class of engines with a model; a subclass names its packages and its voices.

    Beside its module stands one whose name ends in `_model`. The child process imports only that one, and calls its
    function `load`, which returns a `child.Model`.
    """

    packages: ClassVar[tuple[str, ...]]
    """Distributions that it needs; their versions are its version."""
    grace = 20.0
    shares_child = True

    def __init__(
        self,
        *,
        time_limit: float = 60.0,
        scratch: Path | None = None,  # noqa: ARG002 - every engine is given one
        program: tuple[str, ...] | None = None,
    ) -> None:
        """Create the engine; its child starts with the first question.

        Args:
            time_limit: seconds after which an utterance counts as hung.
            scratch: not used, since the child writes no files.
            program: the command of the child; the package's own if not given.
        """
        super().__init__(time_limit)
        child = "audiobrief.voices.engines.natural.child"
        self._program = program or (sys.executable, "-m", child, f"{type(self).__module__}_model")

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
        if not self._is_installed():
            raise EngineMissingError(f"{self.name} is not installed", pip_command(REGISTRY[self.name].extra))

    def _is_installed(self) -> bool:
        return all(package_folder(module) is not None for module in REGISTRY[self.name].modules)

    def voices(self) -> tuple[VoiceInfo, ...]:
        """Return the installed voices; none if the packages are missing."""
        return tuple(self._installed_voices()) if self._is_installed() else ()

    @abstractmethod
    def _installed_voices(self) -> Iterable[VoiceInfo]:
        """Return the voices whose files are installed, the best first."""

    @abstractmethod
    def identity(self, voice: Voice) -> str:
        """Return what else the sound of a voice depends on, such as its model."""

    def dictionary(self, voice: Voice) -> Dictionary | None:
        """Return the dictionary that a voice uses; None if it has none that can be read."""
        self._voice(voice)
        return None

    def _voice(self, wanted: Voice) -> VoiceInfo:
        self._require()
        voices = self.voices()
        if wanted.name is None:
            found = _best_for_language(voices, wanted.language)
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

    def start(self, voice: Voice) -> None:
        """Start the child, and have it load a voice."""
        question = {**self._voice_question(self._voice(voice)), "load": True}
        self._take_child(self._command(question)).tell(question)

    def _advice(self, name: str) -> str:  # noqa: ARG002 - a subclass knows what can be installed under a name
        return "audiobrief voices lists those it has"

    def _question(self, utterance: Utterance) -> dict[str, Any]:
        return {
            "text": utterance.text,
            "language": utterance.voice.language,
            "speed": utterance.voice.speed,
            "pronunciations": [(each.start, each.end, each.ipa) for each in utterance.pronunciations],
            "stresses": utterance.stresses,
            "seed": utterance.take,
        }

    def _command(self, question: dict[str, Any]) -> tuple[str, ...]:  # noqa: ARG002 - one child answers all
        return self._program

    def _environment(self) -> dict[str, str]:
        return _ENVIRONMENT

    def _read_clip(self, question: dict[str, Any], answer: dict[str, Any]) -> Clip:  # noqa: ARG002 - the answer has it
        import numpy as np

        samples = np.frombuffer(base64.b64decode(answer["samples"]), dtype="<i2").reshape(-1, 1)
        return Clip(samples, answer["sample_rate"], timed_words(answer))


def _best_for_language(voices: tuple[VoiceInfo, ...], language: str) -> VoiceInfo | None:
    """Return the first voice of a language tag, or else of its language; None if there is none."""
    exact = (voice for voice in voices if language.lower() in voice.languages[:1])
    related = (voice for voice in voices if _speaks(voice, language))
    return next(exact, None) or next(related, None)


def _speaks(voice: VoiceInfo, language: str) -> bool:
    return any(primary_language(tag) == primary_language(language) for tag in voice.languages)


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

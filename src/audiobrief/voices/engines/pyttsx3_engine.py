"""pyttsx3 in a child process that is killed and started again when it crashes or hangs.

On Linux the voice library comes in a wheel; on Windows and macOS the system's own voices speak unless a script
names one of espeak-ng's.
"""

from __future__ import annotations

import os
import re
import sys
import tempfile
import threading
import wave
from functools import cached_property
from pathlib import Path
from typing import Any

from audiobrief.errors import EngineError, EngineMissingError
from audiobrief.language.codes import primary_language
from audiobrief.reading.utterances import Utterance
from audiobrief.script.models.voice import Voice
from audiobrief.voices.engine import Clip, VoiceInfo
from audiobrief.voices.engines.child_engine import ChildEngine, timed_words
from audiobrief.voices.engines.phonemes import ipa_to_espeak

WORDS_A_MINUTE = 175
"""espeak-ng's own pace, which is speed 1.0."""
_SYSTEM_DRIVERS = {"win32": "sapi5", "darwin": "nsss"}
_LONGEST_DATA_PATH = 120
# ISO 639-3: the language that espeak-ng has of those that a wider tag stands for.
_MACROLANGUAGES = {"zh": "cmn", "no": "nb", "fil": "tl"}
_STRESSED, _UNSTRESSED = "\x013F", "\x010F"


def driver_for(platform: str, name: str | None) -> str:
    """Return the pyttsx3 driver for a voice: the system's own, or espeak-ng for one of its names (`gmw/en-us`)."""
    if platform in _SYSTEM_DRIVERS and (name is None or "/" not in name):
        return _SYSTEM_DRIVERS[platform]
    return "espeak"


def espeak_text(utterance: Utterance) -> str:
    """Return the text for espeak-ng: sounds as `[[names]]`, stress as embedded commands.

    Raises:
        EngineError: a pronunciation holds a sign espeak-ng has no sound for.
    """
    pieces: list[tuple[int, int, str]] = []
    for each in utterance.pronunciations:
        try:
            pieces.append((each.start, each.end, f"[[{ipa_to_espeak(each.ipa)}]]"))
        except ValueError as error:
            raise EngineError(
                f"the sounds '{each.ipa}' cannot be said: {error} (correct the ipa, or use say: with a respelling)"
            ) from error
    for start, end in utterance.stresses:
        pieces += [(start, start, _STRESSED), (end, end, _UNSTRESSED)]
    text = ""
    at = 0
    # An end comes before what starts at the same place, and a replacement after both.
    for start, end, said in sorted(pieces, key=lambda piece: (piece[0], piece[2] != _UNSTRESSED, piece[1])):
        text += _plain(utterance.text[at:start])
        # A bracket of the text's own must not run into those around sounds.
        text += (" " if text.endswith("[") and said.startswith("[") else "") + said
        at = max(at, end)
    rest = _plain(utterance.text[at:])
    return text + (" " if text.endswith("]]") and rest.startswith("]") else "") + rest


def _plain(text: str) -> str:
    """Escape what espeak-ng would read as phoneme names."""
    return re.sub(r"\[(?=\[)", "[ ", text)


class Pyttsx3Engine(ChildEngine):
    """Speaks with pyttsx3; each thread has a child of its own, which speaks one utterance at a time."""

    name = "pyttsx3"
    grace = 5.0
    shares_child = False

    def __init__(
        self,
        *,
        time_limit: float = 20.0,
        scratch: Path | None = None,
        driver: str | None = None,
        program: tuple[str, ...] | None = None,
    ) -> None:
        """Create the engine; its first child starts with the first question.

        Args:
            time_limit: seconds after which an utterance counts as hung.
            scratch: a folder for what pyttsx3 writes; one of the system's temporary folders if not given.
            driver: the pyttsx3 driver; that of the system if not given.
            program: the command of the child; the package's own if not given.
        """
        super().__init__(time_limit)
        self._driver = driver
        self._program = program or (sys.executable, "-m", "audiobrief.voices.engines.pyttsx3_child")
        self._parent = scratch
        self._folder: tempfile.TemporaryDirectory[str] | None = None
        self._link: tempfile.TemporaryDirectory[str] | None = None

    @cached_property
    def version(self) -> str:
        """The versions of pyttsx3 and of the voice library."""
        from importlib.metadata import version

        espeak = self._driver_of(None) == "espeak"
        library = f"espeak-ng {version('espeakng-loader')}" if espeak else sys.platform
        return f"{version('pyttsx3')} ({library})"

    def _driver_of(self, name: str | None) -> str:
        return self._driver or driver_for(sys.platform, name)

    @cached_property
    def _voices(self) -> tuple[VoiceInfo, ...]:
        answer = self._ask({"voices": True})
        return tuple(
            VoiceInfo("pyttsx3", voice["id"], tuple(map(_language, voice["languages"])), voice["name"])
            for voice in answer["voices"]
        )

    def voices(self) -> tuple[VoiceInfo, ...]:
        """Return the voices that pyttsx3 has here."""
        return self._voices

    def _voice(self, wanted: Voice) -> VoiceInfo:
        if wanted.name is not None:
            for voice in self._voices:
                if wanted.name.casefold() in (voice.name.casefold(), voice.description.casefold()):
                    return voice
            raise EngineMissingError(f"pyttsx3 has no voice '{wanted.name}'", "audiobrief voices lists those it has")
        short = primary_language(wanted.language)
        short = _MACROLANGUAGES.get(short, short)
        for language in (wanted.language.lower(), short):
            for voice in self._voices:
                if language in voice.languages[:1] or voice.name.rsplit("/", 1)[-1] == language:
                    return voice
        for voice in self._voices:
            if any(primary_language(tag) == short for tag in voice.languages[:1]):
                return voice
        raise EngineMissingError(
            f"pyttsx3 has no voice for the language '{wanted.language}'", "audiobrief voices lists those it has"
        )

    def identity(self, voice: Voice) -> str:  # noqa: ARG002 - all voices are in the one library
        """Return an empty text: the sound depends on the version only."""
        return ""

    def start(self, voice: Voice) -> None:
        """Do nothing: `check` has started a child to list its voices."""

    def dictionary(self, voice: Voice) -> None:
        """Return None: the dictionary of espeak-ng cannot be read."""

    def _question(self, utterance: Utterance) -> dict[str, Any]:
        return {
            "text": espeak_text(utterance),
            "plain": utterance.text,
            "given": [(each.start, each.end, each.ipa) for each in utterance.pronunciations],
            "rate": round(WORDS_A_MINUTE * utterance.voice.speed),
            "path": f"{self._scratch()}/{threading.get_ident()}.wav",
            "seconds": max(1, round(self.time_limit)),
        }

    def _command(self, question: dict[str, Any]) -> tuple[str, ...]:
        return (*self._program, self._driver_of(question.get("voice")))

    def _ask(self, question: dict[str, Any]) -> dict[str, Any]:
        path = Path(question.get("path", ""))
        if "path" in question:
            path.unlink(missing_ok=True)
        answer = super()._ask(question)
        if answer.get("kind") == "disk":
            raise EngineError(
                f"pyttsx3 cannot write its sound: {answer['error']} (free some space in {path.parent.parent})"
            )
        if "voices" in question and "error" in answer:
            raise EngineError(
                f"pyttsx3 cannot be started: {answer['error']} "
                "(python -m pip install --force-reinstall pyttsx3 espeakng-loader)"
            )
        return answer

    def _read_clip(self, question: dict[str, Any], answer: dict[str, Any]) -> Clip | None:
        """Return the first channel of the WAV file that the child has written."""
        import numpy as np

        try:
            with wave.open(question["path"], "rb") as file:
                frames = file.readframes(file.getnframes())
                samples = np.frombuffer(frames, dtype="<i2").reshape(-1, file.getnchannels())
                if file.getsampwidth() != 2 or not len(samples) == file.getnframes() == answer.get("frames"):
                    return None
                return Clip(samples[:, :1], file.getframerate(), timed_words(answer))
        except (OSError, EOFError, ValueError, wave.Error):
            return None

    def _scratch(self) -> str:
        with self._lock:
            self._refuse_if_closed()
            if self._folder is None:
                self._folder = tempfile.TemporaryDirectory(prefix="audiobrief-voice-", dir=self._parent)
            return self._folder.name

    def _environment(self) -> dict[str, str]:
        """Return the variable that gives espeak-ng a short path to its data, since its buffer for the path is small."""
        if self._driver_of(None) != "espeak" or sys.platform == "win32":
            return {}
        import espeakng_loader

        data = Path(espeakng_loader.get_data_path())
        if len(os.fsencode(data)) <= _LONGEST_DATA_PATH and str(data).isascii():
            return {"ESPEAK_DATA_PATH": str(data)}
        if self._link is None:
            self._link = tempfile.TemporaryDirectory(prefix="audiobrief-voice-")
        link = Path(self._link.name) / "espeak-ng-data"
        if not link.exists():
            link.symlink_to(data)
        return {"ESPEAK_DATA_PATH": str(link)}

    def close(self) -> None:
        """End the child processes and delete the scratch folder."""
        super().close()
        with self._lock:
            folders = (self._folder, self._link)
            self._folder = self._link = None
        for folder in folders:
            if folder is not None:
                folder.cleanup()


def _language(language: str) -> str:
    return language.strip("\x00\x01\x02\x03\x04\x05\x06\x07\x08\x09").replace("_", "-").lower()

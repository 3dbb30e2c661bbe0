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
from typing import TYPE_CHECKING, Any

from audiobrief.errors import EngineError, EngineMissingError
from audiobrief.reading.utterances import Utterance
from audiobrief.script.models.voice import Voice
from audiobrief.voices.engine import Clip, SpokenWord, VoiceInfo
from audiobrief.voices.engines.espeak_phonemes import ipa_to_espeak

if TYPE_CHECKING:
    from audiobrief.storage.processes import Child

WORDS_A_MINUTE = 175
"""espeak-ng's own pace, which is speed 1.0."""
_SYSTEM_DRIVERS = {"win32": "sapi5", "darwin": "nsss"}
_ATTEMPTS = 2
_GRACE = 5.0
"""Seconds beyond the time limit in which a child can report itself that it hung."""
_LONGEST_DATA_PATH = 120
# Measured: 66 ms a letter at 175 words a minute, at least 35 for the fastest sentence.
_LEAST_SECONDS_A_LETTER = 0.012
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


class Pyttsx3Engine:
    """Speaks with pyttsx3; one utterance at a time."""

    name = "pyttsx3"

    def __init__(
        self,
        *,
        time_limit: float = 20.0,
        driver: str | None = None,
        program: tuple[str, ...] | None = None,
        scratch: Path | None = None,
    ) -> None:
        """Create the engine; its child starts with the first question.

        Args:
            time_limit: seconds after which an utterance counts as hung.
            driver: the pyttsx3 driver; that of the system if not given.
            program: the command of the child; the package's own if not given.
            scratch: a folder for what pyttsx3 writes; one of the system's temporary folders if not given.
        """
        self.time_limit = time_limit
        self._driver = driver
        self._program = program or (sys.executable, "-m", "audiobrief.voices.engines.pyttsx3_child")
        self._children: dict[str, Child] = {}
        self._parent = scratch
        self._folder: tempfile.TemporaryDirectory[str] | None = None
        self._lock = threading.Lock()
        self._link: tempfile.TemporaryDirectory[str] | None = None
        self._closed = False

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
        answer = self._ask(self._driver_of(None), {"voices": True})
        return tuple(
            VoiceInfo(
                "pyttsx3",
                voice["id"],
                tuple(_language(language) for language in voice["languages"]),
                voice["name"],
            )
            for voice in answer["voices"]
        )

    def voices(self) -> tuple[VoiceInfo, ...]:
        """Return the voices that pyttsx3 has here."""
        return self._voices

    def _voice_id(self, wanted_voice: Voice) -> str | None:
        name, language = wanted_voice.name, wanted_voice.language.lower()
        if name is not None:
            for voice in self._voices:
                if name.casefold() in (voice.name.casefold(), voice.description.casefold()):
                    return voice.name
            raise EngineMissingError(f"pyttsx3 has no voice '{name}'", "audiobrief voices lists those it has")
        short = language.split("-")[0]
        short = _MACROLANGUAGES.get(short, short)
        for wanted in (language, short):
            for voice in self._voices:
                if wanted in voice.languages[:1] or voice.name.rsplit("/", 1)[-1] == wanted:
                    return voice.name
        related = (
            voice.name for voice in self._voices if voice.languages and voice.languages[0].split("-")[0] == short
        )
        if (name := next(related, None)) is not None:
            return name
        raise EngineMissingError(
            f"pyttsx3 has no voice for the language '{wanted_voice.language}'", "audiobrief voices lists those it has"
        )

    def identity(self, voice: Voice) -> str:  # noqa: ARG002 - all voices are in the one library
        """Return an empty text: the sound depends on the version only."""
        return ""

    def check(self, voice: Voice) -> None:
        """Check that a voice is available.

        Raises:
            EngineMissingError: there is no such voice, or none for its language.
        """
        self._voice_id(voice)

    def synthesize(self, utterance: Utterance) -> Clip:
        """Speak, and check that the sound is complete.

        Raises:
            EngineMissingError: there is no such voice.
            EngineError: the child crashed, hung, or gave too little sound, twice.
        """
        voice = self._voice_id(utterance.voice)
        question = {
            "text": espeak_text(utterance),
            "voice": voice,
            "rate": round(WORDS_A_MINUTE * utterance.voice.speed),
        }
        failure = ""
        for _ in range(_ATTEMPTS):
            path = Path(self._scratch()) / "utterance.wav"
            path.unlink(missing_ok=True)
            answer = self._ask(
                self._driver_of(voice),
                {**question, "path": str(path), "seconds": max(1, round(self.time_limit))},
            )
            if answer.get("kind") == "disk":
                raise EngineError(
                    f"pyttsx3 cannot write its sound: {answer['error']} (free some space in {path.parent.parent})"
                )
            if "error" in answer:
                failure = answer["error"]
                continue
            clip = _read_wave(path)
            if clip is not None and len(clip.samples) == answer.get("frames") and _long_enough(clip, utterance):
                return clip
            failure = "its sound was shorter than the text"
        shown = utterance.text if len(utterance.text) <= 60 else utterance.text[:57] + "..."
        raise EngineError(f"pyttsx3 could not say “{shown}”: {failure} (change the sentence, or use another voice)")

    def words(self, text: str, voice: Voice) -> tuple[SpokenWord, ...]:
        """Return how each word would be said; espeak-ng does not report which words its dictionary has.

        Raises:
            EngineMissingError: there is no such voice.
            EngineError: the child crashed or hung.
        """
        name = self._voice_id(voice)
        answer = self._ask(self._driver_of(name), {"words": text.split(), "voice": name})
        if "error" in answer:
            raise EngineError(f"pyttsx3 could not read the text: {answer['error']} (use another voice)")
        return tuple(SpokenWord(word, ipa, known=False) for word, ipa in answer["words"])

    def dictionary(self, voice: Voice) -> None:
        """Return None: the dictionary of espeak-ng cannot be read."""

    def _ask(self, driver: str, question: dict[str, Any]) -> dict[str, Any]:
        """Ask a child, which is started if necessary; return an error as an answer if it dies."""
        from audiobrief.storage.processes import ChildDiedError, ChildHungError

        child = self._child(driver)
        try:
            return child.ask(question, timeout=self.time_limit + _GRACE)
        except ChildHungError as error:
            self._children.pop(driver, None)
            failure = {"error": str(error), "kind": "hang"}
        except ChildDiedError as error:
            self._children.pop(driver, None)
            failure = {"error": f"it ended: {error}", "kind": "crash"}
        if "voices" in question:
            raise EngineError(
                f"pyttsx3 cannot be started: {failure['error']} "
                "(python -m pip install --force-reinstall pyttsx3 espeakng-loader)"
            )
        return failure

    def _child(self, driver: str) -> Child:
        from audiobrief.storage.processes import Child

        with self._lock:
            self._refuse_if_closed()
            if driver not in self._children:
                self._children[driver] = Child((*self._program, driver), self._environment())
            return self._children[driver]

    def _refuse_if_closed(self) -> None:
        if self._closed:
            raise EngineError("pyttsx3 was stopped (start again)")

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
        with self._lock:
            self._closed = True
            children, folders = tuple(self._children.values()), (self._folder, self._link)
            self._children.clear()
            self._folder = self._link = None
        for child in children:
            child.close()
        for folder in folders:
            if folder is not None:
                folder.cleanup()


def _language(language: str) -> str:
    return language.strip("\x00\x01\x02\x03\x04\x05\x06\x07\x08\x09").replace("_", "-").lower()


def _read_wave(path: Path) -> Clip | None:
    """Return the first channel of a WAV file; None if the file is not complete."""
    import numpy as np

    try:
        with wave.open(str(path), "rb") as file:
            frames = file.readframes(file.getnframes())
            if file.getsampwidth() != 2 or len(frames) != file.getnframes() * 2 * file.getnchannels():
                return None
            samples = np.frombuffer(frames, dtype="<i2").reshape(-1, file.getnchannels())
            return Clip(samples[:, :1], file.getframerate())
    except (OSError, EOFError, wave.Error):
        return None


def _long_enough(clip: Clip, utterance: Utterance) -> bool:
    import numpy as np

    letters = sum(character.isalnum() for character in utterance.text)
    heard = np.abs(clip.samples).max(initial=0) > 100
    return (
        bool(heard)
        and len(clip.samples) / clip.sample_rate >= letters * _LEAST_SECONDS_A_LETTER / utterance.voice.speed
    )

"""The child process of pyttsx3: it reads questions as lines of JSON, and answers each with a line.

espeak-ng keeps a state from one utterance to the next, so that a sentence would sound different after another
one. Where the system can fork, the library is set up once and every utterance is spoken in a copy of the
process: the same text gives the same samples, a crash takes the copy alone, and a copy that hangs is ended by
its own alarm clock even if everything else has been killed.

Questions: `{"voices": true}`, `{"words": true, "text", "voice"}`, or `{"text", "plain", "given", "voice", "rate",
"path", "seconds"}`. Answers: `{"voices": [...]}`, `{"words": [[word, ipa, false], ...]}`, or `{"frames": n,
"timings": [...]}` with a `word_timing.Timing` for each word of the plain text where espeak-ng speaks, or
`{"error": why, "kind": "crash" | "hang" | "failure" | "disk"}`.
"""

from __future__ import annotations

import ctypes
import errno
import json
import os
import select
import signal
import sys
import wave
from collections.abc import Callable, Iterator
from itertools import pairwise
from types import SimpleNamespace
from typing import Any

from audiobrief.voices.engines.word_timing import Timing, find_words, timings_of

ESPEAK_PHONEME_INPUT = 0x100
"""espeakPHONEMES of speak_lib.h: text between [[ and ]] is phoneme names."""
ESPEAK_UTF8 = 1
"""espeakCHARS_UTF8 of speak_lib.h."""
ESPEAK_PHONEME_EVENTS = 3
"""espeakINITIALIZE_PHONEME_EVENTS and espeakINITIALIZE_PHONEME_IPA of speak_lib.h."""
_EVENT_WORD, _EVENT_PHONEME = 1, 7
"""espeakEVENT_WORD and espeakEVENT_PHONEME of speak_lib.h."""
_LONGEST_PHONEME = 8
"""Bytes of a phoneme's name in an event."""
ESPEAK_IPA = 0x02
"""Bit 1 of espeak_TextToPhonemes' mode: the International Phonetic Alphabet."""


Phoneme = tuple[str, int]
"""A sound in IPA, empty for a silence, and its first sample."""


def load_espeak(phonemes: list[Phoneme]) -> Any:
    """Load the espeak-ng of the wheel where pyttsx3 looks for one, and adjust pyttsx3's use of it.

    What is spoken is added to `phonemes`.

    pyttsx3 looks in fixed places, does not let phonemes through, and lets espeak-ng work in a thread of its own,
    whose settings arrive at any time: the same text came out at two speeds. In the synchronous mode espeak-ng
    does not announce the end of a message, which pyttsx3 waits for; it is announced here.
    """
    import espeakng_loader

    library = ctypes.CDLL(espeakng_loader.get_library_path(), mode=getattr(ctypes, "RTLD_GLOBAL", 0))
    # espeak-ng copies the folder's path into a buffer of 160 bytes: the script's parent gives a short link to it.
    os.environ.setdefault("ESPEAK_DATA_PATH", espeakng_loader.get_data_path())
    load = ctypes.cdll.LoadLibrary
    ctypes.cdll.LoadLibrary = lambda name: library if "espeak" in str(name) else load(name)  # type: ignore[method-assign] # the only way in
    from pyttsx3.drivers import _espeak

    ctypes.cdll.LoadLibrary = load  # type: ignore[method-assign] # as it was
    _espeak.ENDPAUSE |= ESPEAK_PHONEME_INPUT
    _espeak.AUDIO_OUTPUT_RETRIEVAL = _espeak.AUDIO_OUTPUT_SYNCHRONOUS
    set_callback, initialize = _espeak.SetSynthCallback, _espeak.Initialize
    _espeak.Initialize = lambda output, buffer: initialize(output, buffer, None, ESPEAK_PHONEME_EVENTS)

    def set_announcing_callback(callback: Callable[..., int] | None) -> None:
        if callback is None:
            return

        def announce(samples: Any, count: int, events: Any) -> int:
            phonemes.extend(_phonemes(events))
            if samples:
                return callback(samples, count, events)
            last = (_espeak.EVENT * 2)()
            last[0].type = _espeak.EVENT_MSG_TERMINATED
            return callback(samples, 0, last)

        set_callback(announce)

    _espeak.SetSynthCallback = set_announcing_callback
    from pyttsx3.drivers import espeak as driver

    # Its loop sleeps 10 ms after each utterance, which in the synchronous mode is over before the loop begins.
    driver.time = SimpleNamespace(sleep=lambda _seconds: None)
    return library


def _phonemes(events: Any) -> Iterator[Phoneme]:
    """Yield the sounds of a list of espeak-ng's events, which ends with type 0; before a new word stands a silence."""
    for event in events:
        if event.type == _EVENT_WORD:
            yield "", event.sample
        elif event.type == _EVENT_PHONEME:
            name = ctypes.string_at(ctypes.addressof(event.id), _LONGEST_PHONEME).partition(b"\0")[0]
            yield name.decode("utf-8", "ignore"), event.sample
        elif not event.type:
            return


class Speaker:
    """pyttsx3, set up once."""

    def __init__(self, driver: str) -> None:
        self.phonemes: list[Phoneme] = []
        self.library = load_espeak(self.phonemes) if driver == "espeak" else None
        import pyttsx3

        self.engine = pyttsx3.init(driver)
        self.finished: list[bool] = []
        self.failures: list[BaseException] = []
        self.engine.connect("finished-utterance", lambda name, completed: self.finished.append(completed))  # noqa: ARG005 - pyttsx3 gives both by name
        self.engine.connect("error", lambda name, exception: self.failures.append(exception))  # noqa: ARG005 - as above

    def voices(self) -> list[dict[str, Any]]:
        """Return the voices as pyttsx3 has them."""
        return [
            {
                "id": str(voice.id),
                "name": str(voice.name),
                "languages": [
                    language.decode("ascii", "ignore") if isinstance(language, bytes) else str(language)
                    for language in voice.languages or ()
                ],
            }
            for voice in self.engine.getProperty("voices")
        ]

    def words(self, text: str, voice: str) -> list[tuple[str, str, bool]]:
        """Return words with their sounds in IPA, which only espeak-ng has, and False: its dictionary cannot be read."""
        if self.library is None:
            return [(word, "", False) for word in text.split()]
        self.library.espeak_SetVoiceByName(voice.encode())
        return [(word, self._read(word), False) for word in text.split()]

    def _read(self, word: str) -> str:
        """Return espeak-ng's sounds of a word, in IPA."""
        assert self.library is not None
        translate = self.library.espeak_TextToPhonemes
        translate.restype = ctypes.c_char_p
        sounds: bytes = translate(ctypes.byref(ctypes.c_char_p(word.encode())), ESPEAK_UTF8, ESPEAK_IPA) or b""
        return sounds.decode("utf-8", "replace").strip()

    def speak(self, question: dict[str, Any]) -> dict[str, Any]:
        """Speak a text into a WAV file, and check that the file is complete."""
        self.finished.clear()
        self.failures.clear()
        self.phonemes.clear()
        # An exception in espeak's callback reaches nobody else, and the loop would wait for ever.
        sys.unraisablehook = lambda problem: _fail(problem.exc_value)
        if question["voice"]:
            self.engine.setProperty("voice", question["voice"])
        self.engine.setProperty("rate", question["rate"])
        self.engine.save_to_file(question["text"], question["path"])
        self.engine.runAndWait()
        if self.failures:
            return _explained(self.failures[0])
        if not self.finished or not self.finished[-1]:
            return {"error": "pyttsx3 did not finish the text", "kind": "failure"}
        with wave.open(question["path"], "rb") as file:
            frames = file.getnframes()
            whole = len(file.readframes(frames)) == frames * file.getsampwidth() * file.getnchannels()
        if not whole:
            return {"error": "the sound file is shorter than it says", "kind": "failure"}
        return {"frames": frames, "timings": self._timings(question, frames)}

    def _timings(self, question: dict[str, Any], frames: int) -> list[Timing]:
        """Return when each word of the text that was spoken is heard; nothing if the voice is not espeak-ng's."""
        if self.library is None:
            return []
        sounds, starts, ends = "", [], []
        for (name, start), (_, end) in pairwise([*self.phonemes, ("", frames)]):
            sounds += name or " "
            starts += [start] * len(name or " ")
            ends += [end] * len(name or " ")
        return timings_of(find_words(sounds, question["plain"], question["given"], self._read).words, starts, ends)


def _explained(problem: BaseException | None) -> dict[str, Any]:
    cause: BaseException | None = problem
    while cause is not None:
        if isinstance(cause, OSError) and cause.errno in (errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EACCES):
            return {"error": os.strerror(cause.errno).lower(), "kind": "disk"}
        cause = cause.__cause__ or cause.__context__
    return {"error": " ".join(f"{type(problem).__name__}: {problem}".split()), "kind": "failure"}


def _fail(problem: BaseException | None) -> None:
    _answer_stream.write(json.dumps(_explained(problem)).encode())
    _answer_stream.flush()
    os._exit(0)


def in_a_copy(speaker: Speaker, question: dict[str, Any], stdin: int) -> dict[str, Any]:
    """Speak in a forked copy of this process, and end the copy if the parent process ends."""
    global _answer_stream  # noqa: PLW0603 - where the copy's hook for lost exceptions writes
    reading, writing = os.pipe()
    copy = os.fork()
    if copy == 0:
        signal.alarm(question["seconds"])
        os.close(reading)
        _answer_stream = os.fdopen(writing, "wb")
        try:
            answer = speaker.speak(question)
        except Exception as problem:  # noqa: BLE001 - goes to the parent as text
            answer = _explained(problem)
        _answer_stream.write(json.dumps(answer).encode())
        _answer_stream.flush()
        os._exit(0)
    os.close(writing)
    content = b""
    while True:
        ready, _, _ = select.select([reading, stdin], [], [])
        if stdin in ready:  # nobody asks twice before an answer: this is the end of the file
            os.kill(copy, signal.SIGKILL)
            sys.exit(0)
        piece = os.read(reading, 65536)
        if not piece:
            break
        content += piece
    os.close(reading)
    _, status = os.waitpid(copy, 0)
    if os.WIFSIGNALED(status):
        number = os.WTERMSIG(status)
        if number == signal.SIGALRM:
            return {"error": f"it hung for {question['seconds']} s", "kind": "hang"}
        return {"error": f"it crashed ({signal.Signals(number).name})", "kind": "crash"}
    if os.WEXITSTATUS(status) or not content:
        return {"error": f"it ended with status {os.WEXITSTATUS(status)}", "kind": "crash"}
    said: dict[str, Any] = json.loads(content)
    return said


_answer_stream = sys.stdout.buffer


def _questions(stdin: int) -> Iterator[dict[str, Any]]:
    """Yield questions; nothing is read ahead, so that `in_a_copy` sees the end of the file."""
    content = b""
    while piece := os.read(stdin, 65536):
        *lines, content = (content + piece).split(b"\n")
        yield from map(json.loads, lines)


def main(driver: str) -> None:
    """Answer questions until the end of standard input."""
    global _answer_stream  # noqa: PLW0603 - pyttsx3 prints on standard output, so that answers get a stream of their own
    _answer_stream = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    answers = _answer_stream
    speaker = Speaker(driver)
    forks = driver == "espeak" and hasattr(os, "fork")
    stdin = os.dup(0)
    for question in _questions(stdin):
        if "voices" in question:
            answer: dict[str, Any] = {"voices": speaker.voices()}
        elif "words" in question:
            answer = {"words": speaker.words(question["text"], question["voice"])}
        elif forks:
            answer = in_a_copy(speaker, question, stdin)
        else:
            answer = speaker.speak(question)
        answers.write(json.dumps(answer).encode() + b"\n")
        answers.flush()


if __name__ == "__main__":
    main(sys.argv[1])

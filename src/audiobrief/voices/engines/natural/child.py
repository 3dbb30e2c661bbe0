"""The child process of a natural voice: it reads questions as lines of JSON, and answers each with a line.

Questions: `{"id", "text", "voice", "language", "speed", "pronunciations", "stresses"}`, with `"words": true` for how
the words would be said, or `{"id", "load": true, "voice"}` to load a voice that will soon speak; an engine adds what
its voice needs. Answers: `{"id", "samples", "sample_rate", "timings"}` with 16-bit samples of one channel in
base64 and a `Timing` for each word, `{"id", "words": [[text, ipa, known], ...]}`, `{"id"}` once the voice
is loaded, or `{"id", "error": message, "kind": "text" | "failure"}`: after the kind "text", a second attempt is
useless.
"""

from __future__ import annotations

import base64
import importlib
import json
import os
import sys
import threading
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

from audiobrief.voices.engines.natural.timed_session import TimedSession, open_model
from audiobrief.voices.engines.word_timing import Timing

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt


class UnsayableError(Exception):
    """The model has no sounds for a text."""


@dataclass(frozen=True, slots=True, eq=False)
class Speech:
    """The sound of a text."""

    samples: npt.NDArray[np.float32]
    """(frames,), full scale 1.0."""
    sample_rate: int
    """Hz."""
    timings: list[Timing]
    """When each word is heard; empty if the model does not report it."""


class Model(Protocol):
    """A model in the child process; several threads may call it at once."""

    def load_voice(self, question: dict[str, Any]) -> None:
        """Load what a voice needs, unless it is loaded."""

    def speak(self, question: dict[str, Any]) -> Speech:
        """Return the sound of a text.

        Raises:
            UnsayableError: there are no sounds for the text.
        """

    def words(self, question: dict[str, Any]) -> list[tuple[str, str, bool]]:
        """Return each word of the text, its sounds in IPA, and whether they come from a dictionary."""


def open_onnx_session(path: str, durations: str) -> TimedSession:
    """Open a model with onnxruntime; `durations` is the tensor that has them."""
    import onnxruntime

    options = onnxruntime.SessionOptions()
    # Sums in another order would give other samples on a machine with more cores.
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    session = open_model(
        path,
        durations,
        lambda model: onnxruntime.InferenceSession(model, options, providers=["CPUExecutionProvider"]),
    )
    return TimedSession(session, path, durations)


def answer(model: Model, question: dict[str, Any]) -> dict[str, Any]:
    """Answer one question."""
    try:
        if question.get("load"):
            model.load_voice(question)
            return {"id": question["id"]}
        if question.get("words"):
            return {"id": question["id"], "words": model.words(question)}
        speech = model.speak(question)
    except UnsayableError as problem:
        return {"id": question["id"], "error": str(problem), "kind": "text"}
    except Exception as problem:  # noqa: BLE001 - whatever a library raises goes to the parent as text
        said = " ".join(f"{type(problem).__name__}: {problem}".split())
        return {"id": question["id"], "error": said, "kind": "failure"}
    import numpy as np

    samples = np.round(np.clip(speech.samples, -1.0, 1.0) * 32767).astype("<i2")
    return {
        "id": question["id"],
        "samples": base64.b64encode(samples.tobytes()).decode("ascii"),
        "sample_rate": speech.sample_rate,
        "timings": speech.timings,
    }


def main(module: str) -> None:
    """Answer questions until the end of standard input, with the model that a module's `load` returns."""
    # Libraries print on standard output, so that answers get a stream of their own.
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    model: Model = importlib.import_module(module).load()
    writing = threading.Lock()

    def work(question: dict[str, Any]) -> None:
        line = json.dumps(answer(model, question)).encode() + b"\n"
        with writing:
            answers.write(line)
            answers.flush()

    from concurrent.futures import ThreadPoolExecutor

    executor = ThreadPoolExecutor(os.cpu_count() or 1)
    for line in sys.stdin.buffer:
        executor.submit(work, json.loads(line))
    os._exit(0)  # without waiting for running threads: the parent is gone


if __name__ == "__main__":
    main(sys.argv[1])

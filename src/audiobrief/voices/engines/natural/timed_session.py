"""Models that also return how long each sound lasts.

A model is read into memory, and one more tensor is named among its graph's outputs: the durations. What it computes
stays the same, and so do its samples.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

Opened = TypeVar("Opened")

_GRAPH, _OUTPUT, _NAME = b"\x3a", b"\x62", b"\x0a"
"""onnx.proto: ModelProto.graph, GraphProto.output and ValueInfoProto.name, as the tags of their messages."""


class TimedSession:
    """A model that also returns durations; several threads may run it at once.

    To a library it is an onnxruntime session that returns what the model returns by itself.
    """

    def __init__(self, session: Any, path: str, tensor: str) -> None:
        """Wrap a session.

        Args:
            session: that of a model from `open_model`.
            path: the model's file.
            tensor: the name of the durations.
        """
        self._session = session
        self._model_path = path
        # It would stay in memory, for a processor that is never chosen.
        session._model_bytes = b""  # noqa: SLF001 - there is no public way to drop it
        names = [output.name for output in session.get_outputs()]
        self._at = names.index(tensor) if tensor in names else None
        self._local = threading.local()

    def __getattr__(self, name: str) -> Any:
        """Return what the session has."""
        return getattr(self._session, name)

    def run(self, names: None, inputs: dict[str, Any], options: Any = None) -> list[Any]:
        """Run the model, and note the durations for the calling thread."""
        outputs = list(self._session.run(names, inputs, options))
        if self._at is not None:
            self._noted().append([float(length) for length in outputs.pop(self._at).ravel()])
        return outputs

    def take_durations(self) -> list[list[float]]:
        """Return the durations of the calling thread's runs since it last asked, in the model's own unit."""
        taken, self._local.noted = self._noted(), []
        return taken

    def _noted(self) -> list[list[float]]:
        noted: list[list[float]] = self._local.__dict__.setdefault("noted", [])
        return noted


def with_output(model: bytes, tensor: str) -> bytes:
    """Return an ONNX model with one more tensor among its graph's outputs.

    Of two graphs in one model, a reader of protocol buffers makes one: what the second has is added to the first.
    """
    name = tensor.encode()
    content = _NAME + bytes([len(name)]) + name
    output = _OUTPUT + bytes([len(content)]) + content
    return model + _GRAPH + bytes([len(output)]) + output


def open_model(path: str, tensor: str, open_: Callable[[str | bytes], Opened]) -> Opened:
    """Open a model such that it also returns a tensor; one that has no such tensor is opened as it is.

    Args:
        path: the model's file.
        tensor: the tensor's name.
        open_: opens a model, given its file or its content.
    """
    from onnxruntime.capi.onnxruntime_pybind11_state import Fail

    try:
        return open_(with_output(Path(path).read_bytes(), tensor))
    except Fail:  # there is none, or the model names it among its outputs already
        return open_(path)

"""The program of a worker process: it answers lines of JSON, each a function's name and its argument, with its result.

It ends at once when the program that started it has ended, however that ended.
"""

from __future__ import annotations

import importlib
import json
import os
import queue
import sys
import threading
from typing import BinaryIO


def main() -> None:
    """Answer the questions on standard input on standard output."""
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # a library that prints must not write into the answers
    questions: queue.SimpleQueue[bytes] = queue.SimpleQueue()
    threading.Thread(target=_read, args=(sys.stdin.buffer, questions), daemon=True).start()
    while True:
        question = json.loads(questions.get())
        module, name = question["function"].split(":")
        result = getattr(importlib.import_module(module), name)(question["argument"])
        answers.write(json.dumps({"id": question["id"], "result": result}).encode() + b"\n")
        answers.flush()


def _read(stream: BinaryIO, questions: queue.SimpleQueue[bytes]) -> None:
    for line in stream:
        questions.put(line)
    os._exit(0)  # files that are being written lie in a work folder, which the next run deletes


if __name__ == "__main__":
    main()

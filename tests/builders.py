"""Small things that tests are made of: sounds that can be computed, scripts in a folder, the program run."""

from __future__ import annotations

import io
import json
import logging
import os
import signal
import subprocess
import sys
import time
import warnings
import wave
import zipfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import chdir, contextmanager, redirect_stderr, redirect_stdout, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from unittest.mock import patch

import imageio_ffmpeg
import numpy as np
import numpy.typing as npt
import psutil
from PIL import Image

from audiobrief.cache import runs
from audiobrief.cache.fingerprint import installation_fingerprint
from audiobrief.cli.main import run

ROOT = Path(__file__).resolve().parent.parent
ARTICLE = ROOT.parent / "shared" / "article" / "belarus.txt"
SAMPLE = ROOT / "scripts" / "belarus-briefing.yaml"

TONE_VOICES = """\
voices:
  low: {engine: tone, name: "220"}
  high: {engine: tone, name: "880"}
"""


def sine(
    seconds: float, frequency: float = 440.0, level: float = -20.0, sample_rate: int = 44_100, channels: int = 1
) -> npt.NDArray[np.float32]:
    """Return a sine as (frames, channels); `level` is its peak in dB of full scale."""
    time = np.arange(round(seconds * sample_rate)) / sample_rate
    wave_form = np.sin(2 * np.pi * frequency * time) * 10 ** (level / 20)
    return np.repeat(wave_form[:, np.newaxis], channels, axis=1).astype(np.float32)


def write_wave(path: Path, samples: npt.NDArray[np.float32], sample_rate: int = 44_100) -> Path:
    """Write sound of (frames, channels) as 16-bit WAV."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with wave.open(str(path), "wb") as file:
        file.setnchannels(samples.shape[1])
        file.setsampwidth(2)
        file.setframerate(sample_rate)
        file.writeframes(np.round(samples * 32767).astype("<i2").tobytes())
    return path


def picture(kind: str = "JPEG", width: int = 16, height: int = 16, mode: str = "RGB") -> bytes:
    """Return a picture file with something to see in it; `kind` is Pillow's name of its format."""
    tile = Image.effect_noise((width, height), 60).convert(mode)
    content = io.BytesIO()
    tile.save(content, kind)
    return content.getvalue()


def zipped(parts: Mapping[str, str | bytes]) -> bytes:
    """Return a ZIP archive; a part that names its media type is not compressed, as ODT and EPUB want it."""
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        for name, part in parts.items():
            archive.writestr(name, part, zipfile.ZIP_STORED if name == "mimetype" else zipfile.ZIP_DEFLATED)
    return content.getvalue()


def ffmpeg(*arguments: str | Path) -> subprocess.CompletedProcess[bytes]:
    """Run ffmpeg, and return what it writes on standard output and standard error."""
    command = [imageio_ffmpeg.get_ffmpeg_exe(), "-hide_banner", "-nostats", "-nostdin", "-y", *map(str, arguments)]
    return subprocess.run(command, check=True, timeout=60, capture_output=True)


def write_script(folder: Path, body: str, name: str = "episode.yaml") -> Path:
    """Write a script; `version` and `title` are added where the text has none."""
    head = "" if body.lstrip().startswith("version") else "version: 1\n"
    head += "" if "\ntitle:" in "\n" + body else "title: An episode\n"
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(head + body, encoding="utf-8")
    return path


def tone_script(folder: Path, segments: str, extra: str = "", name: str = "episode.yaml") -> Path:
    """Write a script that speaks with tones, whose lengths are exact."""
    return write_script(folder, f"{extra}{TONE_VOICES}segments:\n{segments}", name)


_FAKE_PYTTSX3 = """
class Engine:
    def connect(self, topic, callback):
        if topic == "finished-utterance":
            self.finished = callback
    def getProperty(self, name):
        class Voice:
            id, name, languages = "gmw/en", "English", ["en-gb"]
        return [Voice]
    def setProperty(self, name, value): pass
    def save_to_file(self, text, path): self.path = path
    def runAndWait(self):
        path, done = self.path, lambda: self.finished(name=None, completed=True)
        {body}
def init(driver): return Engine()
"""
_FAKE_DRIVER = """
ENDPAUSE = AUDIO_OUTPUT_RETRIEVAL = AUDIO_OUTPUT_SYNCHRONOUS = EVENT_MSG_TERMINATED = 0
def Initialize(*_): return 22050
def SetSynthCallback(callback): pass
"""


def fake_pyttsx3(folder: Path, body: str) -> str:
    """Write a pyttsx3 that does nothing else for a text than `body`, and return the PYTHONPATH with which it is used.

    `body` are statements; `path` is the file to write, and `done()` says that it is written.
    """
    drivers = folder / "pyttsx3" / "drivers"
    drivers.mkdir(parents=True)
    (folder / "pyttsx3" / "__init__.py").write_text(_FAKE_PYTTSX3.format(body=body))
    for name, content in {"__init__": "", "_espeak": _FAKE_DRIVER, "espeak": ""}.items():
        (drivers / f"{name}.py").write_text(content)
    return os.pathsep.join([str(folder), os.environ.get("PYTHONPATH", "")])


def table_rows(path: Path) -> list[list[str]]:
    """Return the rows of a table with tabs between its columns, without the comments."""
    lines = path.read_text(encoding="utf-8").splitlines()
    return [line.split("\t") for line in lines if not line.startswith("#")]


def wrong_rows(function: Callable[..., object], rows: Iterable[tuple[tuple[Any, ...], object]]) -> list[str]:
    """Call a function for each row of a table, and return a line for each row with another result than expected.

    A row is a tuple of arguments and the expected result. A table with hundreds of rows is one test, not hundreds.
    """
    wrong = []
    table = list(rows)
    assert table, "the table is empty"
    for arguments, expected in table:
        try:
            result = function(*arguments)
        except Exception as error:  # noqa: BLE001 - the other rows are reported too
            wrong.append(f"{arguments!r}: expected {expected!r}, raised {error!r}")
        else:
            if result != expected:
                wrong.append(f"{arguments!r}: expected {expected!r}, got {result!r}")
    return wrong


@dataclass(frozen=True, slots=True)
class Run:
    """How a run of the program ended."""

    status: int
    out: str
    err: str

    @property
    def manifest(self) -> dict[str, Any]:
        """The manifest that `--json` printed."""
        content: dict[str, Any] = json.loads(self.out)
        return content


def audiobrief(*arguments: str | Path, cwd: Path, env: dict[str, str] | None = None) -> Run:
    """Run a command line in this process, as `audiobrief_process` does in one of its own, which takes 0.3 s longer."""
    out, err = (io.TextIOWrapper(io.BytesIO(), encoding="utf-8", write_through=True) for _ in range(2))
    installation_fingerprint.cache_clear()
    with (
        patch.dict(os.environ, _environment(cwd, env)),
        # A file counts as changed during the run if it was written just before, as it is before a process has started.
        patch.object(runs, "_CLOCK_RESOLUTION", 0),
        _restored_process(),
        chdir(cwd),
        redirect_stdout(out),
        redirect_stderr(err),
    ):
        status = run(list(map(str, arguments)))
    return Run(status, *(stream.buffer.getvalue().decode() for stream in (out, err)))


def audiobrief_process(
    *arguments: str | Path, cwd: Path, env: dict[str, str] | None = None, timeout: float = 120
) -> Run:
    """Run the program as a user does; clips are kept in the working folder, if at all."""
    done = subprocess.run(
        [sys.executable, "-m", "audiobrief", *map(str, arguments)],
        cwd=cwd,
        env={**os.environ, **_environment(cwd, env)},
        capture_output=True,
        timeout=timeout,
        check=False,
    )
    return Run(done.returncode, done.stdout.decode(), done.stderr.decode())


def _environment(cwd: Path, env: dict[str, str] | None) -> dict[str, str]:
    return {"AUDIOBRIEF_CACHE": str(cwd / ".cache"), "NO_COLOR": "1", **(env or {})}


@contextmanager
def _restored_process() -> Iterator[None]:
    """Undo what a command line changes in its process: signals, logging and warnings."""
    numbers = [getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name)]
    handlers = {number: signal.getsignal(number) for number in numbers}
    hook, root, own = sys.unraisablehook, logging.getLogger(), logging.getLogger("audiobrief")
    loggers, level, root.handlers = root.handlers, own.level, []
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", DeprecationWarning)  # as Python itself does in programs
            yield
    finally:
        logging.captureWarnings(capture=False)
        root.handlers = loggers
        own.setLevel(level)
        sys.unraisablehook = hook
        for number, handler in handlers.items():
            signal.signal(number, handler)


@dataclass(frozen=True, slots=True)
class MeasuredRun(Run):
    """How a run of the program ended, and what it took."""

    seconds: float
    megabytes: float
    """The most memory of the program and its child processes together."""


def measured_run(*arguments: str | Path, cwd: Path) -> MeasuredRun:
    """Run the program as `audiobrief` does, and measure what it takes; after a minute, it is ended."""
    start, most = time.monotonic(), 0
    environment = {**os.environ, "AUDIOBRIEF_CACHE": str(cwd / ".cache"), "NO_COLOR": "1"}
    command = [sys.executable, "-m", "audiobrief", *map(str, arguments)]
    with (cwd / ".out").open("w+b") as out, (cwd / ".err").open("w+b") as err:
        process = psutil.Popen(command, cwd=cwd, env=environment, stdout=out, stderr=err)
        while process.poll() is None and time.monotonic() - start < 60:
            with suppress(psutil.Error):
                family = [process, *process.children(recursive=True)]
                most = max(most, sum(member.memory_info().rss for member in family))
            time.sleep(0.05)
        with suppress(psutil.NoSuchProcess):  # it has ended
            process.kill()
        status = process.wait()
        out.seek(0)
        err.seek(0)
        return MeasuredRun(status, out.read().decode(), err.read().decode(), time.monotonic() - start, most / 1_000_000)

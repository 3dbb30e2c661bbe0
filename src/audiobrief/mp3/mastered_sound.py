"""The mastered samples of a programme in files, one for each setting, for the encoders of other formats than MP3.

What was mastered to be encoded as MP3 is written here on the way. A chunk that came from the store is mastered when the
file is first asked for, together with the same samples around it, so that it has the same bytes either way.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from threading import Lock

import numpy as np

from audiobrief.audio.loudness import Loudness, LoudnessMeter
from audiobrief.audio.master import Setting
from audiobrief.audio.recipe import Chunk
from audiobrief.script.models.script import Output
from audiobrief.storage.files import write_failure
from audiobrief.units import Samples

_BYTES = 2
"""Of a sample."""
_MEASURED_FRAMES = 282_240
"""Samples of each channel that are measured at once."""


class MasteredSound:
    """The mastered samples of a programme, 16 bit."""

    def __init__(
        self, chunks: Sequence[Chunk], output: Output, master: Callable[[Chunk, Setting], Samples], folder: Path
    ) -> None:
        """Prepare it.

        Args:
            chunks: the chunks from the programme's beginning to its end.
            output: the form of its samples.
            master: returns the samples of a chunk, mastered by a setting.
            folder: for temporary files.
        """
        self._chunks = chunks
        self._output = output
        self._master = master
        self._folder = folder
        self._lock = Lock()
        self._written: dict[Setting, set[int]] = {}
        self._loudness: dict[Setting, Loudness] = {}

    def add(self, chunk: Chunk, setting: Setting, samples: Samples) -> None:
        """Write the samples of a chunk, with one channel or the script's; any thread may do so.

        Raises:
            OutputError: they could not be written.
        """
        path = self._start(setting)
        wide = np.repeat(samples, self._output.channels // samples.shape[1], axis=1)
        try:
            with path.open("r+b") as file:
                file.seek(chunk.start * self._output.channels * _BYTES)
                file.write(np.ascontiguousarray(wide, dtype="<i2").tobytes())
        except OSError as error:
            raise write_failure(path, error) from error
        self._written[setting].add(chunk.start)

    def _start(self, setting: Setting) -> Path:
        """Return the file of a setting, which is made with its first chunk."""
        with self._lock:
            path = self._folder / f"mastered-{[*self._written, setting].index(setting)}.pcm"
            if setting not in self._written:
                try:
                    path.touch()
                except OSError as error:
                    raise write_failure(path, error) from error
                self._written[setting] = set()
        return path

    def path(self, setting: Setting) -> Path:
        """Return the file of all samples that are mastered by a setting.

        Raises:
            OutputError: it could not be written.
        """
        path = self._start(setting)
        for chunk in self._chunks:
            if chunk.start not in self._written[setting]:
                self.add(chunk, setting, self._master(chunk, setting))
        return path

    def set_loudness(self, setting: Setting, loudness: Loudness) -> None:
        """Set the loudness of the samples to that of a file that was encoded from them."""
        # Encoders change the loudness by hundredths of an LU; the peaks by more, but the limiter knows the highest.
        self._loudness[setting] = Loudness(loudness.integrated_lufs, min(loudness.true_peak_dbtp, setting.ceiling))

    def loudness(self, setting: Setting) -> Loudness:
        """Return the loudness of the samples, which are measured if no file that was made of them was.

        Raises:
            OutputError: the samples could not be written.
        """
        if setting not in self._loudness:
            meter = LoudnessMeter(self._output.sample_rate)
            samples = np.memmap(self.path(setting), dtype="<i2", mode="r").reshape(-1, self._output.channels)
            for at in range(0, len(samples), _MEASURED_FRAMES):
                meter.add(samples[at : at + _MEASURED_FRAMES].astype(np.float32) / np.float32(32768))
            self._loudness[setting] = meter.result()
        return self._loudness[setting]

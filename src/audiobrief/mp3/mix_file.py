"""The mix of a programme in a file, so that it is made once for several encoders.

A recipe's sound does not depend on where the recipe begins and ends, except for its room tone, which starts with it. So
the file holds the mix without room tone, chunk by chunk, and room tone is added to each stretch that is read.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import accumulate
from pathlib import Path
from threading import Lock

import numpy as np

from audiobrief.audio.assemble import with_room_tone
from audiobrief.audio.recipe import Chunk, Recipe, RecipeBuilder
from audiobrief.audio.sounds import MixSamples
from audiobrief.storage.files import write_failure

_BYTES = 4
"""Of a sample."""


class MixFile:
    """The mix of a programme; each chunk is mixed when it is first needed, by any thread."""

    def __init__(
        self, recipes: RecipeBuilder, chunks: Sequence[Chunk], mix: Callable[[Recipe], MixSamples], path: Path
    ) -> None:
        """Prepare it.

        Args:
            recipes: builds the recipes of the timeline.
            chunks: the chunks from the programme's beginning to its end.
            mix: returns the sound of a recipe.
            path: the file, in a folder for temporary files.

        Raises:
            OutputError: the file cannot be made.
        """
        self._recipes = recipes
        self._chunks = chunks
        self._mix = mix
        self._path = path
        self._channels = [_recipe(recipes, chunk).channels for chunk in chunks]
        sizes = ((chunk.end - chunk.start) * channels for chunk, channels in zip(chunks, self._channels, strict=True))
        self._offsets = list(accumulate(sizes, initial=0))
        self._locks = [Lock() for _ in chunks]
        self._is_mixed = [False] * len(chunks)
        try:
            path.touch()
        except OSError as error:
            raise write_failure(path, error) from error

    def is_mix_of(self, recipes: RecipeBuilder, chunks: Sequence[Chunk]) -> bool:
        """Return whether a timeline has the same mix, with the same chunks."""
        if list(chunks) != list(self._chunks):
            return False
        return all(_recipe(recipes, chunk) == _recipe(self._recipes, chunk) for chunk in chunks)

    def mix(self, recipe: Recipe, start: int) -> MixSamples:
        """Return the sound of a recipe that begins at sample `start` of the programme.

        Raises:
            OutputError: the file cannot be written or read.
        """
        end = start + recipe.length
        samples = np.zeros((recipe.length, recipe.channels), dtype="<i4")
        first_chunk = bisect_right(self._chunks, start, key=lambda chunk: chunk.end)
        for number in range(first_chunk, bisect_left(self._chunks, end, key=lambda chunk: chunk.start)):
            chunk = self._chunks[number]
            first, last = max(start, chunk.start), min(end, chunk.end)
            part = self._read(number, first - chunk.start, last - chunk.start)
            samples[first - start : last - start] = part[:, : recipe.channels]
        return with_room_tone(samples, recipe)

    def _read(self, number: int, first: int, last: int) -> MixSamples:
        """Return samples of a chunk, which is mixed if it is not yet in the file."""
        channels = self._channels[number]
        try:
            with self._locks[number]:
                if not self._is_mixed[number]:
                    self._write(number)
                    self._is_mixed[number] = True
            with self._path.open("rb") as file:
                file.seek((self._offsets[number] + first * channels) * _BYTES)
                content = file.read((last - first) * channels * _BYTES)
        except OSError as error:
            raise write_failure(self._path, error) from error
        return np.frombuffer(content, dtype="<i4").reshape(-1, channels)

    def _write(self, number: int) -> None:
        samples = self._mix(_recipe(self._recipes, self._chunks[number]))
        with self._path.open("r+b") as file:
            file.seek(self._offsets[number] * _BYTES)
            file.write(np.ascontiguousarray(samples, dtype="<i4").tobytes())


def _recipe(recipes: RecipeBuilder, chunk: Chunk) -> Recipe:
    """Return what the file holds of a chunk: everything but the room tone."""
    return replace(recipes.recipe(chunk.start, chunk.end), room_tone=None)


class SharedMix:
    """Returns one mix file for several programmes as long as their mix is the same."""

    def __init__(self, path: Path) -> None:
        """Prepare it; `path` is a file in a folder for temporary files."""
        self._path = path
        self._file: MixFile | None = None

    def file(self, recipes: RecipeBuilder, chunks: Sequence[Chunk], mix: Callable[[Recipe], MixSamples]) -> MixFile:
        """Return the mix file of a programme, whose values are those of `MixFile`.

        Raises:
            OutputError: the file cannot be made.
        """
        if self._file is None or not self._file.is_mix_of(recipes, chunks):
            self._file = MixFile(recipes, chunks, mix, self._path)
        return self._file

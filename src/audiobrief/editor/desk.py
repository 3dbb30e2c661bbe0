"""The desk, which all pages of one server share: the folder, the scripts as they are read, the voices and threads."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from audiobrief.cache.kinds import PICTURES, READINGS
from audiobrief.editor.episodes.booth import Booth
from audiobrief.editor.episodes.content import episode_content, waveform
from audiobrief.editor.episodes.proofing import proof_findings
from audiobrief.editor.folder import ShowFolder
from audiobrief.editor.scripts.content import script_content
from audiobrief.editor.scripts.margins import only_problems, read_margins
from audiobrief.editor.scripts.saving import ScriptStore, Version, read_version
from audiobrief.episode.manifest import manifest_path, read_manifest
from audiobrief.errors import AudiobriefError, Problem, ScriptError, UsageError
from audiobrief.production.watch import FileState, file_states
from audiobrief.reading.reading_cache import ReadingCache
from audiobrief.script.editing.outline import Outline, read_outline
from audiobrief.script.loader import Loaded, read_script
from audiobrief.script.models.script import Script

_LOG = logging.getLogger(__name__)
_MOST_SHOWN = 50
"""Versions of a script that are remembered as pages show them."""


@dataclass(frozen=True, slots=True)
class _ReadScript:
    """A script that was read, and the state of its files before that."""

    version: Version
    outline: Outline
    loaded: Loaded
    states: dict[Path, FileState | None]


class Desk:
    """The work on the scripts of one folder."""

    def __init__(self, folder: ShowFolder) -> None:
        """Begin; no voice is loaded before a script is opened."""
        self.folder = folder
        self.store = ScriptStore()
        self.is_open = True
        """False once the server ends; streams of events then end as well."""
        self._read: dict[Path, _ReadScript] = {}
        self._readings: dict[Path, ReadingCache] = {}
        self._reading = threading.Lock()
        self._shown: dict[Path, dict[str, str]] = {}
        self._remembering = threading.Lock()
        self._voiced: set[Path] = set()
        self.articles: dict[Path, str] = {}
        """The plain texts of articles with which scripts are compared."""

    @cached_property
    def booth(self) -> Booth:
        """The voices and sounds."""
        return Booth()

    def stop(self) -> None:
        """End the streams of events."""
        self.is_open = False

    def close(self) -> None:
        """End the voices."""
        self.stop()
        if "booth" in self.__dict__:
            self.booth.close()

    def content(self, path: Path) -> dict[str, Any]:
        """Return what a page shows of a script, as it is on the disk."""
        name = self.folder.name(path)
        version = read_version(path, name)
        self._remember(path, version)
        return script_content(version, name, self.store.steps(path))

    def outline(self, path: Path) -> Outline:
        """Return a script as it is on the disk.

        Raises:
            ScriptError: it is no script.
        """
        name = self.folder.name(path)
        return read_outline(read_version(path, name).text, name)

    def _remember(self, path: Path, version: Version) -> None:
        with self._remembering:
            shown = self._shown.setdefault(path, {})
            shown.pop(version.digest, None)
            shown[version.digest] = version.text
            while len(shown) > _MOST_SHOWN:
                del shown[next(iter(shown))]

    def seen(self, path: Path, digest: str) -> Outline | None:
        """Return a script as a page has shown it; None if that is not known any more, or was no script."""
        with self._remembering:
            text = self._shown.get(path, {}).get(digest)
        try:
            return read_outline(text, self.folder.name(path)) if text is not None else None
        except ScriptError:
            return None

    def read(self, path: Path) -> _ReadScript:
        """Read a script, unless neither it nor a file that it names has changed.

        Raises:
            ScriptError: nothing of it is valid.
        """
        known = self._read.get(path)
        if known is not None and file_states(known.states) == known.states:
            return known
        name = self.folder.name(path)
        states = file_states([path])
        version = read_version(path, name)
        loaded = read_script(path, name, PICTURES.folder)
        states |= file_states(file for file in loaded.files if file != path)
        found = _ReadScript(version, read_outline(version.text, name), loaded, states)
        self._read[path] = found
        return found

    def margins(self, path: Path) -> dict[str, Any]:
        """Return what stands beside a script: how sentences are said, findings and lengths."""
        with self._reading:
            try:
                read = self.read(path)
            except ScriptError as error:
                return only_problems(error)
            if path not in self._readings:
                self._readings[path] = ReadingCache(READINGS.folder, path)
            readings = self._readings[path]
            article = self.articles.get(path)
            found = read_margins(read.loaded, read.outline, self.booth.session.engines, readings, article)
            readings.save()
        if path not in self._voiced and not read.loaded.problems:
            self._voiced.add(path)
            self._in_thread(lambda: self.booth.start_voices(read.loaded.script))
        return {"digest": read.version.digest, **found}

    def hear(self, path: Path, segment_id: str, sentence: int | None, digest: str = "") -> tuple[str, float]:
        """Say a sentence of a segment, or all of it; return the key of the sound, and its seconds.

        Args:
            path: the script.
            segment_id: the segment.
            sentence: the index of the sentence; None for all of them.
            digest: an earlier version of the script, as a page has shown it; empty for the one on the disk.

        Raises:
            UsageError: the earlier version is not known any more.
            ScriptError: the segment is not valid, or not there any more.
            AudiobriefError: it could not be spoken.
        """
        outline, script = self._version(path, digest)
        index = outline.index(segment_id)
        if index is None:
            raise _gone(outline)
        block = outline.blocks[index]
        segments = script.segments
        at = next((at for at, each in enumerate(segments) if block.first < each.position.line <= block.end), None)
        if at is None:
            raise _gone(outline)
        return self.booth.say_sentence(script, at, sentence)

    def _version(self, path: Path, digest: str) -> tuple[Outline, Script]:
        read = self.read(path)
        if digest in {"", read.version.digest}:
            return read.outline, read.loaded.script
        seen = self.seen(path, digest)
        if seen is None:
            raise UsageError("what it said before is not known any more (undo the change, then hear it)")
        return seen, read_script(path, self.folder.name(path), PICTURES.folder, seen.text).script

    def valid_script(self, path: Path) -> Script:
        """Return a script that has no mistakes.

        Raises:
            ScriptError: it has some.
        """
        loaded = self.read(path).loaded
        if loaded.problems:
            raise ScriptError(loaded.problems)
        return loaded.script

    def start_render(self, path: Path) -> None:
        """Begin to render a script in a thread; `Booth.progress` says how far it is.

        Raises:
            ScriptError: it has mistakes.
        """
        script = self.valid_script(path)
        self._in_thread(lambda: self.booth.render(script, self.folder))

    def audio(self, path: Path) -> Path | None:
        """Return the audio file of a script's episode; None if it was not rendered."""
        try:
            script = self.read(path).loaded.script
        except AudiobriefError:
            return None
        audio = self.folder.output(script.slug, script.output.main_format)
        return audio if audio.is_file() else None

    def episode(self, path: Path) -> dict[str, Any] | None:
        """Return what a page shows of a rendered episode; None if there is none."""
        audio = self.audio(path)
        if audio is None:
            return None
        try:
            manifest = read_manifest(manifest_path(audio))
            written = audio.stat().st_mtime_ns
            is_current = self._is_current(path, written)
        except (AudiobriefError, OSError):
            return None
        return episode_content(self.folder.name(audio), manifest, written, is_current=is_current)

    def _is_current(self, path: Path, written: int) -> bool:
        """Return whether a file of this time (nanoseconds) is as new as the script and the files that it names."""
        return all(written >= state[2] for state in self.read(path).states.values() if state is not None)

    def start_proof(self, path: Path) -> None:
        """Begin to listen to a script's episode for mistakes; `events` says how far it is.

        Raises:
            UsageError: there is none.
        """
        self.booth.proofs.start(path, self._rendered(path))

    def proof(self, path: Path) -> dict[str, Any]:
        """Return what the last proof-listening has found, and whether all of the episode that is there was heard.

        Raises:
            UsageError: there is no episode.
            EpisodeError: its manifest cannot be read.
        """
        audio = self._rendered(path)
        if not self.booth.proofs.has_heard(path, audio):
            return {"heard": False, "findings": []}
        sentences = read_manifest(manifest_path(audio)).sentences
        return {"heard": True, "findings": proof_findings(self.booth.proofs.state(path), sentences)}

    def _rendered(self, path: Path) -> Path:
        audio = self.audio(path)
        if audio is None:
            raise UsageError("there is no episode yet (render it first)")
        return audio

    def waveform(self, path: Path) -> dict[str, Any]:
        """Return the shape of a rendered episode, and the music and recordings in it.

        Raises:
            UsageError: there is none.
            AudiobriefError: it cannot be read.
        """
        audio = self._rendered(path)
        loaded = self.read(path).loaded
        # The places of music are known only where the script is still the one that was rendered.
        is_known = not loaded.problems and self._is_current(path, audio.stat().st_mtime_ns)
        return waveform(audio, read_manifest(manifest_path(audio)), loaded.script if is_known else None)

    def events(self, path: Path) -> dict[str, Any]:
        """Return what a page is told as soon as it changes: the state of the files, and how far the render is."""
        read = self._read.get(path)
        states = file_states(read.states if read is not None else [path])
        progress = self.booth.progress(path)
        proof = self.booth.proofs.state(path)
        return {
            "state": str(hash(tuple(states.values()))),
            "render": {
                "stage": progress.stage,
                "done": progress.done,
                "total": progress.total,
                "message": progress.message,
                "number": progress.number,
            },
            "proof": {"stage": proof.stage, "message": proof.message, "number": proof.number},
        }

    @staticmethod
    def _in_thread(work: Callable[[], object]) -> None:
        def run() -> None:
            try:
                work()
            except (AudiobriefError, OSError) as error:
                _LOG.info("%s", error)

        threading.Thread(target=run, name="editor", daemon=True).start()


def _gone(outline: Outline) -> ScriptError:
    what = "this segment is not there any more, or has mistakes"
    return ScriptError([Problem(outline.document.position(), what, "look at what the page says of it")])

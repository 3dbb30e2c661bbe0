"""Notes beside the files that come into a watched folder: the episode that was made of each, or why none was."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from types import MappingProxyType

from audiobrief.archive.ledger import Ledger, Row
from audiobrief.archive.orders import Task
from audiobrief.archive.tasks import NOTES
from audiobrief.errors import OutputError
from audiobrief.script.models.formats import AUDIO_FORMATS
from audiobrief.storage import files
from audiobrief.units import seconds_to_clock

_LOG = logging.getLogger(__name__)
_EPISODE_NOTE, _ERROR_NOTE = NOTES
_AUDIO = tuple(f".{name}" for name in AUDIO_FORMATS)


def write_notes(
    tasks: Iterable[Task],
    ledger: Ledger,
    folder: Path,
    *,
    publishes: bool,
    unpublished: Mapping[str, Sequence[str]] = MappingProxyType({}),
) -> None:
    """Write a note beside the article or script of each task, and delete the one that no longer holds.

    A note that cannot be written is a warning, since the episode is there in any case.

    Args:
        tasks: the scripts.
        ledger: what came of them.
        folder: the archive's folder.
        publishes: whether episodes are published.
        unpublished: why episodes and editions could not be published, by their scripts.
    """
    for task in tasks:
        row = ledger.get(task.script)
        source = Path(task.article or task.script)
        if row is None or not source.exists():
            continue
        try:
            if row.state == "failed":
                _replace(source, _ERROR_NOTE, f"{row.error}\n", _EPISODE_NOTE)
            else:
                _replace(
                    source,
                    _EPISODE_NOTE,
                    _episode_note(row, folder, publishes, unpublished.get(row.script, ())),
                    _ERROR_NOTE,
                )
        except (OutputError, OSError) as error:
            _LOG.warning("no note can be written beside %s: %s", source, error)


def _replace(source: Path, ending: str, text: str, other: str) -> None:
    note = source.with_name(f"{source.name}{ending}")
    content = text.encode()
    if not note.is_file() or note.read_bytes() != content:
        unfinished = note.with_name(f".{note.name}")  # what begins with a dot is not watched
        try:
            files.write_bytes(unfinished, content)
            files.finish(unfinished, note)
        finally:
            unfinished.unlink(missing_ok=True)
    source.with_name(f"{source.name}{other}").unlink(missing_ok=True)


def _episode_note(row: Row, folder: Path, publishes: bool, unpublished: Sequence[str]) -> str:
    audio = [str(folder / each.path) for each in row.results if each.path.endswith(_AUDIO)]
    lines = [f"Made: {path}" for path in audio]
    lines.append(f"Length: {seconds_to_clock(row.sound)}")
    if row.warnings:
        lines.append(f"Warnings: {row.warnings} (audiobrief archive -v shows them)")
    lines += [f"Published: {place}" for place in row.published.split("\n") if place]
    lines += [f"Not published: {reason}" for reason in unpublished]
    if publishes and not row.published and not unpublished:
        lines.append("Not published yet")
    return "".join(f"{line}\n" for line in lines)

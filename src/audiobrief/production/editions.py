"""Editions of an episode: versions of a script that are rendered from the same clips."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from audiobrief.script.models.script import Edition, Script


def edition_scripts(script: Script) -> Iterator[tuple[Edition, Script]]:
    """Yield each edition of a script, and the script that it is."""
    for edition in script.editions:
        yield edition, _edition_script(script, edition)


def edition_target(target: Path, edition: Edition, script: Script) -> Path:
    """Return the audio file of an edition, beside that of the episode: `today.mp3`, `today-short.mp3`."""
    return target.with_name(f"{target.stem}-{edition.name}.{script.output.main_format}")


def _edition_script(script: Script, edition: Edition) -> Script:
    changes: dict[str, object] = {"slug": f"{script.slug}-{edition.name}", "edition": edition.name, "editions": ()}
    script = edition.script or script
    if edition.address is not None:
        changes["show"] = script.show.model_copy(update={"address": edition.address})
    if edition.target is not None:
        # A stretch of the whole episode stands elsewhere in a shorter one, or not at all.
        changes |= {"target": edition.target, "soundbite": None}
    if edition.loudness is not None:
        changes["mastering"] = script.mastering.model_copy(update={"loudness": edition.loudness})
    if edition.format is not None:
        changes["output"] = script.output.model_copy(update={"format": (edition.format,)})
    if not edition.beds:
        changes["segments"] = tuple(segment.model_copy(update={"bed": None}) for segment in script.segments)
    return script.model_copy(update=changes)

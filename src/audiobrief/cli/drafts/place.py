"""The script that `audiobrief draft` writes: its text, how long it would last, and its file."""

from __future__ import annotations

import logging
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from audiobrief.cache.kinds import SOUNDS
from audiobrief.cli.help import counted
from audiobrief.draft.shortening.shorten import Measure
from audiobrief.draft.writing.project_files import SCHEMA
from audiobrief.draft.writing.script_file import write_draft
from audiobrief.draft.writing.script_text import script_text
from audiobrief.errors import SoundError
from audiobrief.script.files import project_folder, resolve_picture
from audiobrief.storage import files
from audiobrief.storage.work_folder import work_folder
from audiobrief.timeline.fitting import UnreachableDuration

if TYPE_CHECKING:
    from audiobrief.draft.drafting import Draft
    from audiobrief.draft.writing.project_files import House
    from audiobrief.production.forecast import Forecast

_LOG = logging.getLogger(__name__)
_PICTURES = (".jpg", ".jpeg", ".png")


@dataclass(frozen=True, slots=True)
class ScriptPlace:
    """Where a script is written, and its house file."""

    script: Path
    house: House | None
    house_name: str | None
    """The path by which the script names its house file."""

    def write(self, draft: Draft, origin: str) -> None:
        """Write the script of a draft, with the JSON Schema beside it if there is none in its project.

        Raises:
            ArticleError: it is too long.
        """
        write_draft(draft, self.script, self.house, self.house_name, origin)

    def measure(self, draft: Draft) -> Measure:
        """Return how long a draft would last, as `check` estimates it.

        Raises:
            ScriptError: a sound or a voice of the house file cannot be used.
        """
        from audiobrief.production.forecast import forecast
        from audiobrief.script.loader import load_script

        text = script_text(draft, self.house, self.house_name, SCHEMA, "")
        with work_folder(self.script.parent) as work:
            # Beside the script, from where the paths in it and in its house file lead to the same files.
            path = self.script.parent / f"{work.name}.yaml"
            files.write_bytes(path, text.encode())
            try:
                found = forecast(load_script(path, str(self.script)), SOUNDS.folder)
            finally:
                path.unlink()
        return Measure(
            found.timeline.length / found.timeline.sample_rate,
            tuple(_paragraphs(found)),
            can_reach=not isinstance(found.fitted, UnreachableDuration),
        )

    def picture_beside(self, article: Path | None) -> str | None:
        """Return the path, from the script's folder, of the picture that lies beside an article under its name.

        None if there is none, or it cannot be a chapter's picture.
        """
        if article is None:
            return None
        for ending in _PICTURES:
            path = article.with_suffix(ending).resolve()
            try:
                name = Path(os.path.relpath(path, self.script.resolve().parent)).as_posix()
                resolve_picture(name, self.script.resolve(), project_folder(self.script))
            except (SoundError, ValueError) as error:
                _LOG.debug("no picture: %s", error)
            else:
                return name
        return None

    def line(self, draft: Draft) -> str:
        """Return a line that says what was written."""
        # The intro is a chapter, too: it stands before the first that has a title.
        chapters = 1 + sum(chapter.title is not None for chapter in draft.chapters)
        remarks = sum(len(chapter.remarks) for chapter in draft.chapters)
        return (
            f"{self.script}: {counted(chapters, 'chapter')}, {counted(remarks, 'remark')} for the editor, "
            f"{counted(draft.omitted_count, 'paragraph')} left out"
        )


def _paragraphs(found: Forecast) -> Iterator[float]:
    """Yield the duration in seconds of each paragraph of the narrations, with the silence after it."""
    timeline = found.timeline
    spoken = iter(timeline.sentences)
    ends = [*timeline.segment_starts[1:], timeline.length]
    for segment, end in zip(found.plan.segments, ends, strict=True):
        sentences = [next(spoken) for _ in segment.sentences]
        if segment.kind == "narration":
            starts = [sentence.start for sentence in sentences if sentence.new_paragraph]
            for start, following in zip(starts, [*starts[1:], end], strict=True):
                yield (following - start) / timeline.sample_rate

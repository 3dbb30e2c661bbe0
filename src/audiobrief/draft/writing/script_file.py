"""Write the script of a draft, with the JSON Schema beside it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from audiobrief.draft.writing.project_files import SCHEMA, House, find_schema, schema_file
from audiobrief.draft.writing.script_text import script_text
from audiobrief.errors import ArticleError
from audiobrief.storage import files
from audiobrief.storage.transaction import replace_files
from audiobrief.storage.unicode_names import readable_name
from audiobrief.storage.work_folder import work_folder

if TYPE_CHECKING:
    from audiobrief.draft.drafting import Draft

_LARGEST_SCRIPT = 1_000_000


def write_draft(draft: Draft, script: Path, house: House | None, house_name: str | None, origin: str) -> None:
    """Write the script of a draft, with the JSON Schema beside it if there is none in its project.

    Args:
        draft: the draft.
        script: the file.
        house: the house file.
        house_name: the path by which the script names it.
        origin: the article's name, for the script's comments.

    Raises:
        ArticleError: it is too long.
        OutputError: it cannot be written.
    """
    schema = find_schema(script)
    # Comments have names of files.
    text = readable_name(script_text(draft, house, house_name, schema or SCHEMA, origin))
    if len(text.encode()) > _LARGEST_SCRIPT:
        raise ArticleError(f"{origin}: too long for one script, which has 1 MB at most (split the article)")
    files.check_names([script])
    with work_folder(script.parent) as work:
        finished = {script: work / script.name}
        files.write_bytes(work / script.name, text.encode())
        if schema is None:
            finished[script.parent / SCHEMA] = work / SCHEMA
            files.write_copy(work / SCHEMA, schema_file())
        replace_files(finished, work)

"""Make the folder of a new show: its files, and the music and cover that are copied into it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from importlib import resources
from pathlib import Path

from audiobrief.errors import OutputError, UsageError
from audiobrief.storage import files
from audiobrief.storage.transaction import replace_files
from audiobrief.storage.work_folder import work_folder

ASSETS = ("theme.wav", "sting.wav", "bed.wav", "cover.jpg", "LICENSE")
_PLACES = {
    "README.md": "README.md",
    "lexicon.yaml": "lexicon.yaml",
    "show.yaml": "scripts/show.yaml",
    "first.yaml": "scripts/first.yaml",
    "settings.json": ".vscode/settings.json",
    "extensions.json": ".vscode/extensions.json",
}


def make_show(folder: Path) -> tuple[str, ...]:
    """Make a show's folder, completely or not at all.

    Args:
        folder: a new or an empty folder; its name becomes the show's first name.

    Returns:
        The paths of the new files, relative to the folder.

    Raises:
        UsageError: the folder is not empty.
        OutputError: the folder cannot be written.
    """
    folder_there = folder.resolve()
    try:
        if folder_there.exists() and (not folder_there.is_dir() or any(folder_there.iterdir())):
            raise UsageError(f"{folder} already exists and is not empty (name a new folder; nothing was changed)")
    except OSError as error:
        raise OutputError(
            f"{folder}: cannot be read: {(error.strerror or str(error)).lower()} (name another)"
        ) from error
    made = []
    with work_folder(folder_there.parent, "another folder's name") as work:
        whole = work / "show"
        for name, content in _contents(folder_there.name):
            (whole / name).parent.mkdir(parents=True, exist_ok=True)
            files.write_bytes(whole / name, content)
            made.append(name)
        (whole / "audio_assets").mkdir()
        for name in ASSETS:
            files.write_copy(whole / "audio_assets" / name, _asset(name))
            made.append(f"audio_assets/{name}")
        finished = {folder_there / name: whole / name for name in made}
        replace_files(finished, work, "another folder's name")
    return tuple(made)


def _contents(name: str) -> Iterator[tuple[str, bytes]]:
    from audiobrief.script.schema import schema_text

    title = name.replace("-", " ").replace("_", " ").strip().title() or "My Show"
    for source, place in _PLACES.items():
        text = resources.files(__package__).joinpath("files", source).read_text(encoding="utf-8")
        if source == "show.yaml":
            text = text.format(title=json.dumps(title, ensure_ascii=False))
        elif source == "README.md":
            text = text.format(title=title)
        yield place, text.encode()
    yield "schema/script.schema.json", schema_text().encode()
    yield "schema/show.schema.json", schema_text(show=True).encode()


def _asset(name: str) -> Path:
    """Return the path of an asset: in the installed package, or in the project's folder in a checkout."""
    here = Path(__file__).resolve()
    installed = here.parent / "audio_assets" / name
    return installed if installed.is_file() else here.parents[4] / "audio_assets" / name

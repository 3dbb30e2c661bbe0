"""The files that a script names: found, inside its project, and of the right kind."""

from __future__ import annotations

from pathlib import Path

from audiobrief.errors import SoundError
from audiobrief.script.pictures import check_picture
from audiobrief.script.suggestions import closest
from audiobrief.storage.unicode_names import path_on_disk

_MARKERS = (".git", "pyproject.toml", "audio_assets", "scripts")


def project_folder(script: Path) -> Path:
    """Return the folder that a script's files must lie in.

    It is the nearest folder above the script that holds `audio_assets`, `scripts`, `.git` or
    `pyproject.toml`; the script's own folder where there is none.
    """
    folder = script.resolve().parent
    return next((above for above in (folder, *folder.parents) if _is_project(above)), folder)


def _is_project(folder: Path) -> bool:
    return folder.parent != folder and any((folder / marker).exists() for marker in _MARKERS)


def project_names(script: Path) -> dict[Path, bool]:
    """Return the paths that decide which folder is a script's project, and whether each exists."""
    folder, project = script.resolve().parent, project_folder(script)
    folders = [above for above in (folder, *folder.parents) if above.is_relative_to(project)]
    return {above / marker: (above / marker).exists() for above in folders for marker in _MARKERS}


def resolve_file(name: str, owner: Path, project: Path) -> Path:
    """Return the path of a file that another file names.

    Args:
        name: its path, from the folder of `owner`.
        owner: the file that names it.
        project: the folder it must lie in, links followed.

    Raises:
        SoundError: it is missing, no file, or outside the project.
    """
    path = owner.parent / name
    try:
        path = path_on_disk(Path(name), owner.parent)
        real = path.resolve()
        if not real.is_relative_to(project.resolve()):
            raise SoundError(f"'{name}' lies outside the project folder", f"copy it into {project}")
        if real.is_file():
            with real.open("rb"):
                return path
        if real.is_dir():
            raise SoundError(f"'{name}' is a folder", "name a file in it")
        if real.exists():  # a pipe or a device
            raise SoundError(f"'{name}' is not a file", "name a file")
        siblings = [sibling.name for sibling in path.parent.iterdir()] if path.parent.is_dir() else []
    except (OSError, RuntimeError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise SoundError(f"'{name}' cannot be read: {reason.lower()}", "check the path and its rights") from error
    if not siblings:
        folder = "is empty" if path.parent.is_dir() else "is not there either"
        raise SoundError(f"there is no file '{name}'", f"the folder {folder}; check the path")
    advice = closest(path.name, siblings)
    raise SoundError(f"there is no file '{name}'", advice if len(advice) < 200 else "check the path")


def resolve_picture(name: str, owner: Path, project: Path, cache: Path | None = None) -> Path:
    """Return the path of a picture that another file names: a complete JPEG or PNG of a size that players can show.

    Args:
        name: its path, from the folder of `owner`.
        owner: the file that names it.
        project: the folder it must lie in, links followed.
        cache: as for `check_picture`.

    Raises:
        SoundError: as `resolve_file`, or it is not such a picture.
    """
    path = resolve_file(name, owner, project)
    check_picture(path, name, cache)
    return path

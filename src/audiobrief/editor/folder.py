"""The folder of a show: its scripts, and which files the editor may read and write."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from audiobrief.errors import ServeError, UsageError
from audiobrief.script.files import project_folder
from audiobrief.storage.confined_values import SLUG
from audiobrief.storage.regular_files import read_regular_file
from audiobrief.storage.unicode_names import is_utf8

_ENDINGS = (".yaml", ".yml")
_LARGEST_SCRIPT = 1_000_000
_MOST_SCRIPTS = 500
_DEEPEST = 4
_NO_SCRIPTS = frozenset({"node_modules", "out"})
_PART = re.compile(r"[^./\\:%\x00-\x1f\x7f-\x9f\ud800-\udfff][^/\\:\x00-\x1f\x7f-\x9f\ud800-\udfff]{0,249}")
"""A part of a path: not hidden, neither `..` nor a drive, and no other way to write one of these."""
_SEGMENTS = re.compile(r"^segments[ \t]*:", re.MULTILINE)
_TITLE = re.compile(r"^title[ \t]*:[ \t]*(.+?)[ \t]*$", re.MULTILINE)


class ForbiddenPathError(UsageError):
    """A path leads out of the show's folder, or to a file that is none of the editor's."""


@dataclass(frozen=True, slots=True)
class ListedScript:
    """A script of the folder."""

    name: str
    """Its path from the folder, with `/` between its parts."""
    title: str
    """As it is written; its name where it has none."""
    changed: float
    """When it was changed, in seconds since 1970."""


@dataclass(frozen=True, slots=True)
class ShowFolder:
    """The folder that holds a show's scripts and sounds; the editor reads and writes nothing outside of it."""

    root: Path
    """Without links."""

    def script(self, name: str) -> Path:
        """Return the script of a name, links followed.

        Raises:
            ForbiddenPathError: it is not the path of a script in the folder, or leads out of it.
        """
        parts = name.split("/")
        is_path = len(parts) <= _DEEPEST and all(map(_PART.fullmatch, parts)) and is_utf8(name)
        if not is_path or not name.endswith(_ENDINGS) or _NO_SCRIPTS & {*parts}:
            raise ForbiddenPathError(f"{name[:100]!r} is no script of this folder (choose one of the start page)")
        path = self.inside(self.root.joinpath(*parts))
        if not path.is_file() or path.suffix not in _ENDINGS:
            raise ForbiddenPathError(f"{name[:100]!r} is no script of this folder (choose one of the start page)")
        return path

    def inside(self, path: Path) -> Path:
        """Return a path with its links followed.

        Raises:
            ForbiddenPathError: it leads out of the folder.
        """
        try:
            real = path.resolve()
        except (OSError, ValueError, RuntimeError) as error:
            raise ForbiddenPathError(f"{path.name[:100]!r} cannot be followed (delete the link)") from error
        if not real.is_relative_to(self.root):
            raise ForbiddenPathError(f"{path.name[:100]!r} lies outside the show's folder (copy it into the folder)")
        return real

    def name(self, script: Path) -> str:
        """Return the path of a script from the folder."""
        return script.relative_to(self.root).as_posix()

    def new_script(self, stem: str) -> Path:
        """Return the path of a new script, in the folder of the others.

        Raises:
            UsageError: the name is none, or is taken.
        """
        if not SLUG.fullmatch(stem) or stem == "show":
            raise UsageError("name: letters, digits, '-' and '_' only (choose another name)")
        path = self.inside(self._scripts / f"{stem}.yaml")
        if os.path.lexists(path):
            raise UsageError(f"there is a script '{stem}' already (choose another name)")
        return path

    @property
    def _scripts(self) -> Path:
        scripts = self.root / "scripts"
        return scripts if scripts.is_dir() else self.root

    def house(self) -> Path | None:
        """Return the house file beside the scripts; None if there is none.

        Raises:
            ForbiddenPathError: it lies outside of the folder.
        """
        path = self.inside(self._scripts / "show.yaml")
        return path if path.is_file() else None

    def output(self, slug: str, ending: str) -> Path:
        """Return the path of an episode's audio file.

        Raises:
            ForbiddenPathError: the folder for episodes leads out of the show's.
        """
        return self.inside(self.inside(self.root / "out") / f"{slug}.{ending}")

    @property
    def is_empty(self) -> bool:
        """True if nothing is in it, so that a show may begin here."""
        return not any(self.root.iterdir())

    def scripts(self) -> list[ListedScript]:
        """Return the scripts, the one that was changed last first."""
        listed = [script for path in self._files() if (script := self._listed(path)) is not None]
        return sorted(listed, key=lambda script: script.changed, reverse=True)

    def _files(self) -> Iterator[Path]:
        count = 0
        for folder, folders, names in os.walk(self.root):
            depth = len(Path(folder).relative_to(self.root).parts)
            folders[:] = sorted(
                name
                for name in folders
                if not name.startswith(".") and name not in _NO_SCRIPTS and depth < _DEEPEST - 1
            )
            for name in sorted(names):
                if name.endswith(_ENDINGS) and count < _MOST_SCRIPTS:
                    count += 1
                    yield Path(folder, name)

    def _listed(self, path: Path) -> ListedScript | None:
        name = path.relative_to(self.root).as_posix()
        try:
            text = read_regular_file(self.script(name), _LARGEST_SCRIPT).decode("utf-8", "replace")
            changed = path.stat().st_mtime
        except (OSError, UsageError):
            return None
        if not _SEGMENTS.search(text):
            return None
        title = _TITLE.search(text)
        return ListedScript(name, title[1].strip("'\"") if title else path.stem, changed)


def open_folder(path: Path) -> tuple[ShowFolder, str | None]:
    """Return the folder of a show, and the name of the script in it if one is named.

    Args:
        path: a script, or a folder of scripts.

    Raises:
        ServeError: there is no such file or folder, or it is no script.
    """
    if path.is_dir():
        # An empty folder is one in which a show begins, also inside of another project.
        root = path.resolve() if not any(path.iterdir()) else project_folder(path / "script.yaml")
        return ShowFolder(root), None
    if not path.is_file():
        raise ServeError(f"{path}: there is no such file or folder (name a script, or the folder of scripts)")
    folder = ShowFolder(project_folder(path))
    try:
        name = folder.name(path.resolve())
        folder.script(name)
    except (ForbiddenPathError, ValueError) as error:
        raise ServeError(f"{path}: this is no script (name a file that ends in .yaml)") from error
    return folder, name

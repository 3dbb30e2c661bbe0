"""The files that a script is made of: the episode's own and its show's, and which of them sets what."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from audiobrief.errors import HouseFileError, Position, Problem, ScriptError, SoundError
from audiobrief.script.files import project_folder, resolve_file, resolve_picture
from audiobrief.script.forms.form import EpisodeForm, ShowForm
from audiobrief.script.forms.strict import Form
from audiobrief.script.forms.validate import validate
from audiobrief.script.models.script import Picture
from audiobrief.script.yaml.nodes import Document, Mapping, Node
from audiobrief.script.yaml.tree import read_document

__all__ = ["Place", "Source", "Sources"]

Place = tuple[str | int, ...]
"""The keys and indexes that lead to a value in a document."""


@dataclass(frozen=True, slots=True)
class Source:
    """A file that was read: where it is, its tree, and what fits its form."""

    path: Path
    document: Document
    form: EpisodeForm | ShowForm

    def names(self, key: str) -> dict[str, Node]:
        """Return the names under a key such as `voices`, whether or not their values fit."""
        node = self.document.find((key,))
        return node.entries if node is not self.document.root and isinstance(node, Mapping) else {}

    def position(self, path: Place) -> Position:
        """Return the place of the value to which keys and indexes lead."""
        return self.document.position(self.document.find(path))


class Sources:
    """A script and its house file, if it names one; gathers the problems of both, and the files that they name."""

    def __init__(self, path: Path, file: str, kept_pictures: Path | None) -> None:
        """Read them.

        Args:
            path: the script.
            file: its name in messages.
            kept_pictures: the folder in which good pictures are remembered; None remembers none.

        Raises:
            ScriptError: nothing of the script is left.
        """
        self.problems: list[Problem] = []
        self.files: dict[Path, None] = {path: None}
        """In the order in which they are named; whether or not they are there."""
        self._kept_pictures = kept_pictures
        self._pictures: dict[tuple[Path, str], Path] = {}
        document = read_document(path, file)
        self._project = project_folder(path)
        form, problems = validate(EpisodeForm, document)
        self.problems += problems
        _refuse_house_file(document)
        if form is None:
            raise ScriptError(self.problems)
        self.form = form
        self.episode = Source(path, document, form)
        self.all = (*self._house(), self.episode)
        """In the order in which the later one overrules."""

    def _house(self) -> tuple[Source, ...]:
        if self.form.show is None:
            return ()
        path = self.file(self.form.show, self.episode, ("show",))
        if path is None:
            return ()
        try:
            document = read_document(path, str(Path(self.episode.document.file).parent / self.form.show))
        except ScriptError as error:
            self.problems += error.problems
            return ()
        form, problems = validate(ShowForm, document)
        self.problems += problems
        return (Source(path, document, form),) if form else ()

    @property
    def show(self) -> ShowForm | None:
        """What the house file says; None where there is none, or nothing of it is left."""
        form = self.all[0].form
        return form if isinstance(form, ShowForm) else None

    @property
    def show_is_missing(self) -> bool:
        """Whether a house file is named, and nothing of it is left."""
        return self.form.show is not None and self.show is None

    def add(self, source: Source, place: Place, what: str, advice: str, *, at_key: bool = False) -> None:
        """Note a problem at a value, or at its key."""
        document = source.document
        position = document.key(place) if at_key else document.position(document.find(place))
        self.problems.append(Problem(position, what, advice))

    def file(self, name: str, source: Source, place: Place) -> Path | None:
        """Find a file that a source names; None where it cannot be had, which is noted."""
        self.files[source.path.parent / name] = None
        try:
            file = resolve_file(name, source.path, self._project)
        except SoundError as error:
            self.add(source, place, error.what, error.advice)
            return None
        self.files[file] = None
        return file

    def picture(self, name: str, source: Source, place: Place) -> Picture | None:
        """Find a picture that a source names, and see that it is one; None where it is not, which is noted."""
        self.files[source.path.parent / name] = None
        try:
            # Many chapters may have one picture, and looking at it takes its time.
            picture = self._pictures.get((source.path, name)) or resolve_picture(
                name, source.path, self._project, self._kept_pictures
            )
            self._pictures[source.path, name] = picture
        except SoundError as error:
            self.add(source, place, error.what, error.advice)
            return None
        self.files[picture] = None
        return Picture(picture, source.document.position(source.document.find(place)))

    def latest(self, key: str) -> tuple[Any, Source]:
        """Return a key's value and the file that sets it: the script, else its house file."""
        for source in reversed(self.all):
            if (value := getattr(source.form, key)) is not None:
                return value, source
        return None, self.episode

    def setting(self, key: str) -> Source:
        """Return the file that sets a key, if only to nothing: the script, else its house file."""
        return next((each for each in reversed(self.all) if key in each.form.given), self.episode)

    def merged(self, key: str) -> dict[str, Any]:
        """Return the values under a key, each from the latest file that sets it."""
        merged: dict[str, Any] = {}
        for source in self.all:
            form: Form = getattr(source.form, key)
            merged |= {name: value for name, value in form.values().items() if value is not None}
        return merged

    def names(self, key: str) -> set[str]:
        """Return the names under a key in any of the files, whether or not their values fit."""
        return {name for source in self.all for name in source.names(key)}


def _refuse_house_file(document: Document) -> None:
    keys = set(document.root.entries) if isinstance(document.root, Mapping) else set()
    if keys <= set(ShowForm.fields) and {"voices", "sounds", "author", "link", "address", "category", "owner"} & keys:
        what = "this is a house file, not an episode's script"
        raise HouseFileError([Problem(document.position(), what, "name a script that has segments:")])

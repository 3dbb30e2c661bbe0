"""The workers of a Dask cluster, which run the same function as the processes of this machine."""

from __future__ import annotations

import logging
import re
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from audiobrief import __version__
from audiobrief.archive.driver import Workers
from audiobrief.archive.ledger import LEDGER_FOLDER
from audiobrief.archive.workers.cluster_check import check_worker
from audiobrief.errors import MachineError, UsageError

if TYPE_CHECKING:
    from distributed import Client

_ADDRESS = re.compile(r"[a-z]+://\S+|[\w.-]+:\d+")
_CONNECTING_SECONDS = 10
_COUNTING_SECONDS = 5.0
"""Seconds after which the workers are counted again: some may have come or gone."""


@contextmanager
def cluster_workers(cluster: str, folder: Path) -> Iterator[Workers]:
    """Yield the workers of a cluster.

    Args:
        cluster: the address of its scheduler, such as `tcp://host:8786`, or the scheduler's file.
        folder: the archive's folder, which all workers have to see.

    Raises:
        UsageError: there is no such file, or `distributed` is not installed.
        MachineError: the cluster cannot be reached, or is not fit for the work.
    """
    try:
        import distributed
    except ImportError as error:
        raise UsageError("--cluster needs Dask, which is not installed (pip install 'audiobrief[cluster]')") from error
    for name in logging.root.manager.loggerDict:
        if name.partition(".")[0] in {"distributed", "tornado"}:  # their failures are reported here, each on one line
            logging.getLogger(name).setLevel(logging.CRITICAL)
    place: dict[str, Any] = {"address": cluster}
    if not _ADDRESS.fullmatch(cluster):
        if not Path(cluster).is_file():
            raise UsageError(f"{cluster}: there is no such file, and it is no address such as tcp://host:8786")
        place = {"scheduler_file": cluster}
    try:
        client = distributed.Client(**place, timeout=_CONNECTING_SECONDS, set_as_default=False)
    except (OSError, ValueError) as error:
        raise MachineError(
            f"the cluster {cluster} cannot be reached (start its scheduler, or correct --cluster)"
        ) from error
    try:
        _check(client, cluster, folder)
        yield Workers(client.get_executor(pure=False), _Count(client), describe=_describe)
    finally:
        client.close(timeout=_CONNECTING_SECONDS)


def _check(client: Client, cluster: str, folder: Path) -> None:
    """Check that there are workers, of this version, that see the archive's folder.

    Raises:
        MachineError: it is not so.
    """
    found = client.run(check_worker, str(folder.absolute() / LEDGER_FOLDER), on_error="return")
    if not found:
        raise MachineError(f"the cluster {cluster} has no workers (start some, with dask worker ADDRESS --nthreads 1)")
    for worker, answer in found.items():
        if isinstance(answer, Exception):
            raise MachineError(f"the worker {worker} has no audiobrief (install version {__version__} there)")
        version, sees_folder = answer
        if version != __version__:
            raise MachineError(f"the worker {worker} has audiobrief {version} (install version {__version__} there)")
        if not sees_folder:
            raise MachineError(f"the worker {worker} does not see {folder} (choose a folder that all machines share)")


class _Count:
    """Counts the threads of all workers; for each, one more script waits, so that no worker waits for the driver."""

    def __init__(self, client: Client) -> None:
        self._client = client
        self._counted = 0.0
        self._threads = 0

    def __call__(self) -> int:
        """Return how many orders may be under way; the threads are not counted anew within five seconds."""
        if time.monotonic() - self._counted > _COUNTING_SECONDS:
            self._threads = sum(self._client.nthreads().values())
            self._counted = time.monotonic()
        return 2 * self._threads


def _describe(error: BaseException) -> str:
    """Return the line for an error with which Dask, and not the work, has failed."""
    if type(error).__name__ == "KilledWorker":
        return "every worker ended that worked on it"
    return f"{type(error).__name__}: {' '.join(str(error).split()) or 'no details'}"

"""The work on one script in a worker: check it, render it, and say what came of it.

A worker keeps its engines, decoded sounds and imported libraries from one script to the next.
"""

from __future__ import annotations

import atexit
import logging
import os
import platform
import shutil
import tempfile
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import astuple
from functools import cache
from pathlib import Path

from audiobrief.archive.file_records import CLOCK_RESOLUTION, record_input, record_result
from audiobrief.archive.orders import Order, Outcome, shown_script
from audiobrief.archive.workers.drafting import draft_script
from audiobrief.cache.kinds import CLIPS, NAMES, PICTURES, READINGS, SOUNDS
from audiobrief.cache.shared.address import SharedAddress, address_of_environment
from audiobrief.cache.shared.opening import open_shared_store
from audiobrief.cache.shared.store import SharedStore
from audiobrief.episode.file_set import Episode
from audiobrief.errors import AudiobriefError, HouseFileError, MachineError, ScriptError, UsageError
from audiobrief.findings import Level
from audiobrief.production.loading import valid_script
from audiobrief.production.render_editions import Rendered, render_with_editions
from audiobrief.production.session import RenderSession, Settings, retain_freed_memory
from audiobrief.review.checks.run import Report, check_script
from audiobrief.review.unknown_words_cache import cached_unknown_words
from audiobrief.script.loader import Loaded, read_script

_LOG = logging.getLogger(__name__)
_OF_THREAD = threading.local()
"""The session of each thread of a worker, and the address of the shared store that it uses."""


class _TakenStemError(UsageError):
    """An edition has the stem of another script."""


def render_order(order: Order) -> Outcome:
    """Render a script, and return what came of it, also if it failed."""
    order = order.copy()
    began, start = time.time_ns(), time.perf_counter()
    path, folder = Path(order["script"]), Path(order["folder"])
    article = Path(order["article"]) if order["article"] else None
    outcome = _nothing()
    files: Sequence[Path] = (path,)
    with _warnings_recorded() as warnings:
        try:
            if article is not None and (not path.exists() or path.stem.casefold() == "show"):
                files = (article,)
                draft_script(article, path, order["shown"])
                time.sleep(1.5 * CLOCK_RESOLUTION / 1e9)  # a file that is as old as the run counts as changed by it
                began = time.time_ns()
            order["shown"] = shown_script(order["shown"], order["article"])
            loaded = read_script(path, order["shown"], pictures=PICTURES.folder)
            files = loaded.files or (path,)
            rendered, report = _render(loaded, order)
            _describe(outcome, rendered.episodes, report, folder)
            _fail_editions(outcome, order, rendered.failures)
        except _TakenStemError as error:
            _fail(outcome, order, error)
            began = 0  # it may be mended in another script: this one then counts as changed
        except HouseFileError as error:
            outcome.update({"state": "house", "error": str(error), "exit_status": error.exit_status})
        except Exception as error:  # noqa: BLE001 - it ends the work on this script, and not on those after it
            _fail(outcome, order, error)
        outcome["warnings"] += warnings
    outcome["inputs"] = [astuple(record_input(each, began)) for each in files]
    outcome["seconds"] = time.perf_counter() - start
    return outcome


def _nothing() -> Outcome:
    return Outcome(
        state="failed",
        worker=worker_name(),
        seconds=0.0,
        inputs=[],
        results=[],
        error="",
        exit_status=0,
        sound=0.0,
        lufs=None,
        peak=None,
        warnings=[],
        guesses=[],
    )


@cache
def worker_name() -> str:
    """Return the name of this worker: its machine and process."""
    return f"{platform.node()}:{os.getpid()}"


def _render(loaded: Loaded, order: Order) -> tuple[Rendered, Report]:
    script = valid_script(loaded, SOUNDS.folder)
    if taken := {f"{order['stem']}-{edition.name}".casefold() for edition in script.editions} & set(order["taken"]):
        raise _TakenStemError(f"{order['shown']}: another script writes {min(taken)}.* (rename the edition)")
    session = _session(order["scratch"], _shared_address(order))
    target = Path(order["folder"]) / f"{order['stem']}.{script.output.main_format}"
    try:
        report = check_script(
            script,
            lambda forecast: cached_unknown_words(forecast, NAMES.folder, session.engines),
            sound_cache=SOUNDS.folder,
            reader=session.readings(script.path),
        )
        return render_with_editions(script, target, session=session), report
    finally:
        session.forget(script.path, *(edition.script.path for edition in script.editions if edition.script))
        if session.settings.shared is not None:
            session.settings.shared.finish()


def _session(scratch: str, shared: SharedAddress | None) -> RenderSession:
    """Return the session of this thread; a new one if it is to use another shared store."""
    session: RenderSession | None = getattr(_OF_THREAD, "session", None)
    if session is None:
        retain_freed_memory()
        if not scratch:
            _use_one_core()
    elif shared != _OF_THREAD.shared:
        session.close()
        if session.settings.shared is not None:
            session.settings.shared.close()
        session = None
    if session is None:
        # A worker is one of several on its machine; so it uses one core.
        settings = Settings(jobs=1, store=CLIPS.folder, shared=_open_store(shared), readings=READINGS.folder)
        session = RenderSession(settings, scratch=_scratch_folder(scratch), lasting=True)
        _OF_THREAD.session, _OF_THREAD.shared = session, shared
    return session


def _shared_address(order: Order) -> SharedAddress | None:
    """Return the address of the shared store that the order names, or that this worker's environment sets."""
    if order["store"]:
        return SharedAddress(order["store"], order["store_bytes"])
    return address_of_environment()


def _open_store(shared: SharedAddress | None) -> SharedStore | None:
    """Open the shared store; a worker that cannot do so renders without it."""
    if shared is None:
        return None
    try:
        return open_shared_store(shared, CLIPS.folder)
    except AudiobriefError as error:
        _LOG.warning("the shared store is not used: %s", error)
        return None


def _use_one_core() -> None:
    """Let numpy compute in one thread, also where it was imported before the variable for that could be set.

    On blocks as small as ours, its own threads wait for each other, and take twice the time of the processor.
    """
    import threadpoolctl

    threadpoolctl.threadpool_limits(limits=1, user_api="blas")


def _scratch_folder(scratch: str) -> Path:
    if scratch:
        return Path(scratch)
    folder = tempfile.mkdtemp(prefix="audiobrief-worker-")
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return Path(folder)


def _describe(outcome: Outcome, episodes: Sequence[Episode], report: Report, folder: Path) -> None:
    """Add a finished episode, the first, and its editions to the outcome."""
    episode = episodes[0]
    warnings = [finding for finding in report.findings if finding.level is Level.WARNING]
    loudness = episode.manifest.loudness
    outcome.update(
        {
            "state": "done",
            "results": [
                astuple(record_result(folder, path, digest))
                for each in episodes
                for path, digest in each.digests.items()
            ],
            "sound": episode.manifest.duration,
            "lufs": loudness.integrated_lufs if loudness else None,
            "peak": loudness.true_peak_dbtp if loudness else None,
            "warnings": [str(finding) for finding in warnings],
            "guesses": [str(finding.details["word"]) for finding in report.findings if finding.kind == "guessed-name"],
        }
    )


def _fail_editions(outcome: Outcome, order: Order, failures: Sequence[AudiobriefError]) -> None:
    """Add the errors of editions to the outcome; the files of the others stay in it."""
    if failures:
        worst = max(failures, key=lambda error: error.exit_status)
        _fail(outcome, order, worst)
        if more := len(failures) - 1:
            outcome["error"] += f", and {more} more"


def _fail(outcome: Outcome, order: Order, error: Exception) -> None:
    """Add an error to the outcome, on one line with the script's name."""
    if isinstance(error, OSError):
        error = MachineError.of(error)
    if isinstance(error, ScriptError) and error.problems:
        more = len(error.problems) - 1
        text = str(error.problems[0]) + (f", and {more} more" if more else "")
    elif isinstance(error, AudiobriefError):
        text = " ".join(str(error).split("\n"))
    else:
        _LOG.debug("where it failed", exc_info=error)
        text = f"{type(error).__name__}: {' '.join(str(error).split()) or 'no details'}"
    if not text.startswith(order["shown"]):
        text = f"{order['shown']}: {text}"
    outcome.update({"state": "failed", "error": text, "exit_status": getattr(error, "exit_status", 1)})


@contextmanager
def _warnings_recorded() -> Iterator[list[str]]:
    """Yield a list to which the library's warnings are added."""
    recorder = _Recorder()
    logger = logging.getLogger("audiobrief")
    logger.addHandler(recorder)
    try:
        yield recorder.messages
    finally:
        logger.removeHandler(recorder)


class _Recorder(logging.Handler):
    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.messages: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        """Record a message."""
        self.messages.append(record.getMessage())

"""The ledger of an archive: for each script what it was rendered from, what came of it, and why it failed.

It is an SQLite database in the archive's folder, `.audiobrief-archive/ledger.1-of-1.sqlite`, one for each shard. A run
holds its ledger's lock to its end, however it ends. Every result is written as soon as it is known.
"""

from __future__ import annotations

import json
import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any, Literal, Self

from audiobrief.archive.file_records import FileRecord, dump_records, load_records
from audiobrief.archive.shard import Shard
from audiobrief.errors import OutputError, UsageError
from audiobrief.storage.files import write_failure

LEDGER_FOLDER = ".audiobrief-archive"
_VERSION = 2
_MANIFEST = ".episode.json"
_PATIENCE = 5.0
"""Seconds to wait for the own ledger: a run may be just ending, or one with another shard read it."""
_PATIENCE_WITH_OTHERS = 1.0
"""Seconds to wait for the ledger of another shard."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """The ledger's row of a script."""

    script: str
    """The script's absolute path."""
    state: Literal["done", "failed"]
    """`done` if it has its results."""
    tries: int = 1
    """How often it was begun."""
    worker: str = ""
    """Who did it last."""
    finished: float = 0.0
    """When, in seconds since 1970."""
    seconds: float = 0.0
    """How long it took."""
    stem: str = ""
    """The path of its results without their suffixes, relative to the archive's folder."""
    digest: str = ""
    """The sha256 over the content of all files that it was made from."""
    inputs: tuple[FileRecord, ...] = ()
    """These files."""
    results: tuple[FileRecord, ...] = ()
    """The files of the episode and its editions, the audio file first; also if one of these failed."""
    error: str = ""
    """Why it failed, on one line."""
    exit_status: int = 0
    """The exit status for its error."""
    sound: float = 0.0
    """The episode's length in seconds."""
    lufs: float | None = None
    """Its integrated loudness."""
    peak: float | None = None
    """Its true peak in dBTP."""
    warnings: int = 0
    """The number of warnings of `check` and of the render."""
    guesses: tuple[str, ...] = ()
    """Names that its voices guess."""
    published: str = ""
    """The places that have it as it is, each on a line; and those of its editions, with their names in front."""


_COLUMNS = tuple(field.name for field in fields(Row))
_TABLE = f"CREATE TABLE IF NOT EXISTS scripts ({', '.join(_COLUMNS)}, PRIMARY KEY (script))"
_PUT = f"INSERT OR REPLACE INTO scripts VALUES ({', '.join('?' * len(_COLUMNS))})"  # noqa: S608 - question marks
_IMPORT = """
INSERT OR REPLACE INTO scripts SELECT * FROM other.scripts AS theirs WHERE NOT EXISTS
(SELECT 1 FROM main.scripts AS ours WHERE ours.script = theirs.script AND ours.finished >= theirs.finished)
"""


class Ledger:
    """An open ledger, which no other run can open."""

    def __init__(self, path: Path, database: sqlite3.Connection) -> None:
        self.path = path
        self._database = database
        self._unwritten: dict[str, Row] = {}

    def get(self, script: str) -> Row | None:
        """Return the row of a script; None if it was never tried."""
        if script in self._unwritten:
            return self._unwritten[script]
        with _readable(self.path):
            values = self._database.execute("SELECT * FROM scripts WHERE script = ?", (script,)).fetchone()
        return _load(values) if values else None

    def put(self, row: Row) -> str | None:
        """Write a row, and those that could not be written before.

        Returns:
            None, or why it could not be written, as on a full disk; it is then written with the next one.
        """
        self._unwritten[row.script] = row
        return self.flush()

    def flush(self) -> str | None:
        """Write the rows that could not be written before; return why it failed, None otherwise."""
        try:
            for script, row in list(self._unwritten.items()):
                self._database.execute(_PUT, _dump(row))
                del self._unwritten[script]
        except sqlite3.Error as error:
            return str(error)
        return None

    def owners(self) -> dict[str, list[str]]:
        """Return the scripts of which episodes and editions were made, by the stems of these.

        One stem may have several scripts: a script that was moved or deleted keeps its row.
        """
        with _readable(self.path):
            written = self._database.execute("SELECT script, results FROM scripts ORDER BY script").fetchall()
        results = {script: load_records(text) for script, text in written}
        results |= {script: row.results for script, row in self._unwritten.items()}
        owners: dict[str, list[str]] = {}
        for script, records in results.items():
            for record in records:
                if record.path.endswith(_MANIFEST):
                    owners.setdefault(record.path.removesuffix(_MANIFEST), []).append(script)
        return owners

    def rows(self) -> Iterator[Row]:
        """Return all rows, in the order of the scripts' paths."""
        with _readable(self.path):
            for values in self._database.execute("SELECT * FROM scripts ORDER BY script"):
                yield _load(values)

    def __enter__(self) -> Self:
        """Return the ledger."""
        return self

    def __exit__(self, *_error: object) -> None:
        """Close it."""
        with suppress(sqlite3.Error):
            self._database.close()


def open_ledger(folder: Path, shard: Shard) -> Ledger:
    """Open the ledger of a shard, and read what runs with other shards know.

    Args:
        folder: the archive's folder, which is made if it does not exist.
        shard: the shard.

    Raises:
        UsageError: another run works on the same scripts.
        OutputError: the ledger cannot be read or written.
    """
    place = folder / LEDGER_FOLDER
    try:
        place.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise write_failure(place, error, "--to") from error
    path = place / shard.ledger_name
    database = _connect(path, folder, _PATIENCE)
    try:
        database.execute(f"PRAGMA busy_timeout = {_PATIENCE_WITH_OTHERS * 1000:.0f}")
        for other in sorted(place.glob("ledger.*-of-*.sqlite")):
            if other != path:
                _import(database, other, folder, is_optional=other.name.endswith(f"-of-{shard.count}.sqlite"))
    except BaseException:
        database.close()
        raise
    return Ledger(path, database)


def _connect(path: Path, folder: Path, patience: float) -> sqlite3.Connection:
    with _readable(path, folder):
        database = sqlite3.connect(path, timeout=patience, isolation_level=None, check_same_thread=False)
        try:
            # With an exclusive lock, SQLite needs no memory that processes share, which network drives do not have.
            database.execute("PRAGMA locking_mode = EXCLUSIVE")
            database.execute("PRAGMA journal_mode = WAL")
            database.execute("PRAGMA synchronous = NORMAL")
            database.execute("BEGIN EXCLUSIVE")
            _check_version(path, database)
            database.execute(_TABLE)
            database.execute(f"PRAGMA user_version = {_VERSION}")
            database.execute("COMMIT")
        except BaseException:
            database.close()
            raise
        return database


def _check_version(path: Path, database: sqlite3.Connection) -> None:
    if database.execute("PRAGMA user_version").fetchone()[0] not in {0, _VERSION}:
        raise OutputError(f"{path} is of another version of audiobrief (use that version, or move the ledger away)")


def _import(database: sqlite3.Connection, other: Path, folder: Path, *, is_optional: bool) -> None:
    """Read the rows of another ledger that are newer; if it is optional, a run that uses it is no obstacle."""
    try:
        _connect(other, folder, _PATIENCE_WITH_OTHERS).close()
        _import_rows(database, other, folder)
    except UsageError:
        if not is_optional:
            raise


def _import_rows(database: sqlite3.Connection, other: Path, folder: Path) -> None:
    with _readable(other, folder), closing(database.cursor()) as cursor:
        cursor.execute("ATTACH ? AS other", (str(other),))
        try:
            cursor.execute(_IMPORT)
        finally:
            cursor.execute("DETACH other")


@contextmanager
def _readable(path: Path, folder: Path | None = None) -> Iterator[None]:
    """Raise an error of one line in place of one of SQLite."""
    try:
        yield
    except sqlite3.OperationalError as error:
        if "locked" in str(error) and folder is not None:
            raise UsageError(
                f"another run of archive works on {folder} (wait for its end, or choose another folder with --to)"
            ) from error
        raise OutputError(f"{path} cannot be used: {error} (check the disk and the folder)") from error
    except sqlite3.DatabaseError as error:
        raise OutputError(f"{path} is damaged: {error} (delete it; every script is then rendered again)") from error


def _dump(row: Row) -> tuple[Any, ...]:
    values = {name: getattr(row, name) for name in _COLUMNS}
    values["inputs"], values["results"] = dump_records(row.inputs), dump_records(row.results)
    values["guesses"] = json.dumps(row.guesses, ensure_ascii=False)
    values["finished"] = row.finished or time.time()
    return tuple(values.values())


def _load(values: tuple[Any, ...]) -> Row:
    named = dict(zip(_COLUMNS, values, strict=True))
    named["inputs"], named["results"] = load_records(named["inputs"]), load_records(named["results"])
    named["guesses"] = tuple(json.loads(named["guesses"]))
    return Row(**named)

"""The name of an archive's report, refused before the start if the report would replace something else."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from audiobrief.archive.ledger import LEDGER_FOLDER
from audiobrief.archive.orders import Task
from audiobrief.errors import UsageError

_MARK = b'<meta name="generator" content="audiobrief archive">'
"""Stands in the head of a report."""
_HEAD = 2000
"""Bytes of the head."""


def check_report_name(report: Path, folder: Path, site: Path | None = None) -> None:
    """Check that a report replaces nothing but an earlier report.

    Args:
        report: the file to write.
        folder: the archive's folder.
        site: the folder of the site, whose pages have such names, too; None without one.

    Raises:
        UsageError: its name does not end in `.html`, it lies in the ledger's folder or the site, or it is another file.
    """
    if report.suffix.lower() not in {".html", ".htm"}:
        raise UsageError(f"the name given with --report ends in .html, and '{report}' does not")
    if report.resolve().is_relative_to((folder / LEDGER_FOLDER).resolve()):
        raise UsageError(f"{report} lies in the folder of the ledger (give --report another name)")
    if site is not None and report.resolve().is_relative_to(site.resolve()):
        raise UsageError(f"{report} lies in the site (give --report another name)")
    if report.exists() and not _may_be_replaced(report):
        raise UsageError(f"{report} exists and is no report of an archive (give --report another name, or delete it)")


def check_report_is_no_source(report: Path, tasks: Iterable[Task]) -> None:
    """Check that a report is not written where articles are searched.

    Raises:
        UsageError: it is one of the articles.
    """
    own = str(report.absolute())
    if any(task.article == own or task.script == own for task in tasks):
        raise UsageError(f"{report} would be drafted as an article (move it out of the folder of the articles)")


def _may_be_replaced(report: Path) -> bool:
    """Return whether a file is empty, or a report."""
    if not report.is_file():
        return False
    with report.open("rb") as file:
        head = file.read(_HEAD)
    return not head or _MARK in head

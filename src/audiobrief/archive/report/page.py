"""The page of a report: one file that loads nothing."""

from __future__ import annotations

from pathlib import Path

from audiobrief.archive.report.figures import Figures
from audiobrief.report.page import render_template, write_page


def report_page(figures: Figures, folder: str) -> str:
    """Return the page in HTML; all that comes from scripts is escaped.

    Args:
        figures: what it says.
        folder: the name of the archive's folder.
    """
    return render_template("audiobrief.archive.report", "report.html.j2", {"figures": figures, "folder": folder})


def write_report(figures: Figures, folder: str, path: Path) -> None:
    """Write the page.

    Raises:
        OutputError: it cannot be written.
    """
    write_page(report_page(figures, folder), path, "--report")

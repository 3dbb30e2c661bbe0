"""The page of a report: one file that loads nothing."""

from __future__ import annotations

from importlib import resources
from pathlib import Path

from audiobrief.archive.report.figures import Figures
from audiobrief.storage import files
from audiobrief.storage.work_folder import work_folder
from audiobrief.units import seconds_to_clock


def report_page(figures: Figures, folder: str) -> str:
    """Return the page in HTML; all that comes from scripts is escaped.

    Args:
        figures: what it says.
        folder: the name of the archive's folder.
    """
    import jinja2

    environment = jinja2.Environment(
        autoescape=True, undefined=jinja2.StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    environment.filters["clock"] = seconds_to_clock
    template = resources.files("audiobrief.archive.report").joinpath("report.html.j2").read_text("utf-8")
    return environment.from_string(template).render(figures=figures, folder=folder)


def write_report(figures: Figures, folder: str, path: Path) -> None:
    """Write the page.

    Raises:
        OutputError: it cannot be written.
    """
    files.check_names([path])
    with work_folder(path.parent, "--report") as work:
        unfinished = work / "report.html"
        files.write_bytes(unfinished, report_page(figures, folder).encode("utf-8", "replace"))
        files.finish(unfinished, path, "--report")

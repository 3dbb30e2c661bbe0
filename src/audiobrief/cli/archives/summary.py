"""The end of a run of `archive`, as JSON and as a line."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from audiobrief.cli.help import counted
from audiobrief.cli.messages import echo
from audiobrief.units import seconds_to_clock

if TYPE_CHECKING:
    from audiobrief.archive.ledger import Row
    from audiobrief.archive.planning import Planned
    from audiobrief.archive.totals import Totals


def summary_content(totals: Totals, planned: Planned, folder: Path, shown: Mapping[str, str]) -> dict[str, object]:
    """Return what was done, for programs.

    Args:
        totals: what this run did.
        planned: what it found.
        folder: the archive's folder.
        shown: the scripts' paths as they were given, by their absolute paths.
    """

    def failure(row: Row) -> dict[str, object]:
        return {"script": shown.get(row.script, row.script), "tries": row.tries, "error": row.error}

    return {
        "made": [str(folder / path) for path in totals.made],
        "unchanged": len(planned.held),
        "failed": [failure(row) for row in (*totals.failed, *planned.failed)],
        "published": totals.published,
        "unpublished": totals.unpublished,
        "seconds": round(totals.seconds, 1),
        "sound": round(totals.sound, 1),
    }


def say_totals(totals: Totals, planned: Planned, folder: Path) -> None:
    """Print what was done."""
    parts = [f"{counted(totals.episodes, 'episode')} made"]
    if planned.held:
        parts.append(f"{len(planned.held)} unchanged")
    if failed := len(totals.failed) + len(planned.failed):
        parts.append(f"{failed} failed")
    if totals.passed_over:
        parts.append(f"{counted(len(totals.passed_over), 'house file')} passed over")
    if totals.episodes:
        speed = totals.sound / totals.seconds
        parts.append(f"{seconds_to_clock(totals.sound)} of sound in {seconds_to_clock(totals.seconds)} ({speed:.0f}x)")
    if totals.published or totals.unpublished or totals.held:
        parts.append(f"{totals.published} published")
    if totals.held:
        parts.append(f"{totals.held} held until their time")
    if totals.unpublished:
        parts.append(f"{len(totals.unpublished)} not published")
    if totals.warnings:
        parts.append(f"{counted(totals.warnings, 'warning')} (-v shows them)")
    echo(f"{folder}: {', '.join(parts)}", fg="yellow" if failed or totals.unpublished else "green", err=True)

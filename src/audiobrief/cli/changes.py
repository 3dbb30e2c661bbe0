"""What has changed since the last render, in words; and `--changed`: as a clip to listen to."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

import click

from audiobrief.units import seconds_to_clock

if TYPE_CHECKING:
    from audiobrief.episode.file_set import Episode
    from audiobrief.episode.manifest import Manifest
    from audiobrief.production.changes import Changes
    from audiobrief.script.models.script import Output

__all__ = ["changes_said", "say_unchanged", "write_changed"]


def changes_said(changes: Changes) -> str:
    """Say which lines sound otherwise: `lines 3 and 7 to 9 changed, sentences taken out before line 12`."""
    said = []
    lines = sorted({each.line for each in changes.sentences})
    if lines:
        said.append(f"{_named(lines)} changed")
    before = sorted({gap.line for gap in changes.gaps if gap.line is not None})
    places = [f"before {_named(before)}"] if before else []
    places += ["at the end"] if any(gap.line is None for gap in changes.gaps) else []
    if places:
        said.append(f"sentences taken out {' and '.join(places)}")
    return ", ".join(said) or "no sentence changed"


def _runs(lines: list[int]) -> list[str]:
    """Write numbers, three or more that follow each other as a stretch."""
    runs: list[list[int]] = []
    for line in lines:
        if runs and line == runs[-1][-1] + 1:
            runs[-1].append(line)
        else:
            runs.append([line])
    named: list[str] = []
    for run in runs:
        named += [f"{run[0]} to {run[-1]}"] if len(run) > 2 else map(str, run)
    return named


def _named(lines: list[int]) -> str:
    return f"{'line' if len(lines) == 1 else 'lines'} {_listed(_runs(lines))}"


def _listed(things: Iterable[str]) -> str:
    *first, last = things
    return f"{', '.join(first)} and {last}" if first else last


def write_changed(before: Manifest | None, episode: Episode, output: Output, clip: Path, *, quiet: bool) -> None:
    """Write the sentences that sound otherwise than in the render before, and say which.

    Args:
        before: the manifest of the render before; None where there was none.
        episode: the finished one.
        output: its form.
        clip: the file to write.
        quiet: whether nothing is said.

    Raises:
        OutputError: it could not be written.
    """
    from audiobrief.production.changes import compare, stretches, write_clip

    changes = compare(before, episode.manifest) if before is not None else None
    if changes is None:
        _say_not_written(clip, "there was no render before, to compare with", quiet=quiet)
        return
    if not changes:
        say_unchanged(clip, quiet=quiet)
        return
    rate = output.sample_rate
    wanted = stretches(changes, rate, episode.manifest.audio.samples)
    write_clip(episode.audio, output, wanted, clip)
    if not quiet:
        length = sum(last - first for first, last in wanted) / rate
        click.secho(f"{clip}: {seconds_to_clock(length)}; {changes_said(changes)}", fg="green", err=True)


def say_unchanged(clip: Path, *, quiet: bool) -> None:
    """Say that there is nothing to listen to."""
    _say_not_written(clip, "no sentence changed", quiet=quiet)


def _say_not_written(clip: Path, why: str, *, quiet: bool) -> None:
    if not quiet:
        click.echo(f"{clip}: not written: {why}", err=True)

"""Changes since the last render: described in a line, or written as a clip (`--changed`)."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from audiobrief.cli.messages import echo
from audiobrief.units import seconds_to_clock

if TYPE_CHECKING:
    from audiobrief.episode.file_set import Episode
    from audiobrief.episode.manifest import Manifest
    from audiobrief.production.changes import Changes
    from audiobrief.script.models.script import Output


def describe_changes(changes: Changes) -> str:
    """Return a description of the changes: `lines 3 and 7 to 9 changed, sentences taken out before line 12`."""
    parts = []
    lines = sorted({sentence.line for sentence in changes.sentences})
    if lines:
        parts.append(f"{_named(lines)} changed")
    before = sorted({gap.line for gap in changes.gaps if gap.line is not None})
    places = [f"before {_named(before)}"] if before else []
    places += ["at the end"] if any(gap.line is None for gap in changes.gaps) else []
    if places:
        parts.append(f"sentences taken out {' and '.join(places)}")
    return ", ".join(parts) or "no sentence changed"


def _runs(lines: list[int]) -> list[str]:
    """Return numbers as texts, three or more in sequence as a range."""
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


def write_change_clip(before: Manifest | None, episode: Episode, output: Output, clip: Path, *, quiet: bool) -> None:
    """Write a clip of the sentences that sound different than in the last render, and print which they are.

    Args:
        before: the manifest of the last render; None if there was none.
        episode: the finished episode.
        output: its format.
        clip: the file to write.
        quiet: whether nothing is printed.

    Raises:
        OutputError: it could not be written.
    """
    from audiobrief.production.changes import compare, stretches, write_clip

    changes = compare(before, episode.manifest) if before is not None else None
    if changes is None:
        _say_not_written(clip, "there is no earlier render to compare with", quiet=quiet)
        return
    if not changes:
        say_unchanged(clip, quiet=quiet)
        return
    rate = output.sample_rate
    wanted = stretches(changes, rate, episode.manifest.audio.samples)
    write_clip(episode.audio, output, wanted, clip)
    if not quiet:
        length = sum(last - first for first, last in wanted) / rate
        echo(f"{clip}: {seconds_to_clock(length)}; {describe_changes(changes)}", fg="green", err=True)


def say_unchanged(clip: Path, *, quiet: bool) -> None:
    """Print that the clip is not written because no sentence changed."""
    _say_not_written(clip, "no sentence changed", quiet=quiet)


def _say_not_written(clip: Path, why: str, *, quiet: bool) -> None:
    if not quiet:
        echo(f"{clip}: not written: {why}", err=True)

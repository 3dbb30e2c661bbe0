"""Everything that `check` says of a good script."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from audiobrief.findings import Finding
from audiobrief.production.forecast import Forecast, forecast
from audiobrief.review.checks.guessed_names import check_names
from audiobrief.review.checks.lengths import Lengths, lengths
from audiobrief.review.checks.quotations import check_quotations
from audiobrief.review.checks.relative_days import check_days
from audiobrief.review.checks.sentences import check_sentences
from audiobrief.review.checks.soundbites import check_soundbite
from audiobrief.review.checks.unused import check_unused
from audiobrief.review.names import Name
from audiobrief.script.models.script import Script
from audiobrief.script.passages import passages
from audiobrief.timeline.plan import Reader

__all__ = ["Report", "check_script"]


@dataclass(frozen=True, slots=True)
class Report:
    """What is to be said of a script."""

    forecast: Forecast
    """What it would become."""
    lengths: Lengths
    """How long its parts run, with its own pauses and pace."""
    findings: tuple[Finding, ...]
    """In the order of their places."""


def check_script(
    script: Script,
    guessed: Callable[[Forecast], Iterable[Name]] = lambda _ahead: (),
    compare: Callable[[Script], Iterable[Finding]] = lambda _script: (),
    kept: Path | None = None,
    read: Reader | None = None,
) -> Report:
    """Look at a script as an editor would; nothing is spoken.

    Args:
        script: a good one.
        guessed: given what the script would become, gives the names that its voices have to guess.
        compare: gives what an article does not bear out.
        kept: the folder in which the lengths of sounds are kept; None keeps none.
        read: reads its paragraphs, as for `make_plan`.

    Raises:
        ScriptError: a sound or a voice cannot be used.
    """
    ahead = forecast(script, kept, read)
    shown = tuple(passages(script))
    found = [
        *check_sentences(ahead.plan),
        *check_days(script, shown),
        *check_unused(script, shown),
        *check_quotations(script, shown),
        *check_names(guessed(ahead)),
        *check_soundbite(ahead),
        *compare(script),
    ]
    return Report(
        ahead, lengths(ahead.plan, ahead.timeline), tuple(sorted(found, key=lambda finding: finding.place.order))
    )

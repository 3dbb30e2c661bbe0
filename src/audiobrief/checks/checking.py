"""Everything that `check` says of a good script."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from audiobrief.checks.findings import Finding
from audiobrief.checks.guesses import check_names
from audiobrief.checks.lengths import Lengths, lengths
from audiobrief.checks.quotations import check_quotations
from audiobrief.checks.relative_days import check_days
from audiobrief.checks.sentences import check_sentences
from audiobrief.checks.soundbites import check_soundbite
from audiobrief.checks.unused import check_unused
from audiobrief.names import Name
from audiobrief.plan import Reader
from audiobrief.preparation import Forecast, forecast
from audiobrief.script.model import Script
from audiobrief.script.passages import passages

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
    return Report(ahead, lengths(ahead.plan, ahead.timeline), tuple(sorted(found, key=lambda each: each.position)))
